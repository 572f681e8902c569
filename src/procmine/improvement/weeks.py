"""Intervals of means over cases, from whole weeks of arrival drawn again: what is busy one week is busy for all its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

WEEK_US = 7 * 86_400_000_000
RERUNS = 1000
LEAST_WEEKS, LEAST_CASES = 8, 20
SEED = 11


def mean_interval(begins: np.ndarray, values: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """The interval of the mean of `values` over cases that begin at `begins` (microseconds); unknown where too few."""
    import numpy as np

    week = np.unique((begins - begins.min()) // WEEK_US, return_inverse=True)[1]
    weeks = int(week.max()) + 1
    if weeks < LEAST_WEEKS or len(values) < LEAST_CASES:
        return float("nan"), float("nan")
    sums, sizes = np.bincount(week, values, weeks), np.bincount(week, minlength=weeks)
    drawn = np.random.default_rng(SEED).multinomial(weeks, np.full(weeks, 1 / weeks), RERUNS)
    means = (drawn @ sums) / np.maximum(drawn @ sizes, 1)
    low, high = np.quantile(means, (0.5 - level / 2, 0.5 + level / 2))
    return float(low), float(high)
