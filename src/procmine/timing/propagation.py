"""What would the recorded cases have been with other waits or other work? Each is played again as it was recorded.

The order of things stays: a piece of work begins after all that it followed (every piece that had ended when it began
and does not run in parallel with it), and after its own wait. Freed hands taking up other work sooner is not part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from procmine.log import EventLog

CELLS_AT_ONCE = 4_000_000  # pieces of work times earlier pieces that are looked at together
NEVER = np.iinfo(np.int64).min


def side_by_side(log: EventLog) -> np.ndarray:
    """Which activities run in parallel, as a table by their numbers."""
    pairs = log.select("select activity_a, activity_b from concurrency")
    found = np.zeros((log.facts["activities"] + 1,) * 2, dtype=bool)
    found[pairs.activity_a, pairs.activity_b] = found[pairs.activity_b, pairs.activity_a] = True
    return found


def on_the_clock(free: np.ndarray, piece: Mapping[str, np.ndarray]) -> np.ndarray:
    """When pieces of work end that could begin at `free`: after their wait and their work, by the clock."""
    return free + piece["waits"] + piece["lasts"]


def case_ends(
    work: pd.DataFrame, waits: np.ndarray, lasts: np.ndarray, is_parallel: np.ndarray,
    *, moved: Callable[[np.ndarray, Mapping[str, np.ndarray]], np.ndarray] = on_the_clock, besides: Mapping[str, np.ndarray] | None = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The cases of `work`, and when each would end, in microseconds.

    `work` has a row per piece, by case and position: case_no, activity_no, enabled, begins, ends (missing where it has
    not ended). `waits` and `lasts` are what each piece would wait and take; `is_parallel[a, b]` says which activities
    run side by side. Work that has not ended lets nothing begin and ends nothing.
    `moved` says when pieces end that could begin at an instant, from what is known of them: `waits`, `lasts` and the columns
    of `besides`, a value a piece. Of these `with_place` is the place in its case, from 0, of the piece beside which it can
    begin, -1 for none.
    """
    case_no = work.case_no.to_numpy()
    firsts = np.flatnonzero(np.r_[True, case_no[1:] != case_no[:-1]][: len(case_no)])
    lengths = np.diff(np.r_[firsts, len(case_no)])
    has_ended = work.ends.notna().to_numpy()
    ends = work.ends.fillna(0).to_numpy(dtype=np.int64)
    columns = {
        "activity": work.activity_no.to_numpy(), "enabled": work.enabled.to_numpy(), "begins": work.begins.to_numpy(),
        "ends": ends, "counts": has_ended, "waits": waits, "lasts": lasts, **(besides or {}),
    }  # fmt: skip
    found = np.full(len(firsts), NEVER)
    for cases in _alike(lengths):
        rows = firsts[cases][:, None] + np.minimum(
            np.arange(lengths[cases].max()), lengths[cases][:, None] - 1
        )
        is_there = np.arange(rows.shape[1]) < lengths[cases][:, None]
        cells = {name: column[rows] for name, column in columns.items()}
        cells["counts"] &= is_there
        found[cases] = _played(cells, is_parallel, moved).max(axis=1)
    return case_no[firsts], found


def _alike(lengths: np.ndarray) -> Iterator[np.ndarray]:
    """Cases of about the same length together, as many as memory bears."""
    order = np.argsort(lengths, kind="stable")
    begin = 0
    while begin < len(order):
        end = begin + 1
        while (
            end < len(order)
            and lengths[order[end]] <= 2 * lengths[order[begin]]
            and (end - begin) * int(lengths[order[end]]) < CELLS_AT_ONCE
        ):
            end += 1
        yield order[begin:end]
        begin = end


def _played(
    cells: dict[str, np.ndarray], is_parallel: np.ndarray, moved: Callable[..., np.ndarray]
) -> np.ndarray:
    """When each piece would end: a row per case, a column per position, NEVER where there is none that ends."""
    activity, begins, ends, counts = (cells[name] for name in ("activity", "begins", "ends", "counts"))
    played, frees = np.full(ends.shape, NEVER), np.full(ends.shape, NEVER)
    rows = np.arange(len(ends))
    for place in range(ends.shape[1]):
        was_before = counts[:, :place] & (ends[:, :place] <= begins[:, [place]])
        was_before &= ~is_parallel[activity[:, :place], activity[:, [place]]]
        latest = np.where(was_before, played[:, :place], NEVER).max(axis=1, initial=NEVER)
        free = np.where(latest == NEVER, cells["enabled"][:, place], latest)
        if "with_place" in cells:
            beside = cells["with_place"][:, place]
            free = np.where(beside >= 0, frees[rows, beside], free)
        frees[:, place] = free
        would_end = moved(free, {name: column[:, place] for name, column in cells.items()})
        played[:, place] = np.where(counts[:, place], would_end, NEVER)
    return played
