"""Which part of a map to show, so that every shown activity lies on a way from a start to an end.

For each shown activity the widest way from a start and the widest way to an end are kept: the way whose
weakest path is taken most often. Where such a way leads through a hidden activity, an indirect path stands
for the hidden stretch. Beyond this backbone paths are shown by how often they are taken.
Source: the filter of Split Miner (Augusto et al. 2019), with activities hidden first and paths second.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STARTS = ("(start)", "(before)")
ENDS = ("(end)", "(open)")
Path = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """What of a map is shown: activities, recorded paths, and indirect paths with the activities they pass."""

    activities: frozenset[str]
    paths: frozenset[Path]
    indirect: Mapping[Path, tuple[str, ...]]


def backbone(
    instances: Mapping[str, int], steps: Mapping[Path, int], *, activities: float = 1.0, paths: float = 1.0
) -> Shown:
    """The shown part at two sliders between 0 and 1: a share of the activities, then a share of their paths."""
    ranked = sorted(instances, key=lambda name: (-instances[name], name))
    nodes = frozenset(ranked[: max(1, math.ceil(activities * len(ranked) - 1e-9))])
    into, out = _widest(steps, STARTS), _widest({(b, a): n for (a, b), n in steps.items()}, ENDS)
    kept: set[Path] = set()
    indirect: dict[Path, tuple[str, ...]] = {}
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


def _widest(steps: Mapping[Path, int], roots: Iterable[str]) -> dict[str, str | None]:
    """For each activity the one before it on the widest way from a root: Dijkstra on the weakest path."""
    following = defaultdict(list)
    for (a, b), n in steps.items():
        following[a].append((b, n))
    before: dict[str, str | None] = {}
    heap: list[tuple[float, int, str, str | None]] = [
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
                # Of equally wide ways the shorter one, then the one by name: the map must not change by itself.
                heapq.heappush(heap, (max(width, -n), length + 1, after, node))
    return before


def _way(before: Mapping[str, str | None], node: str) -> list[str]:
    """The nodes from `node` back to a root."""
    way: list[str] = []
    at: str | None = node
    while at is not None:
        way.append(at)
        at = before.get(at)
    return way


def _contracted(way: list[str], nodes: frozenset[str]) -> list[tuple[Path, tuple[str, ...]]]:
    """The paths between the shown activities of a way, each with the hidden ones it passes."""
    shown = [place for place, name in enumerate(way) if name in nodes or name in STARTS + ENDS]
    return [((way[a], way[b]), tuple(way[a + 1 : b])) for a, b in itertools.pairwise(shown)]
