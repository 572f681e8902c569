"""Has a series changed for good, or does it only go up and down? Change points and control limits.

A split of a series is judged by its CUSUM: how far the means before and after it lie apart, beside how much the series
goes up and down on either side. Neighbouring periods are alike, and so every slow wave would look like a change: the
measure of going up and down is the long-run one of a series that remembers (AR(1)), and what chance can do is read from
2,000 such series without a change that are judged in the same way. The outermost twentieth of the values on each side is
drawn in, so that a stray period is no change. For the ways work takes, blocks of periods are put in another order.
Sources: Page (1954) for the CUSUM; Perron (2006) for changes beside autocorrelation; Carlstein (1986) for blocks;
Wheeler & Chambers (1992) for the limits of individual values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Tried = Callable[
        [np.ndarray], tuple[int, float]
    ]  # where a stretch is split best, and how likely chance does as well

LEAST_PERIODS = 12
LEAST_SEGMENT = 4
RERUNS = 2000
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


def splits(series: np.ndarray) -> list[Split]:
    """Every split that was tried: the whole series, then each side of a split that chance does not explain (p ≤ 0.05)."""
    return _tried(series, 0, len(series), _split_of_a_series)


def flow_splits(counts: np.ndarray) -> list[Split]:
    """The same of a table of counts (rows: periods, columns: ways): what parts is the distribution over the ways."""
    return _tried(counts, 0, len(counts), _split_of_the_flow)


def _tried(rows: np.ndarray, first: int, last: int, split: Tried) -> list[Split]:
    part = rows[first:last]
    if len(part) < max(LEAST_PERIODS, 2 * LEAST_SEGMENT) or not (part != part[0]).any():
        return []
    at, p_value = split(part)
    found = [Split(first, first + at, last, p_value)]
    if p_value > LEVEL:
        return found
    sides = ((first, first + at), (first + at, last))
    return [*found, *(one for side in sides for one in _tried(rows, *side, split))]


def _split_of_a_series(series: np.ndarray) -> tuple[int, float]:
    import numpy as np

    at, apart, alike = judged(series[None])
    chance = _chance_of(len(series), round(20 * float(alike[0])))
    as_good = len(chance) - int(np.searchsorted(chance, apart[0] * (1 - 1e-9)))
    return int(at[0]), (1 + as_good) / (1 + len(chance))


def judged(series: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each series (a row) its best split, how far the two sides lie apart in long-run deviations, and how alike neighbours are."""
    import numpy as np

    count = series.shape[1]
    low, high = np.quantile(series, [0.05, 0.95], axis=1)[:, :, None]
    series = np.clip(series, low, high)
    apart = cusum(series)
    at = apart.argmax(axis=1) + 1
    is_before = np.arange(count) < at[:, None]
    before = (series * is_before).sum(axis=1) / at
    after = (series * ~is_before).sum(axis=1) / (count - at)
    rest = series - np.where(is_before, before[:, None], after[:, None])
    power = (rest**2).sum(axis=1)
    alike = (rest[:, 1:] * rest[:, :-1]).sum(axis=1) / np.maximum(power, 1e-300)
    # In short series likeness is found too small: corrected for that, and half a standard error on the safe side.
    alike = np.clip(alike + (1 + 4 * alike) / count + 0.5 / np.sqrt(count), 0, 0.95)
    long_run = np.sqrt(power / (count - 2) * (1 + alike) / (1 - alike))
    scale = np.abs(series).max(axis=1) * 1e-12  # a step without any noise is sure
    return at, apart.max(axis=1) / np.maximum(long_run, np.maximum(scale, 1e-300)), alike


def cusum(series: np.ndarray) -> np.ndarray:
    """For each place of a split how far the means before and after it lie apart, weighed by the lengths; a row a series."""
    import numpy as np

    count = series.shape[1]
    before = np.arange(1, count)
    sums = np.cumsum(series - series.mean(axis=1, keepdims=True), axis=1)[:, :-1]
    return _inner(np.abs(sums) / np.sqrt(before * (count - before) / count))


@lru_cache(maxsize=256)
def _chance_of(count: int, alike: int) -> np.ndarray:
    """How far apart the sides of the best split lie in series without a change, in order; `alike` is in twentieths."""
    import numpy as np

    noise = np.random.default_rng(0).normal(size=(RERUNS, count + 50))
    for place in range(1, count + 50):
        noise[:, place] += alike / 20 * noise[:, place - 1]
    return np.sort(judged(noise[:, 50:])[1])


def _split_of_the_flow(counts: np.ndarray) -> tuple[int, float]:
    import numpy as np

    apart = divergence(counts[None])[0]
    at = int(apart.argmax()) + 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    # How far each period has gone from the ways before the split to those after it tells how much the flow remembers.
    gone = shares @ (shares[at:].mean(axis=0) - shares[:at].mean(axis=0))
    orders = _orders(len(counts), _block(len(counts), float(judged(gone[None])[2][0])))
    at_once = max(1, ROOM // counts.size)
    as_good = tried = 0
    for place in range(0, len(orders), at_once):
        tried = min(place + at_once, len(orders))
        as_good += int((divergence(counts[orders[place:tried]]).max(axis=1) >= apart.max() - 1e-9).sum())
        if as_good > 2 * LEVEL * len(orders):
            break  # it is chance, whatever the other orders say
    return at, (1 + as_good) / (1 + tried)


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


def _block(count: int, alike: float) -> int:
    """How many periods stay together: the longer, the more alike neighbours are; at least eight blocks are left."""
    import numpy as np

    long = (2 * alike / (1 - alike**2)) ** (2 / 3) * count ** (1 / 3)
    return int(np.clip(np.ceil(long), 1, max(1, count // 8)))


@lru_cache(maxsize=64)
def _orders(count: int, block: int) -> np.ndarray:
    """The places in so many other orders: neighbours up to `block` stay together, cut at another place each time."""
    import numpy as np

    chance, pieces = np.random.default_rng(0), -(-count // block)

    def reordered() -> np.ndarray:
        turned = np.array_split(np.roll(np.arange(count), int(chance.integers(block))), pieces)
        return np.concatenate([turned[place] for place in chance.permutation(pieces)])

    return np.stack([reordered() for _ in range(RERUNS // 2)])


def natural_limits(values: np.ndarray) -> tuple[float, float, float]:
    """The mean of a stretch without a change and the limits within which its single values stay (XmR chart)."""
    import numpy as np

    known = values[~np.isnan(values)]
    if len(known) < 2:
        return float("nan"), float("nan"), float("nan")
    reach = LIMITS * float(np.abs(np.diff(known)).mean())
    return float(known.mean()), float(known.mean()) - reach, float(known.mean()) + reach
