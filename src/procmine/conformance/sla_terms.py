"""What was promised: `4h for priority = High; 3d`, and what stops the clock: `On hold; state in (Waiting, "With customer")`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.conformance.conditions import COMPARING, clause_faults, clock_seconds, conditions_bound
from procmine.errors import ProcmineError, WrongFilter, WrongOption
from procmine.filters import Clause, duration_seconds, parse
from procmine.said import QUOTED, known_activity, parts, unquoted

if TYPE_CHECKING:
    from procmine.calendars.calendar import Calendar
    from procmine.log import EventLog

EXAMPLE = "5d, or 4h for priority = High; 8h for priority = Medium; 3d"
_AND = re.compile(rf'\s+and\s+(?=(?:{QUOTED}|[^"])*$)', re.IGNORECASE)


@dataclass(frozen=True)
class Terms:
    """Promises (a time and what must hold of the case; the first that holds applies), and what stops the clock: activities, conditions on work."""

    promises: tuple[tuple[str, tuple[Clause, ...]], ...]
    stops: tuple[str, ...]
    stop_conditions: tuple[tuple[Clause, ...], ...]

    def bound(self, log: EventLog, everybody: Calendar | None) -> dict[str, Any]:
        sides = [
            (number, "promise", clause)
            for number, (_, clauses) in enumerate(self.promises)
            for clause in clauses
        ]
        sides += [
            (number, "stop", clause)
            for number, clauses in enumerate(self.stop_conditions)
            for clause in clauses
        ]
        return {
            "promise_us": [round(clock_seconds(time, everybody) * 1_000_000) for time, _ in self.promises],
            "stop_activities": list(self.stops), "stop_checks": list(range(len(self.stop_conditions))), **conditions_bound(log, sides),
        }  # fmt: skip


def terms(log: EventLog, within: str, stops: str | None) -> Terms:
    """The terms as they are said, held against the log. Raises WrongOption with everything that is wrong with them."""
    faults: list[str] = []
    promises = tuple(_promise(log, part, faults) for part in parts(within))
    named: list[str] = []
    conditions: list[tuple[Clause, ...]] = []
    for part in parts(stops or ""):
        found = _conditions(part)
        if found is None:
            named += _names(log, part, faults)
            continue
        conditions.append(found)
        for clause in found:
            faults += clause_faults(log, clause, log.attributes, f"stops {clause.text}", False)
    if not promises:
        faults.append("no time is promised")
    if faults:
        cure = f"Write a time as {EXAMPLE}; what stops the clock as On hold; state = Waiting."
        raise WrongOption(f"These terms cannot be used: {'; '.join(faults)}.", "sla(within=…, stops=…)", cure)
    return Terms(promises, tuple(named), tuple(conditions))


def _promise(log: EventLog, part: str, faults: list[str]) -> tuple[str, tuple[Clause, ...]]:
    time, _, said = re.sub(r"\s+for\s+", "\0", part, count=1, flags=re.IGNORECASE).partition("\0")
    try:
        if duration_seconds(time) <= 0:
            faults.append(f"{time!r} is no time at all")
        clauses = tuple(clause for text in _AND.split(said) if text.strip() for clause in parse(text))
    except WrongFilter as wrong:
        faults.append(f"{part!r}: {wrong.found.rstrip('.')}")
        return time, ()
    for clause in clauses:
        if clause.kind in COMPARING:
            faults += clause_faults(log, clause, log.attributes, repr(part), True)
        else:
            faults.append(f"{part!r}: a condition compares an attribute of the case")
    return " ".join(time.split()), clauses


def _conditions(part: str) -> tuple[Clause, ...] | None:
    """The conditions a part of `stops` says; None where it names activities."""
    try:
        found = tuple(clause for text in _AND.split(part) for clause in parse(text))
    except WrongFilter:
        return None
    return found if all(clause.kind in COMPARING for clause in found) else None


def _names(log: EventLog, part: str, faults: list[str]) -> list[str]:
    names = []
    for said in (
        [unquoted(part)] if unquoted(part) in log.activities else re.findall(rf"{QUOTED}|[^,\"]+", part)
    ):
        if not said.strip():
            continue
        try:
            names.append(known_activity(unquoted(said.strip()), log.activities, "stops"))
        except ProcmineError as wrong:
            faults.append(f"{wrong.found.rstrip('.')} ({wrong.cure.rstrip('.')})")
    return names
