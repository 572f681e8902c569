from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName, WrongOption
from procmine.samples import log_of

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
    assert found.frame.skipped_work_hours.isna().all() and "of work" not in found.headline


def test_what_a_view_hides_is_not_called_kept():
    """The case that skips Check vanishes where Check alone is shown: nothing would be skipped by what is left."""
    with pytest.raises(CannotAnswer, match="Work is hidden inside the cases"):
        pm.skipped_work(LOG.only(activities=["Check"]))
