"""What falls by itself after it was picked for being high: regression to the mean, and how it is kept out of an effect.

A change is often made where, or when, things look worst, and part of what looks worst is chance, which does not come back.
Where: of units picked among others by their figures (teams, suppliers) the others tell how far units really lie apart, and so how
much of what the picked ones lie above the mean belongs to them; the rest is taken off their level before the change. What
empirical Bayes tells of a unit holds however it was picked. When: where the last weeks before the change are the worst of all, they
are not counted. Sources: Efron & Morris (1975); Dawid (1994) for why being picked does not matter; DerSimonian & Laird (1986).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from procmine.filters import Clause, Filters
from procmine.improvement.interrupted import LEAST_BEFORE

if TYPE_CHECKING:
    import numpy as np

    from procmine.log import EventLog

RUN_UP = 4  # weeks before the change
LEAST_UNITS = 5  # of which some must not be picked: fewer tell nothing of how far units lie apart
RERUNS = 400
SEED = 3
OF_CASES = ("case_id", "case", "activity", "resource")


class Regression(NamedTuple):
    """By how much the level of picked units is too high by chance, how sure that is, and from how many units it is known."""

    by: float
    error: float
    units: int


def picking(log: EventLog) -> list[Clause]:
    """The clauses of the view that pick some values of an attribute."""
    return [
        clause
        for clause in log.filters
        if clause.names and clause.names[0] not in OF_CASES and clause.option in ("=", "in") and clause.kind in ("compare", "in")
    ]  # fmt: skip


def without(log: EventLog, clause: Clause) -> EventLog:
    """The view with all values of the attribute."""
    return replace(log, filters=Filters(tuple(one for one in log.filters if one != clause)))


def regression(
    units: np.ndarray, counts: np.ndarray, amount: np.ndarray, is_picked: np.ndarray
) -> Regression | None:
    """What of the level before the change is chance, from the cases of all units then; None where too few units tell.

    `units` are codes of the cases from 0 on, `is_picked` says it of units.
    """
    import numpy as np

    size = len(is_picked)
    n = np.bincount(units, counts, size)
    total = np.bincount(units, amount, size)
    is_known = n > 0
    if is_known.sum() < LEAST_UNITS or not (is_known & is_picked).any() or (is_picked | ~is_known).all():
        return None
    mean = np.divide(total, n, out=np.zeros(size), where=is_known)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(counts > 0, amount / counts, 0.0)
    inside = np.bincount(units, counts * (values - mean[units]) ** 2, size)
    picked = is_known & is_picked
    drawn = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), RERUNS)
    reruns = [_by_chance(n, mean, inside, picked, times) for times in drawn]
    return Regression(
        _by_chance(n, mean, inside, picked, np.ones(size)), float(np.std(reruns)), int(is_known.sum())
    )


def _by_chance(
    n: np.ndarray, mean: np.ndarray, inside: np.ndarray, picked: np.ndarray, times: np.ndarray
) -> float:
    """How far the picked units lie above the mean by chance, judged by the units taken so many `times` each."""
    import numpy as np

    weight = n * times
    cases, units = weight.sum(), times[n > 0].sum()
    variance = (inside * times).sum() / max(cases - units, 1.0)
    centre = (weight * mean).sum() / max(cases, 1e-300)
    apart = (weight * (mean - centre) ** 2).sum()
    between = max(
        0.0, (apart - (units - 1) * variance) / max(cases - (n * weight).sum() / max(cases, 1e-300), 1e-300)
    )
    known = n > 0
    spread = np.divide(variance, n, out=np.zeros(len(n)), where=known)
    sure = np.divide(1.0, between + spread, out=np.zeros(len(n)), where=known & (between + spread > 0))
    if (sure * times).sum() > 0:
        centre = (sure * times * mean).sum() / (sure * times).sum()
    chance = spread * sure  # the part of how far a unit lies off that is not its own
    return float((n * chance * (mean - centre))[picked].sum() / n[picked].sum())


def run_up(values: np.ndarray, weights: np.ndarray, at: int) -> np.ndarray:
    """The places of the last weeks before the change, where these are the worst of all; none where they are not."""
    import numpy as np

    places = np.flatnonzero(weights[:at] > 0)
    nothing = places[:0]
    if len(places) < LEAST_BEFORE + RUN_UP:
        return nothing
    ones = np.ones(RUN_UP)
    held = np.convolve(weights[places], ones, "valid")
    means = np.convolve(weights[places] * values[places], ones, "valid") / held
    return places[-RUN_UP:] if means[-1] >= means.max() else nothing
