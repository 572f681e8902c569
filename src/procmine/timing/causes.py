"""What each wait of a log is made of: the noun `wait_cause`, worked out for all waits at once.

The noun's own file defines it, comparing each wait with all that its resource did meanwhile. Where much lies before
one resource those are far too many pairs; so here a resource's time is cut once into the moments between all instants
of its work, and a wait is a range of them. A law in the tests holds the two ways equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from procmine.timing.batches import batches
from procmine.timing.coverage import NEVER, earliest_ready, elementary, sums_up_to

if TYPE_CHECKING:
    import pandas as pd


def wait_causes(work: pd.DataFrame) -> pd.DataFrame:
    """The rows of `wait_cause` for the rows of `resource_work`, which come by resource and start."""
    enabled, started, ended = (_Clock.of(work, name) for name in ("enabled", "started", "ended"))
    batch, ready_last = batches(work)
    day = _Moments(work.resource_no.to_numpy(), enabled, started, ended)
    at_enabled, at_started, at_ended = day.places
    if (
        started.worked is None and enabled.worked is not None
    ):  # estimated: each is the enabling of work or the end of other work
        started = _Clock(started.at, day.worked[at_started])
    day.cover(at_started, at_ended, enabled.at, work.has_ended.to_numpy())

    waits = np.flatnonzero(started.at > enabled.at)
    is_member = batch[waits] >= 0
    # Work is free once the last of its batch is ready; from the batch's run on only the batch's own work counts.
    freed_by = np.where(is_member, ready_last[waits], waits)
    since, free = at_enabled[waits], at_enabled[freed_by]
    run = at_started[np.where(is_member, batch[waits], waits)]
    busy = day.busy(free, run)
    contention = day.ready_by(enabled.at[freed_by], free, run)
    prioritisation = busy - contention
    if is_member.any():
        within, earlier = _within_batches(batch, enabled, started, ended, waits[is_member])
        contention[:, is_member] += earlier
        prioritisation[:, is_member] += within - earlier
    idle = day.total(free, run) - busy
    return _rows(
        work.event_no.to_numpy()[waits], day.total(since, free), day.busy(since, free), contention, prioritisation, idle, enabled.worked is None
    )  # fmt: skip


def _within_batches(
    batch: np.ndarray, enabled: _Clock, started: _Clock, ended: _Clock, waits: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """How long each wait lasts while its batch is under way, and for how much of it what was ready before it is done."""
    members = np.flatnonzero(batch >= 0)
    turn = _Moments(batch[members], started.of_rows(members), ended.of_rows(members))
    begins, ends = turn.places
    turn.cover(begins, ends, enabled.at[members], np.ones(len(members), dtype=bool))
    at_started = np.full(len(batch), -1)
    at_started[members] = begins
    first, last = at_started[batch[waits]], at_started[waits]
    return turn.total(first, last), turn.ready_by(enabled.at[waits], first, last)


def _rows(
    event_no: np.ndarray, batching: np.ndarray, batching_busy: np.ndarray, contention: np.ndarray, prioritisation: np.ndarray,
    idle: np.ndarray, is_always: bool,
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    found = {"event_no": event_no}
    told = {
        "batching": batching, "batching_busy": batching_busy, "contention": contention, "prioritisation": prioritisation
    }  # fmt: skip
    for cause, (elapsed, worked) in told.items():
        found[f"{cause}_seconds"] = elapsed / 1e6
        found[f"{cause}_worked_seconds"] = worked / 1e6 * (not is_always)
    found["unavailability_seconds"] = (idle[0] - idle[1]) / 1e6
    found["extraneous_seconds"] = idle[1] / 1e6
    return pd.DataFrame(found)


@dataclass(frozen=True)
class _Clock:
    """Instants of rows, in microseconds, and the working microseconds before each where a calendar is given."""

    at: np.ndarray
    worked: np.ndarray | None

    @classmethod
    def of(cls, work: pd.DataFrame, name: str) -> _Clock:
        worked = work[f"{name}_worked"]
        return cls(work[name].to_numpy(), None if worked.isna().all() else worked.to_numpy(dtype=np.int64))

    def of_rows(self, rows: np.ndarray) -> _Clock:
        return _Clock(self.at[rows], None if self.worked is None else self.worked[rows])


class _Moments:
    """The time of each owner, cut at all instants of its rows.

    What is asked of ranges of moments comes in two rows: in microseconds of the clock and of working time, which is
    the same again without a calendar.
    """

    def __init__(self, owner: np.ndarray, *clocks: _Clock) -> None:
        owners, times, self.places = elementary(owner, *(clock.at for clock in clocks))
        worked = times
        if clocks[0].worked is not None:
            worked = np.empty_like(times)
            for clock, place in zip(clocks, self.places, strict=True):
                if clock.worked is not None:
                    worked[place] = clock.worked
        self.worked = worked
        goes_on = np.r_[owners[1:] == owners[:-1], False]
        self._lengths = np.stack([np.where(goes_on, np.diff(one, append=0), 0) for one in (times, worked)])
        self._totals = _running(self._lengths)

    def cover(self, begins: np.ndarray, ends: np.ndarray, ready: np.ndarray, is_work: np.ndarray) -> None:
        """Say which rows are work that occupies the moments from begin to end, and when each had become ready."""
        earliest = earliest_ready(self._lengths.shape[1], begins[is_work], ends[is_work], ready[is_work])
        is_busy = earliest < NEVER
        self._before = np.r_[0, np.cumsum(is_busy)]  # busy moments before each place
        self._earliest, self._busy = earliest[is_busy], self._lengths[:, is_busy]
        self._busy_totals = _running(self._busy)

    def total(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        return self._totals[:, last] - self._totals[:, first]

    def busy(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        return self._busy_totals[:, self._before[last]] - self._busy_totals[:, self._before[first]]

    def ready_by(self, limit: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """How much of the moments is covered by work that was ready at `limit`."""
        return sums_up_to(self._earliest, self._busy, self._before[first], self._before[last], limit)


def _running(lengths: np.ndarray) -> np.ndarray:
    return np.concatenate(
        [np.zeros((len(lengths), 1), dtype=lengths.dtype), np.cumsum(lengths, axis=1)], axis=1
    )
