"""How much longer work lies where it changes hands: by activity pair, with an interval over cases.

Pairs of activities that have both kinds of wait often enough are compared each with itself, so that slow activities
that happen to change hands do not count as a delay of the hands; their differences of medians are weighed by
handovers. Whole cases are drawn again (bootstrap), so that pieces of one case never count as independent.
Source: Efron & Tibshirani (1993).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

LEAST_EACH = 5  # waits of either kind, or a pair of activities is not compared
LEAST_CASES = 20  # fewer promise an interval they cannot keep
RERUNS = 400
MOST_BLOCKS = 500  # cases are drawn again in so many blocks at most


class Penalty(NamedTuple):
    """The mean difference of medians over the pairs of activities that have both; unknown where none has."""

    penalty_hours: float
    low_hours: float
    high_hours: float
    activity_pairs: int
    handovers: int
    cases_redrawn: int

    @property
    def is_beyond_chance(self) -> bool:
        return self.low_hours > 0 or self.high_hours < 0


def penalty(delay: pd.DataFrame, waits: pd.DataFrame) -> Penalty:
    """Of the table `delay` (a row a pair of activities), with an interval from single `waits` of some of the cases."""
    both = delay[(delay.handovers >= LEAST_EACH) & (delay.kept >= LEAST_EACH)]
    unknown = float("nan")
    if both.empty:
        return Penalty(unknown, unknown, unknown, 0, 0, 0)
    total = int(both.handovers.sum())
    mean = float((both.difference_hours * both.handovers).sum() / total)
    cases = waits.case_no.nunique()
    low, high = _interval(waits) if cases >= LEAST_CASES else (unknown, unknown)
    return Penalty(mean, low, high, len(both), total, cases)


def _interval(waits: pd.DataFrame) -> tuple[float, float]:
    """The middle 95 % of the penalty over re-runs."""
    import numpy as np

    case = np.unique(waits.case_no.to_numpy(), return_inverse=True)[1]
    block = case % MOST_BLOCKS
    size = int(block.max()) + 1
    drawn = np.random.default_rng(len(waits)).multinomial(size, np.full(size, 1 / size), RERUNS)
    above, below = np.zeros(RERUNS), np.zeros(RERUNS)
    for rows in waits.groupby(["from_activity_no", "to_activity_no"], sort=False).indices.values():
        is_across = waits.is_across.to_numpy()[rows]
        hours = waits.wait_hours.to_numpy()[rows]
        across, times = _medians(hours[is_across], drawn[:, block[rows[is_across]]])
        within, kept = _medians(hours[~is_across], drawn[:, block[rows[~is_across]]])
        weight = np.where((times > 0) & (kept > 0), times, 0)
        above += weight * np.nan_to_num(across - within)
        below += weight
    seen = (above / np.maximum(below, 1))[below > 0]
    if not len(seen):
        return float("nan"), float("nan")
    low, high = np.quantile(seen, [0.025, 0.975])
    return float(low), float(high)


def _medians(hours: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In each re-run the median of `hours`, each counted as often as `times` says, and how many they are."""
    import numpy as np

    if not len(hours):
        return np.full(len(times), np.nan), np.zeros(len(times))
    order = np.argsort(hours, kind="stable")
    upto = np.cumsum(times[:, order], axis=1)
    total = upto[:, -1]
    lower, upper = (
        hours[order][np.minimum((upto <= place[:, None]).sum(axis=1), len(hours) - 1)]
        for place in (np.maximum(total - 1, 0) // 2, total // 2)
    )
    return np.where(total > 0, (lower + upper) / 2, np.nan), total
