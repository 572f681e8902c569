from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.samples import log_of, log_of_rows


def test_four_hours_and_four_hours_that_share_two_are_three_and_three():
    found = pm.multitasking(log_of(a="A 0-4 by Ann", b="B 2-6 by Ann"))
    assert found.frame[["busy_hours", "effort_hours", "multitasking_hours", "peak_in_hand"]].values.tolist() == [[6, 8, 2, 2]]  # fmt: skip
    assert found.frame.share_multitasking[0] == pytest.approx(1 / 3)
    assert found.tables["activities"].set_index("activity").apportioned_hours.to_dict() == {"A": 3, "B": 3}
    assert found.tables["levels"][["in_hand", "hours"]].values.tolist() == [[1, 4], [2, 2]]
    assert found.headline.startswith("Several pieces are in hand at once for 33 % of the working time.")


def test_three_at_once_share_each_hour_in_three():
    found = pm.multitasking(log_of(a="A 0-3 by Ann", b="B 0-3 by Ann", c="C 0-6 by Ann"))
    assert found.tables["activities"].set_index("activity").apportioned_hours.to_dict() == {"C": 4, "A": 1, "B": 1}  # fmt: skip


def test_only_hours_on_duty_count_with_a_calendar():
    log = log_of(zone="UTC", a="A 8-12 by Ann", b="B 8-10 by Ann")
    found = pm.multitasking(log, calendar="zone=UTC; Mon-Fri 09:00-17:00")
    assert found.frame[["busy_hours", "multitasking_hours"]].values.tolist() == [[3, 1]]
    assert found.tables["activities"].set_index("activity").apportioned_hours.to_dict() == {"A": 2.5, "B": 0.5}  # fmt: skip


def test_one_thing_after_the_other_is_said_so():
    found = pm.multitasking(log_of(a="A 0-4 by Ann", b="B 4-6 by Ann"))
    assert (
        found.headline
        == "Nobody has two pieces of work in hand at once: 1 resource does one thing after the other."
    )
    with pytest.raises(CannotAnswer, match="start times"):
        pm.multitasking(log_of(a="A 4 by Ann"))


pieces = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 40), st.sampled_from("xy"), st.sampled_from("AB")),
    min_size=1,
    max_size=10,
)


@given(pieces)
def test_what_is_shared_out_adds_up_to_the_busy_hours_and_equals_a_walk_through_every_hour(work):
    if not any(d for _, d, _, _ in work):
        return
    start = datetime(2024, 3, 4)
    rows = [{"case_id": n, "activity": a, "resource": who, "started_at": start + timedelta(hours=s), "ended_at": start + timedelta(hours=s + d)}
            for n, (s, d, who, a) in enumerate(work)]  # fmt: skip
    found = pm.multitasking(log_of_rows(rows))
    shared = dict.fromkeys("AB", 0.0)
    for hour in range(100):
        for who in "xy":
            at_once = [a for s, d, w, a in work if w == who and s <= hour < s + d]
            for activity in at_once:
                shared[activity] += 1 / len(at_once)
    told = found.tables["activities"].set_index("activity").apportioned_hours
    for activity, hours in shared.items():
        assert told.get(activity, 0.0) == pytest.approx(hours)
    assert told.sum() == pytest.approx(found.frame.busy_hours.sum())
    assert found.tables["levels"].hours.sum() == pytest.approx(found.frame.busy_hours.sum())
