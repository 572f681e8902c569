"""A layout as one SVG picture with plain colours, for documents and for viewers that know no scripts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from procmine.figures.theme import ACCENT, COLOURS, FONT, INK, MUTED, RULE

CALM, PAPER = "#9aa5b4", "#ffffff"
MARKS = {
    "start": "M-3 -5L5 0L-3 5Z",
    "before": "M4 -5L-4 0L4 5Z",
    "end": "M-4 -4H4V4H-4Z",
    "open": "M-5 -1.5H5V1.5H-5Z",
}
RULES = {
    "ok": ("#12805c", "M-3.5 0L-1 3L4 -3"),
    "warning": ("#a05a00", "M0 -4V1M0 3.4V4"),
    "error": ("#c0262d", "M-3 -3L3 3M3 -3L-3 3"),
}
GATEWAYS = {
    "exclusive": "M-6 -6L6 6M6 -6L-6 6",
    "parallel": "M-8 0H8M0 -8V8",
    "inclusive": "M-7 0A7 7 0 1 0 7 0A7 7 0 1 0 -7 0",
    "event": "M-5 0H5",
}


def static_svg(layout: Mapping[str, Any], overlay: str) -> str:
    """The picture of a layout at one overlay."""
    width, height = layout["width"], layout["height"]
    parts = [_edge(edge, overlay) for edge in layout["edges"]]
    parts += [_node(node, overlay) for node in layout["nodes"]]
    parts += [
        _mark(edge, edge["lx"] - 3.4 * len(edge[overlay]["text"]) - 12, edge["ly"])
        for edge in layout["edges"]
        if edge.get("mark")
    ]
    parts += [
        _label(edge, overlay) for edge in layout["edges"] if edge[overlay]["text"] and not edge["is_crowded"]
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="{escape(FONT)}"><title>{_text(layout["title"])}</title><desc>{_text(layout["note"])}</desc>'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def _text(value: str) -> str:
    # Control letters are no part of XML, even written as references.
    return escape("".join(letter for letter in value if letter >= " " or letter in "\t\n"))


def _mixed(colour: str, base: str, part: float) -> str:
    pairs = ((int(colour[at : at + 2], 16), int(base[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * part):02x}" for high, low in pairs)


def _edge_colour(edge: Mapping[str, Any], overlay: str) -> str:
    if overlay == "difference":
        return _mixed(_side(edge["difference"]), CALM, min(1.0, 1.6 * edge[overlay]["level"]))
    if edge["kind"] != "path":
        return MUTED if edge["kind"] == "indirect" else CALM
    level = edge[overlay]["level"]
    return (
        _mixed(ACCENT, CALM, 0.25 + 0.75 * level)
        if overlay == "frequency"
        else _mixed(COLOURS["wait"], CALM, level)
    )


def _side(part: Mapping[str, Any]) -> str:
    """Orange where more cases take it, green where fewer do."""
    return COLOURS["completions"] if part.get("is_less") else COLOURS["wait"]


def _edge(edge: Mapping[str, Any], overlay: str) -> str:
    colour = _edge_colour(edge, overlay)
    dashes = ' stroke-dasharray="5 4"' if edge["kind"] == "indirect" else ""
    return (
        f'<g><title>{_text(edge["aria"])}</title><path d="{edge["d"]}" fill="none" stroke="{colour}" stroke-width="{edge["width"]}"{dashes}/>'
        f'<path d="{edge["arrow"]}" fill="{colour}"/></g>'
    )


def _label(edge: Mapping[str, Any], overlay: str) -> str:
    return (
        f'<text x="{edge["lx"]}" y="{edge["ly"]}" font-size="11" text-anchor="middle" dominant-baseline="central" fill="{INK}" '
        f'stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">{_text(edge[overlay]["text"])}</text>'
    )


def _node(node: Mapping[str, Any], overlay: str) -> str:
    draw = {"activity": _box, "start": _terminal, "end": _terminal, "before": _terminal, "open": _terminal}
    inside = draw.get(node["kind"], _gateway)(node, overlay)
    mark = _mark(node, node["w"] / 2 - 4, 4 - node["h"] / 2)
    return f'<g transform="translate({node["x"]} {node["y"]})"><title>{_text(node["aria"])}</title>{inside}{mark}</g>'


def _mark(part: Mapping[str, Any], x: float, y: float) -> str:
    """What a rule says of it, in shape as well as colour."""
    if not part.get("mark"):
        return ""
    colour, line = RULES[part["mark"]]
    return (
        f'<g transform="translate({x:.1f} {y:.1f})"><circle r="8" fill="{colour}" stroke="{PAPER}" stroke-width="2"/>'
        f'<path d="{line}" fill="none" stroke="{PAPER}" stroke-width="2" stroke-linecap="round"/></g>'
    )


def _box(node: Mapping[str, Any], overlay: str) -> str:
    width, height = node["w"], node["h"]
    paints = {"frequency": (ACCENT, 0.26), "time": (COLOURS["work"], 0.34)}
    colour, most = paints.get(overlay) or (_side(node["difference"]), 0.4)
    if overlay == "frequency" and "sided" in node["frequency"]:
        colour, most = _side({"is_less": node["frequency"]["sided"] == "less"}), 0.4
    body = _mixed(colour, PAPER, most * node[overlay]["level"])
    left, top = -width / 2, -height / 2 + (17 if len(node["lines"]) > 1 else 23)
    lines = "".join(
        f'<text x="{left + 17}" y="{top + 14 * place}" font-size="12" font-weight="600" fill="{INK}">{_text(line)}</text>'
        for place, line in enumerate(node["lines"])
    )
    return (
        f'<rect x="{left}" y="{-height / 2}" width="{width}" height="{height}" rx="8" fill="{body}" stroke="{RULE}"/>'
        f'<rect x="{left + 6}" y="{-height / 2 + 8}" width="4" height="{height - 16}" rx="2" fill="{node["colour"]}"/>{lines}'
        f'<text x="{left + 17}" y="{height / 2 - 9}" font-size="11" fill="{MUTED}">{_text(node[overlay]["text"])}</text>'
    )


def _gateway(node: Mapping[str, Any], overlay: str) -> str:
    half = node["w"] / 2
    return (
        f'<path d="M{-half} 0L0 {-half}L{half} 0L0 {half}Z" fill="{PAPER}" stroke="{MUTED}" stroke-width="1.5"/>'
        f'<path d="{GATEWAYS[node["kind"]]}" fill="none" stroke="{MUTED}" stroke-width="2.5" stroke-linecap="round"/>'
    )


def _terminal(node: Mapping[str, Any], overlay: str) -> str:
    half = node["w"] / 2
    place = (
        f'x="0" y="{half + 12}" text-anchor="middle"' if node.get("isWordBelow") else f'x="{half + 5}" y="4"'
    )
    return (
        f'<circle r="{node["w"] / 2 - 2}" fill="{PAPER}" stroke="{MUTED}" stroke-width="1.5"/><path d="{MARKS[node["kind"]]}" fill="{MUTED}"/>'
        f'<text {place} font-size="11" fill="{MUTED}">{_text(node["lines"][0])}</text>'
    )
