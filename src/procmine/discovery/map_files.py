"""A process map for other tools: as DOT for Graphviz, as BPMN."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from procmine.process_models import Diagram, Element, Flow

STARTS, ENDS, OPEN = ("(start)", "(before)"), ("(end)",), "(open)"


def dot(drawn: Any, overlay: str) -> str:
    """The shown part of a map as DOT: boxes and paths with their numbers, paths through hidden work dashed."""
    lines = [
        "digraph process_map {",
        "  rankdir=TB;",
        '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif"];',
        '  edge [fontname="sans-serif"];',
    ]
    text = {"frequency": "often_text", "time": "hours_text"}[overlay]
    for node in drawn.nodes:
        told = node[text]
        lines.append(
            f"  {_quoted(node['activity'])} [label={_quoted(node['activity'] + (chr(10) + told if told else ''))}];"
        )
    ends = {end for edge in drawn.edges for end in (edge["from_activity"], edge["to_activity"])} & {
        *STARTS,
        *ENDS,
        OPEN,
    }
    lines += [f"  {_quoted(end)} [shape=circle];" for end in sorted(ends)]
    for edge in drawn.edges:
        lines.append(
            f"  {_quoted(edge['from_activity'])} -> {_quoted(edge['to_activity'])} [label={_quoted(edge[text])}];"
        )
    lines += [
        f"  {_quoted(row['from_activity'])} -> {_quoted(row['to_activity'])} [style=dashed];"
        for row in drawn.indirect
    ]
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "") + '"'


def diagram(drawn: Any, called: Mapping[str, str]) -> Diagram:
    """The shown part of a map as a process: after each activity one of the paths that leave it is taken.

    So it allows what the map shows, and more: a map does not know what is done side by side. Where cases are open ends nothing.
    `called` gives back the log's name of what is drawn under another.
    """
    names = [node["activity"] for node in drawn.nodes]
    ids = {name: f"task_{place}" for place, name in enumerate(names, start=1)}
    paths = sorted(
        {
            (row["from_activity"], row["to_activity"])
            for row in [*drawn.edges, *drawn.indirect]
            if row["to_activity"] != OPEN
        }
    )
    begins = {b for a, b in paths if a in STARTS} or set(names[:1])
    ends = {a for a, b in paths if b in ENDS} | {
        name for name in names if not any(a == name for a, _ in paths)
    }
    between = [(ids[a], ids[b]) for a, b in paths if a in ids and b in ids]
    between += [("start", ids[name]) for name in sorted(begins)] + [
        (ids[name], "end") for name in sorted(ends)
    ]
    elements = [
        Element("start", "start"),
        *(Element(ids[name], "task", called.get(name, name)) for name in names),
        Element("end", "end"),
    ]
    return _with_gateways(elements, between)


def _with_gateways(elements: list[Element], between: Iterable[tuple[str, str]]) -> Diagram:
    """One way in and one out of each element: gateways choose where there are more."""
    between = list(between)
    into = {one.id: [pair for pair in between if pair[1] == one.id] for one in elements}
    out = {one.id: [pair for pair in between if pair[0] == one.id] for one in elements}
    joins = {name: f"join_{name}" for name, pairs in into.items() if len(pairs) > 1}
    splits = {name: f"split_{name}" for name, pairs in out.items() if len(pairs) > 1}
    gateways = [Element(name, "exclusive") for name in (*joins.values(), *splits.values())]
    flows = [(splits.get(a, a), joins.get(b, b)) for a, b in between]
    flows += [(joins[name], name) for name in joins] + [(name, splits[name]) for name in splits]
    return Diagram(
        (*elements, *gateways),
        tuple(Flow(f"flow_{place}", *ends) for place, ends in enumerate(flows, start=1)),
    )
