"""How long each finished case took, by when it ended."""

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
from procmine.store import Circumstances
from procmine.timing import cycle_time_scatter as module


def ended(*spans, **options):
    """A case for each pair of hours: it begins at the first and ends at the second."""
    return log_of(**options, **{f"c{n:03}": f"A {a}-{a} > B {b}-{b}" for n, (a, b) in enumerate(spans)})


def test_each_finished_case_is_a_dot_and_the_longest_are_marked():
    """Cases of 1, 2, 3, … 20 hours: 85 % lie at 17.15, so three are longer."""
    found = pm.cycle_time_scatter(ended(*((n, n + n) for n in range(1, 21))))
    assert found.frame.cycle_hours.tolist() == list(range(1, 21))
    assert found.frame.case_id[found.frame.is_above_p85].tolist() == ["c017", "c018", "c019"]
    assert found.tables["percentiles"].hours.tolist() == pytest.approx([10.5, 17.15, 19.05])
    assert found.headline.startswith(
        "85 % of the 20 finished cases took up to 17.1 h, half up to 10.5 h; 3 took longer, the longest 20.0 h."
    )


def test_cases_lie_as_they_end():
    assert pm.cycle_time_scatter(ended((0, 9), (1, 3), (2, 30))).frame.case_id.tolist() == ["c001", "c000", "c002"]  # fmt: skip


def test_open_cases_are_told_and_not_drawn():
    found = pm.cycle_time_scatter(log_of(a="A 1-2 > B 3-4", b="A 2-3 > B 5-"))
    assert found.frame.case_id.tolist() == ["a"]
    assert "The one finished case took 3.0 h. 1 case is still open and not on the picture; cycle_time counts it." in found.headline  # fmt: skip
    assert {one.reason: (one.cases, one.events) for one in found.excluded} == {
        "in open cases, which have taken no whole time yet": (1, 2)
    }


def test_the_beginning_is_short_by_necessity_and_that_is_said():
    """Forty cases of four days, one begun each day: none that ended before the fifth could have taken so long."""
    days = 24
    found = pm.cycle_time_scatter(ended(*((n * days, (n + 4) * days) for n in range(40))))
    assert "What ended before 08 Mar 2024 is short by necessity: no case in this log is older." in found.headline  # fmt: skip
    short = pm.cycle_time_scatter(ended(*((n * days, n * days + 1) for n in range(40))))
    assert "by necessity" not in short.headline


def test_where_the_observation_is_known_cases_carried_in_count_in_full():
    told = Circumstances(observed_from=MONDAY + timedelta(hours=10))
    found = pm.cycle_time_scatter(ended((1, 9), (2, 40), (12, 20), circumstances=told))
    assert found.frame.cycle_hours.tolist() == [8, 38]
    assert {one.reason: one.cases for one in found.excluded} == {"in cases that ended before the observation began": 1}  # fmt: skip
    assert "by necessity" not in found.headline
    assert "no older case in the log" not in [one.name for one in found.figure().data]


def test_only_so_many_are_drawn_evenly_and_the_percentiles_count_all(monkeypatch):
    monkeypatch.setattr(module, "MOST_DRAWN", 10)
    found = pm.cycle_time_scatter(ended(*((n, n + 1 + n % 7) for n in range(95))))
    all_hours = [1 + n % 7 for n in range(95)]
    assert len(found.frame) == 10 and found.counted_events == 20
    assert found.tables["percentiles"].hours.tolist() == pytest.approx(list(np.quantile(all_hours, [0.5, 0.85, 0.95])))  # fmt: skip
    assert found.tables["finished"].cases[0] == 95
    assert found.tables["finished"].cases_above_p85[0] == sum(one > np.quantile(all_hours, 0.85) for one in all_hours)  # fmt: skip
    assert "10 of 95 cases drawn" in str(found.figure().layout)


def test_working_hours_stand_beside():
    """From Monday 15:00 to Tuesday 10:00 are 19 hours, of which three are worked."""
    log = ended((15, 34), zone="UTC")
    found = pm.cycle_time_scatter(log, calendar="Mon-Fri 09:00-17:00")
    assert found.frame[["cycle_hours", "cycle_worked_hours"]].values.tolist() == [[19, 3]]
    assert found.tables["percentiles"].worked_hours.tolist() == [3, 3, 3]
    assert "In working time (zone=UTC; Mon-Fri 09:00-17:00) 85 % took up to 3.0 h." in found.headline


def test_where_none_is_finished_it_is_refused():
    with pytest.raises(pm.errors.CannotAnswer, match="No case of this view is finished"):
        pm.cycle_time_scatter(log_of(a="A 1-2 > B 3-"))
    told = Circumstances(observed_from=MONDAY + timedelta(hours=10))
    with pytest.raises(pm.errors.CannotAnswer, match="ended before the observation began"):
        pm.cycle_time_scatter(ended((1, 9), circumstances=told))


def test_a_few_very_long_cases_do_not_press_the_others_to_the_ground():
    usual = [(n, n + 2) for n in range(60)]
    assert pm.cycle_time_scatter(ended(*usual)).figure().layout.yaxis.type is None
    assert pm.cycle_time_scatter(ended(*usual, (0, 900))).figure().layout.yaxis.type == "log"


@settings(max_examples=5)
@given(
    st.lists(st.tuples(st.integers(0, 800), st.integers(0, 300), st.booleans()), min_size=1, max_size=12),
    st.sampled_from(["day", "week"]),
)
def test_a_slow_twin_tells_the_same_percentiles_of_each_period(cases, period):
    zone = "America/New_York"
    rows = [
        {"case_id": f"c{n}", "activity": "A", "started_at": MONDAY + timedelta(hours=at), "ended_at": None if is_open else MONDAY + timedelta(hours=at + lasts)}
        for n, (at, lasts, is_open) in enumerate(cases)
    ]  # fmt: skip
    done = [(at, at + lasts) for at, lasts, is_open in cases if not is_open]
    log = log_of_rows(rows, zone=zone)
    if not done:
        with pytest.raises(pm.errors.CannotAnswer):
            pm.cycle_time_scatter(log, period=period)
        return
    found = pm.cycle_time_scatter(log, period=period)
    hours = [end - at for at, end in done]
    limits = np.quantile(hours, [0.5, 0.85, 0.95])
    assert found.tables["percentiles"].hours.tolist() == pytest.approx(list(limits))
    assert sorted(found.frame.cycle_hours) == pytest.approx(sorted(hours))
    assert found.frame.is_above_p85.sum() == found.tables["finished"].cases_above_p85[0] == sum(one > limits[1] + 1e-9 for one in hours)  # fmt: skip
    cut = {}
    for at, end in done:
        local = pd.Timestamp(MONDAY + timedelta(hours=end), tz="UTC").tz_convert(zone).tz_localize(None)
        start = local.normalize() - timedelta(days=local.weekday() if period == "week" else 0)
        cut.setdefault(start, []).append(end - at)
    course = found.tables["course"]
    assert course.period_at.dt.tz_localize(None).tolist() == sorted(cut)
    for row, start in zip(course.itertuples(), sorted(cut), strict=True):
        assert row.cases == len(cut[start])
        assert (row.p50_hours, row.p85_hours, row.p95_hours) == pytest.approx(tuple(np.quantile(cut[start], [0.5, 0.85, 0.95])))  # fmt: skip
