"""Has a series changed for good, or does it only go up and down? Change points and control limits.

A split of a series is judged by the largest standardised CUSUM of its ranks, so that one stray period does not count as
a change. Whether it is more than chance is tried by putting blocks of the series in another order: neighbouring periods
are alike, and single periods in another order would make every slow wave a change. Source: Page (1954) for the CUSUM,
Carlstein (1986) for the length of blocks, Wheeler & Chambers (1992) for the limits of individual values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

LEAST_PERIODS = 12
LEAST_SEGMENT = 4
RERUNS = 999
LIMITS = 2.66  # mean moving ranges: three standard deviations of what varies from one value to the next
LEVEL = 0.05  # up to this a split is tried further
ROOM = 1_000_000  # numbers in memory at once


@dataclass(frozen=True)
class Split:
    """Where a series (rows from `first` to before `last`) is split best, and how likely chance does as well."""

    first: int
    at: int
    last: int
    p_value: float


Judge = Callable[["np.ndarray"], "np.ndarray"]


def splits(series: np.ndarray) -> list[Split]:
    """Every split that was tried: the whole series, then each side of a split that chance does not explain (p ≤ 0.05)."""
    return _tried(series, 0, len(series), cusum)


def flow_splits(counts: np.ndarray) -> list[Split]:
    """The same of a table of counts (rows: periods, columns: ways): what parts is the distribution over the ways."""
    return _tried(counts, 0, len(counts), divergence)


def cusum(series: np.ndarray) -> np.ndarray:
    """For each place of a split how far the means before and after it lie apart, weighed by the lengths; a row a series."""
    import numpy as np

    count = series.shape[1]
    before = np.arange(1, count)
    sums = np.cumsum(series - series.mean(axis=1, keepdims=True), axis=1)[:, :-1]
    return _inner(np.abs(sums) / np.sqrt(before * (count - before) / count))


def divergence(counts: np.ndarray) -> np.ndarray:
    """For each place of a split the Jensen–Shannon divergence of the ways before and after, weighed by the lengths.

    `counts` is a table of periods and ways for each series.
    """
    import numpy as np

    count = counts.shape[1]
    before = np.cumsum(counts, axis=1)
    before, total = before[:, :-1], before[:, -1:]
    p, q = (part / np.maximum(part.sum(axis=2, keepdims=True), 1) for part in (before, total - before))
    middle = np.maximum((p + q) / 2, 1e-300)
    parts = [(one * np.log2(np.maximum(one, 1e-300) / middle)).sum(axis=2) for one in (p, q)]
    place = np.arange(1, count)
    return _inner((parts[0] + parts[1]) / 2 * place * (count - place) / count)


def _inner(apart: np.ndarray) -> np.ndarray:
    """A split leaves at least so many periods on each side."""
    apart[:, : LEAST_SEGMENT - 1] = 0
    apart[:, apart.shape[1] - LEAST_SEGMENT + 1 :] = 0
    return apart


def _tried(rows: np.ndarray, first: int, last: int, judge: Judge) -> list[Split]:
    part = rows[first:last]
    if len(part) < max(LEAST_PERIODS, 2 * LEAST_SEGMENT) or not (part != part[0]).any():
        return []
    is_series = part.ndim == 1
    at = int(judge((_without_strays(part) if is_series else part)[None])[0].argmax()) + 1
    tried = _ranked(part) if is_series else part
    block = _block(tried if is_series else _along_the_change(part, at), at)
    p_value = _chance(tried, float(judge(tried[None]).max()), block, judge)
    found = [Split(first, first + at, last, p_value)]
    if p_value > LEVEL:
        return found
    sides = ((first, first + at), (first + at, last))
    return [*found, *(one for side in sides for one in _tried(rows, *side, judge))]


def _without_strays(series: np.ndarray) -> np.ndarray:
    """The values, the outermost twentieth on each side drawn in. Ranks say whether there is a change; where it is, values
    say better: between two levels ranks lie furthest apart nearer to the middle."""
    import numpy as np

    return np.clip(series, *np.quantile(series, [0.05, 0.95]))


def _ranked(series: np.ndarray) -> np.ndarray:
    from scipy.stats import rankdata

    return rankdata(series)


def _along_the_change(counts: np.ndarray, at: int) -> np.ndarray:
    """How far each period has gone from the ways before the split to those after it."""
    import numpy as np

    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return shares @ (shares[at:].mean(axis=0) - shares[:at].mean(axis=0))


def _block(series: np.ndarray, at: int) -> int:
    """How many periods stay together: the longer, the more alike neighbours are apart from the change itself."""
    import numpy as np

    count = len(series)
    rest = np.r_[series[:at] - series[:at].mean(), series[at:] - series[at:].mean()]
    alike = float((rest[1:] * rest[:-1]).sum() / max((rest**2).sum(), 1e-12))
    # In short series likeness is found too small: corrected for that, and one standard error on the safe side.
    alike = min(0.9, max(0.0, alike + (1 + 4 * alike) / count) + count**-0.5)
    return int(
        np.clip(np.ceil((2 * alike / (1 - alike**2)) ** (2 / 3) * count ** (1 / 3)), 1, max(1, count // 5))
    )


def _chance(rows: np.ndarray, found: float, block: int, judge: Judge) -> float:
    """The share of re-orderings in which a split does as well."""
    orders = _orders(len(rows), block)
    at_once = max(1, ROOM // rows.size)
    as_good = sum(
        int((judge(rows[orders[place : place + at_once]]).max(axis=1) >= found - 1e-9).sum())
        for place in range(0, RERUNS, at_once)
    )
    return (1 + as_good) / (1 + RERUNS)


@lru_cache(maxsize=64)
def _orders(count: int, block: int) -> np.ndarray:
    """So many places in other orders: neighbours up to `block` stay together, cut at another place each time."""
    import numpy as np

    chance, pieces = np.random.default_rng(0), -(-count // block)

    def reordered() -> np.ndarray:
        turned = np.array_split(np.roll(np.arange(count), int(chance.integers(block))), pieces)
        return np.concatenate([turned[place] for place in chance.permutation(pieces)])

    return np.stack([reordered() for _ in range(RERUNS)])


def natural_limits(values: np.ndarray) -> tuple[float, float, float]:
    """The mean of a stretch without a change and the limits within which its single values stay (XmR chart)."""
    import numpy as np

    known = values[~np.isnan(values)]
    if len(known) < 2:
        return float("nan"), float("nan"), float("nan")
    reach = LIMITS * float(np.abs(np.diff(known)).mean())
    return float(known.mean()), float(known.mean()) - reach, float(known.mean()) + reach
