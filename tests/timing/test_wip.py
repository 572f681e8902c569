"""What is open, and what has lain longer than usual."""

from __future__ import annotations

import itertools
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of
from procmine.store import Circumstances, CompletionRule

DONE = Circumstances(CompletionRule("activity", ("Close",)), extracted_at=datetime(2024, 3, 5))


def test_a_case_ages_when_its_stage_lasts_longer_than_85_of_100_stays():
    """After Open cases lie 1 to 10 hours; x has lain 14, y 4 and z is in work since 20."""
    closed = {f"c{n}": f"Open 0-1 > Close {1 + n}-{2 + n}" for n in range(1, 11)}
    log = log_of(**closed, x="Open 9-10", y="Open 19-20", z="Check 20-", circumstances=DONE)
    frame = pm.wip(log).frame.set_index("case_id")
    assert frame.index.tolist() == ["x", "y", "z"], "those that have lain longest come first"
    assert frame.stage_age_hours.to_dict() == {"x": 14, "y": 4, "z": 4}
    assert frame.age_hours.to_dict() == {"x": 15, "y": 5, "z": 4}
    assert frame.is_ageing.to_dict() == {"x": True, "y": False, "z": False}
    assert frame.is_in_work.to_dict() == {"x": False, "y": False, "z": True}
    # Of 12 stays, one open at 4 and one at 14: S falls by 1/12 up to 4 hours and by a little more from there.
    assert frame.loc["x", "stage_p85_hours"] == 10
    assert pd.isna(frame.loc["z", "stage_p85_hours"]), "nothing has ever left Check: its limit is not known"


def test_work_that_is_on_is_compared_with_work_not_with_what_lies_after_it():
    """As in a log of stays each piece begins as the one before ends: Doing lasts 1 to 10 hours, a is in it since 3, b since 20."""
    closed = {f"c{n}": f"New 0-1 > Doing 1-{1 + n} > Close {1 + n}-{1 + n}" for n in range(1, 11)}
    found = pm.wip(log_of(**closed, a="New 0-21 > Doing 21-", b="New 0-4 > Doing 4-", circumstances=DONE))
    frame = found.frame.set_index("case_id")
    assert frame.stage_age_hours.to_dict() == {"b": 20, "a": 3}
    assert frame.stage_p85_hours.to_dict() == {"b": 10, "a": 10}
    assert frame.is_ageing.to_dict() == {"b": True, "a": False}
    assert "most in Doing (1); the longest is b: 20.0 h in Doing." in found.headline
    stages = found.tables["stages"].set_index(["stage", "is_in_work"])
    assert stages.stays.to_dict() == {("Doing", True): 12, ("Doing", False): 10, ("New", True): 12, ("New", False): 12, ("Close", True): 10}  # fmt: skip
    assert stages.ageing_cases.sum() == stages.loc[("Doing", True), "ageing_cases"] == 1


def test_the_headline_tells_how_many_and_where():
    closed = {f"c{n}": f"Open 0-1 > Close {1 + n}-{2 + n}" for n in range(1, 11)}
    told = pm.wip(log_of(**closed, x="Open 9-10", y="Open 19-20", circumstances=DONE)).headline
    assert told == (
        "2 cases are open; 1 (50 %) has stayed longer in its stage than 85 % of cases do, most after Open (1); "
        "the longest is x: 14.0 h after Open."
    )


def test_a_log_in_which_all_is_finished_says_so():
    found = pm.wip(log_of(a="Open 1-2 > Close 3-4", b="Open 1-2 > Close 5-6", circumstances=DONE))
    assert found.frame.empty and found.headline == "No case is open."


def test_where_work_is_hidden_no_stage_is_told():
    log = log_of(a="Open 0-1 > Note 2-3 > Close 9-10", b="Open 0-1 > Note 2-3", circumstances=DONE)
    with pytest.raises(pm.errors.CannotAnswer, match="hidden"):
        pm.wip(log.only(activities=["Open", "Close"]))


def test_a_stage_that_nothing_leaves_is_not_called_on_time():
    stuck = {f"s{n}": "Open 0-1 > Wait 2-3" for n in range(5)}
    told = pm.wip(log_of(a="Open 0-1 > Close 9-10", **stuck, circumstances=DONE)).headline
    assert (
        "none is known to have stayed longer than usual; how long the stage of 5 cases usually lasts is not known, since too few have left Wait"
        in told
    )


@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.sampled_from("ABC")), min_size=1, max_size=5), min_size=1, max_size=6))  # fmt: skip
def test_every_stay_is_counted_once(drawn):
    """One by one: each piece while it is on, and from its end to the beginning of the next; the last of an open case until the extraction."""
    cases = {"done": "A 0-1"}
    for number, steps in enumerate(drawn):
        at, told = 0, []
        for gap, length, name in steps:
            told.append(f"{name} {at + gap}-{at + gap + length}")
            at += gap + length
        cases[f"c{number}"] = " > ".join(told)
    log = log_of(
        **cases,
        circumstances=Circumstances(CompletionRule("activity", ("A",)), extracted_at=datetime(2024, 3, 8)),
    )
    try:
        found = pm.wip(log)
    except pm.errors.CannotAnswer:
        return
    work = log.to_pandas()
    stays: dict[tuple[str, bool], list[float]] = {}
    for piece in work.itertuples():
        stays.setdefault((piece.activity, True), []).append(
            (piece.ended_at - piece.started_at).total_seconds() / 3600
        )
    opened = 0
    for _, case in work.groupby("case_id"):
        pieces = list(case.sort_values("position").itertuples())
        for piece, after in itertools.pairwise(pieces):
            stays.setdefault((piece.activity, False), []).append(
                (after.started_at - piece.ended_at).total_seconds() / 3600
            )
        if not (case.activity == "A").any():
            opened += 1
            last = pieces[-1]
            stays.setdefault((last.activity, False), []).append(
                (pd.Timestamp("2024-03-08") - last.ended_at).total_seconds() / 3600
            )
    table = found.tables["stages"].set_index(["stage", "is_in_work"])
    assert table.stays.to_dict() == {name: len(found) for name, found in stays.items()}
    assert len(found.frame) == opened == table.open_cases.sum()
    assert (found.frame.stage_age_hours <= found.frame.age_hours + 1e-9).all()


def test_a_log_with_ends_only_has_stages_too():
    log = log_of(a="Open 1 > Close 5", b="Open 2", circumstances=DONE)
    assert pm.wip(log).frame.stage_age_hours.tolist() == [22]
    with pytest.raises(pm.errors.CannotAnswer):
        pm.wip(log_of(a="Open 1"))
