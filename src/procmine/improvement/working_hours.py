"""The working time of many calendars at once, forwards and backwards, for instants in microseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

ENDLESS = 2**61  # microseconds


class WorkingHours:
    """W(t), the working time of a calendar up to an instant, and the instants at which so much has passed.

    `rows` are the intervals of each calendar: calendar_no, begins, us (their length), us_before (what was worked before).
    The last row of a calendar stands for the time of which nothing is known: it is taken to be all worked.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        rows = rows.sort_values(["calendar_no", "begins"], kind="stable")
        is_last = rows.us.isna().to_numpy()
        passed = (rows.us_before + rows.us).groupby(rows.calendar_no).shift().to_numpy()
        begins, number = (rows[name].to_numpy(dtype=np.int64) for name in ("begins", "calendar_no"))
        self._begins = begins
        self._before = np.where(is_last, passed, rows.us_before.to_numpy(dtype=float)).astype(np.int64)
        self._us = np.where(is_last, ENDLESS, rows.us.to_numpy(dtype=float)).astype(np.int64)
        self._start, self._span = begins.min(), 4 * (begins.max() - begins.min()) + 1
        self._by_instant = number * self._span + (begins - self._start)
        self._by_worked = number * self._span + self._before

    def worked(self, calendar_no: np.ndarray, at: np.ndarray) -> np.ndarray:
        """The working time before each instant."""
        place = self._row(self._by_instant, calendar_no, at - self._start)
        return self._before[place] + np.minimum(at - self._begins[place], self._us[place])

    def begins_after(self, calendar_no: np.ndarray, worked: np.ndarray) -> np.ndarray:
        """When work can begin after so much working time: where a shift ends just then, the next one."""
        place = self._row(self._by_worked, calendar_no, worked)
        return self._begins[place] + worked - self._before[place]

    def ends_after(self, calendar_no: np.ndarray, worked: np.ndarray) -> np.ndarray:
        """When work is done that takes up to so much working time: where a shift ends just then, its end."""
        place = self._row(self._by_worked, calendar_no, worked - 1)
        return self._begins[place] + worked - self._before[place]

    def _row(self, keys: np.ndarray, calendar_no: np.ndarray, value: np.ndarray) -> np.ndarray:
        sought = calendar_no.astype(np.int64) * self._span + np.clip(value, 0, self._span - 1)
        return np.searchsorted(keys, sought, side="right") - 1
