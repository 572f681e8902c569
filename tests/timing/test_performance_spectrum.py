"""How work passes from one activity to the next, line by line."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.store import Circumstances


def waits(*pairs, zone=None, circumstances=None):
    """A log in which B waits from the first to the second hour of each pair."""
    return log_of(
        zone=zone, circumstances=circumstances,
        **{f"c{n:03}": f"A {ready}-{ready} > B {taken}-{taken}" for n, (ready, taken) in enumerate(pairs)},
    )  # fmt: skip


def pair_of(log, **options):
    return pm.performance_spectrum(log, **options).tables["pairs"].iloc[0]


def test_waits_are_counted_as_they_begin_hang_and_end():
    """Over two days: one wait lies in the first, one goes over midnight, one lies in the second."""
    found = pm.performance_spectrum(waits((1, 3), (20, 30), (25, 28)), period="day")
    days = found.frame.groupby("period_at")[["started", "pending", "stopped"]].sum()
    assert days.values.tolist() == [[2, 0, 1], [1, 1, 2]]
    assert found.tables["segments"].hours.tolist() == [2, 10, 3]
    assert found.headline == "From A to B there are 3 waits, too few to tell an order; half last up to 3.0 h."


def test_classes_are_quarters_of_the_pair_and_equal_waits_share_one():
    """Waits of 1, 2, 2, 2 and 9 hours: the quarters end at 2, 2 and 2."""
    segments = pm.performance_spectrum(waits((0, 1), (0, 2), (1, 3), (2, 4), (0, 9))).tables["segments"]
    assert dict(zip(segments.hours, segments["class"], strict=True)) == {1: 1, 2: 1, 9: 4}


def test_what_is_taken_up_together_is_a_batch_and_in_order_none_is_overtaken():
    """Forty pieces begin one an hour; all that gathered in ten hours is taken up in the same minute."""
    row = pair_of(waits(*((n, 10 * (n // 10) + 10.25) for n in range(40))))
    assert (row.share_together, row.share_overtaken) == (1, 0)
    assert row.share_together_by_chance < 0.1
    found = pm.performance_spectrum(waits(*((n, 10 * (n // 10) + 10.25) for n in range(40))))
    assert "100 % of the work is taken up in batches" in found.headline
    assert "none of the 40 waits are overtaken" in found.headline


def test_a_quick_pace_is_no_batch():
    """One piece a half minute, each after two hours: others are near in time, as always at such a pace."""
    found = pm.performance_spectrum(waits(*((n / 120 + 0.004, n / 120 + 2.004) for n in range(240))))
    row = found.tables["pairs"].iloc[0]
    assert row.share_together == 1 and row.share_together_by_chance > 0.8
    assert "piece by piece" in found.headline


def test_work_of_few_hours_comes_in_waves():
    """Begun once an hour for eight days; taken up every fourth day, one piece in five minutes."""
    found = pm.performance_spectrum(
        waits(*((n + 0.02, 96 * (n // 96) + 96.01 + (n % 96) / 12) for n in range(192)))
    )
    row = found.tables["pairs"].iloc[0]
    assert (row.half_begin_in_hours, row.half_taken_in_hours) == (96, 8)
    assert "taken up in waves: half of it in 8 hours, while half begins to wait in 96" in found.headline


def test_times_told_to_the_hour_show_no_batches():
    found = pm.performance_spectrum(waits(*((n // 4, n // 4 + 6) for n in range(40))))
    assert "told to the hour or day only, which shows no batches" in found.headline


def test_overtaking_is_strict_on_both_sides():
    """b begins after a and is taken up before it; c begins with a, d is taken up with a: neither overtakes it."""
    segments = waits((0, 5), (1, 4), (0, 4.5), (2, 5))
    assert pair_of(segments).share_overtaken == 0.5  # a and c, both by b
    together = waits((0, 5), (0, 4), (0, 3))
    assert pair_of(together).share_overtaken == 0


def test_a_growing_wait_is_told():
    found = pm.performance_spectrum(waits(*((5 * n + 0.1, 5 * n + 0.7 + n / 10) for n in range(60))))
    assert "The last third waits 5.5 h in the median, the first 1.6 h." in found.headline


def test_a_shrinking_wait_is_told_with_what_is_not_in_the_log():
    found = pm.performance_spectrum(waits(*((5 * n + 0.1, 5 * n + 7 - n / 10) for n in range(60))))
    assert "is not in the log, so the last is too low" in found.headline


def test_the_pair_asked_for_is_shown_and_the_rest_told():
    log = log_of(a="A 1-1 > B 3-3 > C 9-9", b="A 2-2 > B 3-3 > C 4-4")
    found = pm.performance_spectrum(log, from_activity="A", to_activity="B")
    assert set(found.frame.from_activity) == {"A"} and found.frame.started.sum() == 2
    told = {one.reason: one.events for one in found.excluded}
    assert told == {"work that nothing before it let begin, which nobody saw waiting": 2, "waits between activities that are not shown": 2}  # fmt: skip
    assert pm.performance_spectrum(log).tables["pairs"].from_activity.tolist() == ["B", "A"]
    assert pm.performance_spectrum(log, to_activity="C").tables["pairs"].from_activity.tolist() == ["B"]


def test_names_that_are_none_and_pairs_that_do_not_wait_are_refused():
    log = log_of(a="A 1-1 > B 3-3 > C 9-9")
    with pytest.raises(pm.errors.UnknownName, match="activity"):
        pm.performance_spectrum(log, from_activity="a")
    with pytest.raises(pm.errors.CannotAnswer, match="No A waits for C"):
        pm.performance_spectrum(log, from_activity="C", to_activity="A")
    with pytest.raises(pm.errors.WrongOption, match="fortnight"):
        pm.performance_spectrum(log, period="fortnight")


def test_without_starts_the_waits_contain_the_work():
    found = pm.performance_spectrum(log_of(a="A 1 > B 3", b="A 2 > B 5"))
    assert found.headline.endswith("No starts are recorded: the waits contain the work.")


def test_a_wait_from_before_the_observation_is_pending_and_one_that_ended_by_then_is_told():
    seen = waits((1, 3), (2, 40), (30, 50), circumstances=Circumstances(observed_from=MONDAY + timedelta(hours=24)))  # fmt: skip
    found = pm.performance_spectrum(seen, period="day")
    days = found.frame.groupby("period_at")[["started", "pending", "stopped"]].sum()
    assert days.values.tolist() == [[1, 1, 1], [0, 1, 1]]
    assert {one.reason: one.events for one in found.excluded}["work taken up before the observation began"] == 1  # fmt: skip


def test_only_so_many_lines_are_drawn_evenly_and_the_picture_says_how_many():
    at = [MONDAY + timedelta(minutes=n) for n in range(7000)]
    rows = [
        {"case_id": f"{n}", "activity": name, "started_at": when, "ended_at": when}
        for n, ready in enumerate(at) for name, when in (("A", ready), ("B", ready + timedelta(hours=1)))
    ]  # fmt: skip
    found = pm.performance_spectrum(log_of_rows(rows))
    drawn = found.tables["segments"]
    assert len(drawn) == 3000 and found.tables["pairs"].waits[0] == 7000 and found.frame.started.sum() == 7000
    gaps = drawn.enabled_at.diff().dropna()
    assert (gaps.min(), gaps.max()) == (pd.Timedelta(minutes=2), pd.Timedelta(minutes=3))
    assert "3,000 of 7,000 waits drawn" in str(found.figure().layout)


@settings(max_examples=5)
@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.integers(0, 2000), st.sampled_from("BC")), min_size=1, max_size=14
    ),
    st.sampled_from(["day", "week"]),
)
def test_a_slow_twin_counts_the_same(drawn, period):
    """Minute by minute pairs of waits are looked at one by one."""
    rows = [
        {"case_id": f"c{n}", "activity": name, "started_at": at, "ended_at": at}
        for n, (ready, wait, to) in enumerate(drawn)
        for name, at in (("A", MONDAY + timedelta(minutes=ready)), (to, MONDAY + timedelta(minutes=ready + wait)))
    ]  # fmt: skip
    found = pm.performance_spectrum(log_of_rows(rows, zone="Europe/Berlin"), period=period)
    pairs = found.tables["pairs"].set_index("to_activity")
    for to in {to for *_, to in drawn}:
        mine = [(ready, ready + wait) for ready, wait, name in drawn if name == to]
        together = [sum(abs(other - taken) <= 1 for _, other in mine) > 2 for _, taken in mine]
        passed = [any(o > ready and t < taken for o, t in mine) for ready, taken in mine]
        assert pairs.share_together[to] == pytest.approx(np.mean(together))
        assert pairs.share_overtaken[to] == pytest.approx(np.mean(passed))
        limits = np.quantile([taken - ready for ready, taken in mine], [0.25, 0.5, 0.75])
        bins = found.frame[found.frame.to_activity == to]
        for one in bins.itertuples():
            begins = one.period_at.tz_convert("UTC").tz_localize(None)
            local = one.period_at.tz_localize(None) + pd.Timedelta(days=1 if period == "day" else 7)
            ends = local.tz_localize("Europe/Berlin").tz_convert("UTC").tz_localize(None)
            of_class = [
                (MONDAY + timedelta(minutes=ready), MONDAY + timedelta(minutes=taken)) for ready, taken in mine
                if 1 + sum(taken - ready > limit for limit in limits) == bins.loc[one.Index, "class"]
            ]  # fmt: skip
            assert one.started == sum(begins <= ready < ends for ready, _ in of_class)
            assert one.stopped == sum(begins <= taken < ends for _, taken in of_class)
            assert one.pending == sum(ready < begins <= taken for ready, taken in of_class)
        for _, course in bins.groupby("class"):
            after = (course.pending + course.started - course.stopped).tolist()
            assert after[:-1] == course.pending.tolist()[1:] and after[-1] == 0


def test_an_instant_of_another_zone_is_the_same_wait():
    spring = datetime(2024, 3, 31, 0, 30)  # the clock skips an hour in the night
    rows = [
        {"case_id": "a", "activity": name, "started_at": at, "ended_at": at}
        for name, at in (("A", spring), ("B", spring + timedelta(hours=2)))
    ]
    assert pm.performance_spectrum(log_of_rows(rows, zone="Europe/Berlin")).tables["segments"].hours[0] == 2
