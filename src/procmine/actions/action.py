"""An action: an improvement from its finding to the proof that it worked, as it stood when it was read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

LATE_PLAN, MOVED_CHANGE = "late plan", "moved change"
OVER = ("done", "dropped")
LONGEST_TOLD = 120  # letters of a text in the history


@dataclass(frozen=True)
class Task:
    """A piece of the work that an action takes."""

    task: int
    text: str
    owner: str | None
    due_on: str | None
    done_at: str | None
    done_by: str | None
    created_at: str
    created_by: str

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


@dataclass(frozen=True)
class Comment:
    comment: int
    at: str
    who: str
    text: str


@dataclass(frozen=True)
class Document:
    """A file that somebody attached; it lies under its own hash, so its content cannot change unnoticed."""

    sha256: str
    name: str
    bytes: int
    at: str
    who: str


@dataclass(frozen=True)
class Act:
    """One line of the history: at a revision, who changed what from what to what."""

    revision: int
    at: str
    who: str
    what: str
    was: str | None
    becomes: str | None

    @property
    def told(self) -> str:
        """What was done, in a line: of a verdict its word, of a text that goes on its begin."""
        was, becomes = (
            _short(_word(text) if self.what == "verdict" else text) for text in (self.was, self.becomes)
        )
        change = f"{was} → {becomes or 'nothing'}" if was else becomes
        return f"{self.what.replace('_', ' ')} {change}".strip()


@dataclass(frozen=True)
class Action:
    """One action of the register. Days and instants are ISO texts, instants of the register itself in UTC."""

    no: int
    revision: int
    title: str
    log: str | None
    filters: str | None
    status: str
    owner: str | None
    starts_on: str | None
    due_on: str | None
    changed_at: str | None
    metric: str | None
    cohort: str | None
    control: str | None
    guardrails: tuple[str, ...]
    expected_hours_per_month: float | None
    expected_low_hours: float | None
    expected_high_hours: float | None
    finding: str | None
    finding_from: dict[str, Any] | None
    cites_version: int | None
    verdict: dict[str, Any] | None
    created_at: str
    created_by: str
    tasks: tuple[Task, ...] = ()
    comments: tuple[Comment, ...] = ()
    documents: tuple[Document, ...] = ()
    needs: tuple[int, ...] = ()
    history: tuple[Act, ...] = ()
    withheld: tuple[str, ...] = ()  # what is not told where roles alone are named

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    def is_late(self, today: date | None = None) -> bool:
        """Whether the day it was due has passed without its being done or dropped."""
        return (
            bool(self.due_on) and not self.is_over and str(self.due_on) < (today or date.today()).isoformat()
        )

    def has_changed(self, today: date | None = None) -> bool:
        """Whether the change has taken effect by now."""
        return self.changed_at is not None and self.changed_at[:10] <= (today or date.today()).isoformat()

    @property
    def is_pre_registered(self) -> bool:
        """Whether the metric, its cohort, control and guardrails were all settled before the change took effect.

        False without a metric, and for good once one of them was chosen or altered after the change. While it is not
        known when the change takes effect, what is settled counts as settled before.
        """
        return self.metric is not None and not any(act.what == LATE_PLAN for act in self.history)

    @property
    def registration(self) -> str:
        """How the plan stands to the change, in a sentence; nothing where there is no plan, or where `remarks` say it."""
        if not self.is_pre_registered:
            return ""
        return "Settled before the change." if self.has_changed() else "Settled; the change is still to come."

    @property
    def remarks(self) -> tuple[str, ...]:
        """What makes the plan less than sure, in sentences: what was chosen after the change, a day of the change that was moved."""
        return tuple(
            f"{act.becomes} ({act.at[:10]}, {act.who})."
            for act in self.history
            if act.what in (LATE_PLAN, MOVED_CHANGE)
        )

    def as_dict(self) -> dict[str, Any]:
        """The action as plain values."""
        told = asdict(self)
        told["needs"], told["guardrails"] = list(self.needs), list(self.guardrails)
        return told | {
            "is_late": self.is_late(),
            "is_pre_registered": self.is_pre_registered,
            "remarks": list(self.remarks),
        }

    def __str__(self) -> str:
        return f"#{self.no} {self.title} ({self.status})"


def _word(verdict: str | None) -> str | None:
    return str(json.loads(verdict).get("verdict", "told")) if verdict and verdict.startswith("{") else verdict


def _short(text: str | None) -> str:
    return "" if text is None else text if len(text) <= LONGEST_TOLD else text[: LONGEST_TOLD - 1] + "…"
