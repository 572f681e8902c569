from __future__ import annotations

import procmine as pm
from procmine.samples import log_of


def test_work_nested_in_longer_work_does_not_begin_a_wait():
    found = pm.waiting_time(log_of(a="A 1-9 > B 2-3 > C 10-11"))
    assert found.frame[["from_activity", "to_activity", "total_hours"]].values.tolist() == [["A", "C", 1]]


def test_ends_alone_give_an_upper_bound_and_say_so():
    found = pm.waiting_time(log_of(a="A 1 > B 4"))
    assert found.frame[["total_hours", "basis"]].values.tolist() == [[3, "elapsed"]]
    assert "upper bounds" in found.headline


def test_waits_to_a_start_and_bounds_to_an_end_are_never_mixed():
    found = pm.waiting_time(log_of(a="A 1 > B 4", b="A 1-2 > B 3-4")).frame
    assert sorted(found[["total_hours", "basis"]].values.tolist()) == [[1, "wait"], [3, "elapsed"]]


def test_ties_follow_the_order_of_the_case():
    found = pm.waiting_time(log_of(a="A 1 > B 1 > C 3")).frame
    assert sorted(map(tuple, found[["from_activity", "to_activity", "total_hours"]].values)) == [
        ("A", "B", 0),
        ("B", "C", 2),
    ]
