"""Work without an end in a finished case: it has ended, nobody recorded when, and it lasts for nobody knows how long."""

from __future__ import annotations

from datetime import datetime

import pytest

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.store import Circumstances, CompletionRule


@pytest.fixture
def log():
    """Case a is closed on Monday at 13:00, its Check has no end; case b is open, its Check under way; the extraction is on Tuesday 9:00."""
    told = Circumstances(CompletionRule("activity", ("Close",)), extracted_at=datetime(2024, 3, 5, 9))
    return log_of(
        a="Check 9- by Ann > Close 12-13 by Ann", b="Check 31- by Bea", zone="UTC", circumstances=told
    )


def test_it_counts_as_no_hours_and_is_told(log):
    found = pm.utilisation(log)
    busy = dict(zip(found.frame.resource, found.frame.busy_hours, strict=True))
    assert busy == {"Ann": pytest.approx(1), "Bea": pytest.approx(2)}
    assert [(one.reason, one.events) for one in found.excluded] == [
        ("no end recorded, though the case is finished", 1)
    ]
    assert (
        "1 piece of work has no end recorded though its case is finished, and is left out." in found.headline
    )


def test_nobody_has_it_in_hand(log):
    assert pm.multitasking(log).frame.set_index("resource").busy_hours["Ann"] == pytest.approx(1)
    assert pm.workload(log).frame.busy_hours.sum() == pytest.approx(3)
    assert pm.fairness(log).tables["observations"].set_index("resource").amount["Ann"] == pytest.approx(1)


def test_it_costs_nothing_that_is_known(log):
    found = pm.costs(log, rates="people 10")
    assert found.frame.cost.sum() == pytest.approx(10 * (1 + 2))
    assert found.frame.untimed_pieces.sum() == 1
    assert "The hours of 1 piece of work are not recorded: not in it." in found.headline


def test_it_is_no_open_item_and_ends_no_view():
    """Without case b nothing is seen after Monday at 13:00, four hours after Ann began: of these she is at work for one."""
    told = Circumstances(CompletionRule("activity", ("Close",)), extracted_at=datetime(2024, 3, 5, 9))
    log = log_of(a="Check 9- by Ann > Close 12-13 by Ann", zone="UTC", circumstances=told)
    row = pm.utilisation(log).frame.iloc[0]
    assert (row.available_hours, row.busy_hours, row.pieces) == (pytest.approx(4), pytest.approx(1), 1)
    found = pm.my_work(log, resource="Ann")
    assert found.tables["open_items"].empty


def test_a_site_has_it_in_hand_no_more():
    told = Circumstances(CompletionRule("activity", ("Close",)), extracted_at=datetime(2024, 3, 5, 9))
    day = datetime(2024, 3, 4)
    rows = [
        {"case_id": "a", "activity": name, "started_at": day.replace(hour=begins), "ended_at": ends and day.replace(hour=ends), "resource": "Ann", "site": "Bonn"}
        for name, begins, ends in (("Check", 9, None), ("Close", 12, 13))
    ]  # fmt: skip
    found = pm.sites(log_of_rows(rows, zone="UTC", circumstances=told))
    assert found.frame.mean_in_hand.tolist() == [pytest.approx(1 / 4)]
