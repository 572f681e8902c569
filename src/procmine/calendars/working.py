"""Working time between instants, and its inverse: exact, for many rows at once.

W(t) is the working time of a calendar up to the instant t. Worked time from a to b is W(b) - W(a), so it is
additive, negative where b lies before a, and equal to elapsed time on 24x7.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from os import PathLike
from typing import TYPE_CHECKING, Any

from procmine.calendars.calendar import Calendar
from procmine.calendars.mining import MINED, mined
from procmine.calendars.roster import Roster, roster
from procmine.errors import WrongOption

if TYPE_CHECKING:
    import pandas as pd

MARGIN = timedelta(days=2)  # a shift that began the day before, in a zone whose day is another
MOST_DAYS = 366 * 200
WORKED = {  # nouns, and what counts working time in their place
    "timed_event": "worked_event", "timed_case": "worked_case", "clocked_event": "worked_clock", "timed_stretch": "worked_stretch",
    "case_arrival": "placed_arrival", "timed_stage": "worked_stage", "timed_slack": "worked_slack", "timed_plan": "worked_plan",
    "timed_full": "worked_full", "member_duty": "member_duty_by_calendar",
    "timed_stint": "worked_stint", "duty": "worked_duty", "timed_weekly_state": "worked_weekly_state",
    "common_clock": "worked_common_clock", "common_now": "worked_common_now",
}  # fmt: skip


def parameters(
    calendars: Sequence[Calendar], first_at: datetime, last_at: datetime, zone: str | None = None
) -> dict[str, Any]:
    """What the noun `working_interval` binds: the shifts of each calendar (numbered from 0) over the days asked about.

    Instants are naive and in UTC; `zone` is for calendars that name none. Working time up to an instant far
    before `first_at` or after `last_at`, where no days were laid out, is unknown (null), never 0.
    Raises WrongOption where a calendar has no zone, or the days asked about are too many to be meant.
    """
    if last_at - first_at > timedelta(days=MOST_DAYS):
        raise WrongOption(
            f"Working time is asked from {first_at:%d %b %Y} to {last_at:%d %b %Y}.",
            "calendar",
            "Is one of the two dates a stray? Leave such rows out at the import.",
        )
    first, last = (first_at - MARGIN).date(), (last_at + MARGIN).date()
    placed = [one.within(zone) for one in calendars]
    shifts = [
        (number, one.zone, day + 1, shift.begins, shift.ends)
        for number, one in enumerate(placed)
        for day, of_day in enumerate(one.week)
        for shift in of_day
    ]
    off = [(number, _midnight(day)) for number, one in enumerate(placed) for day in one.days_off(first, last)]
    extra = [
        (number, one.zone, _midnight(day), shift.begins, shift.ends)
        for number, one in enumerate(placed)
        for day, shift in one.extra
        if first <= day <= last
    ]
    return {
        "calendars": len(placed),
        "horizon_from": _midnight(first),
        "horizon_to": _midnight(last),
        **_columns(shifts, "shift_calendar", "shift_zone", "shift_weekday", "shift_begins", "shift_ends"),
        **_columns(off, "off_calendar", "off_day"),
        **_columns(extra, "extra_calendar", "extra_zone", "extra_day", "extra_begins", "extra_ends"),
    }


def placed_on(
    said: str | PathLike[str] | Calendar | Roster | None, log: Any, reaching: Sequence[datetime] = ()
) -> tuple[Roster | None, dict[str, Any]]:
    """The roster that a question of `log` was given, in the log's zone where it names none, and how it is then asked.

    What comes beside it is handed to `EventLog.ask`: the values bound, and the nouns that count working time.
    `reaching` are further instants, in UTC, that are asked about.
    `mined` is the roster that the log itself shows. Raises WrongOption for a log whose clock stands in no known
    zone: no calendar's hours can be laid beside it.
    """
    if said is None:
        return None, {}
    facts = log.facts
    if facts["zone"] is None:
        raise WrongOption(
            "The log has no zone: its clock was kept as recorded, so the hours of a calendar cannot be laid beside it.",
            f"calendar {said}",
            "Import the log again with the zone its times were written in: --zone Europe/Berlin, in Python zone=.",
        )
    kept = (mined(log) if said == MINED else roster(said, log.version.saved_calendars())).within(
        facts["zone"]
    )
    if log.view.screen and kept.own and said != MINED:
        raise WrongOption(
            "This calendar tells individuals apart, and the workspace names roles only.",
            f"calendar {kept}",
            "Give the hours of teams ([attributes.team]) or of everybody, or unlock individuals for a purpose.",
        )
    for who, near in kept.misspelt(log.resources).items():
        raise _misspelt("resource", who, near, kept)
    if kept.team_of is not None:
        kept = _with_teams(kept, log)
    first, last, extracted = (
        datetime.fromisoformat(facts[name]) for name in ("first_at", "last_at", "extracted_at")
    )
    observed = datetime.fromisoformat(facts["observed_from"]) if facts.get("observed_from") else first
    bound = (
        parameters(kept.calendars, min(first, observed, *reaching), max(last, extracted, *reaching))
        | kept.numbered
    )
    return kept, {"instead": WORKED, **bound}


def _with_teams(kept: Roster, log: Any) -> Roster:
    """The roster by resources: each keeps the calendar of the team recorded with most of its work."""
    log.require_attribute(kept.team_of, where=str(kept))
    found = log.unfiltered().rows("calendars", "team_member", team_of=kept.team_of)
    team = dict(zip(found.resource, found.team, strict=True))
    for who, near in kept.misspelt_teams(set(team.values())).items():
        raise _misspelt(str(kept.team_of), who, near, kept)
    return kept.of_members(team)


def _misspelt(kind: str, who: str, near: str, kept: Roster) -> WrongOption:
    return WrongOption(
        f"No {kind} is called {who!r}.", str(kept), f"Did you mean {near!r}? Names are written as in the log."
    )


def _columns(rows: Sequence[tuple], *names: str) -> dict[str, list[Any]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def worked_seconds(
    by: Calendar, begins: Sequence[datetime | None], ends: Sequence[datetime | None]
) -> pd.Series:
    """The working seconds from each instant to the one beside it; unknown where either is.

    Instants with a zone are taken as they are, naive ones as UTC.

    >>> from procmine.calendars import calendar, worked_seconds
    >>> office = calendar("zone=Europe/Berlin; Mon-Fri 09:00-17:00")
    >>> friday, monday = datetime(2024, 4, 26, 14), datetime(2024, 4, 29, 8)   # 16:00 and 10:00 in Berlin
    >>> float(worked_seconds(office, [friday], [monday]).iloc[0]) / 3600
    2.0
    """
    begins, ends = [_utc(at) for at in begins], [_utc(at) for at in ends]
    asked = {"row_calendar": [0] * len(begins), "row_begins": begins, "row_ends": ends}
    known = [at for at in (*begins, *ends) if at is not None]
    return _rows("working_time", by, known, asked).worked_seconds


def due_at(by: Calendar, begins: Sequence[datetime | None], seconds: Sequence[float]) -> pd.Series:
    """The instant (UTC, naive) at which so many working seconds have passed since each instant.

    The first such instant: two hours begun at 16:00 of a day that ends at 18:00 are due at 18:00, not the next
    morning. Nothing to do is due at once, also outside working hours. Raises WrongOption for a negative amount
    of work, or where the calendar does not hold that much.
    """
    begins = [_utc(at) for at in begins]
    if any(amount < 0 for amount in seconds):
        raise WrongOption(
            "A negative amount of work has no due date.", "due_at(…)", "Give seconds from 0 on."
        )
    asked = {
        "row_calendar": [0] * len(begins),
        "row_begins": begins,
        "row_us": [round(one * 1_000_000) for one in seconds],
    }
    known = [at for at in begins if at is not None]
    span = timedelta(days=60)
    while known:
        found = _rows("due_at", by, [*known, max(known) + span], asked).due_at
        lacking = [at for at, due in zip(begins, found, strict=True) if at is not None and due != due]
        if not lacking:
            return found
        span *= 4
        if span.days > MOST_DAYS / 4:
            raise WrongOption(
                "The calendar does not hold that much work.", f"calendar {by}", "Has it a weekly shift?"
            )
    import pandas as pd

    return pd.Series([pd.NaT] * len(begins))


def _rows(question: str, by: Calendar, known: Sequence[datetime], asked: dict[str, Any]) -> pd.DataFrame:
    from procmine.engine import assemble, engine, read_sql

    if not known:
        known = [datetime(2000, 1, 1)]
    statement = assemble(read_sql("calendars", question), [])
    return engine.bare_frame(statement, {**parameters([by], min(known), max(known)), **asked})


def _utc(at: datetime | None) -> datetime | None:
    if at is None or at != at:  # NaT is unequal to itself
        return None
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
