"""Groups of rows that are alike: average linkage over Hellinger distances, as many groups as the silhouette favours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

MOST_GROUPS = 20
LEAST_SILHOUETTE = 0.25  # in the mean: below it groups are no structure (Kaufman and Rousseeuw 1990)
STRANGERS = 0.9  # a distance beyond which two do hardly anything alike
DRAWS, FEWER_DRAWS, MANY = (
    99,
    19,
    150,
)  # logs without roles, drawn to see what chance does; fewer of them for many rows
CHANCE = 0.05
SEED = 7


def distances(profiles: np.ndarray) -> np.ndarray:
    """Hellinger distances between rows of shares: 0 the same work, 1 no work in common."""
    import numpy as np

    roots = np.sqrt(profiles)
    return np.sqrt(np.clip(1 - roots @ roots.T, 0, 1))


def silhouettes(apart: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """How much nearer each row is to its own group than to the next: (b − a) / max(a, b), 0 for a group of one."""
    import numpy as np

    groups = np.unique(labels)
    member = labels[:, None] == groups
    sizes = member.sum(axis=0)
    sums = apart @ member
    own = member.argmax(axis=1)
    rows = np.arange(len(labels))
    within = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[rows, own] = np.inf
    nearest = means.min(axis=1)
    widest = np.maximum(within, nearest)
    found = np.where(widest > 0, (nearest - within) / np.where(widest > 0, widest, 1), 0.0)
    return np.where(sizes[own] == 1, 0.0, found)


def best_groups(apart: np.ndarray) -> tuple[np.ndarray, float]:
    """The grouping, of 2 up to 20 groups, with the greatest mean silhouette, and that mean."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    count = len(apart)
    best, of_best = np.ones(count, dtype=int), -1.0
    if count < 3:
        return best, of_best
    tree = linkage(squareform(apart, checks=False), "average")
    for groups in range(2, min(MOST_GROUPS, count - 1) + 1):
        labels = fcluster(tree, groups, "maxclust")
        if len(np.unique(labels)) < 2:
            continue
        mean = float(silhouettes(apart, labels).mean())
        if mean > of_best + 1e-9:
            best, of_best = labels, mean
    return best, of_best


def grouped(counts: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Groups of rows of counts, with the mean silhouette and its p-value.

    All are in one group where what is found is weak or could be chance, a log in which every row draws as many pieces from
    the work of all (the p-value is then what was known as it passed 0.05, a lower bound); and each is a group of its
    own where no two do anything alike, which no silhouette can say.
    """
    import numpy as np

    totals = counts.sum(axis=1)
    apart = distances(counts / totals[:, None])
    if len(counts) > 1 and apart[~np.eye(len(counts), dtype=bool)].min() > STRANGERS:
        return np.arange(len(counts)), 0.0, 0.0
    labels, mean = best_groups(apart)
    if mean < LEAST_SILHOUETTE:
        return np.ones(len(counts), dtype=int), mean, 1.0
    chance, of_all = np.random.default_rng(SEED), counts.sum(axis=0) / counts.sum()
    draws, as_good = DRAWS if len(counts) <= MANY else FEWER_DRAWS, 0
    for _ in range(draws):
        drawn = chance.multinomial(totals.astype(int), of_all) / totals[:, None]
        as_good += best_groups(distances(drawn))[1] >= mean
        p_value = (1 + as_good) / (draws + 1)
        if p_value > CHANCE:  # the draws that are left can only raise it
            return np.ones(len(counts), dtype=int), mean, p_value
    return labels, mean, p_value
