"""What a scenario says, read aloud."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procmine.samples import purchase_scenario
from procmine.samples.planning import PlannedBranches, planned_cases
from procmine.samples.purchasing import EARLY, THREE_DAYS
from procmine.samples.scenario import Batching, Chance, Hours, IfBelow, Loop, Spread, Task


def test_a_spread_goes_through_its_four_points():
    spread = Spread(10, 20, 60, 100)
    assert [spread.at(share) for share in (0, 0.25, 0.5, 0.7, 0.9)] == [10, 15, 20, 40, 60]
    assert spread.at(0.999999) == pytest.approx(100, abs=0.01)


def test_hours_read_like_a_calendar():
    assert str(EARLY) == "Mon-Fri 07:00-12:00, 12:30-15:30"
    assert str(THREE_DAYS) == "Mon-Wed 08:30-12:30, 13:00-17:00"
    assert str(Hours((2, 5), ((9, 10.25),))) == "Tue, Fri 09:00-10:15"
    assert str(Batching("Approve", (2, 4), 10)) == "Tue and Thu at 10:00"


def ways(*route, cases=40):
    scenario = replace(purchase_scenario(3, cases=cases), route=route)
    return [[step.activity for step in case.way] for case in planned_cases(scenario)]


def test_a_sure_chance_and_a_certain_loop_take_every_case_the_same_way():
    loop = Loop((Task("Check request"),), (Task("Clarify request"),), probability=1, most=2)
    route = (Chance(1, (Task("Receive request"),)), Chance(0, (Task("Send order"),)), loop)
    again = ["Clarify request", "Check request"]
    assert all(way == ["Receive request", "Check request", *again, *again] for way in ways(*route))


def test_small_orders_go_their_own_way():
    scenario = replace(
        purchase_scenario(3, cases=60), route=(IfBelow(250, (Task("Send order"),), (Task("Approve order"),)),)
    )
    cases = planned_cases(scenario)
    assert {case.amount < 250 for case in cases} == {True, False}
    assert all(
        case.way[0].activity == ("Send order" if case.amount < 250 else "Approve order") for case in cases
    )


def test_without_the_loop_all_else_stays_the_same():
    scenario = purchase_scenario(3, cases=60)
    route = tuple(
        replace(step, probability=0.0) if isinstance(step, Loop) else step for step in scenario.route
    )
    with_loop, without = planned_cases(scenario), planned_cases(replace(scenario, route=route))
    repeated = 0
    for one, other in zip(with_loop, without, strict=True):
        assert (one.arrives, one.amount, one.is_rush) == (other.arrives, other.amount, other.is_rush)
        extra = len(one.way) - len(other.way)
        repeated += extra > 0
        assert one.way[:2] + one.way[2 + extra :] == other.way
    assert repeated


def test_requests_arrive_in_order_and_by_phone_only_in_office_hours():
    cases = planned_cases(purchase_scenario(3, cases=300))
    assert [case.arrives for case in cases] == sorted(case.arrives for case in cases)
    assert {case.arrives // 3600 % 24 for case in cases if case.channel == "phone"} <= set(range(7, 18))
    assert any(case.arrives // 3600 % 24 < 6 for case in cases if case.channel == "web form")


def test_budget_and_supplier_are_checked_side_by_side():
    cases = planned_cases(purchase_scenario(3, cases=60))
    branches = [step.branches for case in cases for step in case.way if isinstance(step, PlannedBranches)]
    assert branches
    assert {tuple(one.activity for branch in pair for one in branch) for pair in branches} == {
        ("Check budget", "Check supplier")
    }
