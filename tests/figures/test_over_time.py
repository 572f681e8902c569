"""Pictures with time along their foot: what a few stray dates may not do."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

import procmine as pm
from procmine.figures.over_time import most_of, told_outside
from procmine.samples import log_of_rows
from procmine.samples.worked import MONDAY


def test_the_stretch_drawn_is_that_of_nearly_all_where_strays_would_more_than_double_it():
    usual = np.arange(1000.0)
    assert most_of(usual) is None
    low, high = most_of(np.append(usual, 1e6))
    assert -40 < low < 10 and 990 < high < 1040
    assert (
        told_outside(np.append(usual, 1e6), [low, high], "dot lies", "dots lie") == "1 dot lies far outside"
    )
    assert most_of(np.full(5, 7.0)) is None and most_of(np.array([])) is None


def test_a_stray_date_does_not_press_the_dots_together_and_is_told():
    rows = [
        {"case_id": f"{n}", "activity": name, "started_at": at, "ended_at": at}
        for n in range(300) for name, at in (("A", MONDAY + timedelta(hours=n)), ("B", MONDAY + timedelta(hours=n + 5)))
    ]  # fmt: skip
    rows[0]["started_at"] = rows[0]["ended_at"] = MONDAY - timedelta(days=9000)
    log = log_of_rows(rows, zone="UTC")
    dotted = pm.dotted_chart(log).figure().layout.xaxis
    assert (dotted.range[1] - dotted.range[0]) / 3.6e6 < 400 and "1 dot lies far outside" in dotted.title.text
    spectrum = pm.performance_spectrum(log).figure().layout.xaxis2
    assert spectrum.title.text == "all 300 waits drawn; 1 reaches far outside"
    assert (spectrum.range[1] - spectrum.range[0]) / 3.6e6 < 400


def test_names_of_activities_are_never_read_as_markup():
    at = [MONDAY, MONDAY + timedelta(hours=3)]
    rows = [
        {"case_id": case, "activity": name, "started_at": when, "ended_at": when}
        for case in "ab" for name, when in zip(("<b>x</b>", "<i>y</i>"), at, strict=True)
    ]  # fmt: skip
    log = log_of_rows(rows)
    for ask in (pm.performance_spectrum, pm.dotted_chart, pm.cumulative_flow, pm.cycle_time_scatter):
        drawn = ask(log).figure()
        told = [trace.name or "" for trace in drawn.data] + [one.text for one in drawn.layout.annotations]
        assert not [one for one in told if "<b>" in one or "<i>" in one]
