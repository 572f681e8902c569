"""Two sequences laid side by side: what is in both in the same order, what in one only, what elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

BOTH, FIRST, SECOND, ELSEWHERE = "both", "first only", "second only", "other order"


class Step(NamedTuple):
    """A step of the alignment and its places, from 1 on, in the two sequences."""

    activity: str
    relation: str
    first_position: int | None
    second_position: int | None


def aligned(first: Sequence[str], second: Sequence[str]) -> list[Step]:
    """The steps of both: the longest they have in common in one order is `both`; of the others, those that both have
    are `other order`, told where the first has them.

    >>> [(step.activity, step.relation) for step in aligned("ABCD", "ACBD")]
    [('A', 'both'), ('B', 'other order'), ('C', 'both'), ('D', 'both')]
    """
    rows = _placed(first, second)
    left: dict[str, list[int]] = {}
    for name, one, other in rows:
        if one is None and other is not None:
            left.setdefault(name, []).append(other)
    taken: set[int] = set()
    steps = []
    for name, one, other in rows:
        if one is not None and other is not None:
            steps.append(Step(name, BOTH, one, other))
        elif one is not None and left.get(name):
            elsewhere = left[name].pop(0)
            taken.add(elsewhere)
            steps.append(Step(name, ELSEWHERE, one, elsewhere))
        elif one is not None:
            steps.append(Step(name, FIRST, one, None))
        else:
            steps.append(Step(name, SECOND, None, other))
    return [step for step in steps if step.relation != SECOND or step.second_position not in taken]


def _placed(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, int | None, int | None]]:
    """Every step of both by its places: those of the longest common subsequence beside each other."""
    common = _lengths(first, second)
    rows: list[tuple[str, int | None, int | None]] = []
    i = j = 0
    while i < len(first) or j < len(second):
        if i < len(first) and j < len(second) and first[i] == second[j]:
            rows.append((first[i], i + 1, j + 1))
            i, j = i + 1, j + 1
        elif j >= len(second) or (i < len(first) and common[i + 1][j] >= common[i][j + 1]):
            rows.append((first[i], i + 1, None))
            i += 1
        else:
            rows.append((second[j], None, j + 1))
            j += 1
    return rows


def _lengths(first: Sequence[str], second: Sequence[str]) -> list[list[int]]:
    """How long the longest common subsequence is from each two places on."""
    table = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in range(len(first) - 1, -1, -1):
        row, below = table[i], table[i + 1]
        for j in range(len(second) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if first[i] == second[j] else max(below[j], row[j + 1])
    return table
