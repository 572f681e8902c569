from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of

WORKED = "A 1-2 by r1 > B 2-3 by r1 > B 3-4 by r2 > C 4-5 by r1 > B 5-6 by r1 > D 6-7 by r1 > B 7-9 by r1"


def rows(log):
    return [
        (r.from_activity, r.to_activity, r.kind, r.loops, r.repeats) for r in pm.loops(log).frame.itertuples()
    ]


def test_self_loop_and_loop_backs_of_the_worked_case():
    """A B B C B D B: one self-loop, and back to B from C and from D."""
    log = log_of(x=WORKED)
    found = pm.loops(log)
    assert rows(log) == [
        ("D", "B", "loop-back", 1, 1),
        ("B", "B", "self-loop", 1, 1),
        ("C", "B", "loop-back", 1, 1),
    ]
    assert found.frame.critical_hours.tolist() == [2, 1, 1] == found.frame.rework_hours.tolist()
    assert found.frame.median_length.tolist() == [2, 1, 2]


def test_what_is_done_again_in_the_order_of_the_first_time_is_one_loop():
    """A B C B C D: back once, from C to B, with two pieces done again that waited an hour each."""
    log = log_of(x="A 1-2 > B 2-3 > C 3-4 > B 5-6 > C 7-9 > D 9-10")
    assert rows(log) == [("C", "B", "loop-back", 1, 2)]
    row = pm.loops(log).frame.iloc[0]
    assert (row.median_length, row.wait_hours, row.rework_hours, row.critical_hours) == (2, 2, 3, 5)
    assert "Cases turn back 1 time, which takes them 5.0 h in all; most from C to B" in pm.loops(log).headline


def test_work_side_by_side_makes_no_loop():
    log = log_of(x="A 1-4 > A 2-3 > B 5-6")
    assert rows(log) == []
    assert pm.loops(log).headline == "No case of 1 turns back to what it did before."


def test_between_two_that_run_side_by_side_there_is_no_turn():
    """B and C overlap; after D both are done again in the other order: one loop, back to C."""
    log = log_of(x="B 1-3 > C 2-4 > D 5-6 > C 7-9 > B 8-10", y="B 1-3 > C 2-4", z="B 1-3 > C 2-4")
    assert log.parallel_pairs == [("B", "C")]
    assert rows(log) == [("D", "C", "loop-back", 1, 2)]


def test_where_only_ends_are_known_the_times_hold_the_work():
    found = pm.loops(log_of(x="A 1 > B 2 > A 4"))
    row = found.frame.iloc[0]
    assert (row.wait_hours, row.critical_hours, row.basis) == (
        2,
        2,
        "elapsed",
    ) and row.rework_hours != row.rework_hours
    assert "not recorded" in found.headline


def test_most_of_it_starts_from_one_activity():
    log = log_of(x="A 1-2 > B 2-3 > R 3-4 > A 4-6 > B 6-7 > R 7-8 > B 8-12 > S 12-13 > B 13-14")
    table = pm.loops(log).tables["turning_points"]
    assert table.iloc[0][["from_activity", "turns", "loops", "critical_hours"]].tolist() == ["R", 2, 2, 8]
    assert "89 % of that time starts from R." in pm.loops(log).headline


@settings(max_examples=3)
@given(st.lists(st.text("ABC", min_size=1, max_size=8), min_size=8, max_size=30))
def test_the_repeats_of_all_loops_are_those_of_rework(traces):
    log = log_of(
        **{
            f"c{n}": " > ".join(f"{name} {i}-{i + 1}" for i, name in enumerate(t))
            for n, t in enumerate(traces)
        }
    )
    found = pm.loops(log).frame
    assert (
        found.repeats.sum() == pm.rework(log).frame.repeats.sum() == sum(len(t) - len(set(t)) for t in traces)
    )
    if len(found):
        assert found.rework_hours.sum() == pytest.approx(pm.rework(log).frame.rework_hours.sum())
        assert (found.critical_hours >= 0).all()


@settings(max_examples=3)
@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from("ABC"), st.integers(0, 20), st.integers(1, 6)), min_size=1, max_size=6
        ),
        min_size=5,
        max_size=15,
    )
)
def test_turning_back_never_takes_longer_than_the_cases_did(cases):
    """Work may overlap and lie anywhere: what lies on critical paths adds up to no more than the cycle times."""
    log = log_of(
        **{
            f"c{n}": " > ".join(f"{a} {at}-{at + long}" for a, at, long in case)
            for n, case in enumerate(cases)
        }
    )
    found = pm.loops(log).frame
    spans = log.select("select sum(span_seconds) / 3600 as hours from case_span").hours.iloc[0]
    assert found.critical_hours.sum() <= spans + 1e-6
    assert found.repeats.sum() == pm.rework(log).frame.repeats.sum()
