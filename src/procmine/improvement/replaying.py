"""A log made ready to be played again: its finished cases, the shifts of who did the work, and the batches there were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from procmine.calendars import calendar as calendar_of
from procmine.calendars import parameters, placed_on
from procmine.errors import CannotAnswer
from procmine.improvement.kept import NONE
from procmine.improvement.levers import CAUSES, Lever
from procmine.improvement.replay import Replay
from procmine.improvement.working_hours import WorkingHours
from procmine.timing.attribution import asked_with, is_estimated, made_wait_cause
from procmine.timing.propagation import side_by_side
from procmine.timing.queue_discipline import LEAST_GATHERED, LEAST_WAITS, MOST_HOURS

if TYPE_CHECKING:
    import pandas as pd

    from procmine.calendars import Roster
    from procmine.log import EventLog

HOUR_US, WEEK_HOURS = 3_600_000_000, 168
SITTING_US = 4 * HOUR_US  # what is begun sooner after the last begin is done at the same sitting
LEAST_IDLE = 0.5  # of the waiting in which nothing else was done: with a rhythm, work that waits for its day
AHEAD = timedelta(days=60)  # a rhythm goes on after the last case


def replay_of(
    log: EventLog,
    work: pd.DataFrame,
    levers: Sequence[Lever],
    calendar: str | None,
    *,
    causes_by: str | None = None,
    pool: str | None = None,
) -> Replay:
    """The finished cases `work` of a view, ready to be played again with any of the changes.

    Waits are kept by the shifts of `calendar`, without one by the clock; their causes are told by it too, or by `causes_by`,
    of anyone of a `pool` where one is given.
    """
    replay = Replay(work, numbers_of(log), side_by_side(log))
    placed, given = placed_on(calendar, log)
    if placed is not None:
        keeper = log.rows("improvement", "what_if_keeper", **given).set_index("resource_no").calendar_no
        work["calendar_no"] = work.resource_no.map(keeper).fillna(0).astype(int)
        replay.hours = WorkingHours(log.rows("improvement", "what_if_hours", **given))
    if log.facts["resources"] or any(lever.kind in (*CAUSES, "on") for lever in levers):
        _, asked = asked_with(log, causes_by or calendar, pool)
        made = made_wait_cause(log, causes_by or calendar, pool)
        causes = log.rows("improvement", "what_if_cause", made=made, **asked)
        replay.causes = causes.set_index("event_no").reindex(work.event_no).fillna(0)
        if log.facts["resources"] and not is_estimated(log):
            _lay_sittings(
                replay,
                log.unfiltered().rows(
                    "timing",
                    "resource_work",
                    low=1,
                    high=log.facts["resources"] + 1,
                    **asked_with(log, causes_by or calendar)[1],
                ),
            )
    for lever in levers:
        if lever.kind == "on" and lever.text not in replay.timetable_of:
            replay.timetable_of[lever.text] = len(replay.timetables)
            replay.timetables.append(_times(lever, log, placed))
    return replay


def numbers_of(log: EventLog) -> dict[str, int]:
    """The number of each activity."""
    return dict(log.view.rows("select activity, activity_no from activities"))


def _lay_sittings(replay: Replay, done: pd.DataFrame) -> None:
    """Mark the work that waits until its activity is taken up again, where it is let pile up and taken up in a rhythm."""
    work, causes = replay.work, replay.causes
    assert causes is not None
    work["batch"], work["batch_begins"] = NONE, 0
    waits = ((work.begins - work.enabled) / 1e6).groupby(work.activity_no).sum()
    of_it = work.activity_no.to_numpy()
    gathered = (causes.batching - causes.batching_busy).groupby(of_it).sum()
    busy = (causes.contention + causes.prioritisation + causes.batching_busy).groupby(of_it).sum()
    pieces = done.groupby("activity_no").size().reindex(waits.index, fill_value=0)
    # Where no batch is seen, the rhythm alone has to tell: of few pieces chance makes one.
    is_idle = (waits - busy >= LEAST_IDLE * waits) & (pieces >= LEAST_WAITS)
    is_piled = (gathered >= LEAST_GATHERED * waits) | is_idle
    for number in gathered.index[is_piled & (waits > 0)]:
        begun = np.unique(done.started[done.activity_no == number].to_numpy())
        if not _has_rhythm(done.started[done.activity_no == number].to_numpy()):
            continue  # a queue worked off without a break: who is ready sooner need not wait for the next
        sittings = begun[np.diff(begun, prepend=begun[0] - SITTING_US - 1) > SITTING_US]
        at = sittings[np.maximum(np.searchsorted(sittings, work.begins, side="right") - 1, 0)]
        waited = (work.activity_no == number) & (at >= work.enabled) & (at <= work.begins)
        work.loc[waited, "batch"] = len(replay.timetables)
        work["batch_begins"] = np.where(waited, at, work.batch_begins)
        replay.timetables.append(sittings)


def _has_rhythm(begun: np.ndarray) -> bool:
    """Whether half of it is taken up in few hours of the week, as work is that waits for its day."""
    pieces = np.sort(np.bincount((begun // HOUR_US % WEEK_HOURS).astype(int), minlength=WEEK_HOURS))[::-1]
    return int(np.searchsorted(np.cumsum(pieces), len(begun) / 2)) < MOST_HOURS


def _times(lever: Lever, log: EventLog, placed: Roster | None) -> np.ndarray:
    """The instants of a rhythm, in microseconds: none on the closed days of the calendar."""
    if not log.zone:
        raise CannotAnswer(
            "The log has no zone, so its times of day are not known.",
            f"change {lever.text!r}",
            "Import it again with the zone its times were written in: --zone Europe/Berlin.",
        )
    rhythm = calendar_of(lever.phrase).within(log.zone)
    if placed is not None:
        rhythm = replace(rhythm, holidays=placed.everybody.holidays, closed=placed.everybody.closed)
    first, last = (datetime.fromisoformat(log.facts[name]) for name in ("first_at", "last_at"))
    bound = parameters([rhythm], first, last + AHEAD)
    rows = log.rows("improvement", "what_if_hours", **bound)
    return rows.begins[rows.us > 0].to_numpy(dtype="int64")
