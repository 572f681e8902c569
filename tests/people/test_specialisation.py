from __future__ import annotations

import math
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.people.specialisation import entropy
from procmine.samples import log_of, log_of_rows

START = datetime(2024, 3, 4)


def log_with(work):
    rows = [
        {"case_id": f"{who} {activity} {n}", "activity": activity, "resource": who, "ended_at": START + timedelta(hours=n)}
        for who, done in work.items() for activity, times in done.items() for n in range(times)
    ]  # fmt: skip
    return log_of_rows(rows)


def test_what_nine_of_ten_times_one_person_does_hangs_on_them():
    found = pm.specialisation(
        log_with({"Ann": {"Approve": 18, "Enter": 10}, "Bea": {"Approve": 2, "Enter": 10}, "Cid": {"Enter": 10}, "Dee": {"Enter": 10, "Rare": 3}})
    )  # fmt: skip
    rows = found.tables["activities"].set_index("activity")
    approve = rows.loc["Approve"]
    assert (approve.top_resource, approve.top_share, approve.second_resource, bool(approve.is_single_point)) == ("Ann", 0.9, "Bea", True)  # fmt: skip
    assert not rows.is_single_point["Rare"], "three times are no evidence"
    assert not rows.is_single_point["Enter"] and rows.effective_resources["Enter"] == 4
    ann = found.frame.set_index("resource").loc["Ann"]
    assert (ann.sole_activities, ann.sole_pieces, ann.activities, ann.top_activity) == (1, 18, 2, "Approve")
    assert (
        "In the median a resource does 2 of 3 activities; 1 of them hangs on one name: Ann does 90 % of Approve."
        in found.headline
    )


def test_entropy_of_two_one_and_one_is_one_and_a_half_before_the_correction():
    assert entropy([2, 1, 1]) - 2 / (2 * 4 * math.log(2)) == 1.5
    assert entropy([7]) == 0


def test_the_spread_runs_from_nothing_to_one():
    found = pm.specialisation(log_with({"Ann": {"A": 500, "B": 500}, "Bea": {"A": 40}})).frame.set_index("resource")  # fmt: skip
    assert found.spread["Ann"] == 1 and found.spread["Bea"] == 0
    alone = pm.specialisation(log_with({"Ann": {"A": 30}}))
    assert alone.headline == "Ann does all work of this view, so all of it hangs on one name."
    with pytest.raises(CannotAnswer, match="no resources"):
        pm.specialisation(log_of(a="A 1"))


counts = st.dictionaries(
    st.sampled_from("abcde"), st.dictionaries(st.sampled_from("XYZ"), st.integers(1, 40), min_size=1), min_size=1
)  # fmt: skip


@given(counts)
def test_all_work_is_in_both_tables_and_shares_are_shares(work):
    found = pm.specialisation(log_with(work))
    total = sum(sum(done.values()) for done in work.values())
    table = found.tables["activities"]
    assert found.frame.pieces.sum() == table.pieces.sum() == total
    assert found.frame.spread.between(0, 1).all() and table.top_share.between(0, 1).all()
    for row in table.itertuples():
        mine = {who: done.get(row.activity, 0) for who, done in work.items()}
        assert row.top_share == max(mine.values()) / sum(mine.values())
        assert 1 - 1e-9 <= row.effective_resources <= row.resources


def test_what_a_machine_does_round_the_clock_hangs_on_nobody():
    """The robot posts every hour of three weeks; Ann approves at office hours; both do nine tenths of it."""
    rows = [{"case_id": n, "activity": "Post", "resource": "robot", "ended_at": START + timedelta(minutes=30 * n)} for n in range(900)]  # fmt: skip
    rows += [{"case_id": n, "activity": "Approve", "resource": "Ann", "ended_at": START + timedelta(days=n % 5, hours=9 + n % 8)} for n in range(200)]  # fmt: skip
    rows += [{"case_id": n, "activity": "Enter", "resource": "BC"[n % 2], "ended_at": START + timedelta(hours=9 + n % 8)} for n in range(30)]  # fmt: skip
    found = pm.specialisation(log_of_rows(rows))
    table = found.tables["activities"].set_index("activity")
    assert table.is_single_point.to_dict() == {"Approve": True, "Post": False, "Enter": False}
    assert table.is_automatic.to_dict() == {"Approve": False, "Post": True, "Enter": False}
    assert found.frame.set_index("resource").looks_like_machine.to_dict() == {"robot": True, "Ann": False, "B": False, "C": False}  # fmt: skip
    assert "Ann does 100 % of Approve. Post is done round the clock, as by a machine." in found.headline


def test_the_spread_over_the_week_by_hand():
    """Three pieces in one half hour and one in another: the entropy of 3/4 and 1/4 bits, and the correction of 1 / (8 ln 2)."""
    log = log_of(a="A 9 by Ann > A 9:10 by Ann > A 9:20 by Ann > A 12 by Ann")
    found = log.rows("people", "round_the_clock", zone="UTC").half_hours[0]
    bits = -(0.75 * math.log2(0.75) + 0.25 * math.log2(0.25)) + 1 / (8 * math.log(2))
    assert found == pytest.approx(2**bits)
