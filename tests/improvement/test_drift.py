"""What changed for good is told with its date, and what only goes up and down is not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import procmine as pm
from procmine.improvement.change_points import cusum, divergence, flow_splits, natural_limits, splits
from procmine.samples import generate, log_of, log_of_rows, purchase_scenario

START = pd.Timestamp("2025-01-06 08:00")  # a Monday


def process(
    weeks: int = 40, *, works_longer_from: int = 99, skips_from: int = 99, seed: int = 0, tail_open: int = 0
):
    """Twelve cases a week: Draft, Check, Send; from a week on Check takes twice as long, or is left out of half the cases."""
    chance = np.random.default_rng(seed)
    rows = []
    for case in range(weeks * 12):
        week = case // 12
        at = START + pd.Timedelta(days=7 * week + case % 12 * 0.5)
        for activity in ("Draft", "Check", "Send"):
            if activity == "Check" and week >= skips_from and case % 2:
                continue
            hours = chance.uniform(1, 2) * (2 if activity == "Check" and week >= works_longer_from else 1)
            begins, at = at + pd.Timedelta(hours=1), at + pd.Timedelta(hours=1 + hours)
            is_open = activity == "Send" and case >= weeks * 12 - tail_open
            rows.append(
                {
                    "case_id": case,
                    "activity": activity,
                    "started_at": begins,
                    "ended_at": None if is_open else at,
                }
            )
    return log_of_rows(rows)


def test_work_that_takes_longer_is_found_in_its_week():
    found = pm.drift(process(works_longer_from=25))
    changes = found.frame.set_index("kpi")
    work = changes.loc["work on Check"]
    assert work.change_at == pd.Timestamp("2025-06-30", tz=work.change_at.tz)
    assert 1.8 <= work.after / work.before <= 2.2 and (work.periods_before, work.periods_after) == (24, 14)
    assert changes.loc["median_cycle_hours"].change_at == work.change_at
    assert not {"arrivals", "completions", "flow", "work on Draft", "work on Send"} & set(changes.index)
    assert "Since 30 Jun 2025" in found.headline
    titles = [note.text for note in found.figure().layout.annotations]
    assert "median of work on Check, hours" in titles and "arrivals" in titles


def test_work_left_out_is_a_change_of_the_flow():
    found = pm.drift(process(skips_from=20))
    flow = found.frame.set_index("kpi").loc["flow"]
    assert str(flow.change_at)[:10] == "2025-05-26"
    # Before, of two ways a case each takes one half; after, half of the cases take one way only: of 3 ways 1/3 each.
    assert flow.difference == pytest.approx(1 / 3, abs=0.02)
    ways = found.tables["ways"].set_index(["from_activity", "to_activity"])
    assert ways.share_before.get(("Draft", "Send"), 0) == 0 and ways.share_after[
        "Draft", "Send"
    ] == pytest.approx(1 / 3, abs=0.02)


def test_a_steady_process_changes_in_nothing():
    found = [pm.drift(process(seed=seed)) for seed in range(5)]
    assert sum(len(one.frame) for one in found) <= 1
    assert (
        "In 38 weeks no lasting change of the median cycle time or the single waits and work can be told from chance"
        in found[0].headline
    )


def test_a_plain_mean_falls_at_the_end_and_is_not_told_as_faster():
    """The last weeks are young: what has ended of them are the quick cases."""
    found = pm.drift(process(tail_open=24))
    assert "median_cycle_hours" not in set(found.frame.kpi)
    course = found.tables["course"]
    assert (
        course[course.kpi == "median_cycle_hours"].period_at.max()
        < course[course.kpi == "arrivals"].period_at.max()
    )


@pytest.mark.parametrize("alike", [0.0, 0.4])
def test_chance_is_rarely_told_as_a_change_even_where_neighbours_are_alike(alike):
    chance = np.random.default_rng(7)
    alarms = 0
    for _ in range(100):
        noise = chance.normal(size=80)
        for place in range(1, 80):
            noise[place] += alike * noise[place - 1]
        alarms += splits(noise[30:])[0].p_value <= 0.05
    assert (
        alarms <= 15
    )  # 5 are to be expected; of independent periods in another order alone it would be some 30 at 0.4


def test_the_shift_of_the_published_example_is_found():
    """30 of N(10, 2) and 30 of N(13, 2): found within three of the place."""
    chance = np.random.default_rng(3)
    first = splits(np.r_[chance.normal(10, 2, 30), chance.normal(13, 2, 30)])[0]
    assert abs(first.at - 30) <= 3 and first.p_value < 0.01


def test_one_stray_period_is_no_change():
    chance = np.random.default_rng(1)
    series = chance.normal(10, 1, 40)
    series[20] = 500
    assert splits(series)[0].p_value > 0.05


def test_two_changes_are_told_apart():
    chance = np.random.default_rng(2)
    series = np.r_[chance.normal(0, 1, 30), chance.normal(4, 1, 30), chance.normal(9, 1, 30)]
    sure = sorted(one.at for one in splits(series) if one.p_value <= 0.05)
    assert len(sure) == 2 and abs(sure[0] - 30) <= 2 and abs(sure[1] - 60) <= 2


def test_the_statistics_are_those_of_slow_twins():
    chance = np.random.default_rng(0)
    ranks = chance.permutation(14).astype(float) + 1
    for place in range(4, 11):
        before, after = ranks[:place], ranks[place:]
        slow = abs(before.mean() - after.mean()) * np.sqrt(len(before) * len(after) / 14)
        assert cusum(ranks[None])[0][place - 1] == pytest.approx(slow)
    assert (cusum(ranks[None])[0][:3] == 0).all() and (cusum(ranks[None])[0][10:] == 0).all()
    counts = chance.integers(0, 9, (12, 3)).astype(float)
    for place in (4, 6, 8):
        p, q = (part.sum(axis=0) / part.sum() for part in (counts[:place], counts[place:]))
        entropy = lambda one: -sum(x * np.log2(x) for x in one if x > 0)  # noqa: E731
        slow = (entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2) * place * (12 - place) / 12
        assert divergence(counts[None])[0][place - 1] == pytest.approx(slow)
    assert flow_splits(np.ones((30, 3))) == []


def test_limits_are_those_of_the_moving_range():
    """3, 5, 4, 6: mean 4.5; moving ranges 2, 1, 2, mean 5/3; limits 4.5 ± 2.66 · 5/3."""
    mean, low, high = natural_limits(np.array([3.0, 5, 4, 6]))
    assert (mean, low, high) == pytest.approx((4.5, 4.5 - 2.66 * 5 / 3, 4.5 + 2.66 * 5 / 3))


def test_a_short_log_tells_no_change():
    found = pm.drift(log_of(a="A 1-2 > B 3-4", b="A 30-31 > B 40-41"))
    assert found.frame.empty and "it takes 12 to tell a lasting change" in found.headline


def test_weekends_are_not_a_change_of_each_day():
    rows = [
        {"case_id": f"{day}-{n}", "activity": "A", "ended_at": START + pd.Timedelta(days=day, hours=n)}
        for day in range(50) for n in range(2 if day % 7 >= 5 else 9)
    ]  # fmt: skip
    found = pm.drift(log_of_rows(rows), period="day")
    assert "arrivals" not in set(found.frame.kpi)


def test_a_step_between_two_days_is_seen_beside_the_weekdays():
    rows = []
    for day in range(50):
        hours = 1 if day < 25 else 12
        for n in range(6):
            at = START + pd.Timedelta(days=day, hours=n)
            rows.append({"case_id": f"{day}-{n}", "activity": "A", "started_at": at, "ended_at": at + pd.Timedelta(hours=hours)})  # fmt: skip
    found = pm.drift(log_of_rows(rows), period="day").frame.set_index("kpi")
    assert found.loc["median_cycle_hours"].change_at == pd.Timestamp("2025-01-31")


def test_a_log_that_fills_and_drains_has_not_changed():
    """Every case takes 60 days: nothing ends before March, nothing arrives after the last case; neither is a change."""
    rows = []
    for day in range(400):
        at = START + pd.Timedelta(days=day)
        rows += [
            {"case_id": day, "activity": "A", "started_at": at, "ended_at": at + pd.Timedelta(hours=1)},
            {"case_id": day, "activity": "B", "started_at": at + pd.Timedelta(days=60), "ended_at": at + pd.Timedelta(days=60, hours=1)},
        ]  # fmt: skip
    assert pm.drift(log_of_rows(rows), period="week").frame.empty
    chance, rows = np.random.default_rng(4), []
    for case in range(2500):
        at = START + pd.Timedelta(hours=4 * case)
        for activity in "ABCD":
            rows.append({"case_id": case, "activity": activity, "started_at": at, "ended_at": at + pd.Timedelta(minutes=30)})  # fmt: skip
            at += pd.Timedelta(hours=0.5 + float(chance.exponential(400)))
    told = pm.drift(log_of_rows(rows), period="week").frame
    assert told.empty


@pytest.mark.long
def test_the_planted_change_is_found_in_logs_nobody_tuned_for():
    """The generator makes Check supplier slower from 1 September on: found on 20 unseen seeds, within two weeks."""
    near = 0
    for seed in range(900, 920):
        made = generate(purchase_scenario(seed, cases=1500))
        found = pm.drift(made.log())
        work = found.frame[found.frame.kpi == f"work on {made.truth.drift_activity}"]
        near += any(
            abs(at.tz_localize(None) - pd.Timestamp(made.truth.drifts_at)) <= pd.Timedelta(days=14)
            for at in work.change_at
        )
    assert near >= 19
