from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import procmine as pm
from procmine.samples import log_of, log_of_rows


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
