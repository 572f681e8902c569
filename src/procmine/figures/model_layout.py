"""A process model as layout JSON, for the module that draws process maps: boxes, gateways, events and the flows between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from procmine.figures.map_layout import moved_to_origin, units, wrapped
from procmine.figures.paths import label_places
from procmine.figures.theme import activity_colours
from procmine.wording import count, counted, duration, is_known

SIZES = {"activity": (164.0, 56.0), "start": (26.0, 26.0), "end": (26.0, 26.0)}
GATEWAY = (42.0, 42.0)
WORDS = {
    "start": "start",
    "end": "end",
    "event": "event",
    "exclusive": "either or",
    "parallel": "side by side",
    "inclusive": "one or more",
}
LEGENDS = {
    "frequency": "Numbers: how often cases went along, and how often work was done. Wider and bluer paths are taken more often.",
    "time": "Numbers in the boxes: median work. Wider paths are taken more often.",
}
PLAIN = {
    "frequency": "A diamond with a cross goes one of its ways, one with a plus all of them side by side, one with a ring one or more."
}
STRETCH = (1.45, 0.75)  # columns are set apart for names that can be read, rows closer
MARGIN = 30.0
NAME_UNITS = 18
Point = tuple[float, float]


def model_layout(
    elements: Sequence[Mapping[str, Any]],
    flows: Sequence[Mapping[str, Any]],
    centres: Mapping[str, Point],
    routes: Sequence[Sequence[Point]],
) -> dict[str, Any]:
    """The layout of a model whose elements (`id`, `kind`, `name`, perhaps `times` and `work_hours`) and flows (`source`, `target`, perhaps
    `times`) have their places; `routes` are the corners of each flow.
    """
    nodes = _nodes(elements, centres)
    by_id = {node["id"]: node for node in nodes}
    edges = [
        _edge(flow, _fitted(route, by_id[flow["source"]], by_id[flow["target"]]), flows, by_id)
        for flow, route in zip(flows, routes, strict=True)
    ]
    _label(edges, nodes)
    is_painted = any(is_known(one.get("times")) for one in elements)
    return {
        **moved_to_origin(nodes, edges, MARGIN),
        "nodes": nodes,
        "edges": edges,
        "hidden": 0,
        "isPlain": not is_painted,
        "legends": LEGENDS if is_painted else PLAIN,
    }


def _nodes(elements: Sequence[Mapping[str, Any]], centres: Mapping[str, Point]) -> list[dict[str, Any]]:
    most = max((one.get("times") or 0 for one in elements if one["kind"] == "task"), default=0) or 1
    longest = max((one["work_hours"] for one in elements if is_known(one.get("work_hours"))), default=0)
    colours = activity_colours(one["name"] for one in elements if one["kind"] == "task")
    return [_node(one, centres[one["id"]], most, longest, colours) for one in elements]


def _node(
    one: Mapping[str, Any], centre: Point, most: float, longest: float, colours: Mapping[str, str]
) -> dict[str, Any]:
    kind = "activity" if one["kind"] == "task" else one["kind"]
    width, height = SIZES.get(kind, GATEWAY)
    name = one["name"] or WORDS[one["kind"]]
    times, hours = one.get("times"), one.get("work_hours")
    work = f"work {duration(hours)}" if is_known(hours) else ""
    told = "" if times is None or kind != "activity" else f", done {counted(times, 'time')}"
    return {
        "id": one["id"], "label": name, "lines": wrapped(name, NAME_UNITS), "kind": kind, "colour": colours.get(one["name"], ""),
        "x": centre[0] * STRETCH[0], "y": centre[1] * STRETCH[1], "w": width, "h": height, "weight": float(times or 0),
        "frequency": {"text": _text(times), "level": _level(times, most)},
        "time": {"text": work, "level": _level(hours, longest)}, "aria": name + told + (f", median {work}" if work else ""), "isWordBelow": True,
    }  # fmt: skip


def _text(times: int | None) -> str:
    return "" if times is None else count(times)


def _level(value: float | None, most: float) -> float:
    return round(math.sqrt(value / most), 3) if is_known(value) and value and most else 0.0


def _edge(
    flow: Mapping[str, Any],
    route: list[Point],
    flows: Sequence[Mapping[str, Any]],
    nodes: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    most = max((one.get("times") or 0 for one in flows), default=0) or 1
    times = flow.get("times")
    told = "" if times is None else f", {counted(times, 'time')}"
    level = _level(times, most)
    return {
        "id": f"{flow['source']} → {flow['target']}", "from": flow["source"], "to": flow["target"], "kind": "path", "weight": float(times or 0),
        "width": round(1.3 + 3.2 * level, 2), "frequency": {"text": _text(times), "level": level},
        "time": {"text": "", "level": 0.0}, "aria": f"{nodes[flow['source']]['label']} to {nodes[flow['target']]['label']}{told}", "points": route,
    }  # fmt: skip


def _fitted(route: Sequence[Point], source: Mapping[str, Any], target: Mapping[str, Any]) -> list[Point]:
    """The corners, stretched, with both ends on the border of what is drawn."""
    points = [(x * STRETCH[0], y * STRETCH[1]) for x, y in route]
    points[0] = _on_border(points[0], points[1], source)
    points[-1] = _on_border(points[-1], points[-2], target)
    return points


def _on_border(end: Point, towards: Point, node: Mapping[str, Any]) -> Point:
    if abs(towards[1] - end[1]) < abs(towards[0] - end[0]) + 1e-9:
        return node["x"] + math.copysign(node["w"] / 2, towards[0] - end[0]), end[1]
    return end[0], node["y"] + math.copysign(node["h"] / 2, towards[1] - end[1])


def _label(edges: list[dict[str, Any]], nodes: list[dict[str, Any]]) -> None:
    boxes = [
        (n["x"] - n["w"] / 2, n["y"] - n["h"] / 2, n["x"] + n["w"] / 2, n["y"] + n["h"] / 2) for n in nodes
    ]
    rooms = [
        (units(e["frequency"]["text"]) * 6.6 + 8, 16.0) if e["frequency"]["text"] else (0.0, 0.0)
        for e in edges
    ]
    places = label_places(
        [(e["weight"], e["points"], None, room) for e, room in zip(edges, rooms, strict=True)], boxes
    )
    for edge, place in zip(edges, places, strict=True):
        edge["lx"], edge["ly"] = place or edge["points"][len(edge["points"]) // 2]
        edge["is_crowded"] = place is None
