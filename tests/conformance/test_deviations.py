"""Where work parts ways with a model: by hand, and planted case by case."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import procmine as pm
from procmine.conformance.longer import median_difference
from procmine.errors import CannotAnswer, WrongOption
from procmine.process_models import ProcessModel
from procmine.samples import log_of, log_of_rows

sys.path.insert(0, str(Path(__file__).parents[1] / "process_models"))
from models_by_hand import diagram

STEPS = ["Order", "Check", "Pack", "Bill", "Send"]
MODEL = " > ".join(STEPS)


def told(found):
    return {row.deviation: row.cases for row in found.frame.itertuples()}


def cases_of(found, deviation):
    cases = found.tables["cases"]
    return sorted(cases[cases.deviation == deviation].case_id)


def test_by_hand():
    log = log_of(
        fits="Order 9-10 > Check 10-11 > Pack 11-12 > Bill 12-13 > Send 13-14",
        skips="Order 9-10 > Check 10-11 > Bill 12-13 > Send 13-14",
        again="Order 9-10 > Check 10-11 > Pack 11-12 > Check 12-13 > Bill 13-14 > Send 14-15",
        other="Order 9-10 > Check 10-11 > Call 11-12 > Pack 12-13 > Bill 13-14 > Send 14-15",
        early="Order 9-10 > Check 10-11 > Bill 11-12 > Pack 12-13 > Send 14-15",
        open="Order 9-10 > Check 10-",
    )
    found = pm.deviations(log, model=MODEL)
    assert told(found) == {
        "Pack was skipped": 1,
        "Check was done again": 1,
        "Call was done, which the model does not know": 1,
        "Bill was done before Pack": 1,
    }
    assert cases_of(found, "Bill was done before Pack") == ["early"]
    whole = found.tables["fitness"].iloc[0]
    assert (whole.cases, whole.fitting_cases, whole.open_fitting_cases) == (
        6,
        1,
        1,
    )  # the open case may still do the rest
    # 5 deviations (what was moved counts in both places) of the work of the five finished cases and five times the five of the model.
    assert whole.fitness == pytest.approx(1 - 5 / (5 + 4 + 6 + 6 + 5 + 25))
    assert (
        "1 of 5 finished cases follows the model (20 %), a fitness of 0.90. So far 1 of 1 open case follows it."
        in found.headline
    )


def test_planted_deviations_are_found_case_by_case():
    dice = random.Random(11)
    rows, planted = [], {}
    for case in range(120):
        done, what = list(STEPS), dice.choice(["skip", "swap", "extra", "repeat", None])
        place = dice.randrange(1, 4)
        if what == "skip":
            planted[case] = f"{done.pop(place)} was skipped"
        elif what == "swap":
            planted[case] = f"{done[place]} was done before {done[place - 1]}"
            done[place - 1 : place + 1] = done[place], done[place - 1]
        elif what == "extra":
            done.insert(place, "Call")
            planted[case] = "Call was done, which the model does not know"
        elif what == "repeat":
            planted[case] = f"{done[place]} was done again"
            done.insert(place + 1, done[place])
        at = pd.Timestamp("2024-01-01") + pd.Timedelta(hours=case)
        rows += [
            {"case_id": case, "activity": name, "ended_at": at + pd.Timedelta(minutes=n)}
            for n, name in enumerate(done)
        ]
    found = pm.deviations(log_of_rows(rows), model=MODEL)
    caught = {int(row.case_id): row.deviation for row in found.tables["cases"].itertuples()}
    assert caught == planted
    assert len(found.tables["cases"]) == len(planted)
    assert found.tables["fitness"].fitting_cases[0] == 120 - len(planted)


@pytest.mark.parametrize(
    "name", ["Loan_Application", "Loan_Application_5_timers", "Procure_to_Pay", "Procure_to_Pay_5_timers"]
)
def test_logs_of_a_model_follow_it_to_the_last_case(shared_logs, shared_data, name):
    model = shared_data / "logs" / f"{name.removesuffix('_5_timers')}.bpmn"
    found = pm.deviations(shared_logs[name], model=model)
    assert found.frame.empty
    whole = found.tables["fitness"].iloc[0]
    assert whole.fitness == 1 and whole.share_fitting == 1 and whole.walked_cases == whole.cases == 1000


@pytest.fixture(scope="module")
def late():
    """40 cases that skip Check take 5 hours, 40 that do it 2."""
    rows = []
    for case in range(80):
        at, is_skipping = pd.Timestamp("2024-01-01") + pd.Timedelta(hours=6 * case), case % 2
        done = ["Order", "Send"] if is_skipping else ["Order", "Check", "Send"]
        hours = 5 if is_skipping else 2
        rows += [
            {
                "case_id": case,
                "activity": name,
                "ended_at": at + pd.Timedelta(hours=hours * n / (len(done) - 1)),
            }
            for n, name in enumerate(done)
        ]
    return log_of_rows(rows)


def test_how_much_longer_the_cases_took(late):
    row = pm.deviations(late, model="Order > Check > Send").frame.iloc[0]
    assert row.deviation == "Check was skipped"
    assert (row.median_hours, row.others_median_hours, row.longer_hours) == (5, 2, 3)
    assert row.longer_low_hours == row.longer_high_hours == 3
    assert "these took 3 h longer than the others" in pm.deviations(
        late, model="Order > Check > Send"
    ).headline.replace("3.0 h", "3 h")


def test_what_is_allowed_is_told_and_counts_for_nothing(late):
    found = pm.deviations(late, model="Order > Check > Send", allowed="Check was skipped")
    assert found.frame.is_allowed.all()
    assert found.tables["fitness"].share_fitting[0] == 1 and found.tables["fitness"].fitness[0] == 1
    assert found.headline.startswith("Every one of 80 cases follows the model.")
    for strange in ("Nobody came", "Check was skiped", "Check was done before Nobody"):
        with pytest.raises(WrongOption, match="No deviation is called"):
            pm.deviations(late, model="Order > Check > Send", allowed=strange)
    assert (
        pm.deviations(
            late, model="Order > Check > Send", allowed="Send was done before Order"
        ).frame.is_allowed.sum()
        == 0
    )


def test_what_is_allowed_hides_nothing_that_lies_in_the_same_cases():
    log = log_of(
        a="Order 9-10 > Pack 10-11 > Send 11-12",
        b="Order 9-10 > Check 9-10 > Pack 10-11 > Bill 10-11 > Send 11-12",
    )
    found = pm.deviations(log, model="Order > Check > Pack > Bill > Send", allowed="Bill was skipped")
    assert found.frame[["deviation", "is_allowed"]].to_numpy().tolist() == [
        ["Check was skipped", False],
        ["Bill was skipped", True],
    ]
    assert found.frame.same_cases_as.isna().all()


def test_what_is_no_model_is_refused(late):
    for strange in (5, ["Order", 1], {"a": 1}):
        with pytest.raises(WrongOption, match="is no model"):
            pm.deviations(late, model=strange)
    with pytest.raises(WrongOption, match="names no deviations"):
        pm.deviations(late, model="Order > Send", allowed=5)
    stuck = "start > X1; X1 > Order > A2; X1 > Send > A2; A2 > end"
    with pytest.raises(CannotAnswer, match="No case can end in this model"):
        pm.deviations(late, model=ProcessModel.of(diagram(stuck), "stuck"))


def test_names_are_matched_as_they_are_meant():
    log = log_of(a="order  9-10 > SEND 10-11", b="order  9-10 > SEND 10-11")
    found = pm.deviations(log, model="Order > Send")
    assert found.frame.empty
    named = pm.deviations(log, model="Start > Finish", names="Start = order; Finish = SEND")
    assert named.frame.empty
    half = pm.deviations(log, model="Order > Finish")
    assert set(told(half)) == {"SEND was done, which the model does not know", "Finish was skipped"}
    with pytest.raises(CannotAnswer, match="No activity of the log is in the model"):
        pm.deviations(log, model="Start > Finish")
    with pytest.raises(WrongOption, match="the model has no 'Begin'; the log has no 'ordered'"):
        pm.deviations(log, model="Start > Finish", names="Begin = order; Start = ordered")
    with pytest.raises(WrongOption, match="no other activity can bear that name"):
        pm.deviations(log_of(a="Check 9-10 > Look 10-11"), model="Check > Send", names="Check = Look")
    with pytest.raises(WrongOption, match="does not say which name is which"):
        pm.deviations(log, model="Start > Finish", names="Start order")


def test_without_a_model_or_with_hidden_work_it_refuses(late, tmp_path):
    with pytest.raises(WrongOption, match="no happy path is confirmed"):
        pm.deviations(late)
    with pytest.raises(CannotAnswer, match="what is hidden would look skipped"):
        pm.deviations(late.only(activities=["Order"]), model="Order > Send")
    with pytest.raises(WrongOption, match="cannot be read"):
        pm.deviations(late, model=tmp_path / "none.bpmn")


def test_cases_that_would_take_too_long_are_counted_and_nothing_is_said_of_them(late, monkeypatch):
    monkeypatch.setattr("procmine.conformance.walking.MOST_STATES", 2)
    found = pm.deviations(late, model="Order > Check > Send")
    assert found.frame.empty
    assert "could be walked" in found.headline
    assert found.tables["fitness"].walked_cases[0] == 0
    assert set(found.tables["cases"].deviation) == {"could not be walked"}


def test_the_interval_of_a_difference_holds_in_95_of_100():
    dice = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        some, others = np.sort(dice.exponential(10, 60)) + 4, np.sort(dice.exponential(10, 200))
        one = median_difference(some, others)
        held += one["low"] <= 4 <= one["high"]
    assert 0.92 <= held / 300 <= 0.995
    tiny = median_difference(np.arange(19.0), np.arange(100.0))
    assert np.isnan(tiny["low"]) and tiny["longer"] == 9 - 49.5
    # By hand: of 1..100 the middle lies between the 40th and the 61st.
    hundred = median_difference(np.arange(1.0, 101), np.full(100, 50.5))
    assert (hundred["low"], hundred["high"]) == (40 - 50.5, 61 - 50.5)


def test_over_time_and_the_model_as_drawn(late):
    found = pm.deviations(late, model="Order > Check > Send", period="week")
    over_time = found.tables["over_time"]
    assert over_time[over_time.deviation == "Check was skipped"].cases.sum() == 40
    texts = {
        node["label"]: node["frequency"]["text"]
        for node in found.model_figure().layout["nodes"]
        if node["kind"] == "activity"
    }
    assert texts == {"Order": "80", "Check": "40", "Send": "80"}


def test_without_a_model_the_confirmed_happy_path_is_what_work_is_held_against(tmp_path):
    workspace = pm.open(tmp_path / "workspace")
    (tmp_path / "orders.csv").write_text(
        "case,activity,end\n"
        + "".join(
            f"{n},{name},2024-01-0{n} {hour:02d}:00\n"
            for n in (1, 2, 3)
            for hour, name in enumerate(STEPS if n < 3 else STEPS[1:], 8)
        )
    )
    workspace.read(tmp_path / "orders.csv", name="orders", case="case", activity="activity", ended_at="end")
    workspace.confirm_happy_path("orders", STEPS)
    found = pm.deviations(workspace.log("orders"))
    assert told(found) == {"Order was skipped": 1}
    assert found.parameters["model"] == "the confirmed happy path"


def test_what_lies_in_just_the_same_cases_is_told_once():
    log = log_of(
        a="Order 9-10 > Check 10-11 > Pack 11-12 > Send 12-13",
        b="Order 9-10 > Send 12-13",
        c="Order 9-10 > Check 10-11 > Send 12-13",
    )
    found = pm.deviations(log, model="Order > Check > Pack > Bill > Send")
    rows = found.frame.set_index("deviation").same_cases_as
    assert rows.isna().all()  # Bill in all three, Pack in two, Check in one
    found = pm.deviations(log, model="Order > Check > Pack > Bill > Weigh > Send")
    assert found.frame.set_index("deviation").same_cases_as.dropna().to_dict() == {
        "Weigh was skipped": "Bill was skipped"
    }
    assert "with 1 more deviation in the same cases" in found.headline
    assert found.told_once.others.tolist() == [1, 0, 0]
