from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.discovery.backbone import ENDS, STARTS, backbone
from procmine.samples import log_of
from procmine.store import Circumstances

START, END = STARTS[0], ENDS[0]


def test_a_rare_activity_keeps_its_way_in_and_out_at_the_strictest_slider():
    """A plain threshold of 2 would leave 3 an orphan."""
    steps = {(START, 1): 10, (1, 2): 9, (1, 3): 1, (3, 2): 1, (2, END): 10}
    assert backbone({1: 10, 2: 10, 3: 1}, steps, paths=0).paths == set(steps)


def test_a_way_through_hidden_work_is_drawn_as_indirect():
    steps = {(START, 1): 5, (1, 9): 5, (9, 2): 5, (2, END): 5}
    shown = backbone({1: 10, 2: 10, 9: 5}, steps, activities=0.6)
    assert shown.activities == {1, 2}
    assert dict(shown.indirect) == {(1, 2): (9,)}


def reached(paths, roots):
    following = defaultdict(set)
    for a, b in paths:
        following[a].add(b)
    seen, todo = set(), list(roots)
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo.extend(following[node])
    return seen


traces = st.lists(st.lists(st.integers(1, 7), min_size=1, max_size=7), min_size=1, max_size=12)
shares = st.floats(0, 1)


def counted(cases):
    instances, steps = defaultdict(int), defaultdict(int)
    for trace in cases:
        for name in trace:
            instances[name] += 1
        for pair in zip([START, *trace], [*trace, END], strict=True):
            steps[pair] += 1
    return dict(instances), dict(steps)


@given(traces, shares, shares)
def test_every_shown_activity_is_on_a_way_from_a_start_to_an_end(cases, activities, paths):
    shown = backbone(*counted(cases), activities=activities, paths=paths)
    drawn = set(shown.paths) | set(shown.indirect)
    assert shown.activities <= reached(drawn, STARTS)
    assert shown.activities <= reached({(b, a) for a, b in drawn}, ENDS)


@given(traces, shares, shares, shares)
def test_raising_a_slider_never_hides_what_was_shown(cases, activities, low, high):
    instances, steps = counted(cases)
    low, high = sorted((low, high))
    assert (
        backbone(instances, steps, activities=activities, paths=low).paths
        <= backbone(instances, steps, activities=activities, paths=high).paths
    )
    assert (
        backbone(instances, steps, activities=low).activities
        <= backbone(instances, steps, activities=high).activities
    )


def test_sliders_change_what_is_drawn_and_no_number():
    log = log_of(a="A 1 > B 2 > C 3", b="A 1 > C 2", c="A 1 > B 2 > B 3 > C 4")
    full, strict = pm.process_map(log), pm.process_map(log, activities=0.5, paths=0)
    numbers = [column for column in full.frame if column != "is_shown"]
    assert full.frame[numbers].equals(strict.frame[numbers])
    assert full.frame.is_shown.all() and not strict.frame.is_shown.all()
    assert "Shown: 2 of 3 activities" in strict.headline


def test_cases_begin_and_end_where_the_log_saw_them():
    log = log_of(
        a="A 1-2 > B 3-",
        b="A 5-6",
        circumstances=Circumstances(observed_from=__import__("datetime").datetime(2024, 3, 4, 3)),
    )
    edges = {(row.from_activity, row.to_activity) for row in pm.process_map(log).frame.itertuples()}
    assert edges == {("(before)", "A"), ("A", "B"), ("B", "(open)"), ("(start)", "A"), ("A", "(end)")}


def test_a_slider_outside_its_range_is_refused():
    with pytest.raises(pm.errors.WrongOption, match="outside 0"):
        pm.process_map(log_of(a="A 1"), paths=40)


def test_times_of_a_log_without_starts_are_not_called_waits():
    ends = pm.process_map(log_of(a="A 1 > B 3", b="A 1 > B 5"))
    assert ends.basis == "elapsed"
    assert ends.figure("time").layout["basis"] == "elapsed"
    told = {edge["id"]: edge["aria"] for edge in ends.figure().layout["edges"]}
    assert "median time to its end, wait and work 3.0 h" in told["A → B"]
    both = pm.process_map(log_of(a="A 0-1 > B 2-3", b="A 0-1 > B 5"))
    assert both.frame.set_index(["from_activity", "to_activity"]).basis[("A", "B")] == "mixed"
    assert pm.process_map(log_of(a="A 0-1 > B 2-3")).basis == "wait"


def test_an_activity_keeps_its_colour_under_a_filter_and_shares_it_with_none():
    log = log_of(a="A 1 > B 2 > C 3", b="A 1 > C 3", c="D 1 > E 2")

    def colours(view):
        return {
            node["id"]: node["colour"]
            for node in pm.process_map(view).figure().layout["nodes"]
            if node["colour"]
        }

    whole = colours(log)
    assert len(set(whole.values())) == 5
    assert colours(log.passing("C")) == {name: whole[name] for name in "ABC"}


def test_activities_count_the_cases_of_the_shown_work_only():
    log = log_of(a="A 1 by Ann > B 2 by Bob", b="A 1 by Bob > B 2 by Bob")
    nodes = pm.process_map(log.only(resources=["Bob"])).tables["nodes"].set_index("activity").cases
    assert nodes.to_dict() == {"A": 1, "B": 2}


def test_activities_that_are_called_like_the_ends_of_the_map_are_told_from_them():
    """Half of the cases begin with an activity called (start), one of them with it twice."""
    log = log_of(
        a="(start) 1 > B 2 > (end) 3",
        b="(start) 1 > (start) 2 > (end) 3",
        c="B 1 > (end) 4",
        d="B 1 > (open) 2",
    )
    found = pm.process_map(log, paths=0.3)
    counts = {
        (row.from_activity, row.to_activity, row.from_no > 0, row.to_no > 0): row.steps
        for row in found.frame.itertuples()
    }
    assert counts[("(start)", "(start)", False, True)] == 2
    assert counts[("(start)", "(start)", True, True)] == 1
    assert counts[("(end)", "(end)", True, False)] == 3
    assert found.tables["nodes"].set_index("activity").instances.to_dict() == {
        "(start)": 3,
        "B": 3,
        "(end)": 3,
        "(open)": 1,
    }
    assert found.headline.startswith("B → (end) is the most travelled path (2 times)")
    drawn = {node["id"]: node["kind"] for node in pm.process_map(log).figure().layout["nodes"]}
    assert drawn == {
        "(start)": "start",
        "(end)": "end",
        "“(start)”": "activity",
        "“(end)”": "activity",
        "“(open)”": "activity",
        "B": "activity",
    }
    assert found.places["“(start)”"] == log.activities.index("(start)") + 1


def test_open_ends_that_the_sliders_hide_are_told():
    log = log_of(**{f"c{n}": "A 1-2 > B 3-4" for n in range(5)}, x="A 1-2 > B 3-", y="A 1-2 > C 3-4 > B 5-6")
    assert "open case" not in pm.process_map(log).shown_text
    hidden = pm.process_map(log, paths=0.0)
    assert "where 1 open case stands is not drawn" in hidden.shown_text
    assert "where 1 open case stands is not drawn" in hidden.figure().layout["note"]


def places(layout):
    return {node["id"]: (node["x"], node["y"]) for node in layout["nodes"]}


def test_what_is_drawn_keeps_its_place_while_the_slider_of_paths_moves():
    log = log_of(
        a="A 1 > B 2 > C 3 > D 4",
        b="A 1 > C 2 > B 3 > D 4",
        c="A 1 > B 2 > D 3",
        d="A 1 > D 2 > B 3 > C 4",
        e="B 1 > A 2 > D 3 > C 4",
    )
    few = pm.process_map(log, paths=0.3).figure().layout
    more = pm.process_map(log, paths=1.0).figure().layout_like(few)
    moved = {
        (round(x - places(more)[name][0], 1), round(y - places(more)[name][1], 1))
        for name, (x, y) in places(few).items()
    }
    assert len(moved) == 1  # all by the same, or not at all
    two = pm.process_map(log, activities=0.5, paths=0.3).figure().layout
    all_of_them = pm.process_map(log).figure()
    assert places(all_of_them.layout_like(two)) == places(
        all_of_them.layout
    )  # what is new may find no room between


def test_where_nothing_waits_no_wait_is_told():
    stays = pm.process_map(log_of(a="New 1-3 > Assigned 3-8 > Closed 8-9", b="New 2-3 > Assigned 3-4"))
    assert stays.headline == "New → Assigned is the most travelled path (2 times)."
