"""A generated log obeys its scenario, and its truth is what the questions find."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

import procmine as pm
from procmine.samples import generate, purchase_scenario

SMALL = purchase_scenario(11, cases=600)


@pytest.fixture(scope="module")
def made():
    return generate(SMALL)


@pytest.fixture(scope="module")
def log(made):
    return made.log()


def by_people(made) -> pd.DataFrame:
    return made.frame[~made.frame.resource.isin(["", "System"])]


def test_a_seed_gives_the_same_log_again_and_another_seed_another(made):
    assert generate(SMALL).frame.equals(made.frame)
    assert generate(SMALL).truth == made.truth
    assert not generate(SMALL, seed=12).frame.equals(made.frame)


def test_nobody_does_two_things_at_once(made):
    for _, work in by_people(made).sort_values("start").groupby("resource"):
        assert (work.start.iloc[1:].to_numpy() >= work.end.iloc[:-1].to_numpy()).all()


def test_nobody_begins_work_out_of_hours_or_on_a_holiday(made):
    hours = {person.name: person.hours for person in SMALL.people}
    for row in by_people(made).itertuples():
        clock = row.start.hour + row.start.minute / 60
        assert row.start.isoweekday() in hours[row.resource].days
        assert any(begin <= clock < end for begin, end in hours[row.resource].stretches)
        assert row.start.date() not in SMALL.closed_on


def test_orders_are_approved_only_after_the_approval_hour(made):
    approved = made.frame[made.frame.activity == "Approve order"]
    assert set(approved.start.dt.day_of_week) == {1, 3}
    assert approved.start.dt.hour.min() >= 10


def test_an_approval_waits_for_the_first_approval_hour_after_it_was_ready(made):
    work = made.frame.sort_values(["purchase order", "start"])
    ready = work[work.activity.isin(made.truth.parallel)].groupby("purchase order").end.max()
    approved = work[work.activity == "Approve order"].set_index("purchase order").start
    for case, begins in approved.items():
        hours = pd.date_range(ready[case].normalize(), begins, freq="D") + timedelta(hours=10)
        missed = [
            hour for hour in hours if hour.day_of_week in (1, 3) and ready[case] < hour < begins.normalize()
        ]
        assert not missed


def test_the_wait_for_approval_is_what_the_truth_says(made, log):
    waits = pm.waiting_time(log).frame.query("to_activity == 'Approve order'")
    assert waits.waits.sum() == made.truth.batched
    assert waits.total_hours.sum() / waits.waits.sum() == pytest.approx(made.truth.bottleneck_wait_hours)
    assert made.truth.batch_wait_hours <= made.truth.bottleneck_wait_hours


def test_counts_shares_and_open_cases_are_what_the_truth_says(made, log):
    found = pm.summary(log).frame.iloc[0]
    truth = made.truth
    assert (found.cases, found.events, found.open_cases) == (truth.cases, truth.events, truth.open_cases)
    repeated = pm.rework(log).frame.set_index("activity").share_cases
    assert repeated[truth.rework_activity] == pytest.approx(truth.rework_share)
    assert 0.1 < truth.night_share < 0.3
    assert log.parallel_pairs == [("Check budget", "Check supplier")]


def test_the_overloaded_team_has_most_work_for_its_hours(made):
    rest = [load for team, load in made.truth.loads.items() if team != "Quotes"]
    assert made.truth.overloaded_team == "Quotes"
    assert made.truth.loads["Quotes"] > 1.2 * max(rest)


def test_work_in_hand_at_the_extraction_has_no_end():
    midday = replace(SMALL, extracted_at=SMALL.extracted_at - timedelta(hours=14))
    frame = generate(midday).frame
    assert frame.start.max() < midday.extracted_at
    assert frame.end.max() <= midday.extracted_at
    in_hand = frame[frame.end.isna()]
    assert len(in_hand) and (in_hand.start > midday.extracted_at - timedelta(hours=5)).all()


def test_resources_are_missing_as_often_as_planned():
    told = generate(replace(SMALL, missing_resource_share=0.0))
    half = generate(replace(SMALL, missing_resource_share=0.5))
    assert told.truth.missing_resource_share == 0
    assert half.truth.missing_resource_share == pytest.approx(0.5, abs=0.03)
    assert (told.frame.start == half.frame.start).all()
