"""How bottlenecks move over time: by hand, by a twin that goes through the pieces one by one, and by chance."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def daily(days, wait_of, each=1, zone="UTC"):
    """Every day `each` cases come; B waits as `wait_of(day, n)` says, in hours, and takes an hour; C waits two and takes one."""
    rows = []
    for day in range(days):
        for n in range(each):
            at = MONDAY + day * DAY + n * 0.1 * HOUR
            ready = at + wait_of(day, n) * HOUR
            times = {"A": (at, at), "B": (ready, ready + HOUR), "C": (ready + 3 * HOUR, ready + 4 * HOUR)}
            rows += [
                {"case_id": f"{day}.{n}", "activity": name, "started_at": a, "ended_at": b}
                for name, (a, b) in times.items()
            ]
    return log_of_rows(rows, zone=zone)


def course_of(found, activity="B", kind="wait"):
    return found.frame.set_index(["activity", "kind"]).loc[(activity, kind)]


def test_a_share_that_grew_is_told():
    """For 15 days B waits 2 h of 6 that pass, then 12 h of 16; the first day is not seen steady, and the last case comes in the last."""
    found = pm.bottlenecks(daily(30, lambda day, n: 2 if day < 15 else 12))
    row = course_of(found)
    assert (row.early_share, row.late_share, row.has_moved) == (
        pytest.approx(2 / 6),
        pytest.approx(12 / 16),
        True,
    )
    assert "Its share grew from 33 % in the first third of 28 days to 75 % in the last." in found.headline


def test_a_share_that_fell_is_told_and_one_that_stayed_is_not():
    found = pm.bottlenecks(daily(30, lambda day, n: 12 if day < 15 else 4))
    assert "Its share fell from 75 %" in found.headline
    still = pm.bottlenecks(daily(30, lambda day, n: 12))
    assert course_of(still).early_share == course_of(still).late_share and "Its share" not in still.headline


def test_a_stretch_counts_in_the_period_in_which_it_was_over():
    """B waits from Monday 10:00 to Wednesday 09:00 and is worked on until Thursday 01:00 of the log's clock."""
    log = log_of(a="A 9-10 > B 57-73", zone="Europe/Berlin")
    trend = pm.bottlenecks(log).tables["trend"]
    rows = {
        (row.activity, row.kind): (row.period_at.strftime("%a"), row.critical_hours)
        for row in trend.itertuples()
    }
    assert rows == {("A", "work"): ("Mon", 1), ("B", "wait"): ("Wed", 47), ("B", "work"): ("Thu", 16)}


def test_days_are_those_of_the_logs_own_clock():
    """23:40 UTC on Sunday is Monday 05:10 in Kolkata, whose hours begin at the half hour."""
    rows = [{"case_id": "a", "activity": "A", "started_at": MONDAY - 4 * HOUR, "ended_at": MONDAY - HOUR / 3}]
    trend = pm.bottlenecks(log_of_rows(rows, zone="Asia/Kolkata")).tables["trend"]
    assert trend.period_at.tolist() == [pd.Timestamp("2024-03-04", tz="Asia/Kolkata")]
    before = [
        {"case_id": "a", "activity": "A", "started_at": MONDAY - 9 * HOUR, "ended_at": MONDAY - 5.6 * HOUR}
    ]
    trend = pm.bottlenecks(log_of_rows(before, zone="Asia/Kolkata")).tables["trend"]
    assert trend.period_at.tolist() == [pd.Timestamp("2024-03-03", tz="Asia/Kolkata")]


def test_a_tail_in_which_no_case_comes_any_more_is_no_trend():
    """All cases take 20 days, so for as long again after the last one came only their ends are seen, and before only beginnings."""
    found = pm.bottlenecks(daily(30, lambda day, n: 24 * 20))
    steady = found.tables["trend"][found.tables["trend"].is_steady]
    assert steady.period_at.min() >= pd.Timestamp(MONDAY + 20 * DAY, tz="UTC")
    assert steady.period_at.max() <= pd.Timestamp(MONDAY + 29 * DAY, tz="UTC")
    assert not found.frame.has_moved.any()


def test_where_the_time_is_too_short_nothing_is_known():
    frame = pm.bottlenecks(log_of(a="A 0-1 > B 5-6")).frame
    assert frame[["early_share", "late_share"]].isna().all(axis=None) and not frame.has_moved.any()


def test_few_periods_are_told_and_not_called_moved():
    row = course_of(pm.bottlenecks(daily(8, lambda day, n: 2 if day < 4 else 12)))
    assert row.late_share > row.early_share and not row.has_moved


@pytest.mark.parametrize("seed", range(4))
def test_chance_alone_is_seldom_called_a_trend(seed):
    """Waits drawn anew for each case, the same all the time; five logs of 120 days with three cases each."""
    chance = np.random.default_rng(seed)
    moved = [
        pm.bottlenecks(daily(120, lambda day, n: chance.exponential(8) // 0.01 / 100, each=3)).frame.has_moved
        for _ in range(5)
    ]
    assert sum(one.any() for one in moved) <= 1


case = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 90), st.integers(0, 30)), min_size=1, max_size=4
)
drawn_logs = st.lists(st.tuples(st.integers(0, 25), case), min_size=1, max_size=10)


def twin(log):
    """The hours on the critical paths by day, activity and kind, each where it was over, piece by piece."""
    hours = {}
    for row in log.to_pandas().query("is_critical").itertuples():
        over = {"wait": (row.started_at, row.wait_hours), "work": (row.ended_at, row.work_hours)}
        for kind, (at, lasted) in over.items():
            if lasted > 0:
                key = (at.date(), row.activity, kind)
                hours[key] = hours.get(key, 0) + lasted
    return hours


@settings(max_examples=5)
@given(drawn_logs)
def test_the_hours_of_all_periods_equal_a_walk_through_the_pieces(cases):
    rows = [
        {"case_id": f"c{number}", "activity": name, "started_at": MONDAY + day * DAY + at * HOUR, "ended_at": MONDAY + day * DAY + (at + lasts) * HOUR}
        for number, (day, steps) in enumerate(cases) for name, at, lasts in steps
    ]  # fmt: skip
    log = log_of_rows(rows)
    expected = twin(log)
    if not expected:
        return
    found = pm.bottlenecks(log)
    trend = found.tables["trend"]
    assert found.parameters["period"] == "day"
    recorded = {
        (row.period_at.date(), row.activity, row.kind): row.critical_hours for row in trend.itertuples()
    }
    assert recorded == pytest.approx(expected)
    assert trend.groupby("period_at").share.sum().tolist() == pytest.approx([1] * trend.period_at.nunique())
    whole = trend.groupby(["activity", "kind"]).critical_hours.sum()
    assert whole.to_dict() == pytest.approx(
        found.frame.set_index(["activity", "kind"]).critical_hours.to_dict()
    )
    steady = trend[trend.is_steady]
    third = steady.period_at.nunique() // 3
    if third:
        first = sorted(set(steady.period_at))[:third]
        early = steady[steady.period_at.isin(first)]
        for row in found.frame.itertuples():
            mine = early[(early.activity == row.activity) & (early.kind == row.kind)].critical_hours.sum()
            assert row.early_share == pytest.approx(mine / early.critical_hours.sum())


@pytest.mark.parametrize(("days", "period"), [(40, "day"), (200, "week"), (1000, "month")])
def test_periods_begin_at_local_midnight_on_mondays_and_on_the_first(days, period):
    found = pm.bottlenecks(daily(days, lambda day, n: 2, zone="America/New_York"))
    assert found.parameters["period"] == period
    at = found.tables["trend"].period_at
    assert (at.dt.strftime("%H:%M") == "00:00").all()
    if period == "week":
        assert (at.dt.day_of_week == 0).all()
    if period == "month":
        assert (at.dt.day == 1).all()
