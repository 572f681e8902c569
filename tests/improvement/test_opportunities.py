"""What should change first: worked by hand, planted in the sample, and laws that hold for every log."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta

import pytest

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.improvement import ground
from procmine.samples import generate, log_of, log_of_rows, purchase_scenario

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


def test_what_is_slower_since_a_day_is_never_more_than_the_time_it_is_part_of():
    """B takes some 60 hours instead of one in the last fifth of the cases: most of all the time they took, not four times as much."""
    chance = random.Random(1)

    def case(n):
        lasts = (1 if n < 300 else 60) * chance.uniform(0.6, 1.4)
        return f"A {24 * n}-{24 * n + 1} by Ann > B {24 * n + 1}-{24 * n + 1 + lasts} by Bea{n % 7}"

    found = pm.opportunities(log_of(**{f"c{n:03d}": case(n) for n in range(380)}))
    row = found.frame.iloc[0]
    assert row.kind == "slower" and row.hours_per_month > found.parameters["hours_per_month"]
    assert 0.9 < row.share_time < 1 and 0.9 < row.share_work <= 1
    assert 0.8 < found.parameters["share_together"] < 1


def test_of_a_view_as_many_cases_are_drawn_as_of_a_whole_log(sample, monkeypatch):
    """Of rushed cases, one in forty, some sixty are played, not the two among sixty of all."""
    monkeypatch.setattr(ground, "MOST_PLAYED", 60)
    view = sample.where(priority="rush")
    for log in (view, view.filter("sample 4000")):
        found = pm.opportunities(log)
        assert found.parameters["cases"] > 90 and 40 < found.parameters["played_cases"] < 85


def test_pauses_are_no_work_that_would_be_spared():
    """A is done again in every other case: of the loop, 7 hours, 2 are B's and 2 A's, with pauses of 7 and 2 hours between."""

    def rows():
        for n in range(20):
            day = datetime(2024, 1, 1, 8) + timedelta(days=7 * n)
            steps = ["A start 0", "A complete 1", "B start 1", "B suspend 2", "B resume 9", "B complete 10"]
            steps += ["A start 11", "A suspend 12", "A resume 14", "A complete 15"] if n % 2 else []
            for activity, lifecycle, hour in map(str.split, steps):
                at = day + timedelta(hours=int(hour))
                yield {
                    "case_id": n,
                    "activity": activity,
                    "lifecycle": lifecycle,
                    "ended_at": at,
                    "resource": activity,
                }

    log = log_of_rows(rows())
    row = pm.opportunities(log, rates="people 10").frame.iloc[0]
    months = (19 * WEEK + 15) / MONTH_HOURS
    assert row.kind == "rework" and row.hours_per_month == pytest.approx(10 * 14 / months)
    assert row.effort_hours_per_month == pytest.approx(10 * 4 / months)
    assert row.share_work == pytest.approx(10 * 4 / (20 * 3 + 10 * 2))


def test_work_in_hand_beside_other_work_is_spared_at_what_it_costs():
    """Each A is done again beside another one, so that an hour of Ann is worth half: all that is spared costs what it costs in `costs`."""
    pairs = {f"{name}{n:02d}": reworked(1, WEEK * n) for n in range(20) for name in "xy"}
    log = log_of(**pairs)
    row = pm.opportunities(log, rates="people 30").frame.set_index("subject").loc["A"]
    of = pm.costs(log, rates="people 30").frame.set_index("group")
    months = (19 * WEEK + 7) / MONTH_HOURS
    assert row.money_per_month == pytest.approx((of.cost["A"] / 2 + of.cost["B"]) / months)


def test_work_of_somebody_without_a_rate_has_no_known_price():
    log = weekly(lambda n, t: reworked(n, t).replace("by Ann", "by Ann" if n % 4 else "by Dan"))
    assert pm.opportunities(log, rates="people Ann 30; people Bea 30").frame.money_per_month.isna().all()
    known = pm.opportunities(log, rates="people Ann 30; people Bea 30; people Dan 30").frame
    assert known.money_per_month.iloc[0] > 0


def test_what_has_no_hours_of_cases_has_no_price(sample_found):
    rows = sample_found.frame[sample_found.frame.change == ""]
    assert len(rows) and rows.money_per_month.isna().all() and rows.share_work.isna().all()


def test_nights_are_told_by_the_calendar_that_was_given():
    log = generate(purchase_scenario(2025, cases=300)).log()
    assert "off hours" not in set(pm.opportunities(log, calendar="24x7").frame.kind), (
        "somebody is always on duty"
    )
    row = pm.opportunities(log, calendar="Mon-Fri 08:00-17:00").frame.set_index("kind").loc["off hours"]
    assert row.evidence == "pm.arrivals(log, calendar='Mon-Fri 08:00-17:00')"
    assert row.why.startswith("arrivals and hours are recorded")


def test_few_days_are_said_to_be_few():
    found = pm.opportunities(log_of(**{f"c{n}": reworked(1, n / 4) for n in range(20)}))
    assert "What is finished lies within 11.8 h: what a month holds is reckoned from it." in found.headline


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
    assert 0 < sample_found.parameters["share_together"] <= 1
    shares = sample_found.frame[["share_time", "share_work"]].stack().dropna()
    assert shares.between(0, 1).all()
    assert (sample_found.frame.hours_per_month.dropna() <= sample_found.parameters["hours_per_month"]).all()
    sized = sample_found.frame.dropna(subset=["low_hours"])
    assert ((sized.low_hours <= sized.hours_per_month) & (sized.hours_per_month <= sized.high_hours)).all()


def test_a_finding_is_worth_what_what_if_says_of_its_change(sample, sample_found):
    """The same change asked by hand, with causes by the same calendar and pool; what counts since a day only is another matter."""
    rows = sample_found.frame[(sample_found.frame.change != "") & (sample_found.frame.kind != "slower")]
    assert len(rows) >= 5
    for row in rows.itertuples():
        by_hand = pm.what_if(
            sample, changes=row.change, calendar="mined", hours="clock", pool="team"
        ).frame.iloc[-1]
        assert row.hours_per_month == pytest.approx(by_hand.saved_hours_per_month, rel=1e-9)
        assert row.effort_hours_per_month == pytest.approx(by_hand.effort_hours_per_month, abs=1e-6)
        assert row.cases == by_hand.cases


def test_the_evidence_can_be_asked(sample, sample_found):
    for call in sample_found.frame.evidence.unique():
        assert eval(call, {"pm": pm, "log": sample}).headline


def test_the_cases_concerned_are_a_filter(sample, sample_found):
    for filters in sample_found.frame.filters:
        assert not filters or len(sample.filter(filters)) > 0
    of = sample_found.frame.set_index("kind").filters
    again = pm.rework(sample).frame.set_index("activity").cases
    assert sample.filter(of["rework"]).counts.cases == again["Check request"], (
        "those that do it again, no others"
    )
    lying = pm.wip(sample).frame.last_activity
    assert sample.filter(of["stuck cases"]).counts.cases == (lying == "Check request").sum()
