"""How far a group of cases lies from the others, told from counts, sums and sums of squares: tests, intervals, adjustment.

Sources: Welch (1947) for means of unequal spread; Pearson's χ² and, where a count below 5 is expected, Fisher's exact test
for shares; Holm (1979); Mantel & Haenszel (1959) for the weights of strata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

NOTHING = 1e-12
FEW = 5  # expected in a cell of a table: below it χ² is not exact enough


class Sums(NamedTuple):
    """What is known of a group, or of many groups at once: how many, their sum, the sum of their squares."""

    n: Any
    total: Any
    squares: Any

    @classmethod
    def of(cls, codes: np.ndarray, values: np.ndarray, size: int) -> Sums:
        """Of the values by code."""
        import numpy as np

        at = codes.astype(np.intp, copy=False)
        count = np.bincount(at, minlength=size).astype(float)
        return cls(count, np.bincount(at, values, size), np.bincount(at, values * values, size))

    @classmethod
    def alone(cls, values: np.ndarray) -> Sums:
        """Of one group."""
        import numpy as np

        return cls(np.float64(len(values)), np.float64(values.sum()), np.float64((values**2).sum()))

    def less(self, other: Sums) -> Sums:
        return Sums(self.n - other.n, self.total - other.total, self.squares - other.squares)

    def joined(self, rows: np.ndarray) -> Sums:
        """Of unions of the groups: a row of 0 and 1 for each union."""
        return Sums(rows @ self.n, rows @ self.total, rows @ self.squares)

    @property
    def mean(self) -> np.ndarray:
        import numpy as np

        return np.divide(self.total, self.n, out=np.full_like(np.asarray(self.n, dtype=float), np.nan), where=np.asarray(self.n) > 0)  # fmt: skip

    @property
    def spread(self) -> np.ndarray:
        """The variance of a mean."""
        import numpy as np

        n = np.asarray(self.n, dtype=float)
        with np.errstate(invalid="ignore", divide="ignore"):
            around = self.squares - self.total**2 / n
            around = np.where(
                around > NOTHING * self.squares, around, 0.0
            )  # what is left of adding up is no spread
            variance = around / (n - 1)
            return np.where(n > 1, variance / n, np.nan)


def welch(these: Sums, others: Sums) -> np.ndarray:
    """The chance of means as far apart as these, or further, where the groups do not differ."""
    import numpy as np
    from scipy.stats import t

    a, b = these.spread, others.spread
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = (these.mean - others.mean) / np.sqrt(a + b)
        freedom = (a + b) ** 2 / (a**2 / (these.n - 1) + b**2 / (others.n - 1))
    found = 2 * t.sf(np.abs(apart), freedom)
    # Without any spread a difference is sure, and none is none.
    still = (a + b) == 0
    return np.where(
        still, np.where(np.isclose(these.mean, others.mean), 1.0, 0.0), np.nan_to_num(found, nan=1.0)
    )


def of_shares(these: Sums, others: Sums) -> np.ndarray:
    """The same of shares: Pearson's χ², or Fisher's exact test where few are expected."""
    import numpy as np
    from scipy.stats import chi2, fisher_exact

    a, c = np.atleast_1d(these.total).astype(float), np.atleast_1d(others.total).astype(float)
    b, d = np.atleast_1d(these.n) - a, np.atleast_1d(others.n) - c
    n = a + b + c + d
    with np.errstate(invalid="ignore", divide="ignore"):
        size = n * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
        least = np.minimum(a + b, c + d) * np.minimum(a + c, b + d) / n
    found = np.nan_to_num(chi2.sf(size, 1), nan=1.0)
    for place in np.flatnonzero(least < FEW):
        table = np.rint([[a[place], b[place]], [c[place], d[place]]]).astype(int)
        found[place] = fisher_exact(table).pvalue
    return found.reshape(np.shape(these.n))


def test_of(is_share: bool):
    return of_shares if is_share else welch


def standard_error(
    values: np.ndarray, inside: np.ndarray, day: np.ndarray, is_share: bool = False
) -> tuple[float, float]:
    """Of the difference of two means, and its degrees of freedom: cases that begin on one day may share its luck.

    The larger of Welch's and of one that takes the cases of a day together. A share of which no case is seen is not sure
    to be 0: of shares a case more of each kind is thought on either side (Agresti & Caffo 2000).
    """
    import numpy as np

    one, other = values[inside], values[~inside]
    a, b = (
        _spread_of_a_share(part) if is_share else float(part.var(ddof=1)) / len(part) for part in (one, other)
    )
    plain = a + b
    freedom = plain**2 / (a**2 / (len(one) - 1) + b**2 / (len(other) - 1)) if plain else len(values) - 2
    off = np.where(inside, (values - one.mean()) / len(one), -(values - other.mean()) / len(other))
    at = day - day.min()
    days = int((np.bincount(at) > 0).sum())
    together = float((np.bincount(at, off) ** 2).sum()) * days / max(days - 1, 1)
    if together <= plain:
        return plain**0.5, float(freedom)
    return together**0.5, float(min(freedom, max(days - 1, 1)))


def _spread_of_a_share(values: np.ndarray) -> float:
    held = (float(values.sum()) + 1) / (len(values) + 2)
    return held * (1 - held) / (len(values) + 2)


def holm_levels(p_values: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Which of many hold at once, and the level at which each is judged: its interval at that level leaves out 0 where it holds."""
    import numpy as np

    order, held = np.argsort(p_values, kind="stable"), np.zeros(len(p_values), bool)
    levels, left = np.full(len(p_values), level / max(len(p_values), 1)), len(p_values)
    for place, at in enumerate(order):
        levels[order[place:]] = level / left
        if p_values[at] > level / left:
            break
        held[at], left = True, left - 1
    return held, levels


def over_strata(these: Sums, others: Sums) -> tuple[float, float, float]:
    """The difference within strata, weighed by n₁n₂/n; its standard error; the share of the cases inside that it rests on.

    >>> import numpy as np
    >>> easy_hard = Sums(np.array([90., 10.]), np.array([90., 100.]), np.zeros(2)), Sums(np.array([10., 90.]), np.array([8., 810.]), np.zeros(2))
    >>> round(over_strata(*easy_hard)[0], 6)
    0.6
    """
    import numpy as np

    weight = these.n * others.n / np.maximum(these.n + others.n, 1)
    if not weight.sum():
        return float("nan"), float("nan"), 0.0
    met = weight > 0
    apart = (these.mean[met] - others.mean[met]) * weight[met]
    spread = np.nan_to_num(these.spread[met]) + np.nan_to_num(others.spread[met])
    error = float(np.sqrt((spread * weight[met] ** 2).sum())) / float(weight.sum())
    return float(apart.sum() / weight.sum()), error, float(these.n[met].sum() / these.n.sum())
