from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName, WrongOption
from procmine.samples import log_of, log_of_rows


def test_what_had_gone_in_by_the_time_of_cancelling():
    log = log_of(
        a="Ask 1-2 > Check 3-6 > Cancel 7-8 > File 8-9",
        b="Ask 1-3 > Cancel 5-6",
        c="Ask 1-2 > Check 2-3 > Pay 3-9",
    )
    found = pm.cancelled_work(log, cancelled="cancel")
    told = found.frame.set_index("activity")
    assert told.loc["Check", ["instances", "cases", "work_hours", "share_work"]].tolist() == [1, 1, 3, 0.75]
    assert told.loc["Ask", ["instances", "cases", "work_hours", "share_work"]].tolist() == [2, 2, 3, 0.75]
    stages = found.tables["stages"].set_index("last_activity")
    assert stages.loc["Check"].tolist() == [1, 4, 5] and stages.loc["Ask"].tolist() == [1, 2, 2]
    assert found.headline.startswith(
        "2 of 3 cases (67 %) were cancelled; 6.0 h of work (35 % of all work) had gone into them by then"
    )
    assert [(one.cases, one.events) for one in found.excluded] == [(1, 3), (2, 3)]


def test_an_attribute_may_tell_too():
    rows = [
        {
            "case_id": case,
            "activity": "A",
            "started_at": "2024-01-01",
            "ended_at": "2024-01-01 02:00",
            "state": state,
        }
        for case, state in (("x", "Dropped"), ("y", "Done"))
    ]
    log = log_of_rows(rows)
    assert pm.cancelled_work(log, cancelled="state = Dropped").frame.work_hours.tolist() == [2]
    assert pm.cancelled_work(log, cancelled="state in (Dropped, Done)").frame.work_hours.tolist() == [4]
    assert "No case of 2 ended with state = Lost" in pm.cancelled_work(log, cancelled="state = Lost").headline
    with pytest.raises(WrongOption, match="more than one value"):
        pm.cancelled_work(log, cancelled="state != Done")
    with pytest.raises(UnknownName, match="'status'"):
        pm.cancelled_work(log, cancelled="status = Done")


def test_hours_that_nobody_recorded_are_not_nothing():
    found = pm.cancelled_work(log_of(a="A 1 > Cancel 2"), cancelled="Cancel")
    assert found.frame.work_hours.isna().all() and "whose hours are not recorded" in found.headline
    nothing = pm.cancelled_work(log_of(a="Cancel 2", b="A 1"), cancelled="Cancel")
    assert nothing.frame.empty and "before any other work" in nothing.headline


def test_which_cases_is_for_the_reader_to_say():
    with pytest.raises(CannotAnswer, match="not said how the cases"):
        pm.cancelled_work(log_of(a="A 1"))
