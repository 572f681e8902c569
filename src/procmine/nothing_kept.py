"""Why a filter on an attribute keeps nothing, or could not: what the attribute does hold."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from procmine.engine import read_sql
from procmine.errors import CannotAnswer, UnknownName, WrongFilter
from procmine.wording import listed

if TYPE_CHECKING:
    from collections.abc import Collection

    from procmine.filters import Clause
    from procmine.log import EventLog
    from procmine.store import Version
    from procmine.view import View

ROLES = {"case": "case_id"}  # by the word of a filter; the others go by their own
ORDERING = ("<", "<=", ">", ">=")


def refuse_disorder(view: View, clause: Clause) -> None:
    """Refuse to compare by size what holds neither numbers nor instants, when a number or an instant is given."""
    if clause.kind != "compare" or clause.option not in ORDERING:
        return
    (asked,) = clause.asked(view.zone)
    kind = "number" if asked["number"] is not None else "instant" if asked["from_at"] else None
    held = _held(view, clause.names[0])
    place = {"number": 1, "instant": 2}.get(kind or "")
    if place is None or not held or any(row[place] is not None for row in held):
        return
    raise WrongFilter(
        f"{clause.names[0]} holds no {kind}s, but text such as {held[0][0]!r}.",
        clause.text,
        "Compare it with = or in (…), or import the log again with that column written plainly: 1200.50, 2024-03-31.",
    )


def hints(view: View) -> list[str]:
    """For each filter on an attribute whose value is not there: the values near it, or the range there is."""
    told = []
    for clause in view.filters:
        if clause.kind not in ("compare", "in") or clause.option in ("!=", "not in"):
            continue
        held = _held(view, clause.names[0])
        if clause.option in ORDERING:
            told += _range(clause, held)
            continue
        texts = [text for text, _, _ in held]
        for asked in clause.asked(view.zone):
            if not any(_is_asked(asked, *value) for value in held):
                near = difflib.get_close_matches(asked["text"], texts, n=3, cutoff=0.6) or texts[:3]
                told.append(
                    f"{clause.names[0]} is never {asked['text']!r}; there is {listed([repr(one) for one in near])}."
                )
    return told


def _is_asked(asked: dict[str, Any], text: str, number: float | None, instant: Any) -> bool:
    if instant is not None and asked["from_at"]:
        return asked["from_at"] <= instant < asked["until"]
    return text == asked["text"] or (number is not None and number == asked["plain_number"])


def unknown_attribute(
    version: Version, name: str, known: Collection[str], where: str, roles: Collection[str]
) -> UnknownName:
    """No such attribute: where the name is that of a column which plays a role, by which word it is known now."""
    refused = UnknownName("attribute", name, known, where)
    for role, columns in version.description.get("mapping", {}).items():
        if name in (columns if isinstance(columns, list) else [columns]):
            word = ROLES.get(role, role)
            instead = f": write {word}" if word in roles else ""
            refused.cure = f"The column {name!r} was imported as the {role.removesuffix('ed_at')} of the work{instead}. {refused.cure}"
    return refused


def nothing_waits(log: EventLog) -> CannotAnswer:
    """Where no case has two pieces of work, one after the other."""
    return CannotAnswer(
        "No case has work that follows other work, so nothing waits.",
        f"log {log.name}",
        "Is the case column right? procmine inspect shows it.",
    )


def nothing_observed(log: EventLog) -> CannotAnswer:
    """Where only cases are left that nobody was looking at."""
    return CannotAnswer(
        "Every case of this view ended before the observation began.",
        f"log {log.name}, observed from {log.facts['observed_from']}",
        "Remove a filter, or import the log again with an earlier --observed-from.",
    )


def too_few(view: View) -> CannotAnswer:
    """Where roles alone may be named and too few people stand behind an answer; how many is not said."""
    return CannotAnswer(
        f"Fewer than {view.least_people} people stand behind this view, and this workspace names groups of {view.least_people} or more.",
        str(view.filters) or f"log {view.version.name}",
        'Ask with fewer filters, or unlock individuals for a purpose: ws.people.unlock("…").',
    )


def _range(clause: Clause, held: list[tuple]) -> list[str]:
    place = 1 if clause.asked(None)[0]["number"] is not None else 2
    known = [row[place] for row in held if row[place] is not None]
    if not known:
        return []
    low, high = min(known), max(known)
    shown = (f"{low:,g}", f"{high:,g}") if place == 1 else (str(low), str(high))
    return [f"{clause.names[0]} runs from {shown[0]} to {shown[1]}."]


def _held(view: View, name: str) -> list[tuple]:
    return view.rows(read_sql("filters", "sql", "held"), {"name": name})
