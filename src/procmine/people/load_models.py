"""Work time by load, within resource and activity: the straight line, the bend, and each load on its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from procmine.people.within import within

LEAST_PIECES = 30  # fewer pieces of work say nothing of an effect
MOST_BINS, LEAST_IN_BIN = 8, 0.02  # the last bins take together what is rarer than this share
TERMS = (
    "model",
    "term",
    "coefficient",
    "change",
    "low_change",
    "high_change",
    "p_value",
    "clusters",
    "method",
)
FURTHEST = 100.0  # a logarithm beyond it says only that nothing is ruled out
INSIDE = (0.05, 0.95)  # quantiles of the load between which a turning point lies inside the data


@dataclass(frozen=True)
class Loads:
    load: np.ndarray
    pieces: np.ndarray
    mean: np.ndarray  # of the logarithm of the effort
    cell: np.ndarray
    cluster: np.ndarray
    clock: np.ndarray  # mean of the logarithm of the time on the clock

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Loads:
        pieces = rows.pieces.to_numpy(dtype=float)
        cell = rows.groupby(["activity", "resource"], sort=False).ngroup().to_numpy()
        cluster = rows.groupby("resource", sort=False).ngroup().to_numpy()
        clock = rows.clock_log_sum.to_numpy() / pieces
        return cls(
            rows.load.to_numpy(dtype=float), pieces, rows.log_sum.to_numpy() / pieces, cell, cluster, clock
        )

    @property
    def by_clock(self) -> Loads:
        """The same with the time on the clock in the place of effort."""
        return replace(self, mean=self.clock)

    def fit(self, *columns: np.ndarray) -> Any:
        """The coefficients of the columns within resource and activity; None where there is too little."""
        if self.pieces.sum() < LEAST_PIECES:
            return None
        return within(np.stack(columns, axis=1), self.mean, self.pieces, self.cell, self.cluster)

    def quantile(self, share: float) -> float:
        order = np.argsort(self.load, kind="stable")
        so_far = np.cumsum(self.pieces[order])
        return float(self.load[order][np.searchsorted(so_far, share * so_far[-1])])


def terms(data: Loads) -> pd.DataFrame:
    rows: list[tuple] = []
    for model, of, names, columns in (
        ("linear", data, ["load"], [data.load]),
        ("quadratic", data, ["load", "load squared"], [data.load, data.load**2]),
        ("clock", data.by_clock, ["load"], [data.load]),
    ):
        fit = of.fit(*columns)
        if fit is None:
            continue
        for place, term in enumerate(names):
            found = [
                np.expm1(np.minimum(one[place], FURTHEST)) if np.isfinite(one[place]) else np.nan
                for one in (fit.estimate, fit.low, fit.high)
            ]
            row = (model, term, fit.estimate[place], *found, fit.p_value[place], fit.clusters, fit.method)
            rows.append(row)
    return pd.DataFrame(rows, columns=list(TERMS))


def turning_point(data: Loads) -> pd.DataFrame:
    """Where the parabola turns, and the slopes of two lines that meet there."""
    columns = ["turns_at", "slope_before", "before_p_value", "slope_after", "after_p_value", "is_turn"]
    fit = data.fit(data.load, data.load**2)
    if fit is None or fit.estimate[1] == 0:
        return pd.DataFrame(columns=columns)
    at = -fit.estimate[0] / (2 * fit.estimate[1])
    lines = data.fit(
        np.minimum(data.load - at, 0), np.maximum(data.load - at, 0), (data.load > at).astype(float)
    )
    if lines is None:  # all loads lie on one side of it
        return pd.DataFrame([(at, np.nan, np.nan, np.nan, np.nan, False)], columns=columns)
    before, after = lines.estimate[:2]
    is_turn = (
        not fit.low[1] <= 0 <= fit.high[1]
        and data.quantile(INSIDE[0]) < at < data.quantile(INSIDE[1])
        and before * after < 0
        and bool((lines.p_value[:2] < 0.05).all())
    )
    told = (
        at,
        np.expm1(min(before, FURTHEST)),
        lines.p_value[0],
        np.expm1(min(after, FURTHEST)),
        lines.p_value[1],
        is_turn,
    )
    return pd.DataFrame([told], columns=columns)


def by_load(data: Loads) -> pd.DataFrame:
    """The work time at each load relative to the least load."""
    levels, place = np.unique(data.load, return_inverse=True)
    pieces = np.bincount(place, weights=data.pieces)
    least = max(
        1.0, LEAST_IN_BIN * pieces.sum(), pieces.sum() / (4 * MOST_BINS) if len(levels) > MOST_BINS else 0
    )
    bin_of, filled = np.zeros(len(levels), dtype=int), 0.0
    for level in range(1, len(levels)):
        filled += pieces[level - 1]
        is_next = filled >= least and pieces[level:].sum() >= least and bin_of[level - 1] + 1 < MOST_BINS
        bin_of[level] = bin_of[level - 1] + is_next
        filled = 0.0 if is_next else filled
    mine = bin_of[place]
    rows: list[list] = [
        [levels[bin_of == one].min(), levels[bin_of == one].max(), int(pieces[bin_of == one].sum())]
        for one in range(bin_of[-1] + 1)
    ]
    fit = data.fit(*[(mine == one).astype(float) for one in range(1, len(rows))]) if len(rows) > 1 else None
    told = np.full((len(rows), 3), np.nan)
    told[0, 0] = 1.0
    if fit is not None:
        told[1:] = np.stack([fit.estimate, fit.low, fit.high], axis=1)
        told[1:] = np.exp(np.where(np.abs(told[1:]) < FURTHEST, told[1:], np.nan))
    frame = pd.DataFrame(rows, columns=["load", "load_to", "pieces"])
    return frame.assign(relative_work_time=told[:, 0], low=told[:, 1], high=told[:, 2])
