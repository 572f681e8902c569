"""Rules held against a log: whether it knows what they name, and what the statement binds."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmine.conformance.conditions import (
    clause_faults,
    clock_seconds,
    columns,
    conditions_bound,
    unknown_attribute,
)
from procmine.conformance.rule import Names, Rule
from procmine.conformance.templates import COUNT

if TYPE_CHECKING:
    from procmine.calendars.calendar import Calendar
    from procmine.filters import Clause
    from procmine.log import EventLog

CHECK = ("rule", "kind", "is_negative", "is_direct", "is_alternate", "least", "most", "place", "within_us", "is_worked", "same", "different")  # fmt: skip


def known_to(log: EventLog, rules: Iterable[Rule]) -> tuple[list[Rule], list[str]]:
    """The rules with the names of their activities as the log writes them, and everything it does not know of them."""
    activities, levels = log.activities, log.attributes
    known, faults = [], []
    for rule in rules:
        found = [f"{rule.where}: {fault}" for fault in _faults(log, rule, levels)]
        names = [_resolved(names, activities, f"{rule.where}: ", found) for names in (rule.first, rule.second)]  # fmt: skip
        known.append(replace(rule, first=names[0], second=names[1]))
        faults += found
    return known, faults


def _resolved(names: Names, activities: list[str], where: str, faults: list[str]) -> Names:
    """`A or B` is both, unless an activity is called so; capitals count only where they tell two activities apart."""
    folded: dict[str, list[str]] = {}
    for one in activities:
        folded.setdefault(one.casefold(), []).append(one)
    found: list[str] = []
    for name in names:
        said = [name] if name.casefold() in folded else re.split(r"\s+or\s+", name)
        for one in said:
            alike = folded.get(one.casefold(), [])
            if one in alike or len(alike) == 1:
                found.append(one if one in alike else alike[0])
                continue
            near = difflib.get_close_matches(one, activities, n=1, cutoff=0.6)
            faults.append(f"{where}no activity is called {one!r}" + (f", did you mean {near[0]!r}?" if near else ""))  # fmt: skip
    return tuple(dict.fromkeys(found))


def _faults(log: EventLog, rule: Rule, levels: dict[str, str]) -> list[str]:
    faults = []
    sides = (("when", rule.when, _is_of_case(rule)), ("target", rule.target, False))
    for word, clauses, is_of_case in sides:
        for clause in clauses:
            faults += clause_faults(log, clause, levels, f"{word} {clause.text}", is_of_case)
    for word, name in (("same", rule.same), ("different", rule.different)):
        if name and name != "resource":
            faults += unknown_attribute(name, levels, f"{word} {name}", "event", ("resource",))
        elif name and not log.facts["resources"]:
            faults.append(f"{word} resource: this log has no resources")
    return faults


def _is_of_case(rule: Rule) -> bool:
    """Whether only attributes of the case can say when the rule applies."""
    return rule.kind.is_of_cases or rule.kind.is_two_sided


def bound(log: EventLog, rules: list[Rule], everybody: Calendar | None) -> dict[str, Any]:
    """What the nouns `rule_check`, `rule_mark` and `held_condition` bind."""
    checks: list[tuple] = []
    marks: list[tuple[int, str, str]] = []
    conditions: list[tuple[int, str, Clause]] = []
    for number, rule in enumerate(rules):
        seconds = clock_seconds(rule.within, everybody if rule.is_worked else None) if rule.within else None
        within = None if seconds is None else round(seconds * 1_000_000)
        for check in rule.checks:
            place = len(checks)
            checks.append((
                number, check.kind, check.is_negative, check.is_direct, check.is_alternate, check.least, check.most, check.place, within, rule.is_worked,
                rule.same or None, rule.different or None,
            ))  # fmt: skip
            sides = (("target", check.answers),) if check.kind in COUNT else (("activation", check.asks), ("target", check.answers))  # fmt: skip
            marks += [(place, side, name) for side, of in sides for name in rule.of(of)]
            conditions += [
                (place, side, clause)
                for side, clauses in (("activation", rule.when), ("target", rule.target))
                for clause in clauses
            ]
    return {
        **columns(checks, *(f"check_{name}" for name in CHECK)), **columns(marks, "mark_check", "mark_side", "mark_activity"),
        **conditions_bound(log, conditions),
    }  # fmt: skip
