"""What happened when, dot by dot."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.timing import dotted_chart as module

STEPS = "A 1-2 > B 5-6", "A 2-3 > B 4-9", "A 3-3 > B 3.5-7"


def test_a_dot_stands_where_work_begins_on_all_three_clocks():
    """b arrives on Tuesday at 01:00 UTC, which is 02:00 in Berlin: 26 hours into the week."""
    found = pm.dotted_chart(log_of(a="A 9-10 > B 13", b="A 25-26 > B 27-30", zone="Europe/Berlin"))
    dots = found.frame.set_index(["case_id", "activity"])
    assert dots.case_hours.to_dict() == {("a", "A"): 0, ("a", "B"): 4, ("b", "A"): 0, ("b", "B"): 2}
    assert dots.week_hours.to_dict() == {("a", "A"): 10, ("a", "B"): 14, ("b", "A"): 26, ("b", "B"): 28}
    assert dots.happened_at[("b", "A")] == pd.Timestamp("2024-03-05 02:00", tz="Europe/Berlin")


@pytest.mark.parametrize(("sort", "expected"), [("start", "abc"), ("end", "acb"), ("duration", "cab")])
def test_cases_lie_in_the_order_asked_for(sort, expected):
    """a lasts from 1 to 6, b from 2 to 9, c from 3 to 7."""
    log = log_of(**dict(zip("abc", STEPS, strict=True)))
    lines = pm.dotted_chart(log, sort=sort).frame.drop_duplicates("case_id").set_index("line").case_id
    assert "".join(lines[place] for place in (1, 2, 3)) == expected


def test_an_open_case_lasts_until_the_extraction():
    log = log_of(a="A 1- ", b="A 2-3 > B 4-9", c="A 3-3 > B 3.5-12")
    lines = pm.dotted_chart(log, sort="duration").frame.drop_duplicates("case_id").case_id
    assert lines.tolist() == ["b", "c", "a"]


def many(days):
    """As many cases on each day as told, an hour's work each."""
    return log_of_rows(
        [
            {"case_id": f"{day}.{one}", "activity": "A", "started_at": at, "ended_at": at + timedelta(hours=1)}
            for day, cases in enumerate(days) for one in range(cases) for at in [MONDAY + timedelta(days=day, hours=9)]
        ],
        zone="UTC",
    )  # fmt: skip


def test_bursts_are_told_beside_what_chance_would_bring():
    """On 3 of 30 days come 20 cases, on the others one: 60 of 87 on the busiest tenth."""
    found = pm.dotted_chart(many([20 if day % 10 == 3 else 1 for day in range(30)]))
    assert (
        "arrive in bursts: the busiest tenth of the 30 days with arrivals brings 69 % of them"
        in found.headline
    )


def test_even_arrivals_are_called_even():
    found = pm.dotted_chart(many([10] * 40))
    assert (
        "400 cases arrive more evenly than by chance" in found.headline
        and "brings 10 % of them" in found.headline
    )


def test_a_stretch_in_which_nothing_happens_is_told_and_a_weekend_is_not():
    assert "nothing at all" not in pm.dotted_chart(many(([1] * 5 + [0] * 2) * 6)).headline
    found = pm.dotted_chart(many([1] * 25 + [0] * 14 + [1] * 5))
    assert "; nothing at all begins or ends for 15.0 d from 28 Mar 2024." in found.headline  # fmt: skip


def test_the_clock_of_the_case_tells_how_soon_work_happens():
    """Begun 0, 4, 0, 2 and 0 hours after their cases."""
    log = log_of(a="A 1-2 > B 5-6", b="A 2-3 > B 4-9", c="A 3-3")
    found = pm.dotted_chart(log, clock="relative")
    assert found.headline == (
        "Half of the 5 pieces of work begin at the instant of the beginning of their case, nine tenths within 3.2 h, the last after 4.0 h."
    )
    assert (
        pm.dotted_chart(log_of(a="A 1-2"), clock="relative").headline
        == "All work begins at the instant at which its case does."
    )


def test_the_clock_of_the_week_tells_what_lies_outside_the_busiest_hours():
    """Nine pieces at 9 in the morning from Monday on, of which two fall on a weekend."""
    found = pm.dotted_chart(many([1] * 9), clock="week")
    assert found.headline.startswith("22 % of the work begins outside its busiest 10 hours of the working day, Mon–Fri 00:00–10:00")  # fmt: skip
    assert "has no zone" in pm.dotted_chart(log_of(a="A 1-2"), clock="week").headline


def test_beyond_what_can_be_seen_cases_are_drawn_evenly_and_whole(monkeypatch):
    monkeypatch.setattr(module, "MOST_CASES", 7)
    log = log_of(**{f"c{n:02}": f"A {n}-{n} > B {n + 1}-{n + 2}" for n in range(50)})
    found = pm.dotted_chart(log)
    drawn = found.frame.case_id.value_counts()
    assert len(drawn) == 7 and (drawn == 2).all() and found.headline.endswith(" 7 of 50 cases are drawn.")
    places = pd.Series(sorted(int(one[1:]) for one in drawn.index)).diff().dropna()
    assert set(places) <= {7, 8}
    assert found.counted_events == 14 and {one.events for one in found.excluded} == {86}


def test_dots_are_bounded_and_a_case_too_long_for_any_picture_is_told(monkeypatch):
    monkeypatch.setattr(module, "MOST_DOTS", 20)
    long = " > ".join(f"A {n}-{n}" for n in range(21))
    found = pm.dotted_chart(log_of(long=long, **{f"c{n}": "A 1-1 > B 2-2" for n in range(30)}))
    assert len(found.frame) == 20 and "long" not in set(found.frame.case_id)
    with pytest.raises(pm.errors.CannotAnswer, match="more than 20 pieces of work"):
        pm.dotted_chart(log_of(long=long))


def test_colours_and_options_that_are_none_are_refused():
    log = log_of(a="A 1-2 > B 5-6")
    for wrong in ({"sort": "size"}, {"clock": "month"}, {"colour": "region"}):
        with pytest.raises(pm.errors.WrongOption, match="Use one of"):
            pm.dotted_chart(log, **wrong)
    with pytest.raises(pm.errors.CannotAnswer, match="No resources are recorded"):
        pm.dotted_chart(log, colour="resource")


def test_an_activity_keeps_its_colour_whatever_the_view_shows():
    log = log_of(a="Draft 1-2 > Check 3-4 > Send 5-6", b="Draft 1-2 > Send 3-4")
    colours = [
        {one.name: one.line.color for one in pm.dotted_chart(view).figure().data}
        for view in (log, log.avoiding("Check"))
    ]
    assert colours[1] == {name: colours[0][name] for name in ("Draft", "Send")}


def test_what_is_rare_shares_one_grey():
    log = log_of(**{f"c{n}": f"Step{n:02} 1-2 > Common 3-4" for n in range(15)})
    names = [one.name for one in pm.dotted_chart(log).figure().data]
    assert names[0] == "others" and len(names) == 10 and names[-1] == "Common"


@settings(max_examples=5)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 300)), min_size=1, max_size=4),
        min_size=1,
        max_size=6,
    )
)
def test_a_slow_twin_finds_the_same_dots_and_the_same_longest_silence(cases):
    rows = [
        {"case_id": f"c{n}", "activity": "A", "started_at": MONDAY + timedelta(minutes=at), "ended_at": MONDAY + timedelta(minutes=at + long)}
        for n, case in enumerate(cases) for at, long in case
    ]  # fmt: skip
    found = pm.dotted_chart(log_of_rows(rows, zone="Asia/Kolkata"))
    shift = timedelta(hours=5, minutes=30)
    first = {f"c{n}": min(at for at, _ in case) for n, case in enumerate(cases)}
    expected = sorted(
        (row["case_id"], (row["started_at"] - MONDAY - timedelta(minutes=first[row["case_id"]])) / timedelta(hours=1),
         ((row["started_at"] - MONDAY + shift) / timedelta(hours=1)) % 168)
        for row in rows
    )  # fmt: skip
    dots = found.frame[["case_id", "case_hours", "week_hours"]].itertuples(index=False)
    assert sorted(dots) == [(case, pytest.approx(a), pytest.approx(b)) for case, a, b in expected]
    told = sorted({row[name] for row in rows for name in ("started_at", "ended_at")})
    silence = max((late - early for early, late in pairwise(told)), default=timedelta())
    hours = found.tables["hours"]
    gap = (hours.first_at - hours.last_at.shift(1)).max()
    if silence >= timedelta(hours=1):
        assert gap == silence
    assert hours.dots.sum() == len(rows)


def test_days_with_one_arrival_are_not_called_even_for_having_one():
    """Cases that come by chance, fewer than one a day: of the days that have any, chance alone makes most alike."""
    from procmine.timing.dotted_chart import _busiest

    chance = np.random.default_rng(1)
    for pace in (0.5, 1.2, 15):
        arrivals = chance.poisson(pace, 4000)
        busy, by_chance = _busiest(arrivals[arrivals > 0])
        assert busy == pytest.approx(by_chance, rel=0.06)
    assert _busiest(np.ones(50)) == (0.1, 0.1)
