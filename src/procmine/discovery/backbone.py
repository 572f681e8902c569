"""Which part of a map to show, so that every shown activity lies on a way from a start to an end.

For each shown activity the widest way from a start and the widest way to an end are kept: the way whose
weakest path is taken most often. Where such a way leads through a hidden activity, an indirect path stands
for the hidden stretch. Beyond this backbone paths are shown by how often they are taken.
Activities go by their number in the log: one may be called what the map calls its ends.
Source: the filter of Split Miner (Augusto et al. 2019), with activities hidden first and paths second.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STARTS = (0, -1)  # (start), (before)
ENDS = (-2, -3)  # (end), (open)
Path = tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """What of a map is shown: activities, recorded paths, and indirect paths with the activities they pass."""

    activities: frozenset[int]
    paths: frozenset[Path]
    indirect: Mapping[Path, tuple[int, ...]]


def backbone(
    instances: Mapping[int, int], steps: Mapping[Path, int], *, activities: float = 1.0, paths: float = 1.0
) -> Shown:
    """The shown part at two sliders between 0 and 1: a share of the activities, then a share of their paths."""
    ranked = sorted(instances, key=lambda no: (-instances[no], no))
    nodes = frozenset(ranked[: max(1, math.ceil(activities * len(ranked) - 1e-9))])
    into, out = _widest(steps, STARTS), _widest({(b, a): n for (a, b), n in steps.items()}, ENDS)
    kept: set[Path] = set()
    indirect: dict[Path, tuple[int, ...]] = {}
    for node in sorted(nodes):
        for way in (_way(into, node)[::-1], _way(out, node)):
            for pair, passed in _contracted(way, nodes):
                if passed:
                    indirect.setdefault(pair, passed)
                else:
                    kept.add(pair)
    between = [pair for pair in steps if all(end in nodes or end in STARTS + ENDS for end in pair)]
    between.sort(key=lambda pair: (-steps[pair], pair))
    kept.update(between[: math.ceil(paths * len(between) - 1e-9)])
    return Shown(
        nodes, frozenset(kept), {pair: passed for pair, passed in indirect.items() if pair not in kept}
    )


def _widest(steps: Mapping[Path, int], roots: Iterable[int]) -> dict[int, int | None]:
    """For each activity the one before it on the widest way from a root: Dijkstra on the weakest path."""
    following = defaultdict(list)
    for (a, b), n in steps.items():
        following[a].append((b, n))
    before: dict[int, int | None] = {}
    heap: list[tuple[float, int, int, int | None]] = [
        (-math.inf, 0, root, None) for root in roots if root in following
    ]
    heapq.heapify(heap)
    while heap:
        width, length, node, parent = heapq.heappop(heap)
        if node in before:
            continue
        before[node] = parent
        for after, n in following[node]:
            if after not in before:
                # Of equally wide ways the shorter one, then the one by number: the map must not change by itself.
                heapq.heappush(heap, (max(width, -n), length + 1, after, node))
    return before


def _way(before: Mapping[int, int | None], node: int) -> list[int]:
    """The nodes from `node` back to a root."""
    way: list[int] = []
    at: int | None = node
    while at is not None:
        way.append(at)
        at = before.get(at)
    return way


def _contracted(way: list[int], nodes: frozenset[int]) -> list[tuple[Path, tuple[int, ...]]]:
    """The paths between the shown activities of a way, each with the hidden ones it passes."""
    shown = [place for place, no in enumerate(way) if no in nodes or no in STARTS + ENDS]
    return [((way[a], way[b]), tuple(way[a + 1 : b])) for a, b in itertools.pairwise(shown)]
