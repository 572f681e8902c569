"""How far two groups of cases lie apart, and whether by more than chance: case bootstrap, effect sizes.

Cases are drawn again by blocks: every thousandth case in the order of arrival makes one, with fewer cases each is one.
What belongs to a case stays together, so pieces of work of one case never count as independent.
Source: Efron & Tibshirani (1993) for the bootstrap; Cliff (1993) for the effect size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from procmine.timing.kaplan_meier import quantile, survival

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

RERUNS = 1000
BLOCKS = 1000
GRID = 400  # durations at which the curves of the re-runs are read
LEAST_CASES = 20  # on either side: below it an interval would promise too much
CERTAIN = 0.95


@dataclass(frozen=True, eq=False)
class Side:
    """The cases of one side: a row a case (case_no, is_closed, hours, entry_hours, …)."""

    cases: pd.DataFrame

    @cached_property
    def block(self) -> np.ndarray:
        return self._blocks[1]

    @cached_property
    def blocks(self) -> np.ndarray:
        """The blocks there are."""
        return self._blocks[0]

    @cached_property
    def _blocks(self) -> tuple[np.ndarray, np.ndarray]:
        import numpy as np

        found, place = np.unique(self.cases.case_no.to_numpy() % BLOCKS, return_inverse=True)
        return found, place

    @cached_property
    def weights(self) -> np.ndarray:
        """How often each block is drawn in each re-run."""
        import numpy as np

        size = len(self.blocks)
        # The same cases are always drawn alike, so that the mirrored question has the mirrored answer.
        drawn = np.random.default_rng(int(self.cases.case_no.sum())).multinomial(
            size, np.full(size, 1 / size), RERUNS
        )
        return drawn.astype(float)

    def known(self, values: pd.Series) -> np.ndarray:
        """The values there are of the cases seen whole."""
        return values[self.cases.is_whole].dropna().to_numpy(dtype=float)

    def mean_runs(self, values: pd.Series) -> np.ndarray:
        """The mean of a figure over the cases seen whole, in each re-run."""
        import numpy as np

        counts = (self.cases.is_whole & values.notna()).to_numpy()
        block, amounts = self.block[counts], values.to_numpy(dtype=float, na_value=np.nan)[counts]
        size = len(self.blocks)
        return _ratio(
            self.weights @ np.bincount(block, amounts, size),
            self.weights @ np.bincount(block, minlength=size),
        )

    def total_runs(self, wide: np.ndarray) -> np.ndarray:
        """Hours a case seen whole, for each column of hours by block, in each re-run."""
        import numpy as np

        whole = np.bincount(self.block, self.cases.is_whole.to_numpy().astype(float), len(self.blocks))
        return _ratio(self.weights @ wide, (self.weights @ whole)[:, None])

    def curve(self, hours: str = "hours") -> pd.DataFrame:
        """The share of cases not finished at each duration (Kaplan–Meier)."""
        closed = self.cases.is_closed.to_numpy().astype(int)
        entry = self.cases[f"entry_{hours}"].to_numpy()
        return survival(self.cases[hours].to_numpy(), closed, 1 - closed, entry)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        return above / below


@dataclass(frozen=True, eq=False)
class Curves:
    """The curves of one side in every re-run, read at the durations of `grid`."""

    grid: np.ndarray
    going: np.ndarray

    @classmethod
    def of(cls, side: Side, hours: str, grid: np.ndarray) -> Curves:
        """Row 0 is the curve of the cases as they are; the others are the re-runs."""
        import numpy as np

        cases, size, last = side.cases, len(side.blocks), len(grid)
        leaves = np.searchsorted(grid, cases[hours].to_numpy(), side="left")
        entry = cases[f"entry_{hours}"].to_numpy()
        enters = np.where(entry > 0, np.searchsorted(grid, entry, side="right"), 0)
        weights = np.vstack([np.ones(size), side.weights])

        def drawn(at: np.ndarray, which: np.ndarray) -> np.ndarray:
            table = np.zeros((size, last + 1))
            np.add.at(table, (side.block[which], at[which]), 1)
            return weights @ table[:, :last]

        at_times = (entry <= 0) | (entry < cases[hours].to_numpy())  # the others were never at risk
        leaving = np.cumsum(drawn(leaves, at_times), axis=1)
        at_risk = np.cumsum(drawn(enters, at_times), axis=1) - np.c_[np.zeros(len(weights)), leaving[:, :-1]]
        ended = drawn(leaves, at_times & cases.is_closed.to_numpy())
        with np.errstate(invalid="ignore", divide="ignore"):
            going = np.cumprod(np.where(at_risk > 0, 1 - ended / at_risk, 1.0), axis=1)
        return cls(grid, going)

    def quantile_runs(self, share: float) -> np.ndarray:
        """The quantile of each run; beyond everything (infinite) where its curve never falls so low."""
        import numpy as np

        reached = self.going <= 1 - share + 1e-12
        return np.where(reached.any(axis=1), self.grid[reached.argmax(axis=1)], np.inf)

    def restricted_mean_runs(self, within: float) -> np.ndarray:
        import numpy as np

        bounds = np.clip(np.r_[0, self.grid, np.inf], 0, within)
        return np.c_[np.ones(len(self.going)), self.going] @ np.diff(bounds)


def grid_of(curves: Sequence[pd.DataFrame]) -> np.ndarray:
    """At most so many durations, those at which both curves are read; the quantiles told are among them."""
    import numpy as np

    ended = np.unique(np.concatenate([curve.hours[curve.ended > 0].to_numpy() for curve in curves] or [[]]))
    if len(ended) > GRID:
        told = [quantile(curve, share) for curve in curves for share in (0.5, 0.85)]
        ended = np.unique(
            np.r_[np.quantile(ended, np.linspace(0, 1, GRID), method="lower"), [q for q in told if q == q]]
        )
    return ended


def interval(runs: np.ndarray, drift: float = 0.0) -> tuple[float, float]:
    """The middle 95 % of the re-runs; an end is unknown where it lies beyond all that was seen."""
    import numpy as np

    known = runs[~np.isnan(runs)]
    if len(known) < CERTAIN * len(runs):
        return float("nan"), float("nan")
    low = float(np.quantile(known, (1 - CERTAIN) / 2, method="lower")) - drift
    high = float(np.quantile(known, (1 + CERTAIN) / 2, method="higher")) - drift
    return (low if np.isfinite(low) else float("nan")), (high if np.isfinite(high) else float("nan"))


def joint_intervals(points: np.ndarray, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Intervals of many figures that hold all together in 95 % of the re-runs, so that one may pick the largest."""
    import numpy as np

    if not len(points):
        return points, points
    spread = runs.std(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(runs - points) / spread
    widest = np.nanmax(np.where(spread > 0, apart, 0.0), axis=1)
    reach = np.quantile(widest, CERTAIN) * spread
    return points - reach, points + reach


def cliffs_delta(these: np.ndarray, others: np.ndarray) -> float:
    """P(this > other) − P(this < other) of two cases drawn at random; of yes and no it is the difference of the shares."""
    import numpy as np

    if not len(these) or not len(others):
        return float("nan")
    ranked = np.sort(others)
    below, upto = np.searchsorted(ranked, these, side="left"), np.searchsorted(ranked, these, side="right")
    return float((below.sum() + upto.sum()) / (len(these) * len(others)) - 1)


def delta_of_curves(this: pd.DataFrame, other: pd.DataFrame) -> float:
    """The same of durations of which some are not over: two that outlast the time for which both sides were seen count as equal."""
    seen = min(float(this.hours.max()), float(other.hours.max())) if len(this) and len(other) else 0.0

    def first_ends_before(one: pd.DataFrame, two: pd.DataFrame) -> float:
        import numpy as np

        mass = -np.diff(np.r_[1.0, one.still_going.to_numpy()]) * (one.hours.to_numpy() <= seen)
        place = np.searchsorted(two.hours.to_numpy(), one.hours.to_numpy(), side="right")
        return float((mass * np.r_[1.0, two.still_going.to_numpy()][place]).sum())

    return first_ends_before(other, this) - first_ends_before(this, other)
