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
from procmine.timing.batches import batches
from procmine.timing.propagation import side_by_side

if TYPE_CHECKING:
    import pandas as pd

    from procmine.calendars import Roster
    from procmine.log import EventLog

AHEAD = timedelta(days=60)  # a rhythm goes on after the last case
MOSTLY_BATCHED = (
    0.25  # of a wait that passes until the last of the batch is ready: then the wait goes by batches
)


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
            _lay_batches(
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


def _lay_batches(replay: Replay, done: pd.DataFrame) -> None:
    """Mark the pieces that waited for their batch, with the timetable of the batches of their activity."""
    work, causes = replay.work, replay.causes
    assert causes is not None
    first, _ = batches(done)
    begun = done.started.to_numpy()
    begins_of = dict(zip(done.event_no[first >= 0], begun[first[first >= 0]], strict=True))
    batch_begins = work.event_no.map(begins_of)
    waits = (work.begins - work.enabled).to_numpy() / 1e6
    for_batch = (causes.batching - causes.batching_busy).to_numpy()
    is_batched = (
        batch_begins.notna().to_numpy()
        & (for_batch > MOSTLY_BATCHED * waits)
        & (batch_begins >= work.enabled).to_numpy()
    )
    work["batch"], work["batch_begins"] = NONE, batch_begins.fillna(0).astype("int64")
    for number in np.unique(work.activity_no[is_batched]):
        of_it = (done.activity_no == number).to_numpy() & (first >= 0)
        work.loc[is_batched & (work.activity_no == number).to_numpy(), "batch"] = len(replay.timetables)
        replay.timetables.append(np.unique(begun[first[of_it]]))


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
