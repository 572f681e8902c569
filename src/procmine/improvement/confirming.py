"""Do the groups found among earlier cases lie apart among later ones too?"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from procmine.improvement.effects import Sums, holm_levels, standard_error, test_of
from procmine.improvement.pruning import LEVEL

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.improvement.subgroups import Group, Key, Search

LEAST_LATER = 20  # later cases of a group, and beside it


def confirmed(search: Search, groups: list[Group], values: np.ndarray, day: np.ndarray) -> pd.DataFrame:
    """A row for each group: its figures among the later cases, whether they confirm it, and why not.

    `values` and `day` are those of all cases, the later ones after those that were searched.
    """
    import numpy as np
    import pandas as pd
    from scipy.stats import t

    size = len(search.values)
    rows = [_figures(search, one, values, day, size) for one in groups]
    frame = pd.DataFrame(rows, columns=["later_cases", "this", "rest", "difference", "error", "freedom"])
    known = (frame.error > 0).to_numpy()
    p_later = np.full(len(frame), np.nan)
    if known.any():
        p_later[known] = 2 * t.sf((frame.difference.abs() / frame.error)[known], frame.freedom[known])
    held, levels = np.zeros(len(frame), bool), np.full(len(frame), LEVEL)
    held[known], levels[known] = holm_levels(p_later[known], LEVEL)
    reach = frame.error * t.isf(levels / 2, frame.freedom)
    frame["low"], frame["high"], frame["p_later"] = (
        frame.difference - reach,
        frame.difference + reach,
        p_later,
    )
    frame["reason"] = [
        _reason(search, one, row, bool(held[place]), values) for place, (one, row) in enumerate(zip(groups, frame.itertuples(), strict=True))
    ]  # fmt: skip
    frame["is_confirmed"] = frame.reason == ""
    return frame.drop(columns=["error", "freedom"])


def _figures(search: Search, one: Group, values: np.ndarray, day: np.ndarray, size: int) -> tuple[Any, ...]:
    import numpy as np

    inside, later = search.holds(one.key, len(values))[size:], values[size:]
    n = int(inside.sum())
    a, b = (float(later[which].mean()) if which.any() else float("nan") for which in (inside, ~inside))
    if min(n, len(later) - n) < LEAST_LATER:
        return n, a, b, a - b, float("nan"), float("nan")
    error, freedom = standard_error(later, inside, day[size:])
    return n, a, b, a - b, max(error, np.finfo(float).tiny), freedom


def _reason(search: Search, one: Group, row: Any, is_held: bool, values: np.ndarray) -> str:
    """Why the later cases do not confirm the group; nothing where they do."""
    if row.p_later != row.p_later:
        return f"too few later cases: {row.later_cases}"
    rest = search.whole.less(one.sums)
    if row.difference * float(one.sums.mean - rest.mean) <= 0:
        return "the other way round in the later cases"
    if not is_held:
        return "within chance in the later cases"
    for key in (
        (frozenset(some) for some in combinations(one.key, len(one.key) - 1)) if len(one.key) > 1 else ()
    ):
        if not _beyond(search, one.key, key, values, row.difference):
            return f"later no more than {search.told(key)} alone"
    return ""


def _beyond(search: Search, key: Key, wider: Key, values: np.ndarray, difference: float) -> bool:
    """Whether the group lies apart from the rest of a wider one in the later cases, in the same direction."""
    size, later = len(search.values), values[len(search.values) :]
    inside = search.holds(key, len(values))[size:]
    others = search.holds(wider, len(values))[size:] & ~inside
    if min(inside.sum(), others.sum()) < 2:
        return False
    sums = [Sums.alone(later[which]) for which in (inside, others)]
    apart = float(sums[0].mean - sums[1].mean)
    return apart * difference > 0 and float(test_of(search.is_share)(*sums)) <= LEVEL
