"""What should change first: worked by hand, planted in the sample, and laws that hold for every log."""

from __future__ import annotations

import math

import pytest

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.samples import generate, log_of, purchase_scenario

WEEK = 168
MONTH_HOURS = 730.5


def weekly(text_of, weeks=20):
    """A case a week: `text_of` gives its steps from the hour at which its week begins."""
    return log_of(**{f"c{n:02d}": text_of(n, WEEK * n) for n in range(weeks)})


def reworked(n, t):
    """In every other case A is done again after 4 hours: without the way back these cases are 5 hours sooner done."""
    loop = f" > A {t + 5}-{t + 6} by Ann" if n % 2 else ""
    return f"A {t}-{t + 1} by Ann > B {t + 1}-{t + 2} by Bea{loop} > C {t + 6}-{t + 7} by Cid"


def test_a_loop_worked_by_hand():
    """Ten of twenty cases go back to A: A ends at 1 and at 6, so all between, 5 hours and of it 2 of work (B and A), would not be."""
    found = pm.opportunities(weekly(reworked), rates="EUR; people 30")
    row = found.frame[found.frame.kind == "rework"].iloc[0]
    months = (19 * WEEK + 7) / MONTH_HOURS
    assert row.subject == "A" and row.cases == 10
    assert row.hours_per_month == pytest.approx(10 * 5 / months)
    assert row.effort_hours_per_month == pytest.approx(10 * 2 / months)
    assert row.money_per_month == pytest.approx(30 * 10 * 2 / months)
    assert row.low_hours < row.hours_per_month < row.high_hours
    assert found.parameters["hours_per_month"] == pytest.approx(20 * 7 / months)


def test_waiting_is_never_priced_as_labour():
    def busy(n, t):
        return f"A {t}-{t + 1} by Ann > B {t + 5}-{t + 6} by Bea > C {t + 6}-{t + 7} by Cid"

    log = log_of(
        **{f"c{n:02d}": busy(n, WEEK * n) for n in range(20)},
        **{f"x{n:02d}": f"D {WEEK * n}-{WEEK * n + 5} by Bea" for n in range(20)},
    )
    found = pm.opportunities(log, rates="people 30; delay 2").frame.set_index("kind")
    row = found.loc["contention"]
    assert row.subject == "B" and row.effort_hours_per_month == 0 and row.money_per_month == 0
    assert row.hours_per_month == pytest.approx(20 * 4 / ((19 * WEEK + 7) / MONTH_HOURS))
    assert row.delay_money_per_month == pytest.approx(2 * row.added_hours_per_month)


def test_two_names_of_one_loop_are_counted_once():
    """A and B are done again together: what ends the one ends the other."""

    def both(n, t):
        loop = f" > A {t + 5}-{t + 6} by Ann > B {t + 6}-{t + 7} by Bea" if n % 2 else ""
        return f"A {t}-{t + 1} by Ann > B {t + 1}-{t + 2} by Bea{loop} > C {t + 7}-{t + 8} by Cid"

    found = pm.opportunities(weekly(both))
    kept, apart = (
        table[table.kind == "rework"].subject.tolist() for table in (found.frame, found.tables["overlapping"])
    )
    assert (kept, apart) in ((["A"], ["B"]), (["B"], ["A"]))


def test_what_would_change_nothing_is_none():
    """B waits beside a longer branch: nothing is sooner done without its wait."""
    plain = weekly(lambda n, t: f"A {t}-{t + 1} by Ann > B {t + 1}-{t + 2} by Bea")
    found = pm.opportunities(plain)
    assert found.frame.empty and "Nothing stands out" in found.headline


def test_few_weeks_lower_the_confidence():
    found = pm.opportunities(weekly(reworked, weeks=6)).frame
    row = found[found.kind == "rework"].iloc[0]
    assert math.isnan(row.low_hours) and row.confidence == "medium"
    assert "too few weeks or cases" in row.why


def test_only_finished_cases_are_played():
    with pytest.raises(CannotAnswer, match="No case of this view is finished"):
        pm.opportunities(log_of(a="A 9-10 > B 11-"))


def test_hidden_work_is_refused():
    with pytest.raises(CannotAnswer, match="Work is hidden"):
        pm.opportunities(weekly(reworked).only(activities=["A", "C"]))


@pytest.fixture(scope="module")
def sample():
    return generate(purchase_scenario(2025)).log()


@pytest.fixture(scope="module")
def sample_found(sample):
    return pm.opportunities(sample, rates="EUR; people 45")


def test_every_planted_opportunity_of_the_sample_is_found(sample_found):
    found = set(zip(sample_found.frame.kind, sample_found.frame.subject, strict=True))
    assert {
        ("batching", "Approve order"),
        ("off hours", "Check request"),
        ("rework", "Check request"),
        ("overload", "Quotes"),
        ("slower", "Check supplier"),
        ("stuck cases", "Check request"),
    } <= found
    first = sample_found.frame.iloc[0]
    assert (first.kind, first.subject) == ("batching", "Approve order")


def test_what_all_save_together_stays_below_what_cases_take(sample_found):
    """The shares of all findings never exceed the whole, and none takes more than all its cases took."""
    assert 0 < sample_found.frame.added_hours_per_month.sum() <= sample_found.parameters["hours_per_month"]
    assert (sample_found.frame.hours_per_month.dropna() <= sample_found.parameters["hours_per_month"]).all()
    sized = sample_found.frame.dropna(subset=["low_hours"])
    assert ((sized.low_hours <= sized.hours_per_month) & (sized.hours_per_month <= sized.high_hours)).all()


def test_the_loop_is_what_what_if_says_of_it(sample, sample_found):
    """The same play asked by hand; pools tell which waits go by batches, so the two differ a little."""
    row = sample_found.frame.set_index(["kind", "subject"]).loc[("rework", "Check request")]
    by_hand = pm.what_if(sample, changes='"Check request" only once').frame.iloc[0]
    assert row.hours_per_month == pytest.approx(by_hand.saved_hours_per_month, rel=0.05)
    assert row.effort_hours_per_month == pytest.approx(by_hand.effort_hours_per_month, rel=0.01)


def test_the_evidence_can_be_asked(sample, sample_found):
    for call in sample_found.frame.evidence.unique():
        assert eval(call, {"pm": pm, "log": sample}).headline


def test_the_cases_concerned_are_a_filter(sample, sample_found):
    for filters in sample_found.frame.filters:
        assert not filters or len(sample.filter(filters)) > 0
