"""How many cases have reached each stage, told by areas."""

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

DAY = 24


def by_day(found, column="in_stage"):
    """The column for each stage, day after day."""
    table = found.frame.pivot(index="period_at", columns="stage_no", values=column)
    return {found.frame.stage[found.frame.stage_no == no].iloc[0]: table[no].tolist() for no in table}


def test_a_case_stands_in_the_last_stage_it_has_reached():
    """a is registered at once, checked on the second day and paid on the third; b is registered on the second and open."""
    log = log_of(
        a=f"Register 0-1 > Check {DAY + 1}-{DAY + 2} > Pay {2 * DAY + 1}-{2 * DAY + 2}",
        b=f"Register {DAY + 3}-{DAY + 4} > Note {2 * DAY + 3}-",
    )
    found = pm.cumulative_flow(log, stages="Register, Check, Pay", period="day")
    assert by_day(found) == {
        "(arrived)": [0, 0, 0],
        "Register": [1, 1, 1],
        "Check": [0, 1, 0],
        "Pay": [0, 0, 0],
        "(completed)": [0, 0, 1],
    }
    assert by_day(found, "reached")["Register"] == [1, 2, 2]
    assert by_day(found, "entered")["Register"] == [1, 1, 0]
    # a stands in Register for 25 hours, b from the 27th to the extraction at the 51st: 49 hours over two cases
    stages = found.tables["stages"].set_index("stage")
    assert stages.mean_hours["Register"] == pytest.approx(24.5)
    assert stages.mean_in_stage["Register"] == pytest.approx(49 / 51)


def test_who_skips_a_stage_or_goes_back_has_reached_it():
    log = log_of(
        a="Register 0-1 > Pay 3-4 > Check 6-7 > Register 8-9", b="Register 0-1 > Check 2-3 > Pay 9-9"
    )
    stages = pm.cumulative_flow(log, stages="Register, Check, Pay").tables["stages"].set_index("stage")
    assert stages.reached.to_dict() == {"(arrived)": 2, "Register": 2, "Check": 2, "Pay": 2}
    # Check: none of a, which had reached Pay before it, and 7 hours of b; Pay: 6 hours of a until its end at 9
    assert stages.mean_hours.to_dict() == {"(arrived)": 0, "Register": 2.5, "Check": 3.5, "Pay": 3}


def test_unasked_the_stages_are_what_most_finished_cases_pass_in_their_order():
    log = log_of(
        a="Open 0-1 > Check 2-3 > Pay 4-5", b="Open 0-1 > Check 2-3 > Ask 3-4 > Check 5-6 > Pay 7-8",
        c="Open 1-2 > Ask 2-3 > Ask 4-5 > Ask 6-", d="Open 1-2 > Pay 3-4",
    )  # fmt: skip
    found = pm.cumulative_flow(log)
    assert found.parameters["stages"] == "Open, Check, Pay"
    activities = found.tables["activities"].set_index("activity")
    assert activities.share_cases.to_dict() == pytest.approx({"Open": 1, "Check": 2 / 3, "Pay": 1, "Ask": 1 / 3})  # fmt: skip
    assert activities.is_stage.to_dict() == {"Open": True, "Check": True, "Pay": True, "Ask": False}


def test_names_are_written_as_in_filters():
    log = log_of(a="Open; now 0-1 > Check 2-3")
    assert pm.cumulative_flow(log, stages='"Open; now", Check').tables["stages"].stage.tolist()[1] == "Open; now"  # fmt: skip
    with pytest.raises(pm.errors.UnknownName, match=r"Did you mean .Check"):
        pm.cumulative_flow(log, stages="Chek")
    for wrong in ("", "Check; open", "Check, Check", "Check,"):
        with pytest.raises(pm.errors.WrongOption, match=r"Stages are|cannot be read"):
            pm.cumulative_flow(log, stages=wrong)
    with pytest.raises(pm.errors.WrongOption, match="fortnight"):
        pm.cumulative_flow(log, period="fortnight")


def flow(waits, zone="UTC"):
    """A case a day: checked an hour after it opens, paid after as many days as told."""
    rows = []
    for day, wait in enumerate(waits):
        at = MONDAY + timedelta(days=day)
        for name, when in (
            ("Open", at),
            ("Check", at + timedelta(hours=1)),
            ("Pay", at + timedelta(hours=1, days=wait)),
        ):
            rows.append({"case_id": f"{day:03}", "activity": name, "started_at": when, "ended_at": when})  # fmt: skip
    return log_of_rows(rows, zone=zone)


def test_where_cases_pile_up_is_told():
    found = pm.cumulative_flow(flow([2 + day // 10 for day in range(80)]), period="week")
    assert found.headline.startswith("Cases pile up between Check and Pay: ")
    row = found.tables["stages"].set_index("stage").loc["Check"]
    assert row.late_in_stage > row.early_in_stage + 1
    assert f"{row.early_in_stage:.1f} stand there in the first third of the time and {row.late_in_stage:.1f} in the last" in found.headline  # fmt: skip


def test_a_steady_flow_fills_no_stage_though_its_log_begins_empty():
    """Twenty days each: the first weeks fill up to twenty cases, and are not compared."""
    found = pm.cumulative_flow(
        flow([20] * 300).between("2024-03-04", "2024-12-01", by="start"), period="week"
    )
    assert found.headline.startswith(
        "No stage fills up; most cases stand between Check and Pay: in the mean "
    )
    row = found.tables["stages"].set_index("stage").loc["Check"]
    assert row.early_in_stage == pytest.approx(20)


def test_cases_that_never_end_stay_in_their_stage():
    log = log_of(**{f"c{n}": f"Open {n}-{n} > Check {n + 1}-" for n in range(5)})
    found = pm.cumulative_flow(log)
    assert found.frame[found.frame.stage == "(completed)"].reached.max() == 0
    assert found.tables["stages"].in_stage.tolist() == [0, 0, 5]
    assert "extracted at its latest event" in found.headline


def test_what_was_reached_before_the_observation_counts_from_its_beginning():
    told = Circumstances(observed_from=MONDAY + timedelta(hours=10))
    log = log_of(
        a="Open 1-2 > Check 4-5 > Pay 20-21", b="Open 11-12 > Check 13-14 > Pay 15-16", c="Open 1-2 > Pay 3-4", circumstances=told
    )  # fmt: skip
    found = pm.cumulative_flow(log, stages="Open, Check, Pay")
    stages = found.tables["stages"].set_index("stage")
    assert stages.reached.tolist() == [2, 2, 2, 2]
    assert stages.mean_hours["Check"] == (10 + 2) / 2  # a from the observation on
    assert {one.reason: one.events for one in found.excluded} == {"in cases that ended before the observation began": 2}  # fmt: skip


work = st.tuples(
    st.sampled_from("ABCD"), st.integers(0, 150), st.one_of(st.none(), st.integers(0, 30)), st.booleans()
)


@settings(max_examples=5)
@given(
    st.lists(st.lists(work, min_size=1, max_size=6), min_size=1, max_size=6),
    st.permutations("ABC"),
    st.sampled_from(["day", "week"]),
)
def test_a_slow_twin_looks_at_every_case_and_period(cases, order, period):
    """Bands never cross, add up to the cases in progress, and equal a count case by case."""
    rows = [
        {"case_id": f"c{n}", "activity": a, "started_at": None if lasts is None else MONDAY + timedelta(hours=at),
         "ended_at": None if is_open and lasts is not None else MONDAY + timedelta(hours=at + (lasts or 0))}
        for n, case in enumerate(cases) for a, at, lasts, is_open in case
    ]  # fmt: skip
    present = [name for name in order if any(row["activity"] == name for row in rows)]
    if not present:
        return
    log = log_of_rows(rows, zone="UTC")
    found = pm.cumulative_flow(log, stages=", ".join(present), period=period)
    extracted = max(at for row in rows for at in (row["started_at"], row["ended_at"]) if at)
    reached, ends = [], []
    for n in range(len(cases)):
        mine = [row for row in rows if row["case_id"] == f"c{n}"]
        begun = [(row["activity"], row["started_at"] or row["ended_at"]) for row in mine]
        is_open = any(row["ended_at"] is None for row in mine)
        end = extracted if is_open else max(row["ended_at"] for row in mine)
        own = [
            [min(at for _, at in begun)],
            *([at for name, at in begun if name == stage] for stage in present),
            [] if is_open else [end],
        ]
        reached.append(
            [min((at for later in own[no:] for at in later), default=None) for no in range(len(own))]
        )
        ends.append(None if is_open else end)  # fmt: skip
    for (at, number), row in found.frame.set_index(["period_at", "stage_no"]).iterrows():
        until = at.tz_localize(None) + timedelta(days=1 if period == "day" else 7)
        by_then = [[one is not None and one < until for one in stages] for stages in reached]
        assert row.reached == sum(one[number] for one in by_then)
        assert row.in_stage == sum(
            one[number] and not (number < len(present) + 1 and one[number + 1]) for one in by_then
        )
        assert row.entered == sum(one is not None and at.tz_localize(None) <= one < until for one in (stages[number] for stages in reached))  # fmt: skip
    for at, together in found.frame[found.frame.stage != "(completed)"].groupby("period_at"):
        until = at.tz_localize(None) + timedelta(days=1 if period == "day" else 7)
        assert together.in_stage.sum() == sum(stages[0] < until and not (end and end < until) for stages, end in zip(reached, ends, strict=True))  # fmt: skip
        assert (together.reached.diff().dropna() <= 0).all()
    inside = (
        found.frame[found.frame.stage != "(completed)"].groupby("period_at").mean_in_stage.sum(min_count=1)
    )
    wip = pm.throughput(log, period=period).frame.set_index("period_at").wip_mean
    pd.testing.assert_series_equal(inside, wip, check_names=False)
