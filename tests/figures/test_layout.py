"""Placing boxes: an engine that fails, hangs or is missing never costs the map."""

from __future__ import annotations

import threading

import pytest

from procmine.figures.layout import (
    MOST_EDGES,
    MOST_NODES,
    Arc,
    Box,
    graphlay_engine,
    graphviz_engine,
    placed,
    plain_engine,
)
from procmine.figures.map_layout import map_layout, units, wrapped
from procmine.figures.paths import label_places, rounded

CHAIN = [
    Box("(start)", 26, 26, -1),
    Box("A", 190, 56, 0, 9),
    Box("B", 190, 56, 0, 8),
    Box("(end)", 26, 26, 1),
]
ARCS = [
    Arc("(start)", "A", 9, (30, 16)),
    Arc("A", "B", 8),
    Arc("B", "A", 1),
    Arc("B", "B", 2),
    Arc("B", "(end)", 9),
]


def overlapping(layout) -> bool:
    found = layout.centres
    return any(
        abs(found[a.id][0] - found[b.id][0]) < (a.width + b.width) / 2
        and abs(found[a.id][1] - found[b.id][1]) < (a.height + b.height) / 2
        for a in CHAIN
        for b in CHAIN
        if a.id < b.id
    )


@pytest.mark.parametrize("engine", [graphlay_engine, plain_engine])
def test_an_engine_places_every_box_apart_and_routes_every_arc(engine):
    layout = engine(CHAIN, ARCS)
    assert set(layout.centres) == {"(start)", "A", "B", "(end)"}
    assert len(layout.routes) == len(ARCS) and all(len(route) >= 2 for route in layout.routes)
    assert not overlapping(layout)


def test_the_second_engine_does_the_same_where_it_is_installed():
    pytest.importorskip("pygraphviz")
    layout = graphviz_engine(CHAIN, ARCS)
    assert len(layout.routes) == len(ARCS) and not overlapping(layout)


def test_the_main_path_runs_straight_down():
    layout = graphlay_engine(CHAIN, ARCS)
    xs = [layout.centres[name][0] for name in ("(start)", "A", "B", "(end)")]
    ys = [layout.centres[name][1] for name in ("(start)", "A", "B", "(end)")]
    assert max(xs) - min(xs) < 1 and ys == sorted(ys)


def test_an_engine_that_breaks_is_passed_over():
    def broken(boxes, arcs):
        raise RuntimeError("no")

    assert placed(CHAIN, ARCS, engines=(broken,)).centres == plain_engine(CHAIN, ARCS).centres


def test_an_engine_that_hangs_is_left_after_the_limit():
    never = threading.Event()

    def hanging(boxes, arcs):
        never.wait(30)

    assert (
        placed(CHAIN, ARCS, engines=(hanging,), limit_seconds=0.05).centres
        == plain_engine(CHAIN, ARCS).centres
    )
    never.set()


def test_the_same_map_is_laid_out_once():
    calls = []

    def counting(boxes, arcs):
        calls.append(1)
        return plain_engine(boxes, arcs)

    engines = (counting,)
    assert placed(CHAIN, ARCS, engines=engines) is placed(list(CHAIN), list(ARCS), engines=engines)
    assert len(calls) == 1


def test_too_much_to_draw_is_bounded_and_told_and_every_box_keeps_its_paths():
    names = [f"a{n:03}" for n in range(100)]
    nodes = [
        {"activity": name, "instances": 1000 - n, "cases": 5, "median_service_hours": None}
        for n, name in enumerate(names)
    ]
    edges = [
        {
            "from_activity": a,
            "to_activity": b,
            "steps": 1 + (7 * n + m) % 50,
            "cases": 1,
            "median_wait_hours": None,
        }
        for n, a in enumerate(names)
        for m, b in enumerate(names)
        if (n + m) % 9 == 0
    ]
    layout = map_layout(nodes, edges, [])
    assert len(layout["nodes"]) == MOST_NODES and len(layout["edges"]) <= MOST_EDGES
    assert layout["hidden"] == len(edges) - len(layout["edges"])
    drawn = {end for edge in layout["edges"] for end in (edge["from"], edge["to"])}
    assert {node["id"] for node in layout["nodes"]} == drawn


def test_no_label_lies_on_a_box_or_on_another_label():
    edges = [
        (9.0, [(0.0, 0.0), (0.0, 100.0)], None, (40.0, 16.0)),
        (3.0, [(10.0, 0.0), (10.0, 100.0)], None, (40.0, 16.0)),
    ]
    first, second = label_places(edges, [(-50.0, 40.0, 50.0, 60.0)])
    assert first is not None and second is not None
    assert abs(first[1] - 50) >= 18 and abs(second[1] - 50) >= 18 and abs(first[1] - second[1]) >= 16


def test_a_label_without_room_is_told_as_such():
    assert label_places(
        [(1.0, [(0.0, 0.0), (0.0, 10.0)], None, (40.0, 16.0))], [(-99.0, -99.0, 99.0, 99.0)]
    ) == [None]


def test_a_path_ends_where_its_arrow_head_begins():
    assert rounded([(0.0, 0.0), (0.0, 100.0)], 1.0) == "M0.0 0.0L0.0 94.7"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Pay", ["Pay"]),
        ("Check application form completeness", ["Check application", "form completeness"]),
        ("x" * 60, ["x" * 21, "x" * 20 + "…"]),
        ("受付" * 20, ["受付" * 5, "受付" * 5 + "…"]),
        ("", [""]),
    ],
)
def test_a_name_is_broken_between_words_and_cut_with_an_ellipsis(name, lines):
    assert wrapped(name) == lines
    assert all(units(line) <= 21 for line in lines)
