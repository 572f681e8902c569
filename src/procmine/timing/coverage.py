"""How much of many stretches of time is covered, and by what: sums over intervals without comparing them pair by pair."""

from __future__ import annotations

import numpy as np

NEVER = np.iinfo(np.int64).max  # when a moment that nothing covers had become ready


def elementary(*marks: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """The distinct (owner, instant) pairs in order, and for each array of marks the places of its rows among them.

    Each of `marks` has the owners of its rows and their instants.
    """
    owners, times = (np.concatenate(side) for side in zip(*marks, strict=True))
    order = np.lexsort((times, owners))
    owners, times = owners[order], times[order]
    is_new = np.r_[True, (owners[1:] != owners[:-1]) | (times[1:] != times[:-1])][: len(order)]
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.cumsum(is_new) - 1
    return (
        owners[is_new],
        times[is_new],
        np.split(place, np.cumsum([len(instants) for _, instants in marks])[:-1]),
    )


def is_covered(size: int, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether each of `size` places lies in any of the ranges [first, last)."""
    begun, left = (np.bincount(at, minlength=size)[:size] for at in (first, last))
    return np.cumsum(begun - left) > 0


def earliest_ready(size: int, first: np.ndarray, last: np.ndarray, ready: np.ndarray) -> np.ndarray:
    """For each of `size` places the least `ready` of the ranges [first, last) that cover it, NEVER where none does.

    A range is the union of two of a power of two; these are handed down from the longest to the shortest.
    """
    least = np.full(size, NEVER)
    is_some = last > first
    first, last, ready = first[is_some], last[is_some], ready[is_some]
    level = np.frexp((last - first).astype(float))[1] - 1
    for power in range(int(level.max(initial=0)), -1, -1):
        here, length = level == power, 1 << power
        np.minimum.at(least, first[here], ready[here])
        np.minimum.at(least, last[here] - length, ready[here])
        if power:
            half = length >> 1
            least[half:] = np.minimum(least[half:], least[:-half].copy())
    return least


def sums_up_to(
    ready: np.ndarray, weights: np.ndarray, first: np.ndarray, last: np.ndarray, limit: np.ndarray
) -> np.ndarray:
    """For each query the sums of the rows of `weights` over the places [first, last) whose `ready` is at most `limit`.

    A wavelet matrix: one pass for each binary digit of the rank of `ready`, so that many places and many queries,
    however they overlap, cost their number times its logarithm.
    """
    known = np.unique(ready)
    rank = np.searchsorted(known, ready).astype(np.int32)
    bound = np.searchsorted(known, limit, side="right").astype(np.int32)  # ranks below it count
    found = np.zeros((len(weights), len(first)), dtype=weights.dtype)
    for digit in range(len(known).bit_length() - 1, -1, -1):
        is_zero = (rank >> digit) & 1 == 0
        zeros = np.r_[0, np.cumsum(is_zero)]
        low, high = zeros[first], zeros[last]
        counts = (
            bound >> digit
        ) & 1 == 1  # all with a zero here lie below the bound; those with a one are looked at on
        order = np.r_[np.flatnonzero(is_zero), np.flatnonzero(~is_zero)]
        rank, weights = rank[order], weights[:, order]
        for row, weight in enumerate(weights):
            total = np.r_[0, np.cumsum(weight[: zeros[-1]])]
            found[row] += (total[high] - total[low]) * counts
        first = np.where(counts, zeros[-1] + first - low, low)
        last = np.where(counts, zeros[-1] + last - high, high)
    return found
