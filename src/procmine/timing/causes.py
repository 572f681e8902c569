"""What each wait of a log is made of: the noun `wait_cause`, worked out for all waits at once.

The noun's own file defines it, comparing each wait with all that its resource did meanwhile. Where much lies before
one resource or pool, its owner, those are far too many pairs; so here an owner's time is cut once into the moments
between all instants of its work, and a wait is a range of them. A law in the tests holds the two ways equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from procmine.timing.batches import batches
from procmine.timing.coverage import NEVER, earliest_ready, elementary, is_covered, sums_up_to

if TYPE_CHECKING:
    import pandas as pd


def wait_causes(work: pd.DataFrame, full: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows of `wait_cause` for the rows of `resource_work`, which come by resource and start.

    `full`, the rows of `full_time`, says when nobody of each pool is free; without pools that is while there is work.
    """
    enabled, started, ended = (_Clock.of(work, name) for name in ("enabled", "started", "ended"))
    batch, ready_last = batches(work)
    day, (at_enabled, at_started, at_ended) = _day(work, full, enabled, started, ended)

    waits = np.flatnonzero(started.at > enabled.at)
    is_member = batch[waits] >= 0
    # Work is free once the last of its batch is ready; from the batch's run on only the batch's own work counts.
    freed_by = np.where(is_member, ready_last[waits], waits)
    since, free, taken = at_enabled[waits], at_enabled[freed_by], at_started[waits]
    run = at_started[np.where(is_member, batch[waits], waits)]
    busy = day.busy(free, taken)
    contention = day.ready_by(enabled.at[freed_by], free, run)
    if is_member.any():
        contention[:, is_member] += _earlier_in_batch(
            batch, day, at_started, at_ended, enabled.at, waits[is_member]
        )
    idle = day.total(free, taken) - busy
    return _rows(
        work.event_no.to_numpy()[waits], day.total(since, free), day.busy(since, free), contention, busy - contention, idle, enabled.worked is None
    )  # fmt: skip


def _day(
    work: pd.DataFrame, full: pd.DataFrame | None, enabled: _Clock, *others: _Clock
) -> tuple[_Moments, list[np.ndarray]]:
    """The moments of all owners, and the places among them at which each piece of work was enabled, started and ended."""
    marks = [(work.owner_no.to_numpy(), clock) for clock in (enabled, *others)]
    if full is not None:
        marks += [(full.owner_no.to_numpy(), _Clock.of(full, name)) for name in ("begins", "ends")]
    owners, times, places = elementary(*((owner, clock.at) for owner, clock in marks))
    worked = times
    if enabled.worked is not None:
        # Starts that are estimated bring no working time: each is the enabling of work or the end of other work.
        worked = np.empty_like(times)
        for (_, clock), place in zip(marks, places, strict=True):
            if clock.worked is not None:
                worked[place] = clock.worked
    is_work = work.has_ended.to_numpy()
    is_several = is_covered(
        len(owners), *_overlaps(work.resource_no.to_numpy()[is_work], *(one[is_work] for one in places[1:3]))
    )
    elapsed, in_time = (np.diff(one, append=0) * _goes_on(owners) for one in (times, worked))
    lengths = np.stack([elapsed, in_time, elapsed * is_several])
    earliest = earliest_ready(len(owners), places[1][is_work], places[2][is_work], enabled.at[is_work])
    if full is not None:
        earliest[~is_covered(len(owners), *places[3:])] = NEVER
    return _Moments(lengths, earliest), places[:3]


def _overlaps(resource: np.ndarray, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the ranges [first, last) of each resource, which come by their begin, the parts that earlier ones cover too."""
    import pandas as pd

    so_far = pd.Series(last).groupby(resource).cummax().groupby(resource).shift(fill_value=-1).to_numpy()
    last = np.minimum(last, so_far)
    return first[last > first], last[last > first]


def _earlier_in_batch(
    batch: np.ndarray, day: _Moments, at_started: np.ndarray, at_ended: np.ndarray, ready: np.ndarray, waits: np.ndarray
) -> np.ndarray:  # fmt: skip
    """How long, while its batch is under way, each wait passes with work of the batch that was ready before it.

    The moments of a batch are as long as the time within them in which nobody is free to take up other work.
    """
    members = np.flatnonzero(batch >= 0)
    begins_with = batch[members]
    owners, on_day, (begins, ends) = elementary(
        (begins_with, at_started[members]), (begins_with, at_ended[members])
    )
    lengths = day.busy(on_day, np.where(_goes_on(owners), np.r_[on_day[1:], 0], on_day))
    turn = _Moments(lengths, earliest_ready(len(owners), begins, ends, ready[members]))
    at_begin = np.full(len(batch), -1)
    at_begin[members] = begins
    return turn.ready_by(ready[waits], at_begin[batch[waits]], at_begin[waits])


def _rows(
    event_no: np.ndarray, batching: np.ndarray, batching_busy: np.ndarray, contention: np.ndarray, prioritisation: np.ndarray,
    idle: np.ndarray, is_always: bool,
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    found = {"event_no": event_no}
    told = {
        "batching": batching, "batching_busy": batching_busy, "contention": contention, "prioritisation": prioritisation
    }  # fmt: skip
    for cause, (elapsed, worked, _) in told.items():
        found[f"{cause}_seconds"] = elapsed / 1e6
        found[f"{cause}_worked_seconds"] = worked / 1e6 * (not is_always)
    found["contention_multitasking_seconds"] = contention[2] / 1e6
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


class _Moments:
    """The time of each owner, cut into moments: how long they are, and when the work had become ready that holds them.

    What is asked of ranges of moments comes in three rows: in microseconds of the clock, of working time, which is the
    same again without a calendar, and of the clock while somebody did several things at once.
    """

    def __init__(self, lengths: np.ndarray, earliest: np.ndarray) -> None:
        is_busy = earliest < NEVER
        self._totals = _running(lengths)
        self._before = np.r_[0, np.cumsum(is_busy)]  # busy moments before each place
        self._earliest, self._busy = earliest[is_busy], lengths[:, is_busy]
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


def _goes_on(owners: np.ndarray) -> np.ndarray:
    """Which moments end at the next instant of the same owner: all but its last."""
    return np.r_[owners[1:] == owners[:-1], False][: len(owners)]
