from __future__ import annotations

import procmine as pm
from procmine.samples import log_of


def test_repeats_self_loops_and_redo_of_a_worked_case():
    log = log_of(
        x="A 1-2 by r1 > B 2-3 by r1 > B 3-4 by r2 > C 4-5 by r1 > B 5-6 by r1 > D 6-7 by r1 > B 7-9 by r1"
    )
    found = pm.rework(log).frame.set_index("activity").loc["B"]
    assert (found.cases, found.repeats, found.self_loops, found.redo) == (1, 3, 1, 1)
    assert found.rework_hours == 1 + 1 + 2
    assert found.share_cases == 1


def test_work_side_by_side_is_not_done_again():
    found = (
        pm.rework(log_of(x="A 1-4 by r1 > A 2-3 by r2", y="A 1-2 > A 2-3"))
        .frame.set_index("activity")
        .loc["A"]
    )
    assert (found.cases, found.repeats) == (1, 1)


def test_unknown_effort_is_unknown_and_not_zero():
    found = pm.rework(log_of(x="A 1 > A 2"))
    assert found.frame.rework_hours.isna().tolist() == [True]
    assert "not recorded" in found.headline


def test_effort_is_nothing_only_where_it_could_be_seen():
    """B has no start anywhere, so that it takes no time in repeats is not known either; D was seen, and not done again."""
    found = pm.rework(log_of(x="A 1 > A 2 > B 3 > D 4-5")).frame.set_index("activity").rework_hours
    assert found[["A", "B"]].isna().all() and found["D"] == 0
