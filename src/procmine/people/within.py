"""A regression within groups, with intervals that hold where observations of one cluster belong together.

All is done on sums by cluster: what each brings to X'X and to X'y is all that estimates, robust variance and bootstrap need.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEW_CLUSTERS = 10
DRAWS, SEED = 1999, 7
_WEBB = np.sqrt([0.5, 1, 1.5])
WEIGHTS = np.r_[-_WEBB, _WEBB]  # Webb's six points: with few clusters two points give too few samples


@dataclass(frozen=True)
class Fit:
    """Coefficients with their 95 % intervals, p-values, and how the intervals were found."""

    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p_value: np.ndarray
    clusters: int
    method: str


def within(
    columns: np.ndarray, mean_y: np.ndarray, weight: np.ndarray, cell: np.ndarray, cluster: np.ndarray
) -> Fit | None:
    """The least squares of y on `columns` (a column a term) within cells, robust to clusters; None where nothing can be told.

    A row stands for `weight` observations that share cell, cluster and columns; `mean_y` is the mean of theirs. Cells lie
    within clusters, so their means cost no degree of freedom beyond those of the clusters.
    """
    size = np.bincount(cell, weights=weight)
    mean = np.stack([np.bincount(cell, weights=weight * one) / size for one in columns.T], axis=1)
    x = columns - mean[cell]
    used = np.bincount(cluster, weights=weight * np.square(x).sum(axis=1)) > 1e-9
    place = np.cumsum(used) - 1
    mine = used[cluster]
    clusters, terms = int(used.sum()), x.shape[1]
    if clusters < 2:
        return None
    outer = np.zeros((clusters, terms, terms))
    cross = np.zeros((clusters, terms))
    np.add.at(outer, place[cluster[mine]], (weight[mine, None] * x[mine])[:, :, None] * x[mine][:, None, :])
    np.add.at(cross, place[cluster[mine]], (weight * mean_y)[mine, None] * x[mine])
    if np.linalg.matrix_rank(_scaled(outer.sum(axis=0))) < terms:
        return None
    return _fit(outer, cross, float(weight[mine].sum()))


def _scaled(matrix: np.ndarray) -> np.ndarray:
    size = np.sqrt(np.maximum(np.diag(matrix), 1e-300))
    return matrix / np.outer(size, size)


def _fit(outer: np.ndarray, cross: np.ndarray, observations: float) -> Fit:
    from scipy import stats

    clusters, terms = cross.shape
    inverse = np.linalg.inv(outer.sum(axis=0))
    correction = clusters / (clusters - 1) * (observations - 1) / max(observations - terms, 1)
    estimate = inverse @ cross.sum(axis=0)
    error = _errors(estimate[None], cross[None], outer, inverse, correction)[0]
    freedom = clusters - 1
    width = stats.t.ppf(0.975, freedom) * error
    p_value = 2 * stats.t.sf(np.abs(estimate) / np.maximum(error, 1e-300), freedom)
    if clusters >= FEW_CLUSTERS:
        return Fit(estimate, estimate - width, estimate + width, p_value, clusters, "cluster-robust t")
    drawn = np.random.default_rng(SEED).choice(WEIGHTS, size=(DRAWS, clusters))
    wild = _Wild(outer, cross, inverse, correction, estimate, error, drawn)
    sides = np.array([wild.interval(term) for term in range(terms)])
    p_value = np.array([wild.p_value(term, 0.0) for term in range(terms)])
    return Fit(estimate, sides[:, 0], sides[:, 1], p_value, clusters, "wild cluster bootstrap")


def _errors(
    estimate: np.ndarray, cross: np.ndarray, outer: np.ndarray, inverse: np.ndarray, correction: float
) -> np.ndarray:
    """Standard errors, robust to clusters (CR1), for each draw of `cross`."""
    scores = cross - np.einsum("gij,dj->dgi", outer, estimate)
    spread = scores @ inverse
    return np.sqrt(correction * np.square(spread).sum(axis=1))


@dataclass(frozen=True)
class _Wild:
    """The wild cluster bootstrap with the null imposed (Cameron, Gelbach & Miller 2008; MacKinnon & Webb 2018)."""

    outer: np.ndarray
    cross: np.ndarray
    inverse: np.ndarray
    correction: float
    estimate: np.ndarray
    error: np.ndarray
    drawn: np.ndarray

    def p_value(self, term: int, value: float) -> float:
        """How likely chance does as much, where the coefficient of `term` is `value`."""
        total, others = self.outer.sum(axis=0), [one for one in range(len(self.estimate)) if one != term]
        null = np.zeros(len(self.estimate))
        null[term] = value
        if others:
            rest = self.cross.sum(axis=0) - total[:, term] * value
            null[others] = np.linalg.solve(total[np.ix_(others, others)], rest[others])
        fitted = self.outer @ null
        cross = fitted + self.drawn[:, :, None] * (self.cross - fitted)
        estimate = cross.sum(axis=1) @ self.inverse
        error = _errors(estimate, cross, self.outer, self.inverse, self.correction)[:, term]
        statistic = np.abs(estimate[:, term] - value) / np.maximum(error, 1e-300)
        seen = abs(self.estimate[term] - value) / max(self.error[term], 1e-300)
        return float((statistic >= seen).mean())

    def interval(self, term: int) -> tuple[float, float]:
        """The values that the bootstrap does not reject at 5 %."""
        return self._edge(term, -1.0), self._edge(term, 1.0)

    def _edge(self, term: int, side: float) -> float:
        start, step = self.estimate[term], max(self.error[term], 1e-12) * side
        inside, outside = 0.0, 2.0
        while self.p_value(term, start + outside * step) > 0.05:
            inside, outside = outside, outside * 2
            if outside > 4096:  # with very few clusters nothing is ruled out
                return float(side * np.inf)
        for _ in range(20):
            middle = (inside + outside) / 2
            if self.p_value(term, start + middle * step) > 0.05:
                inside = middle
            else:
                outside = middle
        return float(start + inside * step)
