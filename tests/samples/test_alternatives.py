"""What a change would be worth is measured on the very same cases."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.samples import generate, purchase_scenario
from procmine.samples.alternatives import alternatives


def test_each_planted_cause_costs_time_and_the_batch_most():
    scenario = purchase_scenario(11, cases=600)
    made = generate(scenario)
    as_it_is, daily, colleague, no_rework = [
        one.mean_cycle_hours for one in alternatives(scenario, made.truth)
    ]
    assert daily < min(colleague, no_rework)
    assert max(daily, colleague, no_rework) < as_it_is
    assert pm.cycle_time(made.log()).frame.closed_mean_hours[0] == pytest.approx(as_it_is)
