"""Where the boxes and paths of a map go: an engine behind a protocol, a cap, a time limit and a plain fallback."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

MOST_EDGES = 180  # edges, not nodes, decide how long a layout takes and whether it can be read
MOST_NODES = 80
FAST_ABOVE = 120
TIME_LIMIT_SECONDS = 8.0
KEPT_LAYOUTS = 64
SPACING = {"layer_gap": 48.0, "node_gap": 40.0}
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A node to be placed: its identity and size, and whether it is a beginning (-1), an end (1) or between (0)."""

    id: str
    width: float
    height: float
    side: int = 0
    weight: float = 1.0
    at: Point | None = None  # where it stands already and is to stay


@dataclass(frozen=True)
class Arc:
    """An edge to be routed, heavier ones straighter, with room for its label."""

    source: str
    target: str
    weight: float = 1.0
    label: tuple[float, float] = (0.0, 0.0)


@dataclass
class Placed:
    """Centres of the nodes; for each edge, in the order given, its points and where its label goes."""

    centres: dict[str, Point]
    routes: list[list[Point]]
    anchors: list[Point | None] = field(default_factory=list)


class LayoutEngine(Protocol):
    """Anything that can place boxes and route arcs."""

    def __call__(self, boxes: Sequence[Box], arcs: Sequence[Arc]) -> Placed: ...


def graphlay_engine(boxes: Sequence[Box], arcs: Sequence[Arc]) -> Placed:
    """Layered layout whose busiest path runs straight down the middle."""
    import graphlay

    numbers = {box.id: number for number, box in enumerate(boxes)}
    heaviest = max((arc.weight for arc in arcs), default=1.0) or 1.0
    nodes: list[dict[str, Any]] = [
        {"size": {"width": box.width, "height": box.height}, "key": box.id} for box in boxes
    ]
    for node, box in zip(nodes, boxes, strict=True):
        if box.at:
            node |= {"position": {"x": box.at[0], "y": box.at[1]}, "pinned": True}
    edges: list[dict[str, Any]] = []
    for arc in arcs:
        edge: dict[str, Any] = {
            "source": numbers[arc.source],
            "target": numbers[arc.target],
            "weight": max(0.01, arc.weight / heaviest),
        }
        if arc.label[0]:
            edge["label_size"] = {"width": arc.label[0], "height": arc.label[1]}
        edges.append(edge)
    effort = {"effort": "fast" if len(arcs) > FAST_ABOVE else "balanced", "spacing": SPACING}
    found = graphlay.layout({"nodes": nodes, "edges": edges}, preset="process_map", options=effort)
    return Placed(
        {box.id: _xy(node["center"]) for box, node in zip(boxes, found.nodes, strict=True)},
        [[_xy(point) for point in edge["points"]] for edge in found.edges],
        [_xy(edge["label_anchor"]) if edge["label_anchor"] else None for edge in found.edges],
    )


def _xy(point: dict[str, float]) -> Point:
    return float(point["x"]), float(point["y"])


def graphviz_engine(boxes: Sequence[Box], arcs: Sequence[Arc]) -> Placed:
    """The same through Graphviz' `dot`, where pygraphviz is installed."""
    import pygraphviz

    graph = pygraphviz.AGraph(directed=True, strict=False, splines="ortho", nodesep="0.5", ranksep="0.7")
    for number, box in enumerate(boxes):
        graph.add_node(
            f"n{number}",
            shape="box",
            label="",
            fixedsize="true",
            width=box.width / 72,
            height=box.height / 72,
        )
    numbers = {box.id: f"n{number}" for number, box in enumerate(boxes)}
    for key, arc in enumerate(arcs):
        graph.add_edge(numbers[arc.source], numbers[arc.target], key=str(key), weight=1 + round(arc.weight))
    graph.layout(prog="dot")
    centres = {box.id: _flipped(graph.get_node(numbers[box.id]).attr["pos"]) for box in boxes}
    routes = [
        _spline(graph.get_edge(numbers[arc.source], numbers[arc.target], str(key)).attr["pos"])
        for key, arc in enumerate(arcs)
    ]
    return Placed(centres, routes, [None] * len(arcs))


def _flipped(text: str) -> Point:
    x, y = text.split(",")[-2:]
    return float(x), -float(y)


def _spline(text: str) -> list[Point]:
    parts = text.split()
    tip = [_flipped(part) for part in parts if part.startswith("e,")]
    points = [_flipped(part) for part in parts if part[:2] not in ("e,", "s,")]
    return [*points[::3], *tip]


def plain_engine(boxes: Sequence[Box], arcs: Sequence[Arc]) -> Placed:
    """Rows by distance from the beginnings and straight paths: never fails, for when nothing else can."""
    ranks = _ranks(boxes, arcs)
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        rows.setdefault(ranks[box.id], []).append(box)
    centres: dict[str, Point] = {}
    for rank, row in rows.items():
        ordered = sorted(row, key=lambda box: (-box.weight, box.id))
        for place, box in enumerate(ordered):
            offset = (place + 1) // 2 * (1 if place % 2 else -1)
            centres[box.id] = (offset * 230.0, rank * 120.0)
    sizes = {box.id: box for box in boxes}
    routes = [_straight(centres, sizes, arc) for arc in arcs]
    return Placed(centres, routes, [None] * len(arcs))


def _ranks(boxes: Sequence[Box], arcs: Sequence[Arc]) -> dict[str, int]:
    ranks = {box.id: 0 for box in boxes if box.side < 0} or {boxes[0].id: 0}
    frontier = list(ranks)
    while frontier:
        reached = [arc.target for arc in arcs if arc.source in frontier and arc.target not in ranks]
        depth = max(ranks.values()) + 1
        ranks.update(dict.fromkeys(reached, depth))
        frontier = list(dict.fromkeys(reached))
    last = max(ranks.values()) + 1
    return {box.id: last + 1 if box.side > 0 else ranks.get(box.id, last) for box in boxes}


def _straight(centres: dict[str, Point], boxes: dict[str, Box], arc: Arc) -> list[Point]:
    (ax, ay), (bx, by) = centres[arc.source], centres[arc.target]
    a, b = boxes[arc.source], boxes[arc.target]
    if arc.source == arc.target:
        right = ax + a.width / 2
        return [(right, ay - 12), (right + 18, ay - 12), (right + 18, ay + 12), (right, ay + 12)]
    if ay == by:
        sign = 1 if bx > ax else -1
        return [(ax + sign * a.width / 2, ay), (bx - sign * b.width / 2, by)]
    if by > ay:
        return [(ax, ay + a.height / 2), (bx, by - b.height / 2)]
    return [(ax + 20, ay - a.height / 2), (bx + 20, by + b.height / 2)]


ENGINES: tuple[LayoutEngine, ...] = (graphlay_engine, graphviz_engine)
_kept: OrderedDict[Any, Placed] = OrderedDict()
_lock = threading.Lock()


def placed(
    boxes: Sequence[Box],
    arcs: Sequence[Arc],
    *,
    engines: Sequence[LayoutEngine] = ENGINES,
    limit_seconds: float = TIME_LIMIT_SECONDS,
) -> Placed:
    """The first engine's layout that arrives in time, else the plain one; the same map is laid out once."""
    key = (tuple(boxes), tuple(arcs), tuple(engines))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = next(
        (layout for layout in (_in_time(engine, boxes, arcs, limit_seconds) for engine in engines) if layout),
        None,
    )
    found = found or plain_engine(boxes, arcs)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT_LAYOUTS:
            _kept.popitem(last=False)
    return found


def _in_time(engine: LayoutEngine, boxes: Sequence[Box], arcs: Sequence[Arc], limit: float) -> Placed | None:
    answer: list[Placed] = []
    worker = threading.Thread(target=_attempt, args=(lambda: engine(boxes, arcs), answer), daemon=True)
    worker.start()
    worker.join(limit)
    return answer[0] if answer else None


def _attempt(work: Callable[[], Placed], answer: list[Placed]) -> None:
    # An engine that is missing, refuses or breaks is passed over: a map drawn plainly beats no map.
    try:
        answer.append(work())
    except Exception:
        return
