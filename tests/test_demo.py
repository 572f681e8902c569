"""The demo finds what was planted, in the shipped sample and in logs it has never seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

import procmine as pm
from procmine.demo import SAMPLE_NAME, Detected, detect, findings, import_sample
from procmine.samples import generate, log_of, purchase_scenario
from procmine.samples.scenario import Loop
from procmine.samples.shipped_sample import SEED

UNSEEN = [seed for seed in range(100, 121) if seed != SEED][:20]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return pm.open(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def sample(workspace):
    return import_sample(workspace)


@pytest.fixture(scope="module")
def truth():
    return generate(purchase_scenario(SEED)).truth


def planted(truth) -> Detected:
    return Detected(
        truth.bottleneck,
        "wait",
        truth.rework_activity,
        truth.open_cases,
        truth.bottleneck,
        truth.night_share > 0,
        truth.overloaded_team,
    )


def test_the_sample_shows_what_was_planted(sample, truth):
    assert detect(sample) == planted(truth)
    top = pm.bottlenecks(sample).frame.iloc[0]
    assert top.critical_hours == pytest.approx(truth.batched * truth.bottleneck_wait_hours)


def test_the_findings_name_the_bottleneck_the_rework_and_the_open_cases(sample, truth):
    told = findings(sample)
    assert any(text.startswith(f"Bottleneck: Waiting for {truth.bottleneck}") for text in told)
    assert any(text.startswith(f"Batch: {truth.bottleneck} is let pile up") for text in told)
    assert any(
        text.startswith(
            f"Nights: {truth.night_share * 100:.0f} % of 5,000 cases arrive between 22:00 and 06:00"
        )
        for text in told
    )
    assert any(text.startswith(f"Load: {truth.overloaded_team} carries most: its 3 members") for text in told)
    assert any(text.startswith(f"Rework: {truth.rework_activity}") for text in told)
    assert any(text.startswith(f"{truth.open_cases} cases are open at 1 Jan 2026") for text in told)
    assert f"{truth.open_cases} open cases counted" in " ".join(told)
    assert any(
        text.startswith(
            f"Change: Since {truth.drifts_at:%-d %b %Y} the median of work on {truth.drift_activity}"
        )
        for text in told
    )
    assert not any("nan" in text.lower().split() for text in told)


def test_the_sample_is_imported_once(workspace, sample):
    again = import_sample(workspace)
    assert again.version.version == sample.version.version
    assert len(workspace.versions(SAMPLE_NAME)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "seed", [*UNSEEN[:6], *(pytest.param(seed, marks=pytest.mark.long) for seed in UNSEEN[6:])]
)
def test_the_same_thresholds_find_it_in_a_log_never_seen(seed):
    made = generate(purchase_scenario(seed, cases=600))
    assert detect(made.log()) == planted(made.truth)


def test_without_batching_and_rework_neither_is_found():
    scenario = purchase_scenario(5, cases=600)
    route = tuple(
        replace(step, probability=0.0) if isinstance(step, Loop) else step for step in scenario.route
    )
    found = detect(generate(replace(scenario, batching=None, route=route)).log())
    assert found.bottleneck != "Approve order"
    assert found.batch is None
    assert found.rework is None


def test_where_cases_come_by_day_no_night_is_found():
    scenario = purchase_scenario(6, cases=600)
    by_day = tuple(replace(one, share=one.share * 2) for one in scenario.channels if one.is_staffed)
    assert not detect(generate(replace(scenario, channels=by_day)).log()).has_night_arrivals


def test_two_equal_waits_are_no_single_bottleneck():
    log = log_of(a="A 9-10 > B 12-13 > C 15-16")
    assert detect(log).bottleneck is None
    assert findings(log)[1].startswith("There is no single bottleneck.")


def test_a_log_without_rework_or_open_cases_says_so():
    told = findings(log_of(a="A 9-10 > B 15-16", b="A 9-10 > B 15-16"))
    assert any(text.startswith("Hardly any rework.") for text in told)
    assert "No case is open." in told
