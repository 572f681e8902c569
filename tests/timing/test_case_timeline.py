"""One case, piece by piece."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.figures import ACCENT
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.store import Circumstances
from procmine.wording import duration

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def branches():
    return log_of(
        c1="A 0-1 by r1 > B 2-5 by r1 > C 3-4 by r2 > D 6-7 by r2",
        c2="A 1-2 by r1 > C 2-3 by r2 > B 3-6 by r1 > D 8-9 by r2",
        zone="Europe/Berlin",
    )


def test_each_piece_tells_what_it_waited_for_and_how_long(branches):
    found = pm.case_timeline(branches, case="c1")
    told = ["place", "activity", "resource", "wait_hours", "work_hours", "is_critical", "slack_hours"]
    assert found.frame[told].values.tolist() == [
        [1, "A", "r1", 0, 1, True, 0],
        [2, "B", "r1", 1, 3, True, 0],
        [3, "C", "r2", 2, 1, False, 1],
        [4, "D", "r2", 1, 1, True, 0],
    ]
    assert found.frame.enabled_by.astype("Int64").tolist() == [pd.NA, 1, 1, 2]
    assert found.frame.enabled_at.tolist()[1:] == [found.frame.ended_at[0]] * 2 + [found.frame.ended_at[1]]


def test_the_headline_adds_up_to_how_long_the_case_took(branches):
    assert pm.case_timeline(branches, case="c1").headline == (
        "Case c1 took 7.0 h: 5.0 h of work, 2.0 h of waiting; the longest wait, 2.0 h, was for C."
    )


def test_without_a_name_it_is_the_slowest_finished_case_and_says_so():
    log = log_of(a="A 0-1 > B 3-4", b="A 0-1 > B 5-6", c="A 0-1 > B 90-")
    assert pm.case_timeline(log).headline.startswith("Case b, the slowest finished of this view, took 6.0 h")
    alone = pm.case_timeline(log.open_cases()).headline
    assert alone.startswith("Case c, the longest open of this view, is open for")


def test_work_that_has_not_ended_lasts_until_the_extraction():
    told = Circumstances(extracted_at=MONDAY + 10 * HOUR)
    found = pm.case_timeline(log_of(a="A 0-1 > B 4-", circumstances=told), case="a")
    assert found.headline.startswith(
        "Case a is open for 10.0 h: 7.0 h of work, 3.0 h of waiting; the longest wait, 3.0 h, was for B."
    )
    last = found.frame.iloc[-1]
    assert (
        last.is_unfinished
        and pd.isna(last.ended_at)
        and pd.isna(last.work_hours)
        and pd.isna(last.slack_hours)
    )
    drawn = {trace.name: trace for trace in found.figure().data}
    assert list(drawn["not ended yet"].x) == [6 * 3600 * 1000]


def test_where_only_ends_are_recorded_nobody_knows_the_work():
    found = pm.case_timeline(log_of(a="A 0 > B 5"), case="a")
    assert "only ends are recorded, so that waits contain the work" in found.headline
    assert found.frame.basis.tolist() == ["elapsed", "elapsed"] and found.frame.work_hours.isna().all()


def test_a_case_of_one_instant():
    assert pm.case_timeline(log_of(a="A 9"), case="a").headline == "Case a is recorded at a single instant."


def test_an_unknown_case_is_refused_with_those_near_it(branches):
    with pytest.raises(pm.errors.UnknownName, match="No case is called 'c9'") as refused:
        pm.case_timeline(branches, case="c9")
    assert "'c1' and 'c2'" in refused.value.cure


def test_a_case_outside_the_filters_is_told_as_such(branches):
    with pytest.raises(pm.errors.CannotAnswer, match="outside the filters"):
        pm.case_timeline(branches.slower_than(hours=7.5), case="c1")


def test_a_case_is_found_by_its_name_and_not_by_a_number_it_equals():
    log = log_of(**{"7": "A 0-1", "007": "B 0-2"})
    assert pm.case_timeline(log, case="7").frame.activity.tolist() == ["A"]
    assert pm.case_timeline(log, case="007").frame.activity.tolist() == ["B"]


def test_hidden_work_leaves_places_and_waits_as_they_are(branches):
    frame = pm.case_timeline(branches.only(activities=["C", "D"]), case="c1").frame
    assert frame[["place", "activity", "wait_hours", "slack_hours"]].values.tolist() == [
        [3, "C", 2, 1],
        [4, "D", 1, 0],
    ]


def planned(**columns):
    """Three tasks, the second of which ends two hours later than planned, the third is to end tomorrow and has not."""
    times = [(0, 4, 0, 4), (4, 10, 4, 8), (10, None, 10, 30)]
    rows = [
        {"case_id": "p", "activity": name, "started_at": MONDAY + begins * HOUR, "ended_at": None if ends is None else MONDAY + ends * HOUR,
         **{column: str(MONDAY + (plan[0] if "tart" in column else plan[1]) * HOUR) for column in columns}}
        for name, (begins, ends, *plan) in zip("ABC", times, strict=True)
    ]  # fmt: skip
    return log_of_rows(rows, zone="UTC", circumstances=Circumstances(extracted_at=MONDAY + 20 * HOUR))


@pytest.mark.parametrize(
    "names",
    [
        ("Planned start", "Planned end"),
        ("baseline_start", "Baseline Finish"),
        ("Scheduled Start Date", "Due date"),
    ],
)
def test_what_was_planned_stands_beside_what_was(names):
    found = pm.case_timeline(planned(**dict.fromkeys(names)), case="p")
    assert found.frame.late_hours.tolist() == [0, 2, -10]
    assert found.frame.planned_start_at.tolist() == found.frame.started_at.tolist()
    assert "1 of 3 planned pieces of work was late, B most: by 2.0 h." in found.headline
    assert "planned" in {trace.name for trace in found.figure().data}


def test_how_late_it_was_in_working_time():
    """B was planned to end on Monday 08:00 and did at 10:00, of which 9 to 10 is working time; C is early by a night."""
    frame = pm.case_timeline(planned(**{"Planned end": None}), case="p", calendar="Mon-Fri 09:00-17:00").frame
    assert frame.late_worked_hours.tolist() == [0, 1, 0]


def test_other_dates_are_no_plan():
    frame = pm.case_timeline(planned(**{"Order start": None, "Dues paid": None}), case="p").frame
    assert frame[["planned_start_at", "planned_end_at", "late_hours"]].isna().all(axis=None)


def test_what_is_known_of_the_case_stands_beside():
    rows = [
        {"case_id": "x", "activity": name, "ended_at": MONDAY, "region": "North", "amount": 12}
        for name in "AB"
    ]
    table = pm.case_timeline(log_of_rows(rows), case="x").tables["attributes"]
    assert table.values.tolist() == [["amount", "12"], ["region", "North"]]


def test_of_a_long_case_the_longest_pieces_are_drawn_and_the_others_counted():
    steps = " > ".join(f"S{n % 9} {2 * n}-{2 * n + (1.5 if n % 10 == 0 else 1)}" for n in range(500))
    found = pm.case_timeline(log_of(long=steps), case="long")
    assert len(found.frame) == 500
    figure = found.figure()
    assert figure.layout.xaxis.title.text == "the 50 longest pieces of work; 450 shorter ones are not drawn"
    assert len(figure.layout.yaxis.ticktext) == 50 and figure.layout.height < 2200
    assert any(name.startswith("11. ") for name in figure.layout.yaxis.ticktext), (
        "the long ones are among them"
    )


def test_the_picture_links_what_waited_to_what_it_waited_for(branches):
    figure = pm.case_timeline(branches, case="c1").figure()
    lines = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines+markers"]
    rows = {colour: [y for y in trace.y if y is not None] for trace in lines for colour in [trace.line.color]}
    assert rows[ACCENT] == [0, 1, 1, 3]  # A to B, B to D
    assert [y for colour, found in rows.items() if colour != ACCENT for y in found] == [0, 2]  # A to C
    assert {trace.name for trace in figure.data} >= {
        "waits",
        "waits beside the critical path",
        "work on the critical path",
        "work beside it",
    }


piece = st.tuples(st.sampled_from("ABC"), st.integers(0, 9), st.integers(0, 5))


@settings(max_examples=4)
@given(st.lists(piece, min_size=1, max_size=6))
def test_critical_waits_and_work_add_up_and_so_do_hours_and_waiting(steps):
    log = log_of(one=" > ".join(f"{name} {at}-{at + lasts}" for name, at, lasts in steps))
    found = pm.case_timeline(log, case="one")
    row = found.tables["case"].iloc[0]
    path = found.frame[found.frame.is_critical]
    assert path.wait_hours.sum() + path.work_hours.sum() == pytest.approx(row.hours)
    at_work = {hour for _, at, lasts in steps for hour in range(at, at + lasts)}
    assert row.busy_hours == pytest.approx(len(at_work))
    assert not row.hours or f"took {duration(row.hours)}" in found.headline
