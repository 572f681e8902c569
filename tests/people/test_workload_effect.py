"""Whether load slows people down: planted effects are found in their size, and none where there is none."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

import procmine as pm
from procmine.people.load_models import Loads, by_load, terms, turning_point
from procmine.people.within import within
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY


def pieces(resource, spans, activity="Work", enabled=None):
    """Each span of hours as a case of its own; with `enabled`, after a check that ended then."""
    rows = []
    for place, (start, end) in enumerate(spans):
        case = f"{resource}{activity}{place}"
        if enabled is not None:
            rows.append(
                {
                    "case_id": case,
                    "activity": "Ask",
                    "ended_at": MONDAY + timedelta(hours=float(enabled[place])),
                }
            )
        rows.append({"case_id": case, "activity": activity, "resource": resource,
                     "started_at": MONDAY + timedelta(hours=float(start)), "ended_at": MONDAY + timedelta(hours=float(end))})  # fmt: skip
    return rows


def shared(seed, pieces_each=150, effect=0.0, resources=("Ann", "Bea", "Cid")):
    """People who divide their time equally among all they have in hand; each further piece at the start adds `effect` to the effort."""
    chance, rows = np.random.default_rng(seed), []
    for resource in resources:
        level = chance.uniform(0.5, 2)
        arrivals = np.cumsum(chance.exponential((1.6 if not effect else 4.0) * level, pieces_each))
        left, spans, at = {}, [[a, None] for a in arrivals], 0.0
        for place, arrival in itertools.chain(enumerate(arrivals), [(None, np.inf)]):
            while left:
                first = min(left, key=left.get)
                done = at + left[first] * len(left)
                if done > arrival:
                    break
                used = left.pop(first)
                left = {one: rest - used for one, rest in left.items()}
                spans[first][1], at = done, done
            if place is None:
                break
            if left:
                left = {one: rest - (arrival - at) / len(left) for one, rest in left.items()}
            at = arrival
            left[place] = level * np.exp(chance.normal(0, 0.5) + effect * min(len(left), 10))
        rows += pieces(resource, spans)
    return log_of_rows(rows)


def test_effort_and_load_are_those_counted_by_hand():
    """[0,4) and [2,6): two hours alone and two shared make three of effort each; the second finds one in hand."""
    rows = pm.workload_effect(log_of_rows(pieces("Ann", [(0, 4), (2, 6)]))).tables["observations"]
    assert rows.load.tolist() == [0, 1] and rows.pieces.tolist() == [1, 1]
    assert np.exp(rows.log_sum).tolist() == pytest.approx([3 * 3600, 3 * 3600])


def test_the_queue_is_what_waits_for_the_same_resource():
    """At 1 one is ready that is begun at 2, at 1.5 one that is begun at 3: whoever begins at 2 has one waiting."""
    log = log_of_rows(pieces("Ann", [(0, 2), (2, 3), (3, 4)], enabled=[0, 1, 1.5]))
    rows = pm.workload_effect(log, load="queue").tables["observations"]
    assert dict(zip(rows.load, rows.pieces, strict=True)) == {0: 2, 1: 1}
    assert pm.workload_effect(log).parameters["load"] == "queue", "nobody does two things at once"


def test_the_load_over_a_horizon_is_its_mean_over_the_hours_before():
    """In the four hours before 6 one piece was in hand for all four, another for one: 1.25."""
    log = log_of_rows(pieces("Ann", [(0, 8), (2, 3), (6, 7)]))
    rows = pm.workload_effect(log, horizon_hours=4).tables["observations"]
    assert sorted(rows.load) == [0, 0.5, 1.25]


def test_effort_by_a_slow_twin():
    chance = np.random.default_rng(3)
    spans = [
        (int(s), int(s) + int(d))
        for s, d in zip(chance.integers(0, 60, 40), chance.integers(1, 15, 40), strict=True)
    ]
    rows = pm.workload_effect(log_of_rows(pieces("Ann", spans))).tables["observations"]
    expected = {}
    for start, end in spans:
        load = sum(s <= start < e for s, e in spans) - 1
        effort = sum(1 / sum(s <= hour < e for s, e in spans) for hour in range(start, end)) * 3600
        counted, logs = expected.get(load, (0, 0.0))
        expected[load] = (counted + 1, logs + np.log(effort))
    assert {row.load: row.pieces for row in rows.itertuples()} == {
        load: n for load, (n, _) in expected.items()
    }
    assert rows.log_sum.tolist() == pytest.approx([expected[load][1] for load in sorted(expected)])


def linear(found):
    return found.tables["terms"].set_index(["model", "term"]).loc["linear", "load"]


def test_a_planted_effect_is_found_in_its_size():
    found = pm.workload_effect(shared(1, pieces_each=500, effect=0.1, resources=[f"R{n}" for n in range(12)]))
    row = linear(found)
    assert row.low_change < np.expm1(0.1) < row.high_change and row.low_change > 0.05
    assert found.headline.startswith("Each further piece in hand goes with work that takes")
    assert found.frame.relative_work_time.iloc[0] == 1 and found.frame.relative_work_time.iloc[2] > 1.1


def test_splitting_attention_alone_is_not_taken_for_slowness():
    log = shared(2, resources=[f"R{n}" for n in range(12)])
    found = pm.workload_effect(log)
    assert found.headline.startswith("Load does not show in how long work takes:")
    # The clock alone would have found it: what is begun beside other work ends later.
    work = log.to_pandas()
    begun = [
        (
            (work.resource == one.resource)
            & (work.started_at <= one.started_at)
            & (work.ended_at > one.started_at)
        ).sum()
        for one in work.itertuples()
    ]
    hours = (work.ended_at - work.started_at).dt.total_seconds()
    assert np.corrcoef(begun, np.log(hours))[0, 1] > 0.3


def test_work_that_goes_on_by_itself_shows_no_change_on_the_clock():
    """Machines that each run as long as they do, however many run: shared-out effort falls, the clock does not, and both are told."""
    chance = np.random.default_rng(41)
    rows = []
    for number in range(12):
        starts = np.cumsum(chance.exponential(1.0, 200))
        rows += pieces(f"R{number}", zip(starts, starts + np.exp(chance.normal(0, 0.5, 200)), strict=True))
    found = pm.workload_effect(log_of_rows(rows))
    terms_of = found.tables["terms"].set_index(["model", "term"])
    clock = terms_of.loc["clock", "load"]
    assert linear(found).high_change < 0 and clock.low_change <= 0.01 and clock.high_change >= -0.01
    assert "; on the clock, attention not shared out, the change is" in found.headline
    assert "side by side" in found.headline


def table(chance, resources, effect=0.0, square=0.0, slopes=0.0, pieces_each=200):
    """Rows as the statement gives them: resources differ in level, in load, and, with `slopes`, in what load does to them."""
    parts = []
    for number in range(resources):
        load = chance.poisson(chance.uniform(1, 4), pieces_each).astype(float)
        slope = effect + chance.normal(0, slopes) if slopes else effect
        y = chance.normal(3, 1) + slope * load + square * (load - 3) ** 2 + chance.normal(0, 0.6, pieces_each)
        parts.append(
            pd.DataFrame(
                {
                    "activity": np.where(np.arange(pieces_each) % 2, "A", "B"),
                    "resource": f"R{number}",
                    "load": load,
                    "log_sum": y,
                }
            )
        )
    rows = (
        pd.concat(parts)
        .groupby(["activity", "resource", "load"], as_index=False)
        .agg(pieces=("log_sum", "size"), log_sum=("log_sum", "sum"))
    )
    return Loads.of(rows.assign(clock_log_sum=rows.log_sum))


@pytest.mark.parametrize(
    ("resources", "slopes"),
    [(20, 0.0), *(pytest.param(*one, marks=pytest.mark.long) for one in ((20, 0.1), (6, 0.1)))],
)
def test_false_alarms_are_as_rare_as_the_interval_says(resources, slopes):
    """Over 300 logs without an effect, also where each resource has a slope of its own about none, about 5 % raise one."""
    chance, alarms, seeds = np.random.default_rng(11), 0, 300 if resources > 10 else 120
    for _ in range(seeds):
        fit = (data := table(chance, resources, slopes=slopes, pieces_each=60)).fit(data.load)
        alarms += not fit.low[0] <= 0 <= fit.high[0]
    assert alarms / seeds <= 0.095
    assert alarms > 0, "an interval that never errs is too wide"


def test_the_fit_is_that_of_least_squares_with_a_dummy_for_each_cell():
    chance = np.random.default_rng(5)
    cluster = np.repeat(np.arange(15), 20)
    cell = cluster * 2 + np.tile([0, 1], 150)
    x = chance.normal(size=(300, 2))
    y = x @ [0.3, -0.2] + chance.normal(size=30)[cell] + chance.normal(size=300)
    found = within(x, y, np.ones(300), cell, cluster)
    design = np.c_[x, np.eye(30)[cell]]
    inverse = np.linalg.inv(design.T @ design)
    estimate = inverse @ design.T @ y
    scores = np.stack(
        [design[cluster == one].T @ (y - design @ estimate)[cluster == one] for one in range(15)]
    )
    spread = inverse @ (scores.T @ scores) @ inverse * 15 / 14 * 299 / 298
    assert found.estimate == pytest.approx(estimate[:2])
    assert (found.high - found.low) / 2 == pytest.approx(2.144787 * np.sqrt(np.diag(spread)[:2]), rel=1e-5)


@pytest.mark.long
def test_the_bootstrap_of_few_resources_covers_the_truth_and_says_that_it_is_one():
    chance, held = np.random.default_rng(17), 0
    for _ in range(60):
        found = terms(table(chance, 5, effect=0.1, slopes=0.05, pieces_each=80))
        row = found.iloc[0]
        assert row.method == "wild cluster bootstrap" and row.clusters == 5
        held += not (row.low_change > np.expm1(0.1) or row.high_change < np.expm1(0.1))
    assert held >= 49, "of 60, about nine in ten with so few"


def test_a_turning_point_is_told_only_where_there_is_one():
    chance = np.random.default_rng(23)
    bent, straight = (
        turning_point(table(chance, 20, square=0.05)).iloc[0],
        turning_point(table(chance, 20, effect=0.1)).iloc[0],
    )
    assert (
        bent.is_turn
        and bent.turns_at == pytest.approx(3, abs=0.4)
        and bent.slope_before < 0 < bent.slope_after
    )
    assert not straight.is_turn
    # Bent but never turning back within the data: a parabola alone would call that a turn somewhere.
    data = table(chance, 20)
    rising = replace(data, mean=data.mean + 0.5 * np.log1p(data.load))
    assert not turning_point(rising).is_turn.iloc[0]


def test_rare_loads_are_taken_together_and_nothing_is_lost():
    chance = np.random.default_rng(29)
    data = table(chance, 12)
    frame = by_load(data)
    assert frame.pieces.sum() == data.pieces.sum() and len(frame) <= 8
    assert (frame.load.iloc[1:].to_numpy() > frame.load_to.iloc[:-1].to_numpy()).all()


def test_what_cannot_be_told_is_said():
    assert "cannot be told" in pm.workload_effect(log_of(a="A 1-2 by Ann > B 3-4 by Bea")).headline
    with pytest.raises(pm.errors.CannotAnswer, match="No start"):
        pm.workload_effect(log_of(a="A 1 by Ann > B 3 by Bea"))
    with pytest.raises(pm.errors.CannotAnswer, match="No resources"):
        pm.workload_effect(log_of(a="A 1-2 > B 3-4"))
    with pytest.raises(pm.errors.WrongOption):
        pm.workload_effect(log_of(a="A 1-2 by Ann"), load="mood")
    with pytest.raises(pm.errors.WrongOption):
        pm.workload_effect(log_of(a="A 1-2 by Ann"), horizon_hours=-1)
