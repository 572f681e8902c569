"""The lines of a map: rounded corners, arrow heads, and where a label hides nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
CORNER = 9.0
FRACTIONS = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.14, 0.86)


def head_length(width: float) -> float:
    return 5.0 + 1.3 * width


def rounded(points: Sequence[Point], width: float) -> str:
    """The SVG path through `points` with soft corners, ending where its arrow head begins."""
    points = _shortened(points, head_length(width) - 1)
    found = [f"M{_pair(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        found.append(
            f"L{_pair(_toward(corner, before, radius))}Q{_pair(corner)} {_pair(_toward(corner, after, radius))}"
        )
    return "".join([*found, f"L{_pair(points[-1])}"])


def arrow(points: Sequence[Point], width: float) -> str:
    """The head at the end of a path, as an SVG path of its own."""
    tip, before = points[-1], next((p for p in reversed(points[:-1]) if p != points[-1]), points[0])
    length = head_length(width)
    base = _toward(tip, before, length)
    across = length * 0.42
    dx, dy = (tip[0] - base[0]) / length * across, (tip[1] - base[1]) / length * across
    return f"M{_pair(tip)}L{_pair((base[0] - dy, base[1] + dx))}L{_pair((base[0] + dy, base[1] - dx))}Z"


def _shortened(points: Sequence[Point], length: float) -> list[Point]:
    found = list(points)
    while len(found) > 2 and math.dist(found[-1], found[-2]) <= length:
        length -= math.dist(found.pop(), found[-1])
    return [*found[:-1], _toward(found[-1], found[-2], min(length, math.dist(found[-1], found[-2]) * 0.9))]


def _toward(a: Point, b: Point, length: float) -> Point:
    whole = math.dist(a, b) or 1.0
    return a[0] + (b[0] - a[0]) * length / whole, a[1] + (b[1] - a[1]) * length / whole


def _pair(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def label_places(
    edges: Sequence[tuple[float, Sequence[Point], Point | None, tuple[float, float]]],
    nodes: Sequence[Rectangle],
) -> list[Point | None]:
    """A place for each label that covers no node and no other label; None where there is none.

    An edge is (weight, points, wished place, label size). The heavier edge chooses first.
    """
    taken: list[Rectangle] = list(nodes)
    found: list[Point | None] = [None] * len(edges)
    for number in sorted(range(len(edges)), key=lambda number: -edges[number][0]):
        _, points, wished, size = edges[number]
        if not size[0]:
            continue
        for place in [*(_along(points, part) for part in FRACTIONS), *([wished] if wished else [])]:
            around = _around(place, size)
            if not any(_meet(around, other) for other in taken):
                found[number] = place
                taken.append(around)
                break
    return found


def _along(points: Sequence[Point], part: float) -> Point:
    """The point after `part` of a line's length."""
    lengths = [math.dist(a, b) for a, b in pairwise(points)]
    left = part * sum(lengths)
    for a, b, length in zip(points, points[1:], lengths, strict=False):
        if left <= length:
            return _toward(a, b, left)
        left -= length
    return points[-1]


def _around(place: Point, size: tuple[float, float]) -> Rectangle:
    return place[0] - size[0] / 2, place[1] - size[1] / 2, place[0] + size[0] / 2, place[1] + size[1] / 2


def _meet(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
