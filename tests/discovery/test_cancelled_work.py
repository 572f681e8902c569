from __future__ import annotations

from collections import Counter, defaultdict
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName, WrongOption
from procmine.samples import log_of, log_of_rows


def test_what_had_gone_in_by_the_time_of_cancelling():
    log = log_of(
        a="Ask 1-2 > Check 3-6 > Cancel 7-8 > File 8-9",
        b="Ask 1-3 > Cancel 5-6",
        c="Ask 1-2 > Check 2-3 > Pay 3-9",
    )
    found = pm.cancelled_work(log, cancelled="cancel")
    told = found.frame.set_index("activity")
    assert told.loc["Check", ["instances", "cases", "work_hours", "share_work"]].tolist() == [1, 1, 3, 0.75]
    assert told.loc["Ask", ["instances", "cases", "work_hours", "share_work"]].tolist() == [2, 2, 3, 0.75]
    stages = found.tables["stages"].set_index("last_activity")
    assert stages.loc["Check"].tolist() == [1, 4, 6], "from 1 to 7, when the cancelling begins"
    assert stages.loc["Ask"].tolist() == [1, 2, 4], "from 1 to 5"
    assert found.headline.startswith(
        "2 of 3 cases (67 %) were cancelled; 6.0 h of work (35 % of all work) had gone into them by then"
    )
    assert [(one.cases, one.events) for one in found.excluded] == [(1, 3), (2, 3)]


def test_how_late_is_until_the_cancelling_and_not_until_the_last_work():
    """An hour of work each, and cancelled 100, 200 and 300 hours after it began."""
    late = {f"c{at}": f"Ask 0-1 > Cancel {at}-{at + 1} > File {at + 5}-{at + 6}" for at in (100, 200, 300)}
    found = pm.cancelled_work(log_of(**late, paid="Ask 0-1 > Pay 1-2"), cancelled="Cancel")
    assert found.tables["stages"].values.tolist() == [["Ask", 3, 3, 200]]
    assert "after Ask (3 cases, half cancelled within 8.3 d of their beginning)" in found.headline
    ends = pm.cancelled_work(log_of(a="Ask 1 > Cancel 9"), cancelled="Cancel")
    assert ends.tables["stages"].median_elapsed_hours.tolist() == [8], (
        "by the ends, where no starts are recorded"
    )


def test_where_an_attribute_tells_nobody_knows_when():
    rows = [
        {"case_id": "x", "activity": name, "started_at": f"2024-01-01 {at:02d}:00", "ended_at": f"2024-01-01 {at + 2:02d}:00", "state": "Dropped"}
        for name, at in (("Ask", 8), ("Check", 12))
    ]  # fmt: skip
    found = pm.cancelled_work(log_of_rows(rows), cancelled="state = Dropped")
    assert found.tables["stages"].values.tolist() == [["Check", 1, 4, 6]]
    assert "after Check (1 case, the last work of half within 6.0 h of their beginning)" in found.headline


def test_an_attribute_may_tell_too():
    rows = [
        {
            "case_id": case,
            "activity": "A",
            "started_at": "2024-01-01",
            "ended_at": "2024-01-01 02:00",
            "state": state,
        }
        for case, state in (("x", "Dropped"), ("y", "Done"))
    ]
    log = log_of_rows(rows)
    assert pm.cancelled_work(log, cancelled="state = Dropped").frame.work_hours.tolist() == [2]
    assert pm.cancelled_work(log, cancelled="state in (Dropped, Done)").frame.work_hours.tolist() == [4]
    assert "No case of 2 ended with state = Lost" in pm.cancelled_work(log, cancelled="state = Lost").headline
    with pytest.raises(WrongOption, match="more than one value"):
        pm.cancelled_work(log, cancelled="state != Done")
    with pytest.raises(UnknownName, match="'status'"):
        pm.cancelled_work(log, cancelled="status = Done")


def test_hours_that_nobody_recorded_are_not_nothing():
    found = pm.cancelled_work(log_of(a="A 1 > Cancel 2"), cancelled="Cancel")
    assert found.frame.work_hours.isna().all() and "whose hours are not recorded" in found.headline
    nothing = pm.cancelled_work(log_of(a="Cancel 2", b="A 1"), cancelled="Cancel")
    assert nothing.frame.empty and "before any other work" in nothing.headline


def test_which_cases_is_for_the_reader_to_say():
    with pytest.raises(CannotAnswer, match="not said how the cases"):
        pm.cancelled_work(log_of(a="A 1"))


@settings(max_examples=3)
@given(st.lists(st.text("ABX", min_size=1, max_size=5), min_size=4, max_size=15))
def test_a_slow_twin_finds_the_same_work_and_the_same_stages(traces):
    """X cancels. The nth piece of work of a case is done from 2n to 2n + 1."""
    traces = [*traces, "AXB", "AA"]
    log = log_of(
        **{f"c{n}": " > ".join(f"{name} {2 * i}-{2 * i + 1}" for i, name in enumerate(trace)) for n, trace in enumerate(traces)}
    )  # fmt: skip
    found = pm.cancelled_work(log, cancelled="X")
    spent = [trace[: trace.index("X")] for trace in traces if "X" in trace]
    pieces, everywhere = Counter("".join(spent)), Counter("".join(traces))
    assert {row.activity: (row.instances, row.work_hours, row.share_work) for row in found.frame.itertuples()} == {
        name: (n, n, pytest.approx(n / everywhere[name])) for name, n in pieces.items()
    }  # fmt: skip
    late = defaultdict(list)
    for work in filter(None, spent):
        late[work[-1]].append(2 * len(work))
    stages = found.tables["stages"]
    assert {row.last_activity: (row.cases, row.median_elapsed_hours) for row in stages.itertuples()} == {
        name: (len(hours), median(hours)) for name, hours in late.items()
    }  # fmt: skip
    assert found.tables["total"].cancelled_cases.tolist() == [len(spent)]


def test_pauses_are_no_work_that_went_in():
    """Check lasts from 8 to 20 with a pause from 9 to 19; how much of the pause was working time nobody knows."""
    words = (("Check", "start", 8), ("Check", "suspend", 9), ("Check", "resume", 19), ("Check", "complete", 20), ("Cancel", "start", 21), ("Cancel", "complete", 22))  # fmt: skip
    rows = [{"case_id": "a", "activity": name, "lifecycle": word, "ended_at": f"2024-01-01 {hour:02d}:00"} for name, word, hour in words]  # fmt: skip
    found = pm.cancelled_work(
        log_of_rows(rows, zone="UTC"), cancelled="Cancel", calendar="Mon-Sun 00:00-24:00"
    )
    row = found.frame.iloc[0]
    assert (row.work_hours, row.share_work) == (2, 1) and row.work_worked_hours != row.work_worked_hours
    assert found.tables["stages"].values.tolist() == [["Check", 1, 2, 13]]
