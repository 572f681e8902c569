from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.store import Circumstances

MONDAY = datetime(2024, 3, 4)


def test_cases_in_progress_are_weighed_by_how_long_they_were():
    """Stays 0-4, 1-2 and 3-6 hours: the area is 8, over 6 hours."""
    found = pm.throughput(log_of(a="A 0 > B 4", b="A 1 > B 2", c="A 3 > B 6"), period="day")
    assert found.frame[["arrivals", "completions"]].values.tolist() == [[3, 3]]
    assert found.frame.wip_mean[0] == pytest.approx(8 / 6)
    little = found.tables["little"].iloc[0]
    assert little.expected_in_progress == pytest.approx(little.mean_in_progress) == pytest.approx(4 / 3)


def test_periods_without_arrivals_still_count_what_is_in_progress():
    found = pm.throughput(log_of(a="A 1 > B 73", b="A 49 > B 50"), period="day").frame
    assert found.arrivals.tolist() == [1, 0, 1, 0]
    assert found.wip_mean.round(4).tolist() == [1, 1, round(1 + 1 / 24, 4), 1]
    assert found.is_partial.tolist() == [True, False, False, True]


def test_weeks_are_cut_in_the_zone_of_the_log_across_a_change_of_the_clock():
    sunday = datetime(2024, 3, 31, 22, 30)  # 00:30 on Monday in Berlin
    rows = [
        {"case_id": c, "activity": "A", "started_at": t, "ended_at": t + timedelta(hours=1)}
        for c, t in (("x", datetime(2024, 3, 27)), ("y", sunday))
    ]
    found = pm.throughput(log_of_rows(rows, zone="Europe/Berlin"), period="week").frame
    assert found.arrivals.tolist() == [1, 1]
    assert [str(at) for at in found.period_at] == ["2024-03-25 00:00:00+01:00", "2024-04-01 00:00:00+02:00"]


def test_cases_begun_before_the_observation_are_carried_in_and_do_not_arrive():
    """Seen from hour 24 on: a is carried in, b arrives, c ended before anybody looked."""
    seen = Circumstances(observed_from=MONDAY + timedelta(hours=24))
    found = pm.throughput(
        log_of(a="A 0 > B 30", b="A 26 > B 34", c="A 1 > B 2", circumstances=seen), period="day"
    )
    assert found.frame.period_at.tolist() == [datetime(2024, 3, 5)]
    assert found.frame[["arrivals", "completions"]].values.tolist() == [[1, 2]]
    assert found.frame.wip_mean[0] == pytest.approx((6 + 8) / 10)
    assert found.tables["little"].mean_stay_hours[0] == 8
    left_out = [one for one in found.excluded if "before the observation" in one.reason]
    assert [(one.cases, one.events) for one in left_out] == [(1, 2)]


def test_a_view_of_which_nothing_was_observed_is_refused():
    seen = Circumstances(observed_from=MONDAY + timedelta(hours=24))
    log = log_of(a="A 30 > B 31", b="A 1 > C 2", circumstances=seen)
    for question in (pm.throughput, pm.cycle_time):
        with pytest.raises(pm.errors.CannotAnswer, match="ended before the observation began"):
            question(log.passing("C"))


stays = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60), st.booleans()), min_size=1, max_size=8)


@given(stays, st.none() | st.integers(1, 80))
def test_each_number_equals_a_count_of_every_hour(cases, seen_from):
    extracted = 150
    rows = []
    for number, (start, length, is_open) in enumerate(cases):
        begun = {"case_id": number, "activity": "A", "started_at": MONDAY + timedelta(hours=start)}
        rows.append(begun | {"ended_at": None if is_open else MONDAY + timedelta(hours=start + length)})
    first_seen = seen_from if seen_from is not None else 0
    stays = [(a, extracted if o else a + n, o) for a, n, o in cases]
    seen = [(a, b, o) for a, b, o in stays if b > first_seen or o]
    circumstances = Circumstances(
        extracted_at=MONDAY + timedelta(hours=extracted),
        observed_from=MONDAY + timedelta(hours=seen_from) if seen_from is not None else None,
    )
    log = log_of_rows(rows, circumstances=circumstances)
    if not seen:
        return
    found = pm.throughput(log, period="day")
    begins, ends = min(max(a, first_seen) for a, _, _ in seen), max(b for _, b, _ in seen)
    for row in found.frame.itertuples():
        day = (row.period_at - MONDAY).days * 24
        arrived = [a for a, _, _ in seen if day <= a < day + 24 and (seen_from is None or a >= seen_from)]
        completed = [b for _, b, is_open in seen if day <= b < day + 24 and not is_open]
        hours = range(max(day, begins), min(day + 24, ends))
        assert (row.arrivals, row.completions) == (len(arrived), len(completed))
        if hours:
            in_progress = sum(sum(a <= hour < b for a, b, _ in seen) for hour in hours)
            assert row.wip_mean == pytest.approx(in_progress / len(hours))
    assert found.frame.completions.sum() == sum(not is_open for _, _, is_open in seen)
    assert f"{sum(is_open for _, _, is_open in seen)} case" in found.headline


def test_what_is_in_progress_at_the_end_are_the_open_cases():
    log = log_of(a="A 0 > B 80", b="A 3-", c="A 60-", d="A 2 > B 3")
    assert "2 cases are in progress at the end" in pm.throughput(log).headline
    assert "0 cases are in progress at the end" in pm.throughput(log_of(a="A 1")).headline


def test_a_view_without_length_is_told_without_a_mean():
    found = pm.throughput(log_of(a="A 9", b="A 9"))
    assert found.frame.wip_mean.isna().all() and found.frame.arrivals.tolist() == [2]
    assert "steady" not in found.headline


def test_periods_seen_in_part_are_drawn_apart():
    found = pm.throughput(log_of(a="A 1 > B 73", b="A 49 > B 50"), period="day")
    solid, dotted = found.figure().data[:2]
    assert (solid.line.dash, dotted.line.dash) == ("solid", "dot")
    assert [value == value for value in solid.y] == [False, True, True, False]
    assert [value == value for value in dotted.y] == [True, True, True, True]
    assert "seen only in part" in found.figure().layout.xaxis.title.text
