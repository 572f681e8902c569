"""How much work waits, told by areas."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.store import Circumstances


def test_the_mean_length_weighs_each_length_by_how_long_it_held():
    """B waits [0,2), [1,4), [1,1) and [3,6): one waits, then two, one, two and one for two hours: 8 hours in 6."""
    waits = {"a": (0, 2), "b": (1, 4), "c": (1, 1), "d": (3, 6)}
    log = log_of(**{name: f"A {ready}-{ready} > B {taken}-{taken}" for name, (ready, taken) in waits.items()})
    row = pm.queues(log).frame.set_index("activity").loc["B"]
    assert row.mean_length == pytest.approx(8 / 6)
    assert (row.waits, row.mean_wait_hours) == (4, 2)


def growing(weeks):
    """In week n there are n pieces that wait two days."""
    return log_of_rows(
        [
            {"case_id": f"{week}.{one}", "activity": name, "started_at": at, "ended_at": at}
            for week in range(weeks) for one in range(week)
            for name, at in (("A", MONDAY + timedelta(weeks=week, days=1)), ("B", MONDAY + timedelta(weeks=week, days=3)))
        ],
        zone="Europe/Berlin",
    )  # fmt: skip


def test_a_growing_queue_is_told():
    found = pm.queues(growing(13), period="week")
    row = found.frame.iloc[0]
    assert row.late_length > row.early_length > 0
    course = found.tables["observations"]
    week = course[course.period_at == pd.Timestamp("2024-03-18", tz="Europe/Berlin")].iloc[0]
    assert (week.entered, week.taken) == (2, 2) and week.mean_length == pytest.approx(2 * 2 / 7)
    assert "it grew from" in found.headline


def test_a_period_that_is_none_is_refused():
    with pytest.raises(pm.errors.WrongOption, match="fortnight"):
        pm.queues(growing(5), period="fortnight")


@settings(max_examples=5)
@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(0, 60), st.sampled_from("BC")), min_size=1, max_size=8
    )
)
def test_the_area_of_a_queue_is_all_its_waiting(drawn):
    log = log_of(zone="America/New_York", **{f"c{n}": f"A {ready}-{ready} > {name} {ready + wait}-{ready + wait + 1}" for n, (ready, wait, name) in enumerate(drawn)})  # fmt: skip
    for period in ("day", "week"):
        found = pm.queues(log, period=period)
        course = found.tables["observations"]
        for name in {name for _, _, name in drawn}:
            one = course[course.activity == name]
            assert (one.mean_length.fillna(0) * one.seen_seconds).sum() / 3600 == pytest.approx(
                sum(wait for _, wait, drawn_name in drawn if drawn_name == name)
            )
            assert (
                one.entered.sum()
                == one.taken.sum()
                == sum(1 for *_, drawn_name in drawn if drawn_name == name)
            )


def test_what_waited_when_the_observation_began_is_carried_in():
    """a waits from hour 1 to 40, b from 60 to 70; seen from hour 30 on: 10 + 10 hours of waiting, of which only b's began in sight."""
    rows = [
        ("a", "A", 1, 1),
        ("a", "B", 40, 41),
        ("b", "A", 60, 60),
        ("b", "B", 70, 71),
        ("c", "A", 2, 2),
        ("c", "B", 20, 21),
    ]
    log = log_of_rows(
        [
            {"case_id": case, "activity": activity, "started_at": MONDAY + timedelta(hours=start), "ended_at": MONDAY + timedelta(hours=end)}
            for case, activity, start, end in rows
        ],
        circumstances=Circumstances(observed_from=MONDAY + timedelta(hours=30)),
    )  # fmt: skip
    found = pm.queues(log, period="day")
    course = found.tables["observations"]
    assert (course.mean_length >= 0).all()
    assert (course.mean_length * course.seen_seconds).sum() / 3600 == pytest.approx(20)
    assert course.entered.sum() == 1 and course.taken.sum() == 2
    assert found.frame.mean_wait_hours.iloc[0] == (39 + 10) / 2
    assert {one.reason for one in found.excluded} >= {"work taken up before the observation began"}
