from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName, WrongOption
from procmine.samples import log_of, log_of_rows

CASES = {
    **{f"f{n}": "Ask 1-2 > Check 2-5 > Pay 5-6" for n in range(4)},
    "skips": "Ask 1-2 > Pay 2-3",
    "open": "Ask 1-",
    "rare": "Ask 1-2 > Check 2-5 > Remind 5-6 > Pay 6-7",
}


LOG = log_of(**CASES)


def test_what_most_have_and_one_has_not():
    found = pm.skipped_work(LOG)
    told = found.frame.set_index("activity")
    assert set(told.index) == {"Ask", "Check", "Pay"}, "Remind is expected of nobody"
    assert told.loc["Check"].tolist() == [6, 1, pytest.approx(1 / 6), 3, 5, 2]
    assert told.loc["Ask", ["skipped_cases", "skipped_work_hours"]].tolist() == [0, 0]
    assert found.tables["cases"][["case_id", "skipped"]].values.tolist() == [["skips", ["Check"]]]
    assert [(one.reason, one.cases) for one in found.excluded] == [("open cases", 1)]
    assert (
        "Check is skipped most: in 1 case (17 %) of 6; at its median, 3.0 h of work was not done."
        in found.headline
    )


def test_an_open_case_may_still_do_it():
    cases = CASES | {f"late{n}": "Ask 1-2 > Pay 2-" for n in range(5)}
    assert pm.skipped_work(log_of(**cases)).frame.skipped_cases.sum() == 1
    with pytest.raises(CannotAnswer, match="No case is finished"):
        pm.skipped_work(LOG.open_cases())


def test_of_a_cancelled_case_nothing_more_is_expected():
    log = log_of(**CASES, gone="Ask 1-2 > Cancel 2-3")
    assert pm.skipped_work(log, expected=0.7).frame.skipped_cases.sum() == 3  # Check twice, Pay once
    found = pm.skipped_work(log, expected=0.7, cancelled="cancel")
    assert found.frame.skipped_cases.sum() == 1
    assert [(one.cases, one.events) for one in found.excluded] == [(1, 1), (1, 2)]
    with pytest.raises(UnknownName, match="'Cancle'"):
        pm.skipped_work(log, cancelled="Cancle")


def test_how_many_have_to_have_it_is_the_readers_choice():
    strict = pm.skipped_work(LOG, expected=0.9)
    assert "Check" not in set(strict.frame.activity)
    with pytest.raises(WrongOption, match=r"outside 0\.5"):
        pm.skipped_work(LOG, expected=0.1)


def test_unknown_work_is_not_told_as_nothing():
    found = pm.skipped_work(log_of(a="A 1 > B 2", b="A 1 > B 2", c="A 1", d="A 1 > B 3"), expected=0.7)
    assert found.frame[["activity", "skipped_cases"]].values.tolist() == [["B", 1], ["A", 0]]
    assert found.frame.skipped_work_hours.isna().all() and "of work" not in found.headline


def test_what_a_view_hides_is_not_called_kept():
    """The case that skips Check vanishes where Check alone is shown: nothing would be skipped by what is left."""
    with pytest.raises(CannotAnswer, match="Work is hidden inside the cases"):
        pm.skipped_work(LOG.only(activities=["Check"]))


def marks(case, *told):
    """A case from `"Check suspend 9"`: activity, lifecycle word, hour."""
    for activity, word, hour in (one.split() for one in told):
        yield {
            "case_id": case, "activity": activity, "lifecycle": word, "ended_at": f"2024-01-01 {int(hour):02d}:00"
        }  # fmt: skip


def test_pauses_and_aborted_work_are_no_work_that_was_left_out():
    """Check takes 8 to 9 and 19 to 20, two hours; once 8 to 9, given up: left out once, two hours were not worked."""
    paused = ("Check start 8", "Check suspend 9", "Check resume 19", "Check complete 20", "Pay start 21", "Pay complete 22")  # fmt: skip
    rows = [row for n in range(3) for row in marks(f"p{n}", *paused)]
    rows += marks("short", "Check start 8", "Check abort 9", "Pay start 21", "Pay complete 22")
    rows += marks("skips", "Pay start 21", "Pay complete 22")
    log = log_of_rows(rows, zone="UTC")
    assert log.to_pandas().is_aborted.sum() == 1
    told = pm.skipped_work(log, calendar="Mon-Sun 00:00-24:00").frame.set_index("activity").loc["Check"]
    assert (told.cases, told.skipped_cases, told.skipped_work_hours) == (5, 1, 2)
    assert told.skipped_work_worked_hours != told.skipped_work_worked_hours, (
        "how much of a pause was working time is not known"
    )
    typical = pm.service_time(log).frame.set_index("activity").median_hours["Check"]
    assert told.skipped_work_hours == typical, "what it would have taken is what it takes"
