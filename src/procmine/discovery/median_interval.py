"""How sure a median is, whatever the distribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

NAN = float("nan")


class Median(NamedTuple):
    """A median with its 95 % interval; the interval is unknown below six observations."""

    value: float = NAN
    low: float = NAN
    high: float = NAN


def median_interval(values: Sequence[float]) -> Median:
    """The median of values in ascending order, between the two of them that hold it with at least 95 % certainty.

    How many of n values lie below the median is binomial (n, ½), so no form of the distribution is assumed.
    Source: Conover (1999), section 3.2.
    """
    from scipy.stats import binom

    many = len(values)
    if not many:
        return Median()
    middle = (values[(many - 1) // 2] + values[many // 2]) / 2
    rank = int(binom.ppf(0.025, many, 0.5))  # fewer than `rank` lie below the median with at most 2.5 %
    if rank < 1:
        return Median(float(middle))
    return Median(float(middle), float(values[rank - 1]), float(values[many - rank]))
