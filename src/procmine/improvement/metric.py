"""What is measured of a case, in words that can be kept with an action: `wait before "Approve order"`.

cycle time                from the first instant of a case to its last
waiting                   the waits on its critical path
wait before "A"           all waits before work on A; cases without A do not count
work on "A"               all work on A; cases without A, or without its starts, do not count
repeats of "A"            how often A is done again
rework                    whether anything is done again: the share of cases
handovers                 how often work passes to somebody else
effort                    the hours worked on it

Each is a number of a case, of which less is better. `str(metric)` is the one form of its text, and reads as the same metric.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from procmine.errors import WrongOption
from procmine.said import known_activity, parts, unquoted
from procmine.wording import duration, share

PLAIN = ("cycle time", "waiting", "rework", "handovers", "effort")
OF_ACTIVITY = ("wait before", "work on", "repeats of")
UNITS = {"rework": "share", "handovers": "count", "repeats of": "count"}
EXAMPLES = 'cycle time, waiting, wait before "A", work on "A", repeats of "A", rework, handovers, effort'


@dataclass(frozen=True)
class Metric:
    """One of the metrics: its `kind`, and the activity where it is of one."""

    kind: str
    activity: str | None = None

    @classmethod
    def of(cls, text: str, activities: Collection[str]) -> Metric:
        """The metric that a text says. Raises WrongOption for what is none, UnknownName for an activity that is not there.

        >>> str(Metric.of("Wait before Check", ["Check"]))
        'wait before "Check"'
        """
        said = " ".join(str(text).split())
        if said.lower() in PLAIN:
            return cls(said.lower())
        found = re.fullmatch(rf"({'|'.join(OF_ACTIVITY)})\s+(.+)", said, re.IGNORECASE)
        if not found:
            raise WrongOption(f"{said!r} is no metric.", "metric", f"There is: {EXAMPLES}.")
        return cls(found[1].lower(), known_activity(unquoted(found[2]), activities, f"metric {said!r}"))

    def __str__(self) -> str:
        if self.activity is None:
            return self.kind
        return f'{self.kind} "' + self.activity.replace("\\", "\\\\").replace('"', '\\"') + '"'

    @property
    def unit(self) -> str:
        """`hours`, `count` or `share`."""
        return UNITS.get(self.kind, "hours")

    @property
    def phrase(self) -> str:
        """As a sentence names it."""
        told = {"cycle time": "the cycle time", "rework": "the share of cases with work done again"}
        if self.activity is None:
            return told.get(self.kind, self.kind)
        article = "" if self.unit == "count" else "the "
        return f"{article}{self.kind} {self.activity}"

    def told(self, amount: float) -> str:
        """An amount of it in words."""
        if self.unit == "hours":
            return duration(amount)
        return share(amount) if self.unit == "share" else f"{amount:.2f}"

    def apart(self, difference: float) -> str:
        """How far two amounts of it lie apart, whatever the sign."""
        if self.unit == "share":
            return f"{abs(difference) * 100:.1f} percentage points"
        return self.told(abs(difference))


def metrics(texts: str | Sequence[str] | None, activities: Collection[str]) -> tuple[Metric, ...]:
    """Several metrics: a list of texts, or one text in which `;` outside quotes parts them."""
    if texts is None:
        return ()
    given = [texts] if isinstance(texts, str) else list(texts)
    return tuple(dict.fromkeys(Metric.of(part, activities) for text in given for part in parts(text)))
