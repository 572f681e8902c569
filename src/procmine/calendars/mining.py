"""A roster mined from a log: when each is seen at work, week by week, tells when they are on duty.

A half hour of the week is on duty where work is begun in it about as often as in the hours on duty, and not as seldom as
in those off duty, or where work begun before is under way on most of its days: long tasks leave hours in which nothing
begins. Both rates are found from the week itself, in turn with the hours; the hours are the runs that are likeliest where
a change between on and off duty has to be paid for, so that neither stray work at night nor a slack half hour makes one.
Work that is finished after hours does not lengthen the shift. A shift past midnight belongs to the day it begins on.
Whoever is seen too seldom keeps the calendar of everybody; where even all together show no shift that holds most of the
work, that is the span in which nine tenths of it begin, alike on every weekday that sees work.
Days on which hardly anybody works where many usually do are closed.
Source: the calendar discovery of pix-framework's authors (López-Pintado, Dumas et al.), with all half hours touched, the clock
of the log's zone, and closed days; the runs by dynamic programming (Viterbi 1967) over counts of two Poisson rates.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from procmine.calendars.calendar import ALWAYS, DAY_MINUTES, DAY_NAMES, Shift
from procmine.calendars.roster import Roster
from procmine.errors import CannotAnswer

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MINED = "mined"
HALF_HOUR = 30
DAY_HALVES = DAY_MINUTES // HALF_HOUR
HALVES = len(DAY_NAMES) * DAY_HALVES
LEAST_RATE = (
    0.01  # off duty work begins this often of how often it does on duty, at least: some always works late
)
CHANGE_COSTS = 3.0  # log-likelihood that a change between on and off duty has to bring
MOST_ROUNDS = 12
LEAST_TOUCHED = 0.7  # share of days on which work is under way though none begins
LEAST_DAYS = 20  # fewer days at work say nothing of somebody's week
LEAST_SEEN = (
    3  # days on which a half hour on duty sees work begin, in the mean, or the week is a matter of chance
)
LEAST_INSIDE = 0.6  # share of what is begun that lies in the hours on duty, or they are no hours on duty
SPAN = 0.05  # of what is begun may lie before, and after, the hours that are told where no shift can be
LEAST_WEEKDAY = 0.2  # of the days at work on the busiest weekday, or that weekday is overtime
MOST_HALVES = 200  # of the 336 half hours of a week: beyond, it is no person who works
MOST_KNOWN = 32  # versions whose rosters are kept
FEW, MANY = 0.1, 5  # a day is closed where a tenth of the usual number work, if that is 5 or more


@dataclass(frozen=True, eq=False)
class Evidence:
    """A mined roster and what it was mined from.

    `half_hours` has a row for each resource, weekday (1 is Monday) and half hour (0..47) in which work was seen, with the days
    of that weekday on which the resource was seen at all (`days`), and those on which work was under way
    (`touched_days`) or begun (`begun_days`) in it. `machines` are on duty in more half hours of the week than a person is, or bear the name of a program.
    """

    roster: Roster
    half_hours: pd.DataFrame
    machines: frozenset[str]


_known: OrderedDict[str, Evidence] = OrderedDict()  # a version never changes, so neither does what it shows


def mined(log: Any) -> Roster:
    """The roster that the whole log shows, in its own zone. Raises CannotAnswer where no resource is recorded."""
    return evidence(log).roster


def evidence(log: Any) -> Evidence:
    """The roster that the whole log shows, with what it was mined from."""
    version = log.unfiltered().view.key
    if version not in _known:
        _known[version] = _mined(log.unfiltered())
        while len(_known) > MOST_KNOWN:
            _known.popitem(last=False)
    return _known[version]


def _mined(log: Any) -> Evidence:
    import numpy as np

    seen = log.rows("calendars", "touched_half_hour")
    if seen.empty:
        raise CannotAnswer(
            "No resource is recorded, so nobody's working time can be mined.",
            f"calendar {MINED}, log {log.name}",
            "Give the calendar as a phrase, e.g. Mon-Fri 09:00-17:00, or import a column with who did the work (--resource).",
        )
    numbers, weeks = _laid_out(seen)
    is_on = _on_duty(*weeks)
    begun, touched, days = weeks
    has_own = (days[:, ::DAY_HALVES].sum(axis=1) >= LEAST_DAYS) & _is_seen_enough(begun, is_on)
    is_machine = (is_on & has_own[:, None] | (touched > 0) & ~has_own[:, None]).sum(axis=1) > MOST_HALVES
    is_machine |= np.isin(numbers, log.rows("calendars", "program").resource_no.to_numpy())
    people = ~is_machine if not is_machine.all() else is_machine
    everybody = _everybody(*(one[people].sum(axis=0, keepdims=True) for one in weeks))
    closed = _closed(log.rows("calendars", "working_day"), everybody)
    names = dict(log.view.rows("select resource_no, resource from resources"))
    own = [
        (names[number], replace(ALWAYS, week=_week(is_on[row]), closed=closed))
        for row, number in enumerate(numbers.tolist())
        if has_own[row]
    ]
    kept = Roster(replace(ALWAYS, week=everybody, closed=closed), tuple(sorted(own)), file=MINED)
    named = seen.assign(resource=seen.resource_no.map(names)).drop(columns="resource_no")
    return Evidence(kept, named, frozenset(names[number] for number in numbers[is_machine].tolist()))


def _laid_out(seen: pd.DataFrame) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """The resources, and by resource and half hour of the week the days begun, touched and seen at all."""
    import numpy as np

    numbers, row = np.unique(seen.resource_no.to_numpy(), return_inverse=True)
    day = seen.weekday.to_numpy() - 1
    begun, touched = (np.zeros((len(numbers), HALVES)) for _ in range(2))
    days = np.zeros((len(numbers), len(DAY_NAMES)))
    place = day * DAY_HALVES + seen.half_hour.to_numpy()
    begun[row, place], touched[row, place], days[row, day] = seen.begun_days, seen.touched_days, seen.days
    return numbers, (begun, touched, np.repeat(days, DAY_HALVES, axis=1))


def _everybody(begun: np.ndarray, touched: np.ndarray, days: np.ndarray) -> tuple[tuple[Shift, ...], ...]:
    """The week of all together, without machines: what works round the clock says nothing of people, unless it is all there is."""
    is_on = _on_duty(begun, touched, days)
    if _is_seen_enough(begun, is_on)[0]:
        return _week(is_on[0])
    return _spanned(begun[0], days[0])


def _spanned(begun: np.ndarray, days: np.ndarray) -> tuple[tuple[Shift, ...], ...]:
    """The same hours on every weekday that sees work, from about the first that is begun to about the last: too little is
    seen, or too much of it outside any shift, to tell more."""
    import numpy as np

    by_day = begun.reshape(len(DAY_NAMES), DAY_HALVES)
    is_seen = days[::DAY_HALVES] >= LEAST_WEEKDAY * days.max()
    passed = np.cumsum(by_day[is_seen].sum(axis=0))
    first, last = (int(np.searchsorted(passed, part * passed[-1])) for part in (SPAN, 1 - SPAN))
    shift = Shift(first * HALF_HOUR, min(last + 1, DAY_HALVES) * HALF_HOUR)
    return tuple(
        (shift,) if one and of_day.any() else () for one, of_day in zip(is_seen, by_day, strict=True)
    )


def _is_seen_enough(begun: np.ndarray, is_on: np.ndarray) -> np.ndarray:
    """Whether the hours on duty see enough work begin, and most of all that is begun: else the week is a matter of chance."""
    halves, total = is_on.sum(axis=1), begun.sum(axis=1)
    inside = (begun * is_on).sum(axis=1)
    return (halves > 0) & (total >= LEAST_SEEN * halves) & (inside >= LEAST_INSIDE * total)


def _on_duty(begun: np.ndarray, touched: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Which half hours of the week are on duty, a row for each week, by the days on which work begins or is under way in them."""
    import numpy as np

    # A weekday on which somebody is hardly ever seen is overtime, if anything.
    days = np.where(days >= LEAST_WEEKDAY * days.max(axis=1, keepdims=True), days, 0)
    begun = np.where(days > 0, begun, 0)
    share = np.divide(begun, days, out=np.zeros(days.shape), where=days > 0)
    is_on = (share >= share.max(axis=1, keepdims=True) / 4) & (days > 0)
    for _ in range(MOST_ROUNDS):
        found = _likeliest_runs(_gain(begun, days, is_on)) & (days > 0)
        found = np.where(found.any(axis=1, keepdims=True), found, is_on)
        if (found == is_on).all():
            break
        is_on = found
    by_day = is_on.reshape(len(is_on), -1, DAY_HALVES)
    since, until = (
        np.maximum.accumulate(by_day, axis=2),
        np.maximum.accumulate(by_day[:, :, ::-1], axis=2)[:, :, ::-1],
    )
    is_under_way = (days > 0) & (touched >= LEAST_TOUCHED * days)
    return is_on | (since & until).reshape(is_on.shape) & is_under_way


def _gain(begun: np.ndarray, days: np.ndarray, is_on: np.ndarray) -> np.ndarray:
    """How much likelier each half hour is on duty than off, by the rates at which work begins in those that are and are not."""
    import numpy as np

    on, off = (
        (begun * which).sum(axis=1, keepdims=True) / np.maximum((days * which).sum(axis=1, keepdims=True), 1)
        for which in (is_on, ~is_on)
    )
    on = np.maximum(on, 1e-9)
    off = np.clip(off, LEAST_RATE * on, on / 2)
    return np.where(days > 0, begun * np.log(on / off) - days * (on - off), -np.inf)


def _likeliest_runs(gain: np.ndarray) -> np.ndarray:
    """Where to be on duty, so that what is gained by it less what the changes cost is the most."""
    import numpy as np

    rows = np.arange(len(gain))
    best = np.tile([0.0, -CHANGE_COSTS], (len(gain), 1))  # off and on duty so far
    came_from = np.zeros((HALVES, len(gain), 2), dtype=bool)
    for place in range(HALVES):
        changed = best[:, ::-1] - CHANGE_COSTS
        came_from[place] = changed > best
        best = np.maximum(best, changed)
        best[:, 1] += gain[:, place]
    state, is_on = (best[:, 1] > best[:, 0]).astype(int), np.zeros(gain.shape, dtype=bool)
    for place in range(HALVES - 1, -1, -1):
        is_on[:, place] = state == 1
        state = state ^ came_from[place, rows, state]
    return is_on


def _week(is_on: np.ndarray) -> tuple[tuple[Shift, ...], ...]:
    """The shifts of a week from its half hours; work up to midnight that goes on after it is one shift, unless it goes on all day."""
    week = [_shifts(halves.nonzero()[0].tolist()) for halves in is_on.reshape(-1, DAY_HALVES)]
    for day, shifts in enumerate(week):
        after = week[(day + 1) % len(week)]
        if not shifts or not after or shifts[-1].ends != DAY_MINUTES or after[0].begins:
            continue
        begins, ends = shifts[-1].begins, after[0].ends
        if begins > 0 and ends < begins:
            shifts[-1] = Shift(begins, DAY_MINUTES + ends)
            after.pop(0)
    return tuple(tuple(shifts) for shifts in week)


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
