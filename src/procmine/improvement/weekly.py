"""Figures of cases as a series of weeks around a change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from procmine.improvement.interrupted import Design, Step

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, eq=False)
class Weekly:
    """The mean of each week and what it weighs (the cases it rests on; 0 where it is not counted); from `at` on after the change."""

    values: np.ndarray
    weights: np.ndarray
    at: int

    @classmethod
    def of(
        cls,
        counts: np.ndarray,
        amount: np.ndarray,
        week: np.ndarray,
        is_counted: np.ndarray,
        span: tuple[int, int],
    ) -> Weekly:
        """Of cases with what they count, what they took times that, and the week in which they came; `span` is the first and last week."""
        import numpy as np

        place, size = week - span[0], span[1] - span[0] + 1
        whole = np.bincount(place, counts, size)
        means = np.divide(
            np.bincount(place, amount, size), whole, out=np.full(size, np.nan), where=whole > 1e-9
        )
        weights = np.bincount(place[is_counted], counts[is_counted], size)
        return cls(means, np.where(np.isfinite(means), weights, 0.0), -span[0])

    def less(self, control: Weekly) -> Weekly:
        """How far the weeks lie above those of others; both have to count, and the less sure one decides what that weighs."""
        import numpy as np

        both = self.weights + control.weights
        weights = np.divide(self.weights * control.weights, both, out=np.zeros(len(both)), where=both > 0)
        return Weekly(self.values - control.values, weights, self.at)

    def dropping(self, places: np.ndarray) -> Weekly:
        """The same, with these weeks not counted."""
        weights = self.weights.copy()
        weights[places] = 0.0
        return replace(self, weights=weights)

    def step(self, *, has_trend: bool) -> Step:
        return Step.of(self.values, Design(self.weights, self.at, has_trend))

    def mean(self, *, is_after: bool) -> float:
        """Of the weeks that count on one side of the change."""
        import numpy as np

        side = slice(self.at, None) if is_after else slice(0, self.at)
        weights, values = self.weights[side], self.values[side]
        counted = weights > 0
        return float(np.average(values[counted], weights=weights[counted])) if counted.any() else float("nan")

    @property
    def cases(self) -> tuple[int, int]:
        """The cases that the figures before and after the change rest on."""
        return round(float(self.weights[: self.at].sum())), round(float(self.weights[self.at :].sum()))
