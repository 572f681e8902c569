"""The recorded cases played again with changes: what each piece waits and takes is kept, what changes is said.

With a calendar waits and work that goes on over the night are kept in the working time of who did it, so that what comes
sooner finds the shifts as they lie; without one by the clock. Played again without a change every case ends as it did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from procmine.improvement.kept import Kept
from procmine.improvement.levers import Lever
from procmine.improvement.working_hours import WorkingHours
from procmine.timing.propagation import NEVER, case_ends

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Played:
    """The cases played again: when each ends, in microseconds, and the hours of work it takes less; these of each piece too."""

    case_no: np.ndarray
    ends: np.ndarray
    effort_spared: np.ndarray
    spared_of_piece: np.ndarray


@dataclass(eq=False)
class Replay:
    """The pieces of work of whole cases, in order, and what is known beside them.

    `work`: case_no, activity_no, resource_no, occurrence, enabled, begins, ends, is_elapsed, paused, and where it is known its
    `calendar_no` and its `batch` (the number of a timetable, -1 for none) with `batch_begins`, when that batch began.
    `causes`: what of each wait has which cause, in seconds, and `…_worked`. `timetables`: the instants at which work is
    taken up, of batches and of each change `on`, which `timetable_of` numbers by its text.
    """

    work: pd.DataFrame
    activities: dict[str, int]
    is_parallel: np.ndarray
    hours: WorkingHours | None = None
    causes: pd.DataFrame | None = None
    timetables: list[np.ndarray] = field(default_factory=list)
    timetable_of: dict[str, int] = field(default_factory=dict)

    def caused(self, cause: str, is_worked: bool = False) -> np.ndarray:
        """The part of each wait that has the cause, in microseconds."""
        assert self.causes is not None, "the causes were not asked for"
        seconds = self.causes[f"{cause}_worked" if is_worked else cause].to_numpy()
        return np.round(seconds * 1e6).astype(np.int64)

    def played(self, levers: Sequence[Lever]) -> Played:
        """All cases with the changes; those that no change touches end as they did."""
        kept = Kept.of(self)
        for lever in levers:
            kept.change(lever, self)
        touched = self.work.case_no[kept.is_changed].unique()
        rows = self.work.case_no.isin(touched).to_numpy()
        case_no = self.work.case_no.unique()
        ends = self.work.groupby("case_no").ends.max().reindex(case_no).to_numpy(dtype=float)
        spared = np.zeros(len(case_no))
        if rows.any():
            some = kept.of_rows(rows)
            found, would_end = case_ends(
                self.work[rows],
                some["waits"],
                some["lasts"],
                self.is_parallel,
                moved=self._moved,
                besides=some,
            )
            place = np.searchsorted(case_no, found)
            ends[place] = np.where(would_end == NEVER, ends[place], would_end)
            done = np.bincount(np.searchsorted(case_no, self.work.case_no), kept.effort_spared, len(case_no))
            spared = done / 3.6e9
        return Played(case_no, ends, spared, kept.effort_spared / 3.6e9)

    def _moved(self, free: np.ndarray, piece: Mapping[str, np.ndarray]) -> np.ndarray:
        """When pieces end that could begin at `free`."""
        at, waits, lasts = self._taken_up(free, piece), piece["waits"], piece["lasts"]
        begins = at + waits
        if self.hours is None:
            return np.maximum(begins + piece["apart"], at) + lasts
        number = np.maximum(piece["calendar"], 0)
        after = self.hours.begins_after(number, self.hours.worked(number, at) + waits)
        by_shift = (piece["calendar"] >= 0) & ((waits > 0) | piece["is_laid_over"])
        begins = np.maximum(np.where(by_shift, after, begins) + piece["apart"], at)
        over_night = self.hours.ends_after(number, self.hours.worked(number, begins) + lasts)
        return np.where(piece["is_over_night"] & (lasts > 0), np.maximum(over_night, begins), begins + lasts)

    def _taken_up(self, free: np.ndarray, piece: Mapping[str, np.ndarray]) -> np.ndarray:
        """When work is taken up that goes by a timetable: at the next of its instants, or as many later as it was recorded."""
        at = free
        for number, instants in enumerate(self.timetables):
            is_of_it = piece["timetable"] == number
            if is_of_it.any():
                place = np.searchsorted(instants, free) + piece["passed"]
                found = instants[np.minimum(place, len(instants) - 1)]
                at = np.where(is_of_it & (place < len(instants)), found, at)
        return at
