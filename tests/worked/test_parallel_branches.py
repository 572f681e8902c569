"""Two cases in which B and C run side by side, worked by hand.

c1: A 0-1  B 2-5  C 3-4  D 6-7          c2: A 1-2  C 2-3  B 3-6  D 8-9
"""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.samples import log_of


@pytest.fixture(scope="module")
def log():
    return log_of(
        c1="A 0-1 by r1 > B 2-5 by r1 > C 3-4 by r2 > D 6-7 by r2",
        c2="A 1-2 by r1 > C 2-3 by r2 > B 3-6 by r1 > D 8-9 by r2",
    )


def test_b_and_c_are_found_to_be_parallel(log):
    assert log.parallel_pairs == [("B", "C")]


def test_work_is_enabled_by_what_ended_last_before_it_and_is_not_parallel(log):
    work = log.to_pandas().query("case_id == 'c1'").set_index("activity")
    assert work.enabled_by.fillna("").to_dict() == {"A": "", "B": "A", "C": "A", "D": "B"}
    assert work.wait_hours.to_dict() == {"A": 0, "B": 1, "C": 2, "D": 1}


def test_busy_time_counts_parallel_work_once(log):
    hours = log.sql(
        "select case_id, busy_seconds / 3600 as busy, span_seconds / 3600 as cycle from case_span"
    ).set_index("case_id")
    assert hours.busy.to_dict() == {"c1": 5, "c2": 6}
    assert hours.cycle.to_dict() == {"c1": 7, "c2": 8}


def test_the_critical_path_leaves_out_the_shorter_branch(log):
    assert log.to_pandas().query("case_id == 'c1' and is_critical").activity.tolist() == ["A", "B", "D"]
    found = pm.bottlenecks(log.where(case_id="c1")).frame
    assert {(row.activity, row.kind): row.critical_hours for row in found.itertuples()} == {
        ("A", "work"): 1, ("B", "wait"): 1, ("B", "work"): 3, ("D", "wait"): 1, ("D", "work"): 1,
    }  # fmt: skip


def test_waits_are_from_the_enabler_not_from_the_neighbour(log):
    found = pm.waiting_time(log).frame.set_index(["from_activity", "to_activity"])
    assert found.waits.to_dict() == {("B", "D"): 2, ("A", "B"): 2, ("A", "C"): 2}
    assert found.total_hours.to_dict() == {("B", "D"): 3, ("A", "B"): 2, ("A", "C"): 2}


def test_the_map_counts_neighbours_and_gives_no_wait_between_parallel_work(log):
    found = pm.process_map(log).frame.set_index(["from_activity", "to_activity"])
    inner = {
        pair: row.steps
        for pair, row in found.iterrows()
        if not pair[0].startswith("(") and not pair[1].startswith("(")
    }
    assert inner == {("A", "B"): 1, ("A", "C"): 1, ("B", "C"): 1, ("B", "D"): 1, ("C", "B"): 1, ("C", "D"): 1}
    assert found.loc[("B", "C"), "waits"] == 0
    assert found.loc[("B", "D"), "median_wait_hours"] == 2


def test_one_canonical_variant_where_two_are_recorded(log):
    assert pm.variants(log).frame.cases.tolist() == [1, 1]
    canonical = pm.variants(log, form="canonical").frame
    assert canonical.activities.tolist() == [["A", "B", "C", "D"]]
    assert canonical.cases.tolist() == [2]


def test_handovers_follow_enabling(log):
    found = pm.handovers(log).frame
    assert found[["from_resource", "to_resource", "handovers", "cases"]].values.tolist() == [
        ["r1", "r2", 4, 2]
    ]


def test_busy_hours_of_a_resource_are_a_union(log):
    found = pm.workload(log, by="resource").frame.groupby("group")
    assert found.busy_hours.sum().to_dict() == {"r1": 6, "r2": 4}
    assert found.mean_in_hand.sum().to_dict() == {"r1": 8, "r2": 4}


def test_workload_weighs_each_number_in_hand_by_how_long_it_held(log):
    found = pm.workload(log).frame.set_index("hour")
    assert found.mean_in_hand.loc[:5].tolist() == [1, 1, 2, 3, 2, 1]
    assert found.busy_hours.loc[:5].tolist() == [1, 1, 2, 2, 1, 1]
