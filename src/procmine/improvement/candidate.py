"""What could be improved, before it is known what that is worth: a finding and the change that would end it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procmine.improvement.levers import Lever

WEIGHTS = {"high": 1.0, "medium": 0.7, "low": 0.2}  # by which hours count for the rank
LOWER = {"high": "medium", "medium": "low", "low": "low"}
SOONER, MOVED = "sooner", "shared otherwise"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A finding of one source.

    It is sized by its `levers`, which play the recorded cases again, in cases that began from `since` (microseconds) on; or, where no
    change of a case says it, by `hours` of the whole view with their 90 % interval. `gain` tells what kind of hours these are.
    """

    kind: str
    subject: str  # the activity, team or group it is about
    finding: str
    confidence: str
    why: str
    formula: str
    question: str  # that shows it
    options: tuple[tuple[str, str | None], ...] = ()  # with which it is asked
    filters: str = ""  # the cases concerned
    metric: str = ""  # by which it would be told whether a change worked
    levers: tuple[Lever, ...] = ()
    since: int | None = None
    hours: tuple[float, float, float] | None = None
    cases: int = 0
    gain: str = SOONER
    within: str = ""  # of what other findings its hours are a part, where no lever tells

    @property
    def evidence(self) -> str:
        """The question that shows it, as it is asked."""
        return f"pm.{self.question}(log{''.join(f', {name}={value!r}' for name, value in self.options if value)})"

    @property
    def change(self) -> str:
        """What would end it, as what_if plays it."""
        return "; ".join(lever.text for lever in self.levers)
