"""Which column plays which role, when nobody says so.

A known export is recognised by its header. Otherwise every likely pair of a case and an activity column is
tried on a sample: a good pair repeats its course from case to case while its steps differ within a case.
Header words in five languages and the shape of a column weigh as much. Where a second choice comes close,
the guess is not sure and says so.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.importers.field_changes import field_changes, without_first_value
from procmine.importers.fingerprints import known_export
from procmine.importers.header_words import header_score, is_instance
from procmine.importers.joined_times import PLUS, is_time_of_day, time_beside, with_joined
from procmine.importers.making import Making
from procmine.importers.mapping import Guess
from procmine.importers.preview import example_cases
from procmine.importers.profile import sampled
from procmine.importers.structure import Pair, is_same, pairs
from procmine.importers.times import one_instant, times
from procmine.importers.wide import milestones_of

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.source import Source

MARGIN = 0.15  # a second choice closer than this leaves the guess unsure


def guess(con: duckdb.DuckDBPyConnection, source: Source, given: Dict[str, Any] | None = None) -> Guess:
    """The likeliest mapping of `staged`, and how sure it is.

    `given` holds the roles that the user names (case, activity, started_at, ended_at, resource, lifecycle,
    sequence, milestones, ignored): they are never overruled. Raises UnknownName for a column not there.
    """
    making = Making(con, source, given)
    _split_given_activity(making)
    if not _from_known_export(making):
        _new_values(making)
        if making.is_open("activity") and not making.roles.get("milestones"):
            _wide(making)
        if not making.roles.get("milestones"):
            _case_and_activity(making)
            _when(making)
        _rest(making)
    _with_time_of_day(making)
    mapping = making.mapping()
    place = str(source.details.get("path") or source.name)
    return Guess(
        mapping,
        not making.doubts,
        making.reasons,
        making.candidates,
        example_cases(con, mapping, "sampled"),
        tuple(dict.fromkeys(making.doubts)),
        place,
        one_instant(making.roles, making.reasons) + without_first_value(_filled(making), mapping),
        said=tuple(source.details.get("said", {}).items()),
    )


def _filled(making: Making) -> list[str]:
    return [name for name, column in making.columns.items() if not column.is_empty]


def _split_given_activity(making: Making) -> None:
    """Several date columns named as the activity are the milestones of a wide table."""
    names = making.roles.get("activity", ())
    if len(names) > 1 and all(making.columns[name].kind == "instant" for name in names):
        making.roles["milestones"] = making.roles.pop("activity")
        making.reasons["milestones"] = making.reasons.pop("activity")
    if making.roles.get("milestones") and making.is_open("case"):
        _wide_case(making)


def _from_known_export(making: Making) -> bool:
    empty = [name for name, column in making.columns.items() if column.is_empty]
    found = known_export(making.source.columns, empty)
    if not found or making.given & {"case", "activity", "milestones"}:
        return False
    export, roles = found
    if not any(roles.get(role) for role in ("started_at", "ended_at", "milestones")):
        return False
    named_times = making.given & {"started_at", "ended_at"}
    for role, value in roles.items():
        if not (named_times and role in ("started_at", "ended_at")):
            making.take(role, value, f"the columns are those of {export.name}")
    return True


def _new_values(making: Making) -> None:
    """Where each row tells a field's change, the steps are its new values."""
    found = field_changes(making.source.columns)
    is_told = found and found.field and making.columns[found.after].kind != "instant"
    if found and is_told and not making.roles.get("milestones"):
        making.take("activity", (found.after,), "the new value of each change")


def _wide(making: Making) -> None:
    found = milestones_of(making.con, making.columns, making.roles.get("case"))
    if found and not making.given & {"started_at", "ended_at", "lifecycle"}:
        case, milestones = found
        making.take("case", (case,), "one row per case: it differs in every row")
        making.take("milestones", milestones, "dates of one case side by side: one row per case")


def _wide_case(making: Making) -> None:
    unique = [name for name in making.free("text", "number") if making.columns[name].is_unique]
    ranked = sorted(unique, key=lambda name: -header_score("case", name))
    if ranked:
        making.take("case", (ranked[0],), "it differs in every row")


def _case_and_activity(making: Making) -> None:
    when = _order(making)
    free = [name for name in making.free("text", "number") if not is_instance(name)]
    cases = list(making.roles.get("case", ())) or free
    activities = list(making.roles.get("activity", ())) or [
        name
        for name in free
        if not (making.columns[name].is_lifecycle or is_time_of_day(making.columns[name]))
    ]
    # The first of several named columns stands for them all: the guess is only about the other role.
    found = pairs(making.con, making.columns, when, *_bounded(making, cases, activities))
    if not found:
        making.doubts += [role for role in ("case", "activity") if making.is_open(role)]
        return
    best = found[0]
    for role, column, why in (
        ("case", best.case, best.case_reason),
        ("activity", best.activity, best.activity_reason),
    ):
        if making.is_open(role):
            making.candidates[role] = _ranked(found, role)
            if _is_close(making, role, column):
                making.doubts.append(role)
            making.take(role, (column,), why)


def _bounded(making: Making, cases: list[str], activities: list[str]) -> tuple[list[str], list[str]]:
    return (
        cases[:1] if "case" in making.given else cases,
        activities[:1] if "activity" in making.given else activities,
    )


def _order(making: Making) -> str:
    """SQL of the order of rows within a case while no time column is chosen: the file's own."""
    when = next((making.roles[role] for role in ("ended_at", "started_at") if making.roles.get(role)), None)
    is_plain = when and making.source.typed.get(when, "").startswith("instant")
    return f"{quoted(when)}, source_row" if when and is_plain else "source_row"


def _ranked(found: list[Pair], role: str) -> list[tuple[str, float, str]]:
    best: dict[str, tuple[str, float, str]] = {}
    for pair in found:
        column = pair.case if role == "case" else pair.activity
        reason = pair.case_reason if role == "case" else pair.activity_reason
        best.setdefault(column, (column, pair.score, reason))
    return list(best.values())


def _is_close(making: Making, role: str, chosen: str) -> bool:
    ranked = making.candidates[role]
    if chosen == ranked[0][0] and [name for name, _, _ in ranked if header_score(role, name) == 1] == [
        chosen
    ]:
        return False  # it fits best and it alone bears the role's name: on a short file little else can speak
    top = ranked[0][1]
    return top < 0.45 or any(
        top - score < MARGIN and not is_same(making.con, chosen, name) for name, score, _ in ranked[1:]
    )


def _when(making: Making) -> None:
    found = times(making.con, making.columns, making.roles, making.free("instant"))
    for role in ("ended_at", "started_at"):
        if making.is_open(role) and found.candidates:
            making.candidates[role] = found.candidates
    making.take("ended_at", found.ended_at, found.reason)
    making.take("started_at", found.started_at, "its header speaks of a start")
    if found.is_unsure:
        making.doubts.append("ended_at")


def _with_time_of_day(making: Making) -> None:
    """A day beside a time of day: the two are joined, unless the user named the column of the day."""
    for role in ("started_at", "ended_at"):
        day = making.roles.get(role)
        time = time_beside(making.columns, day) if day and role not in making.given else None
        if day and time:
            making.roles[role] = day + PLUS + time
            making.reasons[role] = "a day in one column, the time of day in another"
    joined = with_joined(making.con, making.source, making.roles.values())
    if joined is not making.source:
        making.source = joined
        sampled(making.con, joined)


def _rest(making: Making) -> None:
    """Lifecycle, resource and sequence: taken only where the header speaks for them."""
    for name in making.free("text"):
        if making.columns[name].is_lifecycle and making.columns[name].distinct > 1:
            making.take("lifecycle", name, "its values are those of a life cycle")
    resources = [
        (name, header_score("resource", name))
        for name in making.free("text", "number")
        if header_score("resource", name) >= (0.5 if making.columns[name].distinct > 1 else 1)
    ]
    resources.sort(key=lambda one: -one[1])
    making.candidates["resource"] = [(name, score, "its header") for name, score in resources]
    if resources:
        making.take("resource", resources[0][0], "its header speaks of a person or a team")
    for name in making.free("number"):
        if header_score("sequence", name) == 1.0:
            making.take("sequence", name, "its header speaks of an order")
