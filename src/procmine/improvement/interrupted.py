"""Has a weekly series stepped at a known week, beside its own trend and what it remembers? Interrupted time series.

y = level + trend · week + step · (after the change), fitted by least squares weighed by the cases of each week. Errors are those
of Newey and West (1987), which allow for weeks that are alike and unequally sure. In short series they are too small, and so
how far chance may take the step, in such errors, is read from 2,000 series without a change that have the same weeks and
remember as much (AR(1)) and are judged in the same way; so is the power to see a change of a given size.
Sources: Wagner et al. (2002) for the model; Newey & West (1987); Kiefer & Vogelsang (2005) for why a normal quantile is too small.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

RERUNS = 2000
ROUGH = 500  # of them where it is asked about how long it takes
SEED = 5
CERTAIN = 0.95
LEAST_BEFORE, LEAST_AFTER = 8, 4  # weeks with cases: with fewer nothing is told
MOST_WEEKS = 520  # ten years: so far ahead it is asked how many more cases it takes
RUN_IN = 50  # periods after which an autoregressive series has forgotten how it began
MOST_ALIKE = 0.95


class Chance(NamedTuple):
    """What series without a change give: steps, their errors, and what is left of them (the mean weighed sum of squares)."""

    steps: np.ndarray
    errors: np.ndarray
    rest: float


@dataclass(frozen=True, eq=False)
class Design:
    """Weeks in a row with what each weighs (0: not counted); from the place `at` on they lie after the change."""

    weights: np.ndarray
    at: int
    has_trend: bool = True

    @cached_property
    def columns(self) -> np.ndarray:
        import numpy as np

        week = np.arange(len(self.weights), dtype=float)
        after = (week >= self.at).astype(float)
        level = np.ones(len(week))
        return (
            np.c_[after, level, (week - self.at) / max(len(week), 1)]
            if self.has_trend
            else np.c_[after, level]
        )

    @cached_property
    def solved(self) -> np.ndarray:
        """Least squares as a matrix: what each week counts for the step, the level and the trend."""
        import numpy as np

        weighed = self.columns.T * self.weights
        return np.linalg.pinv(weighed @ self.columns) @ weighed

    @property
    def weeks(self) -> tuple[int, int]:
        """The weeks that count, before and after the change."""
        counted = self.weights > 0
        return int(counted[: self.at].sum()), int(counted[self.at :].sum())

    @property
    def is_enough(self) -> bool:
        before, after = self.weeks
        return before >= LEAST_BEFORE and after >= LEAST_AFTER

    def judged(self, series: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of each series (a row): its step, the error of that, and what the fit leaves of each week."""
        import numpy as np

        # Tall and thin: sums written out are faster than a matrix product that spreads over all cores.
        found = np.einsum("st,kt->ks", series, self.solved)
        left = series - np.einsum("ks,tk->st", found, self.columns)
        return found[0], self._errors(left), left

    def _errors(self, left: np.ndarray) -> np.ndarray:
        """Newey–West, with weeks as far apart as 4 (n / 100)^(2/9) taken to be alike."""
        import numpy as np

        counted = sum(self.weeks)
        score = left * self.solved[0]
        reach = int(4 * (counted / 100) ** (2 / 9))
        power = (score**2).sum(axis=1)
        for apart in range(1, reach + 1):
            together = (score[:, apart:] * score[:, :-apart]).sum(axis=1)
            power = power + 2 * (1 - apart / (reach + 1)) * together
        small = counted / max(counted - self.columns.shape[1], 1)
        return np.sqrt(np.maximum(power, 0) * small)

    def chance(self, alike: float, reruns: int = RERUNS) -> Chance:
        """What chance does: series that remember so much, and do not change."""
        steps, errors, left = self.judged(_remembering(reruns, len(self.weights), round(alike, 2)))
        return Chance(steps, errors, float((left**2 * self.weights).sum(axis=1).mean()))

    def longer(self, weeks: int) -> Design:
        """The same with so many weeks after the change, each with as many cases as those there are."""
        import numpy as np

        before, after = self.weights[: self.at], self.weights[self.at :]
        usual = float(after[after > 0].mean()) if (after > 0).any() else float(before[before > 0].mean())
        return replace(self, weights=np.r_[before, np.full(weeks, usual)])


@dataclass(frozen=True, eq=False)
class Step:
    """The step of one series with its 95 % interval; `alike` is how much its weeks remember."""

    design: Design
    effect: float
    error: float
    alike: float
    left: np.ndarray
    fitted: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, design: Design) -> Step:
        """The step of the weekly `values`; weeks that do not count may hold anything."""
        import numpy as np

        known = np.where(design.weights > 0, values, 0.0)
        steps, errors, left = design.judged(known[None])
        fitted = design.columns @ (design.solved @ known)
        return cls(design, float(steps[0]), float(errors[0]), _alike(left[0], design), left[0], fitted)

    @cached_property
    def chance(self) -> Chance:
        return self.design.chance(self.alike)

    @cached_property
    def reach(self) -> float:
        """So many errors a step may be off by chance alone, in 95 of 100 series."""
        return _reach(self.chance)

    @property
    def interval(self) -> tuple[float, float]:
        return self.effect - self.reach * self.error, self.effect + self.reach * self.error

    @property
    def p_value(self) -> float:
        """How often chance alone takes a step as far, in its own errors."""
        import numpy as np

        far = np.abs(self.chance.steps) / np.maximum(self.chance.errors, 1e-300)
        own = abs(self.effect) / max(self.error, 1e-300)
        return float((1 + (far >= own * (1 - 1e-9)).sum()) / (1 + len(far)))

    @property
    def counterfactual(self) -> np.ndarray:
        """The fit without the step: what the weeks would have been without the change."""
        return self.fitted - self.effect * self.design.columns[:, 0]

    def moved(self, by: float, error: float) -> Step:
        """The same with `by` taken off the level before the change, which is itself sure to an `error`."""
        return replace(self, effect=self.effect + by, error=(self.error**2 + error**2) ** 0.5)

    def power(self, size: float, weeks: int | None = None) -> float:
        """How likely a true change of this size is seen, with the weeks there are or with so many after the change."""
        import numpy as np

        chance = self.chance if weeks is None else self.design.longer(weeks).chance(self.alike, ROUGH)
        scale = self._scale
        if scale <= 0:
            return 1.0
        far = np.abs(chance.steps + size / scale) / np.maximum(chance.errors, 1e-300)
        return float((far >= _reach(chance)).mean())

    def smallest(self, power: float) -> float:
        """The smallest change that is seen with this probability."""
        low, high = 0.0, (self.reach + 3) * self.error
        if high <= 0:
            return 0.0
        while self.power(high) < power:
            low, high = high, 2 * high
        while high - low > 0.005 * high:
            middle = (low + high) / 2
            low, high = (low, middle) if self.power(middle) >= power else (middle, high)
        return high

    @cached_property
    def _scale(self) -> float:
        """How much larger the series goes up and down than those that tell what chance can do."""
        rest = float((self.left**2 * self.design.weights).sum())
        return (rest / self.chance.rest) ** 0.5 if self.chance.rest > 0 else 0.0

    def weeks_for(self, size: float, power: float) -> int | None:
        """About how many weeks after the change it takes in all to see a change of this size; None where ten years do not do."""
        low = high = max(self.design.weeks[1], LEAST_AFTER)
        while self.power(size, high) < power:
            if high >= MOST_WEEKS:
                return None
            low, high = high, min(2 * high, MOST_WEEKS)
        while high - low > max(1, high // 25):
            middle = (low + high) // 2
            low, high = (low, middle) if self.power(size, middle) >= power else (middle, high)
        return high


@lru_cache(maxsize=8)
def _remembering(reruns: int, weeks: int, alike: float) -> np.ndarray:
    """Series without a change, a row each, of which each week keeps so much of the last."""
    made = _noise(reruns, weeks).copy()
    for place in range(1, len(made)):
        made[place] += alike * made[place - 1]
    return made[RUN_IN:].T


@lru_cache(maxsize=4)
def _noise(reruns: int, weeks: int) -> np.ndarray:
    """Chance for so many series, a column each."""
    import numpy as np

    return np.random.default_rng(SEED).normal(size=(weeks + RUN_IN, reruns))


def _reach(chance: Chance) -> float:
    import numpy as np

    return float(np.quantile(np.abs(chance.steps) / np.maximum(chance.errors, 1e-300), CERTAIN))


def _alike(left: np.ndarray, design: Design) -> float:
    """How alike neighbouring weeks are; in short series that is found too small, so half a standard error is on the safe side."""
    import numpy as np

    is_counted, count, terms = design.weights > 0, sum(design.weeks), design.columns.shape[1]
    pairs = is_counted[1:] & is_counted[:-1]
    power = (left[is_counted] ** 2).mean() if count else 0.0
    if not pairs.any() or power <= 0:
        return 0.0
    found = float((left[1:] * left[:-1])[pairs].mean() / power)
    found += (terms + (terms + 2) * found) / count + 0.5 / count**0.5
    return float(np.clip(found, 0, MOST_ALIKE))
