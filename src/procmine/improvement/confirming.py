"""Do the groups found among earlier cases lie apart among later ones too?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from procmine.improvement.effects import Sums, holm_levels, over_strata, standard_error, test_of
from procmine.improvement.pruning import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pandas as pd

    from procmine.improvement.subgroups import Group, Search

BEYOND = 1.96  # standard errors
LEAST_LATER = 20  # later cases of a group, and beside it


@dataclass(frozen=True, eq=False)
class Later:
    """The cases held out, and which of them belong to each group."""

    search: Search
    groups: list[Group]
    values: np.ndarray
    day: np.ndarray
    inside: list[np.ndarray]

    @classmethod
    def of(cls, search: Search, groups: list[Group], values: np.ndarray, day: np.ndarray) -> Later:
        """`values` and `day` are those of all cases, the later ones after those that were searched."""
        size = len(search.values)
        inside = [search.holds(one.key, len(values))[size:] for one in groups]
        return cls(search, groups, values[size:], day[size:], inside)

    def figures(self, inside: np.ndarray) -> tuple[Any, ...]:
        import numpy as np

        n = int(inside.sum())
        a, b = (
            float(self.values[which].mean()) if which.any() else float("nan") for which in (inside, ~inside)
        )
        if min(n, len(self.values) - n) < LEAST_LATER:
            return n, a, b, a - b, float("nan"), float("nan")
        error, freedom = standard_error(self.values, inside, self.day, self.search.is_share)
        return n, a, b, a - b, max(error, np.finfo(float).tiny), freedom

    def reason(self, place: int, row: Any, is_held: bool) -> str:
        """Why the later cases do not confirm the group; nothing where they do."""
        one, search = self.groups[place], self.search
        if row.p_later != row.p_later:
            return f"too few later cases: {row.later_cases}"
        rest = search.whole.less(one.sums)
        if row.difference * float(one.sums.mean - rest.mean) <= 0:
            return "the other way round in the later cases"
        if not is_held:
            return "within chance in the later cases"
        for told, wider in self._wider(place):
            if not self._is_beyond(self.inside[place], wider, row.difference):
                return f"later no more than {told} alone"
        for told, held in self._surer(place):
            if not self._is_left(self.inside[place], held, row.difference):
                return f"later explained by {told}"
        return ""

    def _wider(self, place: int) -> Iterator[tuple[str, np.ndarray]]:
        """What the group is a part of: with one condition less, and other groups that hold all of its cases and more."""
        one, inside, search = self.groups[place], self.inside[place], self.search
        for some in combinations(one.key, len(one.key) - 1) if len(one.key) > 1 else ():
            key = frozenset(some)
            yield (
                search.told(key),
                search.holds(key, len(search.values) + len(self.values))[len(search.values) :],
            )
        for other, held in zip(self.groups, self.inside, strict=True):
            if other is not one and not (inside & ~held).any() and held.sum() > inside.sum():
                yield search.told(other.key), held

    def _surer(self, place: int) -> Iterator[tuple[str, np.ndarray]]:
        """The groups before it that speak of one of its attributes, or hold none of its cases: its difference may be theirs."""
        own, inside = {number for number, _ in self.groups[place].key}, self.inside[place]
        for other, held in zip(self.groups[:place], self.inside, strict=False):
            if own & {number for number, _ in other.key} or not (inside & held).any():
                yield self.search.told(other.key), held

    def _is_left(self, inside: np.ndarray, held: np.ndarray, difference: float) -> bool:
        """Whether the difference is there inside and outside another group taken each by itself."""
        sides = [Sums.of(held[which].astype(int), self.values[which], 2) for which in (inside, ~inside)]
        left, error, _ = over_strata(*sides)
        return left * difference > 0 and abs(left) > BEYOND * error

    def _is_beyond(self, inside: np.ndarray, wider: np.ndarray, difference: float) -> bool:
        """Whether the group lies apart from the rest of a wider one, in the same direction."""
        others = wider & ~inside
        if min(inside.sum(), others.sum()) < 2:
            return False
        these, those = (Sums.alone(self.values[which]) for which in (inside, others))
        chance = float(test_of(self.search.is_share)(these, those))
        return float(these.mean - those.mean) * difference > 0 and chance <= LEVEL


def confirmed(search: Search, groups: list[Group], values: np.ndarray, day: np.ndarray) -> pd.DataFrame:
    """A row for each group: its figures among the later cases, whether they confirm it, and why not."""
    import numpy as np
    import pandas as pd
    from scipy.stats import t

    later = Later.of(search, groups, values, day)
    rows = [later.figures(inside) for inside in later.inside]
    frame = pd.DataFrame(rows, columns=["later_cases", "this", "rest", "difference", "error", "freedom"])
    known = (frame.error > 0).to_numpy()
    p_later, held, levels = np.full(len(frame), np.nan), np.zeros(len(frame), bool), np.full(len(frame), LEVEL)  # fmt: skip
    if known.any():
        p_later[known] = 2 * t.sf((frame.difference.abs() / frame.error)[known], frame.freedom[known])
        held[known], levels[known] = holm_levels(p_later[known], LEVEL)
    reach = frame.error * t.isf(levels / 2, frame.freedom)
    frame["low"], frame["high"] = frame.difference - reach, frame.difference + reach
    frame["p_later"] = p_later
    frame["reason"] = [
        later.reason(place, row, bool(held[place])) for place, row in enumerate(frame.itertuples())
    ]
    frame["is_confirmed"] = frame.reason == ""
    return frame.drop(columns=["error", "freedom"])
