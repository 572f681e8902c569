"""What is drawn on a map: counts, shares, repeats, net loop gain, times, and rules that mark them. Worked by hand."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import WrongOption
from procmine.samples import log_of


@pytest.fixture(scope="module")
def log():
    return log_of(
        a="Draft 9-10 > Review 11-12 > Draft 13-14 > Review 14-15 > Send 20-21",
        b="Draft 9-11 > Review 12-13 > Review 13-14 > Send 14-15",
        c="Draft 9-10",
    )


def drawn(found, what="frequency"):
    layout = found.figure().layout
    nodes = {node["id"]: node[what]["text"] for node in layout["nodes"] if node["kind"] == "activity"}
    return nodes | {edge["id"]: edge[what]["text"] for edge in layout["edges"]}


def test_how_often_in_each_way(log):
    often = {
        name: drawn(pm.process_map(log, frequency=name)) for name in ("steps", "cases", "share", "repeats")
    }
    assert [often[name]["Draft → Review"] for name in often] == ["3", "2", "67 %", "2×"]
    assert [often[name]["Review"] for name in often] == ["4", "2", "67 %", "2×"]
    assert [often[name]["Draft"] for name in often] == ["4", "3", "100 %", "2×"]
    assert [often[name]["(start) → Draft"] for name in often] == ["3", "3", "100 %", "1×"]


def test_net_loop_gain_tells_where_loops_start_and_where_they_lead(log):
    found = pm.process_map(log, frequency="loops")
    nodes = found.tables["nodes"].set_index("activity")
    assert nodes.net_loop_gain.to_dict() == {"Draft": -1, "Review": 1, "Send": 0}
    assert (nodes.loops_started.sum(), nodes.loops_reached.sum()) == (
        1,
        1,
    )  # Review twice at once is a self-loop and leads nowhere
    assert drawn(found)["Review"] == "+1" and drawn(found)["Draft"] == "−1" and drawn(found)["Send"] == "±0"
    assert "net loop gain" in found.figure().layout["legends"]["frequency"]


def test_how_long_in_each_way(log):
    # Draft to Review: waits of 1, 0 and 1 hours.
    told = {
        name: drawn(pm.process_map(log, time=name), "time")["Draft → Review"]
        for name in ("median", "mean", "total")
    }
    assert told == {"median": "1.0 h", "mean": "40 min", "total": "2.0 h"}
    assert drawn(pm.process_map(log, time="total"), "time")["Draft"] == "work 5.0 h"
    row = pm.process_map(log).frame.query("from_activity == 'Draft' and to_activity == 'Review'").iloc[0]
    assert row.mean_wait_hours == pytest.approx(row.total_wait_hours / row.waits)


def test_working_time_is_drawn_where_it_is_asked_for():
    log = log_of(a="Draft 16-17 > Send 33-34", zone="UTC")  # 16 hours, of which the night takes 15
    found = pm.process_map(log, calendar="24x7", clock="worked")
    assert drawn(found, "time")["Draft → Send"] == "16.0 h"
    with pytest.raises(WrongOption, match="Working time needs a calendar"):
        pm.process_map(log, clock="worked")


def test_both_numbers_stand_beside_each_other(log):
    layout = pm.process_map(log).figure(is_beside=True).layout
    told = {edge["id"]: (edge["frequency"]["text"], edge["time"]["text"]) for edge in layout["edges"]}
    assert told["Draft → Review"] == ("3 · 1.0 h", "1.0 h · 3")


def test_rules_mark_boxes_and_paths(log):
    found = pm.process_map(
        log,
        marks="warn wait > 30min; error Review -> Send wait > 2h; error Draft times > 3; warn share < 50%",
    )
    layout = found.figure().layout
    marks = {part["id"]: part.get("mark") for part in [*layout["nodes"], *layout["edges"]]}
    assert marks["Draft → Review"] == "warning"
    assert marks["Review → Send"] == "error"  # waits of 5 and 0 hours: 2.5 in the middle
    assert marks["Review → Draft"] == "warning"  # in one of three cases, and it waits an hour
    assert marks["Draft"] == "error" and marks["Review"] == "ok"
    assert marks["(start) → Draft"] == "ok"
    aria = next(edge["aria"] for edge in layout["edges"] if edge["id"] == "Review → Send")
    assert "error: error Review -> Send wait > 2h" in aria
    assert found.to_svg().count('<circle r="8"') == sum(mark is not None for mark in marks.values())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"frequency": "colour"}, "no frequency 'colour'"),
        ({"time": "mode"}, "no time 'mode'"),
        ({"clock": "sun"}, "no clock 'sun'"),
        (
            {"marks": "warn wait; error wait > soon; warn Draught work > 2h; warn times > 5%"},
            "'warn wait' is no rule; 'error wait > soon' is no rule; there is no activity 'Draught'",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_all_at_once(log, options, told):
    with pytest.raises(WrongOption, match=told):
        pm.process_map(log, **options)
