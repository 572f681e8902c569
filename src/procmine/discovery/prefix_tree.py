"""The prefix tree of sequences: where they part, the branches with most cases first, and what is cut."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Branch:
    """Steps in a row that all its cases take, up to where they part or one of them ends."""

    parent: int | None
    depth: int  # steps before it
    first: int  # of the sequences, which stand in order: it holds those from `first` up to `last`
    last: int
    cases: int
    steps: int = 0
    children: list[Branch] = field(default_factory=list)
    ended: int = 0  # cases that end with its last step
    standing: int = 0  # open cases that have come so far and no further


class Sequences:
    """Sequences in the order of their names, none twice, with the cases of each: a branch is a run of neighbours."""

    def __init__(self, activities: Sequence[Sequence[str]], cases: np.ndarray, still_open: np.ndarray):
        import pandas as pd

        self.lengths = np.array([len(names) for names in activities], dtype=np.int64)
        self.begins = np.r_[0, np.cumsum(self.lengths)[:-1]]
        flat = np.concatenate([np.asarray(names, dtype=object) for names in activities])
        self.codes, self.names = pd.factorize(flat)
        self.cases, self.open = cases, still_open
        self.before = np.r_[0, np.cumsum(cases)]  # cases of all sequences before each

    def within(self, first: int, last: int) -> int:
        return int(self.before[last] - self.before[first])

    def grown(self, branch: Branch) -> Branch:
        """The branch with its steps, as far as all its cases go together, and its children."""
        while True:
            depth = branch.depth + branch.steps
            # A sequence that ends here is the first of its neighbours, since it is the beginning of the others.
            first = branch.first + int(self.lengths[branch.first] == depth)
            if first > branch.first:
                branch.standing = int(self.open[branch.first])
                branch.ended = int(self.cases[branch.first]) - branch.standing
            bounds = self._bounds(first, branch.last, depth)
            if len(bounds) == 2 and first == branch.first and depth:
                branch.steps += 1
                continue
            branch.children = [
                Branch(None, depth, begin, end, self.within(begin, end), steps=1)
                for begin, end in pairwise(bounds)
            ]
            return branch

    def _bounds(self, first: int, last: int, depth: int) -> list[int]:
        """Where the next step changes among neighbours that all have one."""
        if first >= last:
            return [first]
        following = self.codes[self.begins[first:last] + depth]
        return [first, *(np.flatnonzero(following[1:] != following[:-1]) + 1 + first).tolist(), last]

    def steps_of(self, branch: Branch) -> list[str]:
        begin = self.begins[branch.first] + branch.depth
        return list(self.names[self.codes[begin : begin + branch.steps]])


def prefix_tree(sequences: Sequences, most: int) -> pd.DataFrame:
    """The `most` branches with most cases, a parent before its children.

    `cut_cases` of a branch go on in smaller branches that are not shown, of which there are `cut_branches`.
    """
    root = sequences.grown(Branch(None, 0, 0, len(sequences.cases), int(sequences.before[-1])))
    waiting: list[tuple[int, int, int, int | None, Branch]] = [
        (-child.cases, child.depth, child.first, None, child) for child in root.children
    ]
    heapq.heapify(waiting)
    shown: list[Branch] = []
    while waiting and len(shown) < most:
        *_, parent, branch = heapq.heappop(waiting)
        branch.parent = parent
        sequences.grown(branch)
        shown.append(branch)
        for child in branch.children:
            heapq.heappush(waiting, (-child.cases, child.depth, child.first, len(shown), child))
    return _frame(sequences, shown)


def _frame(sequences: Sequences, shown: list[Branch]) -> pd.DataFrame:
    """The branches as a reader walks them: each followed by its own, the larger first."""
    import pandas as pd

    under: dict[int | None, list[int]] = {}
    for number, branch in enumerate(shown, 1):
        under.setdefault(branch.parent, []).append(number)
    order: list[int] = []
    left = list(reversed(under.get(None, [])))
    while left:
        number = left.pop()
        order.append(number)
        left += reversed(under.get(number, []))
    places = {number: place for place, number in enumerate(order, 1)}
    rows = []
    for number in order:
        branch = shown[number - 1]
        kept = sum(shown[child - 1].cases for child in under.get(number, []))
        further = sum(child.cases for child in branch.children)
        rows.append(
            (
                places[number], places.get(branch.parent) if branch.parent else None, branch.depth, sequences.steps_of(branch), branch.cases,
                branch.ended, branch.standing, further - kept, len(branch.children) - len(under.get(number, [])),
            )
        )  # fmt: skip
    names = ["branch", "parent", "depth", "activities", "cases", "ended_cases", "open_cases", "cut_cases", "cut_branches"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(parent=frame.parent.astype(float))
