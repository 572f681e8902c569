"""Which groups of cases lie apart: every condition, then conditions joined, up to three, along the most promising.

A group is told by what holds of its cases as they begin. Joined conditions must lie apart from all other cases and from
the rest of each group that they are part of, so that a group does not live on what a wider one shows already.
Source: Klösgen (1996) and Lavrač et al. (2004) for subgroups and beam search.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from procmine.improvement.effects import Sums, test_of
from procmine.improvement.starts import Condition, Start

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

DEPTH = 3
BEAM = 20
Key = frozenset[tuple[int, int]]  # (which start, which of its conditions)


@dataclass(eq=False)
class Group:
    """Cases for which some conditions hold together, among the cases that are searched."""

    key: Key
    n: float
    total: float
    squares: float
    is_mirror: bool = False  # all others of a group that is tried: the same finding told from the other side
    p_value: float = field(default=1.0)
    q_value: float = field(default=1.0)

    @property
    def sums(self) -> Sums:
        import numpy as np

        return Sums(np.float64(self.n), np.float64(self.total), np.float64(self.squares))


@dataclass(frozen=True, eq=False)
class Search:
    """What was tried among `values`, by the codes of `starts`."""

    starts: list[Start]
    values: np.ndarray
    is_share: bool
    least: int

    @cached_property
    def whole(self) -> Sums:
        return Sums.alone(self.values)

    def run(self) -> list[Group]:
        """Every group that was tried, with its chance and the same given how many were tried (false discovery rate)."""
        from scipy.stats import false_discovery_control

        tried: dict[Key, Group] = {}
        level = self._below(frozenset(), None, tried)
        for _ in range(DEPTH - 1):
            level = [one for parent in self._beam(level) for one in self._below(parent.key, parent, tried)]
        found = [one for one in tried.values() if not one.is_mirror]
        self._judge(found, tried)
        if found:
            for one, q in zip(found, false_discovery_control([one.p_value for one in found]), strict=True):
                one.q_value = float(q)
        return found

    def _beam(self, level: list[Group]) -> list[Group]:
        whole = self.whole
        usual = whole.total / whole.n

        def quality(one: Group) -> float:
            return float((one.n / whole.n) ** 0.5 * abs(one.total / one.n - usual))

        return sorted(level, key=quality, reverse=True)[:BEAM]

    def _below(self, key: Key, parent: Group | None, tried: dict[Key, Group]) -> list[Group]:
        """The groups with one condition more."""
        import numpy as np

        inside = np.flatnonzero(self.holds(key)) if parent else slice(None)
        values, size = self.values[inside], (parent.n if parent else len(self.values))
        taken, found = {start for start, _ in key}, []
        for number, start in enumerate(self.starts):
            if number in taken or not start.conditions:
                continue
            cells = Sums.of(start.codes[: len(self.values)][inside], values, len(start.labels))
            parts = cells.joined(rows_of(start))
            is_large = (parts.n >= self.least) & (parts.n <= min(size - 1, len(self.values) - self.least))
            for place in sorted(np.flatnonzero(is_large).tolist(), key=lambda place: parts.n[place]):
                n, total, squares = (float(part[place]) for part in parts)
                one = Group(key | {(number, place)}, n, total, squares)
                if one.key not in tried:
                    one.is_mirror = parent is None and self._is_mirror(number, place, cells, tried)
                    tried[one.key] = one
                    found.append(one)
        return found

    def _is_mirror(self, number: int, place: int, cells: Sums, tried: dict[Key, Group]) -> bool:
        """Whether a smaller group of the same attribute is made of exactly the other cases."""
        rows = rows_of(self.starts[number])
        for was in range(len(rows)):
            other = tried.get(frozenset({(number, was)}))
            if (
                other
                and other.n + rows[place] @ cells.n == len(self.values)
                and not (rows[place] * rows[was]) @ cells.n
            ):
                return True
        return False

    def _judge(self, found: list[Group], tried: dict[Key, Group]) -> None:
        """The largest chance of those against all other cases and against the rest of each wider group."""
        import numpy as np

        pairs: list[tuple[int, Group | None]] = [(place, None) for place in range(len(found))]
        for place, one in enumerate(found):
            wider = (
                (frozenset(some) for some in combinations(one.key, len(one.key) - 1))
                if len(one.key) > 1
                else ()
            )
            pairs += [(place, tried[key]) for key in wider if key in tried]
        whole = self.whole
        these = Sums(
            *(
                np.array([getattr(found[place], name) for place, _ in pairs])
                for name in ("n", "total", "squares")
            )
        )
        of = Sums(
            *(
                np.array([getattr(wide or whole, name) for _, wide in pairs])
                for name in ("n", "total", "squares")
            )
        )
        chances = test_of(self.is_share)(these, of.less(these)) if pairs else []
        for (place, wide), chance in zip(pairs, chances, strict=True):
            found[place].p_value = float(chance) if wide is None else max(found[place].p_value, float(chance))

    def holds(self, key: Key, cases: int | None = None) -> np.ndarray:
        """Of which cases all conditions hold: those that are searched, or as many as said from the first on."""
        import numpy as np

        size = len(self.values) if cases is None else cases
        held = np.ones(size, bool)
        for number, place in key:
            start = self.starts[number]
            held &= rows_of(start)[place].astype(bool)[start.codes[:size]]
        return held

    def conditions(self, key: Key) -> list[Condition]:
        return [self.starts[number].conditions[place] for number, place in sorted(key)]

    def told(self, key: Key) -> str:
        return " and ".join(one.told for one in self.conditions(key))

    def filter(self, key: Key) -> str | None:
        """The same as a filter, where the grammar can say it."""
        filters = [one.filter for one in self.conditions(key)]
        return "; ".join(str(one) for one in filters) if all(filters) else None

    def table(self, found: list[Group], fate: dict[Key, str]) -> pd.DataFrame:
        """A row for each group that was tried, the surest first, and what became of it."""
        import pandas as pd

        whole = self.whole
        rows: list[tuple[Any, ...]] = []
        for one in sorted(found, key=lambda one: (one.p_value, -one.n)):
            rest = whole.less(one.sums)
            apart = one.total / one.n - float(rest.total / rest.n)
            rows.append(
                (
                    self.told(one.key),
                    len(one.key),
                    int(one.n),
                    apart,
                    one.p_value,
                    one.q_value,
                    fate.get(one.key, "may be chance"),
                )
            )
        columns = ["group", "conditions", "cases", "difference", "p_value", "q_value", "outcome"]
        return pd.DataFrame(rows, columns=columns)


def rows_of(start: Start) -> np.ndarray:
    """Which codes make up each condition: a row of 0 and 1 a condition."""
    import numpy as np

    rows = np.zeros((len(start.conditions), len(start.labels)))
    for place, condition in enumerate(start.conditions):
        rows[place, list(condition.codes)] = 1
    return rows
