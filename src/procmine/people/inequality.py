"""How unequal amounts are: the measures of Gini, Jain and Theil."""

from __future__ import annotations

import math
from collections.abc import Sequence


def gini(values: Sequence[float]) -> float | None:
    """0 where all are equal, towards 1 where one has all: 2 Σ i·x(i) / (n Σ x) − (n + 1) / n. None where nothing is there.

    >>> gini([1, 2, 3, 4])
    0.25
    """
    ordered, total, n = sorted(values), sum(values), len(values)
    if not total:
        return None
    return 2 * sum(place * x for place, x in enumerate(ordered, 1)) / (n * total) - (n + 1) / n


def jain(values: Sequence[float]) -> float | None:
    """1 where all are equal, 1/n where one has all: (Σ x)² / (n Σ x²).

    >>> round(jain([1, 2, 3, 4]), 4)
    0.8333
    """
    squares = sum(x * x for x in values)
    return sum(values) ** 2 / (len(values) * squares) if squares else None


def theil(values: Sequence[float]) -> float | None:
    """0 where all are equal, ln n where one has all: the mean of x/µ · ln(x/µ), with 0 · ln 0 = 0.

    >>> round(theil([1, 2, 3, 4]), 5)
    0.10644
    """
    mean = sum(values) / len(values) if values else 0
    if not mean:
        return None
    return sum(x / mean * math.log(x / mean) for x in values if x > 0) / len(values)


def theil_parts(groups: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """The part of Theil's measure that lies between the groups, and the part within them; together they are the whole.

    >>> between, within = theil_parts([[1, 2], [3, 4]])
    >>> round(between + within, 5)
    0.10644
    """
    total, n = sum(map(sum, groups)), sum(map(len, groups))
    if not total:
        return None
    shares = [(sum(one) / total, len(one) / n, one) for one in groups if sum(one)]
    between = sum(share * math.log(share / part) for share, part, _ in shares)
    return between, sum(share * (theil(one) or 0.0) for share, _, one in shares)
