"""Which work was done as a batch: the noun `batch`, worked out for a whole log at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def batches(work: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each row of `resource_work` the row that its batch began with, and the row of it that was ready last.

    Both are -1 where it is in no batch. The definition stands in the noun `batch`.
    """
    import pandas as pd

    first, last_ready = np.full(len(work), -1), np.full(len(work), -1)
    line = work[work.has_ended].sort_values(["resource_no", "activity_no", "started", "event_no"])
    begins = _begins(line)
    began_with = line.index.to_numpy()[begins]
    is_member = np.bincount(begins, minlength=len(line))[begins] > 1
    ready = pd.Series(line.enabled.to_numpy()).groupby(begins).transform("idxmax").to_numpy()
    rows = line.index.to_numpy()
    first[rows[is_member]] = began_with[is_member]
    last_ready[rows[is_member]] = rows[ready[is_member]]
    return first, last_ready


def _begins(line: pd.DataFrame) -> np.ndarray:
    """For each place in line the place at which its batch, or what might have become one, began."""
    enabled, started, ended = (line[name].to_numpy() for name in ("enabled", "started", "ended"))
    same = (
        (line[["resource_no", "activity_no"]] == line[["resource_no", "activity_no"]].shift())
        .all(axis=1)
        .to_numpy()
    )
    so_far = line.groupby(["resource_no", "activity_no"], sort=False).ended.cummax().to_numpy()
    # Who was not ready when the one before began, or begins after all before have ended, joins no batch.
    may_join = np.r_[False, same[1:] & (enabled[1:] <= started[:-1]) & (started[1:] <= so_far[:-1])]
    begins = np.arange(len(line))
    begin = began_at = ends_at = 0
    for place in np.flatnonzero(may_join).tolist():
        if not may_join[place - 1]:
            begin, began_at, ends_at = place - 1, started[place - 1], ended[place - 1]
        if enabled[place] <= began_at and started[place] <= ends_at:
            begins[place], ends_at = begin, max(ends_at, ended[place])
        else:
            begin, began_at, ends_at = place, started[place], ended[place]
    return begins
