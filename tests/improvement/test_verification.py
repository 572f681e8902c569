"""Did the change work: worked examples, obvious twins, known effects, and what only looks like one."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName, WrongOption
from procmine.improvement.case_mix import Mix
from procmine.improvement.cohorts import Cohorts
from procmine.improvement.guards import regression, run_up
from procmine.improvement.interrupted import Design, Step
from procmine.improvement.metric import Metric, metrics
from procmine.improvement.verdict import size_of
from procmine.improvement.weekly import Weekly
from procmine.samples import log_of, log_of_rows
from procmine.samples.changed_cases import CHANGED_AT, Circumstances, changed_cases
from procmine.store import Circumstances as Told
from procmine.store import CompletionRule
from procmine.timing.kaplan_meier import restricted_mean, survival

DATE = f"{CHANGED_AT:%Y-%m-%d}"
SHORT = Circumstances(weeks_before=30, weeks_after=16, cases_a_week=36, ups_and_downs=0.0, alike=0.0)
FEW = Circumstances(weeks_before=20, weeks_after=5, cases_a_week=10, ups_and_downs=0.0, alike=0.0)


def as_log(cases: pd.DataFrame, until: datetime, **attributes):
    """A log of the cases: each is asked, and closed where it has ended."""
    rows = []
    for place, case in enumerate(cases.itertuples()):
        about = {"case_id": f"c{place:05}", **{name: values[place] for name, values in attributes.items()}}
        rows.append(about | {"activity": "Ask", "ended_at": case.first_at})
        if case.is_closed:
            closed = case.first_at + pd.Timedelta(hours=case.hours)
            rows.append(about | {"activity": "Close", "ended_at": closed})
    told = Told(CompletionRule("activity", ("Close",)), extracted_at=until)
    return log_of_rows(rows, circumstances=told, zone="UTC")


@pytest.fixture(scope="module")
def better():
    """Cases that take 40 % less since the change; every third is of the kind that it did not reach, but takes as much less."""
    cases = changed_cases(1, 0.4, SHORT)
    return as_log(cases, SHORT.until, kind=["AAB"[n % 3] for n in range(len(cases))])


# What is measured -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("cycle time", 10),  # 0 to 10
        ("waiting", 3),  # 1, 1 and 1 h before Check, Check again, Close
        ("wait before Check", 2),
        ('work on "Check"', 4),
        ("repeats of 'check'", 1),
        ("rework", 1),
        ("handovers", 2),  # Ann, Bob, Bob, Ann
        ("effort", 7),
    ],
)
def test_each_metric_is_a_number_of_a_case(text, value):
    log = log_of(
        a="Ask 0-1 by Ann > Check 2-4 by Bob > Check 5-7 by Bob > Close 8-10 by Ann", z="Ask 60-61 by Ann"
    )
    found = pm.verification(log, changed_at="2024-03-06", metric=text)
    assert found.tables["observations"].value[0] == pytest.approx(value)
    assert found.parameters["metric"] == str(Metric.of(text, log.activities))


def test_what_a_case_has_none_of_does_not_count():
    log = log_of(a="Ask 0-1 > Check 2-4", b="Ask 0-1 > Close 3-4", c="Ask 0-1 > Check 5", d="Ask 50-51")
    told = pm.verification(log, changed_at="2024-03-06", metric="work on Check").tables["observations"]
    assert told.value.isna().tolist() == [False, True, True, True]
    assert pm.verification(log, changed_at="2024-03-06", metric="rework").tables["observations"].value.tolist() == [0, 0, 0, 0]  # fmt: skip


@given(st.text(min_size=1, max_size=12).filter(lambda name: name == " ".join(name.split())))
def test_the_text_of_a_metric_reads_as_the_same_metric(name):
    for kind in ("wait before", "work on", "repeats of"):
        metric = Metric(kind, name)
        assert Metric.of(str(metric), [name]) == metric
        assert metrics(f"rework; {metric}", [name]) == (Metric("rework"), metric)


def test_a_wrong_word_is_answered_kindly():
    with pytest.raises(UnknownName, match="Did you mean 'Check'"):
        Metric.of("wait before Chek", ["Check", "Close"])
    with pytest.raises(WrongOption, match="There is: cycle time"):
        Metric.of("speed", [])
    assert size_of("25%", Metric("cycle time"), 40.0) == 10
    assert size_of("1d", Metric("cycle time"), 40.0) == 24
    assert size_of(None, Metric("rework"), 0.2) == pytest.approx(0.02)
    with pytest.raises(WrongOption, match="no amount of rework"):
        size_of("4h", Metric("rework"), 0.2)
    with pytest.raises(WrongOption, match="more than nothing"):
        size_of("0%", Metric("rework"), 0.2)


# Cohorts ----------------------------------------------------------------------------------------------


def cohorts(cases, weeks_after=4):
    return Cohorts(cases, CHANGED_AT, CHANGED_AT + timedelta(weeks=weeks_after))


def test_cases_that_straddle_the_change_are_followed_up_to_it():
    """One came 10 h before the change and took 30 h: of it is known that it takes more than 10 h, as the other two show: 20 and 40."""
    cases = pd.DataFrame(
        {
            "first_at": CHANGED_AT - pd.to_timedelta([50, 45, 10], unit="h"), "is_closed": True,
            "hours": [20.0, 40.0, 30.0], "value": [20.0, 40.0, 30.0],
        }
    )  # fmt: skip
    made = cohorts(cases)
    assert made.is_ended.tolist() == [True, True, False] and made.straddling == 1
    counts, amount = made.told(made.horizon, is_of_time=True)
    assert (counts.tolist(), amount.tolist()) == ([1, 1, 1], [20, 40, 30])
    assert made.told(made.horizon, is_of_time=False)[1].tolist() == [20, 40, 30]


@pytest.mark.parametrize("seed", range(4))
def test_the_mean_of_a_cohort_is_the_area_under_its_curve(seed):
    cases = changed_cases(seed, 0.2, SHORT)
    made = cohorts(cases, SHORT.weeks_after)
    _, amount = made.told(made.horizon, is_of_time=True)
    for side in (made.is_after, ~made.is_after):
        ended = made.is_ended[side].astype(int)
        curve = survival(made.lasted[side], ended, 1 - ended, np.zeros(side.sum()))
        assert amount[side].mean() == pytest.approx(restricted_mean(curve, made.horizon.within))


def test_a_week_counts_once_its_cases_were_followed_as_long_as_nine_in_ten_took():
    cases = changed_cases(3, 0.0, FEW)
    made = cohorts(cases, FEW.weeks_after)
    horizon = made.horizon
    counted = made.counted(horizon)
    short = made.followed[counted].min()
    assert short >= horizon.followed
    shares = (made.cases.hours[counted & ~made.is_after] <= horizon.followed).mean()
    assert 0.85 < shares < 0.95
    assert made.week[counted].max() < FEW.weeks_after - 1 and made.week[counted & ~made.is_after].max() < -1


# One mix ----------------------------------------------------------------------------------------------


def test_another_mix_is_no_effect():
    """Easy cases take 1 h and hard ones 9 h, before and after; before half are hard, after a quarter: the plain mean falls by 2 h."""
    codes = np.repeat([0, 1, 0, 1], [10, 10, 15, 5])
    amount, counts = np.where(codes, 9.0, 1.0), np.ones(40)
    after = np.arange(40) >= 20
    mix = Mix(("kind",), codes, ("easy", "hard"))
    adjusted, table = mix.adjusted(counts, amount, ~after, after)
    assert amount[after].mean() - amount[~after].mean() == pytest.approx(-2)
    assert adjusted[after].mean() - adjusted[~after].mean() == pytest.approx(0)
    assert table.difference.tolist() == [0, 0]


@pytest.mark.parametrize("seed", range(3))
def test_the_standardised_difference_is_that_of_the_strata_weighed_by_both_mixes(seed):
    chance = np.random.default_rng(seed)
    codes, after = chance.integers(0, 4, 300), chance.random(300) < 0.4
    amount, counts = chance.gamma(2, 10 + codes), np.ones(300)
    adjusted, table = Mix(("k",), codes, tuple("abcd")).adjusted(counts, amount, ~after, after)
    by_strata = sum(
        ((codes[after] == k).mean() + (codes[~after] == k).mean()) / 2
        * (amount[after & (codes == k)].mean() - amount[~after & (codes == k)].mean())
        for k in range(4)
    )  # fmt: skip
    assert adjusted[after].mean() - adjusted[~after].mean() == pytest.approx(by_strata)
    assert len(table) == 4


# The series -------------------------------------------------------------------------------------------


def test_a_rising_trend_hides_an_effect_from_before_and_after():
    """24 weeks that rise by 0.1 a week, with a step of −2 in the middle: before and after say −0.8, the series says −2."""
    week = np.arange(24)
    series = Weekly(10 + 0.1 * week - 2.0 * (week >= 12), np.ones(24), 12)
    assert series.step(has_trend=False).effect == pytest.approx(-0.8)
    assert series.step(has_trend=True).effect == pytest.approx(-2)


def test_the_step_is_found_within_the_noise():
    chance, week = np.random.default_rng(4), np.arange(24)
    found = [
        Weekly(10 + 0.1 * week - 2.0 * (week >= 12) + 0.5 * chance.normal(size=24), np.ones(24), 12).step(has_trend=True)
        for _ in range(200)
    ]  # fmt: skip
    assert np.mean([one.effect for one in found]) == pytest.approx(-2, abs=0.1)
    inside = np.mean([one.interval[0] <= -2 <= one.interval[1] for one in found])
    assert inside >= 0.9


def twin(values, weights, at):
    """Least squares and Newey–West, written out."""
    count = len(values)
    design = np.array([[float(w >= at), 1.0, float(w)] for w in range(count)])
    weight = np.diag(weights)
    bread = np.linalg.inv(design.T @ weight @ design)
    found = bread @ design.T @ weight @ values
    left = values - design @ found
    scores = [weights[t] * left[t] * design[t] for t in range(count)]
    counted = int((weights > 0).sum())
    reach = int(4 * (counted / 100) ** (2 / 9))
    meat = sum(np.outer(s, s) for s in scores)
    for apart in range(1, reach + 1):
        for t in range(apart, count):
            both = np.outer(scores[t], scores[t - apart])
            meat = meat + (1 - apart / (reach + 1)) * (both + both.T)
    spread = bread @ meat @ bread * counted / (counted - 3)
    return found[0], np.sqrt(spread[0, 0])


@pytest.mark.parametrize("seed", range(5))
def test_step_and_error_are_those_of_the_twin(seed):
    chance = np.random.default_rng(seed)
    weights = chance.integers(0, 30, 40).astype(float)
    values = chance.normal(20, 3, 40)
    found = Step.of(np.where(weights > 0, values, np.nan), Design(weights, 25))
    assert (found.effect, found.error) == pytest.approx(twin(np.where(weights > 0, values, 0), weights, 25))


def test_the_power_that_is_told_is_the_share_that_is_found():
    chance = np.random.default_rng(9)
    design = Design(np.full(36, 20.0), 24)
    stated, found = [], []
    for _ in range(300):
        noise = chance.normal(size=36)
        step = Step.of(noise - 1.6 * (np.arange(36) >= 24), design)
        stated.append(step.power(1.6))
        found.append(step.interval[1] < 0)
    assert np.mean(stated) == pytest.approx(np.mean(found), abs=0.08)


def test_after_as_many_weeks_as_are_told_the_change_would_be_seen():
    step = Step.of(np.random.default_rng(2).normal(10, 2, 40), Design(np.full(40, 30.0), 32))
    weeks = step.weeks_for(2.5, 0.8)
    assert weeks and weeks > 8
    assert step.power(2.5) < 0.8 <= step.power(2.5, weeks)
    assert step.power(2.5, weeks - weeks // 4) < 0.85
    assert step.weeks_for(0.001, 0.8) is None
    assert step.power(step.smallest(0.8)) == pytest.approx(0.8, abs=0.02)


# Regression to the mean -------------------------------------------------------------------------------


def test_of_alike_units_all_that_stands_out_is_chance():
    chance = np.random.default_rng(5)
    units = np.repeat(np.arange(2000), 5)
    amount = chance.normal(10, 4, 10000)
    mean = amount.reshape(2000, 5).mean(axis=1)
    picked = mean >= np.sort(mean)[-200]
    found = regression(units, np.ones(10000), amount, picked)
    assert found.by == pytest.approx(mean[picked].mean() - 10, abs=0.5)
    assert found.error < 1


def test_of_units_that_lie_apart_hardly_anything_is():
    chance = np.random.default_rng(6)
    units = np.repeat(np.arange(50), 40)
    amount = np.repeat(chance.normal(10, 4, 50), 40) + chance.normal(0, 4, 2000)
    mean = amount.reshape(50, 40).mean(axis=1)
    picked = mean >= np.sort(mean)[-5]
    found = regression(units, np.ones(2000), amount, picked)
    assert 0 < found.by < 0.05 * (mean[picked].mean() - mean.mean())
    assert (
        regression(units, np.ones(2000), amount, np.ones(50, bool)) is None
    )  # nobody is left to compare with
    assert regression(units % 4, np.ones(2000), amount, np.arange(4) < 1) is None


def worst_tenth(fall=0.0):
    """1,000 teams that hardly differ, 8 cases each before and after; the worst tenth before is picked, 13.9 h and then 10.6 h."""
    chance, teams, each = np.random.default_rng(1), 1000, 8
    team = np.tile(np.repeat(np.arange(teams), each), 2)
    is_after = np.arange(2 * teams * each) >= teams * each
    true = (10 + 0.87 * chance.normal(size=teams))[team]
    shape = true**2 / (2.04**2 * each)
    hours = chance.gamma(shape, true / shape)
    means = hours[~is_after].reshape(teams, each).mean(axis=1)
    picked = np.argsort(means)[-teams // 10 :]
    hours = np.where(is_after & np.isin(team, picked), hours * (1 - fall), hours)
    begins = chance.uniform(0, 26 * 168, len(team)) * np.where(is_after, 1, -1)
    first = pd.Timestamp(CHANGED_AT) + pd.to_timedelta(begins, unit="h").as_unit("us")
    cases = pd.DataFrame({"first_at": first, "hours": hours, "is_closed": True})
    log = as_log(cases, CHANGED_AT + timedelta(weeks=30), team=[f"t{one}" for one in team])
    return log.where(team=[f"t{one}" for one in picked])


@pytest.mark.slow
def test_the_worst_tenth_gets_better_by_itself():
    found = pm.verification(worst_tenth(), changed_at=DATE)
    plain = found.frame.set_index("method").loc["raw before/after"]
    assert (
        3 < plain.before - plain.after < 4 and plain.high < 0
    )  # before and after would have called it a success
    assert found.verdict == "no evidence" and found.parameters["picked_by"] == "team"
    assert "that chance alone gives back (regression to the mean)" in found.headline
    assert found.frame.method[found.frame.is_decisive].tolist() == ["guarded against regression to the mean"]


@pytest.mark.slow
def test_what_really_helps_the_worst_tenth_is_seen_and_not_overstated():
    found = pm.verification(worst_tenth(0.4), changed_at=DATE)
    assert found.verdict == "worked"
    assert found.parameters["saved_low"] < 0.4 * 10.6 < found.parameters["saved_high"]


def test_a_change_made_after_the_worst_weeks_does_not_count_them():
    values = np.r_[np.full(16, 10.0), np.full(4, 15.0), np.full(8, 10.0)]
    assert run_up(values, np.ones(28), 20).tolist() == [16, 17, 18, 19]
    series = Weekly(values, np.ones(28), 20)
    assert series.step(has_trend=False).effect == pytest.approx(-1)
    assert series.dropping(np.arange(16, 20)).step(has_trend=True).effect == pytest.approx(0)
    assert not len(run_up(values[::-1], np.ones(28), 20))


# The question -----------------------------------------------------------------------------------------


def test_a_change_that_worked_is_told_with_what_it_is_worth(better):
    found = pm.verification(better, changed_at=DATE, guardrails="rework")
    assert found.verdict == "worked"
    assert found.headline.startswith("It worked: cases that came since 1 Sep 2025 take ")
    told = found.parameters
    assert told["saved_low"] < 0.4 * 72 < told["saved_high"]
    assert told["saved_total"] == pytest.approx(told["saved_per_case"] * told["cases_since"])
    assert told["saved_per_month"] == pytest.approx(told["saved_total"] / (SHORT.weeks_after * 168 / 730.5))
    row = found.frame[found.frame.is_decisive].iloc[0]
    assert (row.method, row.difference) == ("interrupted time series", pytest.approx(-told["saved_per_case"]))
    weeks = found.tables["weeks"]
    gap = (weeks.expected - weeks.fitted)[weeks.is_after]
    assert np.allclose(gap, told["saved_per_case"]) and weeks.expected[~weeks.is_after].isna().all()


def test_what_is_frozen_is_plain_and_whole(better):
    found = pm.verification(better, changed_at=DATE, guardrails=["rework"])
    kept = json.loads(json.dumps(found.as_verdict(), allow_nan=False))
    assert kept["verdict"] == "worked" and kept["version"] == 1 and kept["procmine"] == pm.__version__
    assert kept["value"]["unit"] == "hours" and kept["value"]["saved_total"] > 0
    assert kept["parameters"]["metric"] == "cycle time" and kept["asked_at"].endswith("Z")
    assert [row["is_decisive"] for row in kept["evidence"]] == [False, False, True]
    assert kept["guardrails"][0]["metric"] == "rework"


def test_beside_cases_that_got_better_as_well_nothing_is_left(better):
    found = pm.verification(better, changed_at=DATE, control="kind = B", expected="40%")
    assert found.verdict != "worked"
    rows = found.frame.set_index("method")
    assert rows.loc["interrupted time series"].high < 0
    assert rows.loc["control"].is_decisive and rows.loc["control"].low < 0 < rows.loc["control"].high
    assert found.headline.endswith("Measured beside cases that the change did not touch.")
    assert found.counted_cases == len(better.select("select case_no from case_span"))


def test_it_is_too_early_after_a_few_weeks():
    log = as_log(changed_cases(2, 0.1, FEW), FEW.until)
    found = pm.verification(log, changed_at=DATE, expected="30%")
    assert found.verdict == "too early" and found.parameters["more_cases"] > 10
    assert "more cases (until about" in found.headline
    assert datetime.fromisoformat(found.parameters["enough_at"]).replace(tzinfo=None) > FEW.until
    early = pm.verification(log, changed_at=DATE, until="2025-09-10", expected="30%")
    assert early.verdict == "too early" and early.frame.low.isna().all()


def test_without_weeks_before_there_is_nothing_to_be_had(better):
    found = pm.verification(better, changed_at="2025-02-20")
    assert found.verdict == "no evidence" and "none to be had" in found.headline


def test_a_guardrail_that_got_worse_is_told():
    cases = changed_cases(1, 0.5, SHORT)
    rows = []
    for n, case in enumerate(cases[cases.is_closed].itertuples()):
        again = n % 10 < (5 if case.first_at >= CHANGED_AT else 1)
        ends = case.first_at + pd.Timedelta(hours=case.hours)
        work = ["Ask", *["Check"] * (1 + again), "Close"]
        at = [case.first_at, *[case.first_at + (ends - case.first_at) / 2] * (1 + again), ends]
        rows += [{"case_id": f"c{n:05}", "activity": a, "ended_at": t, "sequence": k} for k, (a, t) in enumerate(zip(work, at, strict=True))]  # fmt: skip
    found = pm.verification(log_of_rows(rows, zone="UTC"), changed_at=DATE, guardrails=["rework", 'repeats of "Ask"'])  # fmt: skip
    assert found.verdict == "worked"
    assert found.tables["guardrails"].is_worse.tolist() == [True, False]
    assert "A guardrail got worse: the share of cases with work done again (" in found.headline


def test_strata_are_named_or_chosen_and_none_is_a_word():
    cases = changed_cases(7, 0.0, SHORT)
    hard = np.arange(len(cases)) % 2 == 0
    cases = cases.assign(hours=cases.hours * np.where(hard, 2, 1))
    log = as_log(cases, SHORT.until, hard=np.where(hard, "yes", "no").tolist(), other=["xyz"[n % 3] for n in range(len(cases))])  # fmt: skip
    assert pm.verification(log, changed_at=DATE).parameters["strata"] == ["hard"]
    assert pm.verification(log, changed_at=DATE, strata="none").parameters["strata"] == []
    named = pm.verification(log, changed_at=DATE, strata=["other", "hard"])
    assert named.parameters["strata"] == ["other", "hard"] and len(named.tables["mix"]) == 6
    with pytest.raises(UnknownName, match="Did you mean 'hard'"):
        pm.verification(log, changed_at=DATE, strata="hardd")


def test_a_date_that_cannot_be_is_refused(better):
    with pytest.raises(WrongOption, match="is not a date"):
        pm.verification(better, changed_at="last week")
    with pytest.raises(CannotAnswer, match="The log ends on"):
        pm.verification(better, changed_at="2031-01-01")
    with pytest.raises(CannotAnswer, match="No case of this view began before"):
        pm.verification(better, changed_at="2001-01-01")
    with pytest.raises(WrongOption, match="holds nothing"):
        pm.verification(better, changed_at=DATE, until="2025-01-01")


# How often it is right --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def validation():
    """The script that makes docs/validation.md."""
    path = Path(__file__).resolve().parents[2] / "docs" / "validation.py"
    spec = importlib.util.spec_from_file_location("validation", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["validation"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["validation"]


@pytest.mark.long
def test_of_500_changes_without_an_effect_at_most_7_of_100_are_called_worked(validation):
    found = validation.tried(0.0, Circumstances(), 500)
    assert 0 < validation.called(found, "worked") <= 0.07
    assert 0 < validation.called(found, "worse") <= 0.07


@pytest.mark.long
@pytest.mark.parametrize(("effect", "least"), [(0.1, 0.2), (0.2, 0.75), (0.3, 0.95)])
def test_true_effects_are_found_with_the_power_that_is_stated(validation, effect, least):
    found = validation.tried(effect, Circumstances(), 120)
    stated = np.mean([one.step.power(effect * one.before) for one in found])
    assert validation.called(found, "worked") == pytest.approx(stated, abs=0.08)
    assert stated >= least and not validation.called(found, "worse")


@pytest.mark.long
def test_a_change_after_the_worst_weeks_is_not_called_worked_for_that(validation):
    _, guarded = validation.after_the_worst(Circumstances(weeks_before=80), 120)
    assert guarded <= 0.07


@pytest.mark.slow
def test_in_generated_logs_a_true_change_is_found_and_none_is_made_up(validation):
    same = [one for seed in range(2) for one in validation.generated(3000 + seed, 1.0)]
    assert [verdict for _, verdict in same if verdict in ("worked", "worse")] == []
    quicker = dict(validation.generated(3000, 0.7))
    assert quicker['work on "Check supplier"'] == "worked"
    assert "worse" not in quicker.values()
