"""What a change would be worth is measured on the very same cases."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.samples import generate, purchase_scenario
from procmine.samples.alternatives import alternatives, cycle_hours

SCENARIO = purchase_scenario(11, cases=600)


@pytest.fixture(scope="module")
def made():
    return generate(SCENARIO)


def test_batching_costs_most_time_and_overload_some(made):
    as_it_is, daily, colleague, _ = [one.mean_cycle_hours for one in alternatives(SCENARIO, made.truth)]
    assert daily < colleague < as_it_is


def test_cycle_times_are_those_the_question_finds(made):
    hours = cycle_hours(SCENARIO, made.frame)
    assert len(hours) == made.truth.cases - made.truth.open_cases
    assert pm.cycle_time(made.log()).frame.closed_mean_hours[0] == pytest.approx(hours.mean())
