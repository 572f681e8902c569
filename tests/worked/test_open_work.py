"""Cases in which work was begun and none has ended: nothing of them is on a critical path yet."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.samples import log_of


def test_a_case_in_which_nothing_has_ended_has_no_critical_path():
    log = log_of(a="A 0- > B 5-", b="A 0-1 > B 2-3")
    assert log.to_pandas().query("is_critical").case_id.tolist() == ["b", "b"]
    found = pm.bottlenecks(log).frame
    assert {(row.activity, row.kind): row.critical_hours for row in found.itertuples()} == {
        ("A", "work"): 1,
        ("B", "wait"): 1,
        ("B", "work"): 1,
    }


def test_the_path_of_an_open_case_reaches_to_its_latest_end():
    log = log_of(a="A 0-1 > B 2-4 > C 6-")
    assert log.to_pandas().query("is_critical").activity.tolist() == ["A", "B"]


def test_where_no_work_at_all_has_ended_bottlenecks_are_refused():
    with pytest.raises(CannotAnswer):
        pm.bottlenecks(log_of(a="A 0- > B 5-"))
