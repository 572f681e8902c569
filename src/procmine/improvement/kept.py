"""What is kept of each recorded piece of work when its case is played again, and what a change makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from procmine.improvement.levers import Lever

if TYPE_CHECKING:
    import pandas as pd

    from procmine.improvement.replay import Replay

BY_CLOCK = -1  # in place of a calendar's number: time passes day and night
NONE = -1  # in place of a timetable's number, or of a place


@dataclass(eq=False)
class Kept:
    """A value a piece, in microseconds and numbers.

    waits      how long it waits: in working time where it has a calendar, after its time where it has a timetable
    apart      how far its begin lies off the first moment on duty after its wait, as recorded
    lasts      how long it takes: in working time where it lay over the night (`is_over_night`)
    calendar   whose shifts count for its wait; -1: the clock alone
    timetable  at whose instants it is taken up, the first it could or, where it let some pass, as many later (`passed`)
    with_place the place in its case of the piece beside which it begins
    """

    columns: dict[str, np.ndarray]
    plain: dict[str, np.ndarray]  # the waits as they were before batches were looked at
    effort: np.ndarray
    effort_now: np.ndarray
    is_changed: np.ndarray
    is_gone: np.ndarray

    @classmethod
    def of(cls, replay: Replay) -> Kept:
        work = replay.work
        enabled, begins = (work[name].to_numpy(dtype=np.int64) for name in ("enabled", "begins"))
        ends = work.ends.fillna(work.begins).to_numpy(dtype=np.int64)
        plain = _by_the_clock(enabled, begins, ends)
        if replay.hours is not None:
            plain |= _by_shifts(
                replay.hours, work.calendar_no.to_numpy(dtype=np.int64), enabled, begins, ends
            )
        took = effort_of(work)
        columns = plain | _by_batches(replay, enabled, begins, plain)
        none = np.zeros(len(work), dtype=bool)
        return cls(columns, plain, took, took, none, none.copy())

    @property
    def effort_spared(self) -> np.ndarray:
        return self.effort - self.effort_now

    def of_rows(self, rows: np.ndarray) -> dict[str, np.ndarray]:
        return {name: column[rows] for name, column in self.columns.items()}

    def change(self, lever: Lever, replay: Replay) -> None:
        """Make one change in all pieces that it touches."""
        which = (replay.work.activity_no == replay.activities[lever.activity]).to_numpy()
        if lever.kind == "once":
            which = _loops(replay.work, which & ~self.is_gone)
        if lever.kind in ("without", "once"):
            self.is_gone = self.is_gone | which
            self._put(which, waits=0, lasts=0, apart=0, calendar=BY_CLOCK, timetable=NONE, is_laid_over=False)
            self.effort_now = self.effort_now * ~which
        elif lever.kind in ("work", "at most"):
            self._shorten(which, lever)
        elif lever.kind == "beside":
            self._put(which, with_place=_places_of(replay, lever.other))
        else:
            self._wait(which, lever, replay)
        self.is_changed |= which

    def _put(self, which: np.ndarray, **values: Any) -> None:
        self.columns |= {name: np.where(which, value, self.columns[name]) for name, value in values.items()}

    def _shorten(self, which: np.ndarray, lever: Lever) -> None:
        def shorter(amounts: np.ndarray) -> np.ndarray:
            if lever.kind == "work":
                return np.round(amounts * (1 - lever.share)).astype(np.int64)
            return np.minimum(amounts, round(lever.seconds * 1e6))

        self._put(which, lasts=shorter(self.columns["lasts"]))
        self.effort_now = np.where(which, shorter(self.effort_now), self.effort_now)

    def _wait(self, which: np.ndarray, lever: Lever, replay: Replay) -> None:
        """A wait that is changed goes by no batch any more."""
        of_batch = which & (self.columns["timetable"] != NONE)
        self._put(
            of_batch,
            **{name: self.plain[name] for name in ("waits", "calendar", "timetable", "is_laid_over")},
        )
        self._put(which, apart=0)
        waits, is_worked = self.columns["waits"], replay.hours is not None
        if lever.kind == "on":
            kept = replay.caused("contention") + replay.caused("prioritisation")
            # The times said are those of this work, whatever the shifts were so far.
            self._put(
                which, timetable=replay.timetable_of[lever.text], passed=0, waits=kept, calendar=BY_CLOCK, is_over_night=False
            )  # fmt: skip
            return
        if lever.kind == "wait":
            less = waits * (1 - lever.share)
        elif lever.kind == "unavailability" and is_worked:
            less = (replay.work.begins - replay.work.enabled).to_numpy() - lever.share * replay.caused(
                "unavailability"
            )
            self._put(which, calendar=BY_CLOCK)
        else:
            less = waits - lever.share * replay.caused(lever.kind, is_worked)
        self._put(which, waits=np.maximum(np.round(less), 0).astype(np.int64))


def effort_of(work: pd.DataFrame) -> np.ndarray:
    """The work of each piece, its pauses left out, in microseconds; 0 where its start or end is not recorded."""
    took = work.ends.fillna(work.begins) - work.begins - work.paused
    return np.where(work.is_elapsed, 0, np.maximum(took.to_numpy(dtype=np.int64), 0))


def _by_the_clock(enabled: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> dict[str, np.ndarray]:
    none, no = np.zeros(len(begins), dtype=np.int64), np.zeros(len(begins), dtype=bool)
    return {
        "waits": begins - enabled, "lasts": ends - begins, "apart": none, "calendar": none + BY_CLOCK, "timetable": none + NONE,
        "passed": none, "with_place": none + NONE, "is_laid_over": no, "is_over_night": no,
    }  # fmt: skip


def _by_shifts(
    hours: Any, number: np.ndarray, enabled: np.ndarray, begins: np.ndarray, ends: np.ndarray
) -> dict[str, np.ndarray]:
    """Waits in working time; work too, where it lay over time off duty and was ended on duty."""
    up_to_begin, up_to_end = hours.worked(number, begins), hours.worked(number, ends)
    worked, is_laid_over = up_to_end - up_to_begin, begins > enabled
    is_over_night = (worked > 0) & (worked < ends - begins) & (hours.ends_after(number, up_to_end) == ends)
    return {
        "waits": up_to_begin - hours.worked(number, enabled), "lasts": np.where(is_over_night, worked, ends - begins), "calendar": number,
        "apart": np.where(is_laid_over, begins - hours.begins_after(number, up_to_begin), 0),
        "is_laid_over": is_laid_over, "is_over_night": is_over_night,
    }  # fmt: skip


def _by_batches(
    replay: Replay, enabled: np.ndarray, begins: np.ndarray, plain: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """What waited for its batch goes by the batches there were: ready sooner it joins an earlier one, if there was one."""
    if "batch" not in replay.work:
        return {}
    number, batch_begins = (replay.work[name].to_numpy(dtype=np.int64) for name in ("batch", "batch_begins"))
    passed = np.zeros(len(begins), dtype=np.int64)
    for one, instants in enumerate(replay.timetables):
        of_it = number == one
        passed[of_it] = np.searchsorted(instants, batch_begins[of_it]) - np.searchsorted(
            instants, enabled[of_it]
        )
    is_batched = number != NONE
    found = {
        "timetable": number,
        "passed": passed,
        "waits": np.where(is_batched, begins - batch_begins, plain["waits"]),
    }
    for name, value in (("calendar", BY_CLOCK), ("apart", 0), ("is_laid_over", False)):
        found[name] = np.where(is_batched, value, plain[name])
    return found


def _places_of(replay: Replay, activity: str) -> np.ndarray:
    """For each piece the place in its case of the last piece of an activity so far; -1 where there is none."""
    work = replay.work
    place = work.groupby("case_no").cumcount()
    of_it = place.where(work.activity_no == replay.activities[activity], NONE)
    return of_it.groupby(work.case_no).cummax().to_numpy()


def _loops(work: pd.DataFrame, which: np.ndarray) -> np.ndarray:
    """What is begun after an activity, its pieces `which` that are still there, has ended once, up to its last end: the way back
    to it and all it is done again."""
    there = work[which]
    of_it = there[there.ends.notna()].groupby("case_no").ends
    since, until = (work.case_no.map(end).to_numpy(dtype=float) for end in (of_it.min(), of_it.max()))
    is_first = np.zeros(len(work), dtype=bool)
    is_first[np.flatnonzero(which)[~there.case_no.duplicated().to_numpy()]] = True
    with np.errstate(invalid="ignore"):
        lies_between = (work.begins.to_numpy() >= since) & (work.ends.to_numpy(dtype=float) <= until)
        return ~is_first & lies_between & (since < until)
