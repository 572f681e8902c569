"""A roster mined from a log: when each is seen at work, week by week, tells when they are on duty.

A half hour of the week is on duty where work is begun in it on enough of the days of that weekday on which its
resource works at all, or where work begun before is under way on most of them: long tasks leave hours in which
nothing begins. Work that is finished after hours does not lengthen the shift. Whoever is seen too seldom keeps the
calendar of everybody. Days on which hardly anybody works where many usually do are closed.
Source: the calendar discovery of pix-framework's authors (López-Pintado, Dumas et al.), with all half hours touched,
the clock of the log's zone, and closed days.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmine.calendars.calendar import ALWAYS, DAY_NAMES, Shift
from procmine.calendars.roster import Roster
from procmine.errors import CannotAnswer

if TYPE_CHECKING:
    import pandas as pd

MINED = "mined"
HALF_HOUR = 30
LEAST_BEGUN = 0.05  # of the share of days on which the resource's busiest half hour sees work begin
LEAST_TOUCHED = 0.7  # share of days on which work is under way though none begins
LEAST_DAYS = 20  # fewer days at work say nothing of somebody's week
LEAST_SEEN = (
    3  # days on which a half hour on duty sees work begin, in the mean, or the week is a matter of chance
)
LEAST_WEEKDAY = 0.2  # of the days at work on the busiest weekday, or that weekday is overtime
MOST_HALVES = 200  # of the 336 half hours of a week: beyond, it is no person who works
MOST_KNOWN = 32  # versions whose rosters are kept
FEW, MANY = 0.1, 5  # a day is closed where a tenth of the usual number work, if that is 5 or more


_known: OrderedDict[str, Roster] = OrderedDict()  # a version never changes, so neither does what it shows


def mined(log: Any) -> Roster:
    """The roster that the whole log shows, in its own zone. Raises CannotAnswer where no resource is recorded."""
    version = log.unfiltered().view.key
    if version not in _known:
        _known[version] = _mined(log.unfiltered())
        while len(_known) > MOST_KNOWN:
            _known.popitem(last=False)
    return _known[version]


def _mined(log: Any) -> Roster:
    seen = log.rows("calendars", "touched_half_hour")
    if seen.empty:
        raise CannotAnswer(
            "No resource is recorded, so nobody's working time can be mined.",
            f"calendar {MINED}, log {log.name}",
            "Give the calendar as a phrase, e.g. Mon-Fri 09:00-17:00, or import a column with who did the work (--resource).",
        )
    everybody = _everybody(seen)
    closed = _closed(log.rows("calendars", "working_day"), everybody)
    days = seen.drop_duplicates(["resource_no", "weekday"]).groupby("resource_no").days.sum()
    often = seen[seen.resource_no.isin(days.index[days >= LEAST_DAYS])]
    names = dict(log.view.rows("select resource_no, resource from resources"))
    weeks = {
        names[number]: _week(one) for number, one in often.groupby("resource_no") if _is_seen_enough(one)
    }
    own = [(name, replace(ALWAYS, week=week, closed=closed)) for name, week in weeks.items()]
    return Roster(replace(ALWAYS, week=everybody, closed=closed), tuple(sorted(own)), file=MINED)


def _everybody(seen: pd.DataFrame) -> tuple[tuple[Shift, ...], ...]:
    """The week of all together, without machines: what works round the clock says nothing of people, unless it is all there is."""
    halves = seen.groupby("resource_no").half_hour.size()
    people = seen[seen.resource_no.isin(halves.index[halves <= MOST_HALVES])]
    people = people if len(people) else seen
    pooled = people.groupby(["weekday", "half_hour"], as_index=False)[["touched_days", "begun_days"]].sum()
    days = people.drop_duplicates(["resource_no", "weekday"]).groupby("weekday").days.sum()
    pooled = pooled.assign(days=pooled.weekday.map(days))
    week = _week(pooled)
    if _is_seen_enough(pooled):
        return week
    return tuple(
        (Shift(shifts[0].begins, shifts[-1].ends),) if shifts else () for shifts in week
    )  # too few to tell holes from chance


def _is_seen_enough(seen: pd.DataFrame) -> bool:
    halves = sum((shift.ends - shift.begins) // HALF_HOUR for shifts in _week(seen) for shift in shifts)
    return halves > 0 and seen.begun_days.sum() >= LEAST_SEEN * halves


def _week(seen: pd.DataFrame) -> tuple[tuple[Shift, ...], ...]:
    """The shifts of a week from the half hours in which work was seen."""
    begun, touched = seen.begun_days / seen.days, seen.touched_days / seen.days
    is_usual = seen.days >= LEAST_WEEKDAY * seen.days.max()
    begins = seen[is_usual & (begun >= LEAST_BEGUN * begun.max())]
    under_way = seen[is_usual & (touched >= LEAST_TOUCHED)]
    week = []
    for day in range(1, len(DAY_NAMES) + 1):
        halves = set(begins.half_hour[begins.weekday == day])
        between = under_way.half_hour[under_way.weekday == day]
        halves |= {half for half in between if halves and min(halves) < half < max(halves)}
        week.append(tuple(_shifts(sorted(halves))))
    return tuple(week)


def _shifts(half_hours: list[int]) -> list[Shift]:
    """Runs of half hours as shifts."""
    shifts: list[Shift] = []
    for half in half_hours:
        begins = half * HALF_HOUR
        if shifts and shifts[-1].ends == begins:
            shifts[-1] = Shift(shifts[-1].begins, begins + HALF_HOUR)
        else:
            shifts.append(Shift(begins, begins + HALF_HOUR))
    return shifts


def _closed(days: pd.DataFrame, week: tuple[tuple[Shift, ...], ...]) -> tuple[tuple[Any, Any], ...]:
    """The days on which hardly anybody works where many usually do."""
    weekday = days.day.dt.day_of_week
    usual = days.people.groupby(weekday).transform("median")
    is_worked = weekday.map(lambda day: bool(week[day]))
    off = days.day[is_worked & (usual >= MANY) & (days.people <= FEW * usual)].dt.date
    return tuple((day, day) for day in off)
