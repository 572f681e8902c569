"""A process map as layout JSON: what is drawn where, with every text ready to be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from procmine.figures.layout import MOST_EDGES, MOST_NODES, Arc, Box, Point, placed
from procmine.figures.map_numbers import difference, largest, level, mark, numbered, shares, side, told_mark
from procmine.figures.paths import arrow, label_places, rounded
from procmine.figures.theme import PALETTE, activity_colours
from procmine.wording import count, counted, duration, is_known

TERMINALS = {"(start)": ("start", -1), "(before)": ("before", -1), "(end)": ("end", 1), "(open)": ("open", 1)}
NODE_WIDTH, NODE_HEIGHT = 190.0, 56.0
TERMINAL_SIZE = 26.0
MARGIN = 28.0
TIMES = {
    "wait": "wait",
    "elapsed": "time to its end, wait and work",
    "mixed": "wait, with the work where no start is recorded,",
}
LINE_UNITS = 21  # letters of a Latin alphabet that fit a line; wide ones count twice


def map_layout(
    nodes: list[dict[str, Any]],
    edges: list[dict[str, Any]],
    indirect: list[dict[str, Any]],
    basis: str = "wait",
    stays: Mapping[str, Point] | None = None,
) -> dict[str, Any]:
    """The layout of the rows of a process map; what is too much to draw is counted in `hidden`.

    `basis` says what the times between work are, so that an upper bound is not called a wait. What is in `stays` stays where it stands
    there, so that one finds again what one looked at while a slider moves; where anything is new all is laid out anew, since it may
    find no room between.
    """
    kept_nodes, kept_edges, dashed, hidden = _bounded(nodes, edges, indirect)
    ends = sorted(
        {end for edge in [*kept_edges, *dashed] for end in (edge["from_activity"], edge["to_activity"])}
        & set(TERMINALS)
    )
    drawn_nodes = [*_activities(kept_nodes), *(_terminal(name) for name in ends)]
    drawn_edges = [*_paths(kept_edges, basis), *(_dashed(row) for row in dashed)]
    kept = stays if stays and all(node["id"] in stays for node in drawn_nodes) else {}
    boxes = [
        Box(n["id"], n["w"], n["h"], TERMINALS.get(n["id"], ("", 0))[1], n["weight"], kept.get(n["id"]))
        for n in drawn_nodes
    ]
    arcs = [Arc(e["from"], e["to"], e["weight"], _room(e)) for e in drawn_edges]
    layout = placed(boxes, arcs)
    _place(drawn_nodes, drawn_edges, layout.centres, layout.routes, layout.anchors)
    return {
        **moved_to_origin(drawn_nodes, drawn_edges),
        "nodes": drawn_nodes,
        "edges": drawn_edges,
        "hidden": hidden,
    }


def _bounded(nodes: list, edges: list, indirect: list) -> tuple[list, list, list, int]:
    """What is drawn: the most frequent activities, each with its strongest path in and out, then paths by steps."""
    kept = sorted(nodes, key=lambda node: (-node["instances"], node["activity"]))[:MOST_NODES]
    names = {node["activity"] for node in kept} | set(TERMINALS)
    among = [edge for edge in edges if edge["from_activity"] in names and edge["to_activity"] in names]
    among.sort(key=lambda edge: (-edge["steps"], edge["from_activity"], edge["to_activity"]))
    dashed = [row for row in indirect if row["from_activity"] in names and row["to_activity"] in names][
        : MOST_EDGES // 3
    ]
    strongest: dict[tuple, int] = {}
    for place, edge in enumerate(among):
        if edge["from_activity"] != edge["to_activity"]:
            strongest.setdefault(("out", edge["from_activity"]), place)
            strongest.setdefault(("in", edge["to_activity"]), place)
    chosen = sorted(set(strongest.values()))
    rest = (place for place in range(len(among)) if place not in set(chosen))
    room = max(0, MOST_EDGES - len(dashed) - len(chosen))
    places = sorted([*chosen, *(place for place, _ in zip(rest, range(room), strict=False))])
    return kept, [among[place] for place in places], dashed, len(edges) - len(places)


def _activities(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    nodes = [numbered(node, "instances", "median_service_hours") for node in nodes]
    most, longest = largest(nodes, "often"), largest(nodes, "hours")
    colours = activity_colours(node["activity"] for node in nodes)
    for node in nodes:
        if "activity_no" in node:  # its place in the whole log: a filter must not change its colour
            colours[node["activity"]] = PALETTE[(int(node["activity_no"]) - 1) % len(PALETTE)]
    return [_activity(node, most, longest, colours[node["activity"]]) for node in nodes]


def _activity(node: Mapping[str, Any], most: float, longest: float, colour: str) -> dict[str, Any]:
    name, hours = node["activity"], node["hours"]
    times = counted(node["instances"], "time")
    median = node["median_service_hours"]
    work = f"work {duration(median)}" if is_known(median) else ""
    told = f"{name}, {count(node['instances'])}, done {times} in {counted(node['cases'], 'case')}"
    return {
        "id": name, "label": name, "lines": wrapped(name), "kind": "activity", "colour": colour,
        "w": NODE_WIDTH, "h": NODE_HEIGHT, "weight": float(node["instances"]),
        "frequency": {"text": node["often_text"], "level": level(node["often"], most), **side(node)},
        "time": {"text": node["hours_text"] or "work not recorded", "level": level(hours, longest)},
        "aria": told + (f", median {work}" if work else "") + shares(node) + told_mark(node), **difference(node), **mark(node),
    }  # fmt: skip


def _terminal(name: str) -> dict[str, Any]:
    words = {"(start)": "start", "(before)": "began before the log", "(end)": "end", "(open)": "still open"}
    blank = {"text": "", "level": 0.0}
    return {
        "id": name, "label": words[name], "lines": [words[name]], "kind": TERMINALS[name][0], "colour": "",
        "w": TERMINAL_SIZE, "h": TERMINAL_SIZE, "weight": 0.0, "frequency": blank, "time": blank, "difference": blank, "aria": words[name],
    }  # fmt: skip


def _paths(edges: list[dict[str, Any]], basis: str) -> list[dict[str, Any]]:
    edges = [numbered(edge, "steps", "median_wait_hours") for edge in edges]
    most, longest = largest(edges, "often"), largest(edges, "hours")
    return [_path(edge, most, longest, TIMES[basis]) for edge in edges]


def _path(edge: Mapping[str, Any], most: float, longest: float, time: str) -> dict[str, Any]:
    source, target, hours = edge["from_activity"], edge["to_activity"], edge["median_wait_hours"]
    is_outer = source in TERMINALS or target in TERMINALS
    wait = duration(hours) if is_known(hours) else ""
    apart = difference(edge)
    told = f"{source} to {target}, {counted(edge['steps'], 'time')} in {counted(edge['cases'], 'case')}"
    return {
        "id": f"{source} → {target}", "from": source, "to": target, "kind": "outer" if is_outer else "path",
        "weight": float(edge["steps"]), "width": round(1.1 + 5.4 * (apart["difference"]["level"] if apart else level(edge["often"], most)), 2),
        "frequency": {"text": edge["often_text"], "level": level(edge["often"], most)},
        "time": {"text": edge["hours_text"], "level": level(edge["hours"], longest)},
        "aria": told + (f", median {time} {wait}" if wait else "") + shares(edge) + told_mark(edge), **apart, **mark(edge),
    }  # fmt: skip


def _dashed(row: Mapping[str, Any]) -> dict[str, Any]:
    source, target = row["from_activity"], row["to_activity"]
    blank = {"text": "", "level": 0.0}
    return {
        "id": f"{source} ⇢ {target}", "from": source, "to": target, "kind": "indirect", "weight": 0.5, "width": 1.2,
        "frequency": blank, "time": blank, "through": [str(name) for name in row["through"]],
        "aria": f"{source} to {target}, by way of hidden work: {', '.join(map(str, row['through']))}",
    }  # fmt: skip


def _room(edge: Mapping[str, Any]) -> tuple[float, float]:
    widest = max(units(edge[name]["text"]) for name in ("frequency", "time", "difference") if name in edge)
    return (widest * 6.6 + 8, 16.0) if widest else (0.0, 0.0)


def _place(nodes: list, edges: list, centres: Mapping[str, Point], routes: list, anchors: list) -> None:
    for node in nodes:
        node["x"], node["y"] = centres[node["id"]]
    boxes = [
        (n["x"] - n["w"] / 2, n["y"] - n["h"] / 2, n["x"] + n["w"] / 2, n["y"] + n["h"] / 2) for n in nodes
    ]
    places = label_places(
        [
            (e["weight"], route, anchor, _room(e))
            for e, route, anchor in zip(edges, routes, anchors, strict=True)
        ],
        boxes,
    )
    for edge, route, label in zip(edges, routes, places, strict=True):
        edge["points"] = route
        edge["lx"], edge["ly"] = label or route[len(route) // 2]
        edge["is_crowded"] = label is None


def moved_to_origin(
    nodes: list[dict[str, Any]], edges: list[dict[str, Any]], margin: float = MARGIN
) -> dict[str, float]:
    """Everything moved so that it begins at the margin, the corners of paths as lines; the size of the whole."""
    xs = [x for n in nodes for x in (n["x"] - n["w"] / 2, n["x"] + n["w"] / 2)] + [
        x for e in edges for x, _ in e["points"]
    ]
    ys = [y for n in nodes for y in (n["y"] - n["h"] / 2, n["y"] + n["h"] / 2)] + [
        y for e in edges for _, y in e["points"]
    ]
    left, top = min(xs, default=0) - margin, min(ys, default=0) - margin
    for node in nodes:
        node["x"], node["y"] = round(node["x"] - left, 1), round(node["y"] - top, 1)
    for edge in edges:
        points = [(x - left, y - top) for x, y in edge.pop("points")]
        edge["d"], edge["arrow"] = rounded(points, edge["width"]), arrow(points, edge["width"])
        edge["lx"], edge["ly"] = round(edge["lx"] - left, 1), round(edge["ly"] - top, 1)
    wide = max((n["x"] + n["w"] / 2 + _word_room(n) for n in nodes), default=0)
    return {
        "width": round(max(max(xs, default=0) - left, wide) + margin, 1),
        "height": round(max(ys, default=0) - top + margin, 1),
    }


def _word_room(node: Mapping[str, Any]) -> float:
    """Terminals write their word beside them, or below."""
    return 0.0 if node["kind"] == "activity" or node.get("isWordBelow") else 9.0 * units(node["label"])


def units(text: str) -> int:
    """The width of a text in Latin letters; a full-width letter counts twice."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(name: str, width: int = LINE_UNITS, most: int = 2) -> list[str]:
    """A name over at most `most` lines, broken between words where it can be; the rest is cut with an ellipsis."""
    lines, line = [], ""
    for word in _pieces(" ".join(name.split()), width):
        if line and units(line) + units(word) > width:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    lines.append(line.rstrip())
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1] + " " + lines[most], width)]
    return lines


def _pieces(text: str, width: int) -> list[str]:
    pieces: list[str] = []
    for word in text.split(" "):
        piece = " " if pieces else ""
        for letter in word:
            if units(piece) + units(letter) > width:
                pieces.append(piece)
                piece = ""
            piece += letter
        pieces.append(piece)
    return pieces


def _cut(text: str, width: int) -> str:
    while units(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"
