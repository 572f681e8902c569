"""Conditions on attributes, in the words of the filter grammar, and times in those of a calendar: read, checked, bound."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from procmine.errors import ProcmineError
from procmine.filters import Clause, duration_seconds
from procmine.nothing_kept import refuse_disorder

if TYPE_CHECKING:
    from procmine.calendars.calendar import Calendar
    from procmine.log import EventLog

OF_WORK = ("resource", "activity")  # what a condition may name beside attributes
COMPLEMENTS = {"!=", "not in", "is missing"}
ASKED = ("text", "number", "plain_number", "from_at", "until")
COMPARING = ("compare", "in", "missing")


def clause_faults(log: EventLog, clause: Clause, levels: dict[str, str], where: str, is_of_case: bool) -> list[str]:  # fmt: skip
    """What the log does not know of a condition, or cannot compare."""
    name = clause.names[0]
    if name not in OF_WORK:
        faults = unknown_attribute(name, levels, where, "case" if is_of_case else "", OF_WORK)
    else:
        faults = [f"{where}: a case has no {name}; name an attribute of the case"] if is_of_case else []
    if not faults:
        try:
            refuse_disorder(log.view, clause)
        except ProcmineError as wrong:
            faults = [f"{where}: {wrong.found.rstrip('.')}"]
    return faults


def unknown_attribute(
    name: str, levels: dict[str, str], where: str, level: str, more: tuple[str, ...]
) -> list[str]:
    if name not in levels:
        near = difflib.get_close_matches(name, [*levels, *more], n=1, cutoff=0.6)
        return [
            f"{where}: no attribute is called {name!r}" + (f", did you mean {near[0]!r}?" if near else "")
        ]
    if level and levels[name] != level:
        told = (
            "is the same throughout each case"
            if level == "event"
            else "changes inside cases, and the case as a whole asks"
        )
        return [f"{where}: {name} {told}"]
    return []


def conditions_bound(log: EventLog, conditions: Iterable[tuple[int, str, Clause]]) -> dict[str, Any]:
    """What the nouns `asked_condition` and `held_condition` bind: each condition with the check and the side of it that it belongs to."""
    levels = log.attributes
    rows: list[tuple] = []
    asked: list[tuple] = []
    for number, (check, side, clause) in enumerate(conditions):
        name = clause.names[0]
        rows.append((check, side, name, levels.get(name, "event"), clause.option in COMPLEMENTS))
        asked += _asked(log, clause, number)
    return {
        **columns(
            rows, *(f"condition_{name}" for name in ("check", "side", "name", "level", "is_complement"))
        ),
        **columns(asked, "asked_condition", "asked_operator", *(f"asked_{name}" for name in ASKED)),
    }


def _asked(log: EventLog, clause: Clause, condition: int) -> list[tuple]:
    """The values that a condition compares with, one a row."""
    if clause.kind == "missing":
        return [(condition, "known", *[None] * len(ASKED))]
    operator = "=" if clause.kind == "in" or clause.option == "!=" else clause.option
    return [(condition, operator, *(value[name] for name in ASKED)) for value in clause.asked(log.zone)]


def columns(rows: list[Any], *names: str) -> dict[str, list[Any]]:
    """The rows as lists to be bound, one a column."""
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def clock_seconds(text: str, everybody: Calendar | None) -> float:
    """A time in seconds. Of working time, where a calendar is given, a day or a week is one of the calendar: of 8 hours, or of 40, say."""
    if everybody is None:
        return duration_seconds(text)
    hours = {"d": everybody.day_hours, "w": everybody.week_hours}

    def in_hours(found: re.Match[str]) -> str:
        return f"{float(found[1]) * hours[found[2][0].lower()]:.6f}h"

    duration_seconds(text)  # refused by its own words, if at all
    return duration_seconds(
        re.sub(r"(\d+(?:\.\d+)?)\s*(days?|d|weeks?|w)(?![a-z])", in_hours, text, flags=re.IGNORECASE)
    )
