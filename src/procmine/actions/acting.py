"""One transaction on one action: what is done in it and the line of history about it stand together, or neither does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from procmine.actions import fields
from procmine.actions.plan import PLAN, doubts
from procmine.errors import ChangedMeanwhile, UnknownName

if TYPE_CHECKING:
    from procmine.store import Catalogue

INSERT = """insert into action (revision, title, log, status, guardrails, finding, finding_from, cites_version, created_at, created_by)
values (0, :title, :log, 'proposed', '[]', :finding, :finding_from, :cites_version, :at, :who) returning action_no"""
UPDATE = """update action set title = :title, filters = :filters, status = :status, owner = :owner, starts_on = :starts_on, due_on = :due_on,
changed_at = :changed_at, metric = :metric, cohort = :cohort, control = :control, guardrails = :guardrails,
expected_hours_per_month = :expected_hours_per_month, expected_low_hours = :expected_low_hours, expected_high_hours = :expected_high_hours,
planned_at = :planned_at where action_no = :action_no"""
NOTE = """insert into action_act (action_no, revision, at, who, what, was, becomes)
values (:action_no, :revision, :at, :who, :what, :was, :becomes)"""


@dataclass
class Acting:
    """The action as it stands inside the transaction, and who acts on it when."""

    execute: Callable[..., Any]
    row: dict[str, Any]
    who: str
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def no(self) -> int:
        return self.row["action_no"]

    @property
    def stamp(self) -> str:
        return self.at.isoformat(timespec="seconds")

    def note(self, what: str, was: str | None = None, becomes: str | None = None) -> None:
        """A line of history, and with it a revision of the action."""
        self.row["revision"] += 1
        revision = {"action_no": self.no, "revision": self.row["revision"]}
        self.execute("update action set revision = :revision where action_no = :action_no", **revision)
        line = {"at": self.stamp, "who": self.who, "what": what, "was": was, "becomes": becomes}
        self.execute(NOTE, **revision, **line)

    def next_number(self, sql: str) -> int:
        return self.execute(sql, action_no=self.no).scalar_one() + 1

    def change(self, given: Mapping[str, Any], zone: str | None) -> None:
        """Set the fields given and leave all others; each that becomes another is a line of history."""
        was = dict(self.row)
        altered = {name: value for name, value in given.items() if value != was[name]}
        if not altered:
            return
        self.row |= altered
        fields.require_order(self.row)
        found = doubts(was, self.row, self.at, zone)
        if any(name in PLAN for name in altered):
            self.row["planned_at"] = self.stamp
        self.execute(UPDATE, **{name: fields.kept(value) for name, value in self.row.items()})
        for name, value in altered.items():
            self.note(name, fields.told(was[name]), fields.told(value))
        for what, remark in found:
            self.note(what, None, remark)

    def refuse_lost(self, given: Mapping[str, Any], seen: int) -> None:
        """Refuse to set a field that somebody set to something else since the revision that was looked at."""
        for name, value in given.items():
            later = self.execute(
                """select at, who, was, becomes from action_act where action_no = :action_no and what = :what and revision > :seen
                order by revision desc limit 1""",
                action_no=self.no,
                what=name,
                seen=seen,
            ).one_or_none()
            if later is not None and self.row[name] != value:
                raise ChangedMeanwhile(
                    f"{later.who} set the {name.replace('_', ' ')} to {later.becomes or 'nothing'} on {later.at[:16].replace('T', ' ')} UTC, "
                    "after you looked at it.",
                    f"action #{self.no}",
                    "Look at it again and say whether yours still holds; nothing of this change was kept.",
                )


@contextmanager
def acting(catalogue: Catalogue, no: int, who: str) -> Iterator[Acting]:
    """A transaction on the action `no`. Raises UnknownName where there is none."""
    with catalogue.executing() as execute:
        yield Acting(execute, standing(execute, no), who)


def standing(execute: Callable[..., Any], no: int) -> dict[str, Any]:
    found = execute("select * from action where action_no = :no", no=no).one_or_none()
    if found is None:
        known = [f"#{row.action_no}" for row in execute("select action_no from action order by action_no")]
        raise UnknownName("action", f"#{no}", known)
    return {**found._mapping, "guardrails": tuple(json.loads(found.guardrails))}
