"""One statement of an assessment, and the answers that statements are read from, each asked once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procmine.errors import ProcmineError

if TYPE_CHECKING:
    from procmine.log import EventLog

KEEP, ADJUST, CHANGE, KNOW = "keep", "adjust", "change", ""


@dataclass(frozen=True)
class Statement:
    """A sentence under a section; `verdict` is `keep`, `adjust`, `change` or nothing, `question` shows where it comes from."""

    section: str
    text: str
    question: str = ""
    verdict: str = KNOW


@dataclass(eq=False)
class Answers:
    """The answers of questions on one view; what the log cannot bear is remembered with the reason and the cure."""

    log: EventLog
    calendar: str | None
    refused: dict[str, ProcmineError] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)

    def __call__(self, function: Any, **options: Any) -> Any:
        """The answer, or None where the log cannot bear the question."""
        key = f"{function.__name__} {sorted(options.items())}"
        if key not in self.found:
            try:
                self.found[key] = function(self.log, **options)
            except ProcmineError as problem:
                self.refused.setdefault(function.__name__, problem)
                self.found[key] = None
        return self.found[key]

    @property
    def by_question(self) -> dict[str, Any]:
        """The answers that were found, by the name of their question; of two to one question the first."""
        named: dict[str, Any] = {}
        for answer in self.found.values():
            if answer is not None:
                named.setdefault(answer.question, answer)
        return named
