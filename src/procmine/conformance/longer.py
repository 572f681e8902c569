"""How much longer some cases took than the others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

FEWEST = 20  # cases on either side for an interval
Z = 1.959964


def median_difference(some: np.ndarray, others: np.ndarray) -> dict[str, float]:
    """The medians of two sorted arrays, their difference and its 95 % interval (unknown below 20 on either side).

    The interval of each median lies between order statistics (binomial); those of the two are put together by their distances from it.
    Source: MOVER, Zou & Donner (2008).
    """
    a, b = _median(some), _median(others)
    found = {"median": a, "others": b, "longer": a - b, "low": math.nan, "high": math.nan}
    if min(len(some), len(others)) >= FEWEST:
        (low_a, high_a), (low_b, high_b) = _between(some), _between(others)
        found["low"] = a - b - math.hypot(a - low_a, high_b - b)
        found["high"] = a - b + math.hypot(high_a - a, b - low_b)
    return found


def _median(values: np.ndarray) -> float:
    many = len(values)
    return math.nan if not many else float(values[(many - 1) // 2] + values[many // 2]) / 2


def _between(values: np.ndarray) -> tuple[float, float]:
    many = len(values)
    half = Z * math.sqrt(many) / 2
    low, high = math.floor(many / 2 - half), math.ceil(many / 2 + half)
    return float(values[max(low - 1, 0)]), float(values[min(high, many - 1)])
