"""Promised times: what is due, what stops the clock, and which clock it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer, WrongOption
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.store import Circumstances, CompletionRule

TOLD = ["due", "met", "missed", "open_overdue", "not_yet_due", "met_early", "ended_before", "not_promised"]


def counts(found):
    return {name: int(found.frame[name].sum()) for name in TOLD if found.frame[name].sum()}


@pytest.fixture(scope="module")
def desk():
    """Extracted at hour 20; five hours are promised. e began at 18 and was done at 19, so its time runs until 23."""
    return log_of(
        met="Open 0-1 > Done 3-4", late="Open 0-1 > Done 8-9", overdue="Open 10-11 > Work 12-", waiting="Open 16-17 > Work 18-",
        early="Open 18-18:30 > Done 18:45-19", exact="Open 0-1 > Done 4-5", circumstances=Circumstances(extracted_at=MONDAY + timedelta(hours=20)), zone="Europe/London",
    )  # fmt: skip


def test_the_share_rests_on_what_is_due(desk):
    found = pm.sla(desk, within="5h")
    assert counts(found) == {
        "due": 4,
        "met": 2,
        "missed": 2,
        "open_overdue": 1,
        "not_yet_due": 1,
        "met_early": 1,
    }
    assert found.frame.share_met.iloc[0] == 0.5
    assert found.frame.share_met_finished.iloc[0] == 3 / 4  # of what is done, as it is often told
    assert found.frame.median_share_used.iloc[0] == (1 + 9 / 5) / 2
    assert found.headline.startswith(
        "50 % of 4 cases that were due kept the promised 5h, 1 of the missed ones are still not done. 2 cases whose time has not run out count neither way."
    )


def test_the_cases_say_how_late_and_when_due(desk):
    cases = pm.sla(desk, within="5h").tables["cases"].set_index("case_id")
    assert cases.status.to_dict() == {"overdue": "overdue", "waiting": "not yet due", "late": "missed"}
    assert cases.left_hours.to_dict() == {"overdue": -5, "waiting": 1, "late": -4}
    assert cases.due_at["waiting"].tz_convert("UTC").tz_localize(None) == MONDAY + timedelta(hours=21)
    assert cases.due_at.isna().to_dict() == {"overdue": True, "waiting": False, "late": True}


def test_work_stops_the_clock_while_it_lasts_and_a_status_until_the_next():
    """Held from 1 to 3 and from 2 to 5 together stops it for four hours; a status set at 6 until the work at 8 for two more."""
    log = log_of(x="Open 0-1 > Hold 1-3 > Hold 2-5 > Status 6 > Done 8-10")
    for stops, used in ((None, 10), ("Hold", 6), ("Hold; Status", 4), ("Status", 8), ("Hold, Status", 4)):
        found = pm.sla(log, within="1h", stops=stops)
        assert found.tables["cases"].used_hours.tolist() == [used]


def test_a_clock_that_stands_still_is_not_overdue():
    log = log_of(x="Open 0-1 > Hold 2 > Work 30-", y="Open 0-1 > Hold 2-", circumstances=Circumstances(extracted_at=MONDAY + timedelta(hours=40)))  # fmt: skip
    found = pm.sla(log, within="11h", stops="Hold")
    cases = found.tables["cases"].set_index("case_id")
    assert cases.used_hours.to_dict() == {"x": 12, "y": 2} and cases.status.to_dict() == {
        "x": "overdue",
        "y": "not yet due",
    }
    assert cases.is_stopped.to_dict() == {"x": False, "y": True} and cases.due_at.isna().all()


def test_working_time_is_that_of_the_calendar_and_so_are_its_days():
    """From Monday 16:00 to Wednesday 10:00 pass 42 hours, ten of them worked: more than a day of eight hours, less than two."""
    log = log_of(x="Open 16-16 > Done 58-58", later="Open 200-200", zone="Europe/London")
    office = "Mon-Fri 09:00-17:00"
    assert counts(pm.sla(log.where(case="x"), within="1d", calendar=office))["missed"] == 1
    assert counts(pm.sla(log.where(case="x"), within="2d", calendar=office))["met"] == 1
    assert counts(pm.sla(log.where(case="x"), within="1d"))["missed"] == 1
    held = log_of(x="Open 16-16 > Hold 30-34 > Done 58-58", later="Open 200-200", zone="Europe/London")
    cases = pm.sla(held.where(case="x"), within="1h", calendar=office, stops="Hold").tables["cases"]
    assert (cases.used_hours.tolist(), cases.stopped_hours.tolist()) == (
        [9],
        [1],
    )  # of the four hours on hold one is worked


@pytest.mark.parametrize(
    ("now", "is_open_as", "is_done_as"),
    [(32, "not yet due", {}), (33, "not yet due", {"met_early": 1}), (34, "overdue", {"due": 1, "met": 1})],
)
def test_at_exactly_its_time_a_case_is_not_due_whether_open_or_done(now, is_open_as, is_done_as):
    """Eight hours from Monday 9:00 are full at 17:00 and exceeded after Tuesday 9:00 (hour 33): what is done until then is met."""
    told = Circumstances(extracted_at=MONDAY + timedelta(hours=now))
    log = log_of(
        open="Open 9-9 > Work 10-", done="Open 9-9 > Done 32-33", zone="Europe/London", circumstances=told
    )
    asked = {"within": "8h", "calendar": "Mon-Fri 09:00-17:00"}
    assert pm.sla(log.where(case="open"), **asked).tables["cases"].status.tolist() == [is_open_as]
    if is_done_as:
        assert counts(pm.sla(log.where(case="done"), **asked)) == is_done_as


def test_the_next_due_date_lies_in_working_hours():
    log = log_of(
        x="Open 15-15 > Work 16-",
        zone="Europe/London",
        circumstances=Circumstances(extracted_at=MONDAY + timedelta(hours=16)),
    )
    cases = pm.sla(log, within="3h", calendar="Mon-Fri 09:00-17:00").tables["cases"]
    assert cases.due_at.iloc[0].tz_convert("UTC").tz_localize(None) == MONDAY + timedelta(
        hours=34
    )  # Tuesday 10:00


def test_a_first_answer_is_promised_from_and_to_work():
    """Answered after 2, after 9, never though the case ended at 20, never in a case that ended before it was due, and never asked."""
    log = log_of(
        soon="Ask 0-1 > Answer 2-2 > Done 20", late="Ask 0-1 > Answer 9-9 > Done 20", never="Ask 0-1 > Done 20", quick="Ask 0-1 > Done 3", none="Walk in 0-1 > Done 20",
    )  # fmt: skip
    found = pm.sla(log, within="5h", start="Ask", end="answer")
    assert counts(found) == {"due": 3, "met": 1, "missed": 2, "ended_before": 1, "not_promised": 1}


def test_what_goes_on_is_not_done_and_stops_the_clock_until_the_extraction():
    """At hour 20 the answer begun at 1 is not given, and the hold begun at 2 holds on beside the work of 4."""
    log = log_of(
        slow="Ask 0-1 > Answer 1-", given="Ask 0-1 > Answer 1-3", held="Ask 0-1 > Hold 2- > Work 4-",
        circumstances=Circumstances(extracted_at=MONDAY + timedelta(hours=20)),
    )  # fmt: skip
    found = pm.sla(log.where(case=["slow", "given"]), within="5h", start="Ask", end="Answer")
    assert counts(found) == {"due": 2, "met": 1, "missed": 1, "open_overdue": 1}
    held = pm.sla(log.where(case="held"), within="5h", stops="Hold").tables["cases"].iloc[0]
    assert (held.used_hours, held.stopped_hours, held.is_stopped, held.status) == (2, 18, True, "not yet due")


def test_an_answer_that_stands_before_the_question_is_none():
    """All at one instant: only the order of the rows tells what came first."""
    rows = [
        {"case_id": case, "activity": name, "ended_at": MONDAY + timedelta(hours=at), "sequence": place}
        for case, work in {"before": "Answer Ask", "after": "Ask Answer"}.items()
        for place, (name, at) in enumerate([*((name, 0) for name in work.split()), ("Done", 20)])
    ]
    found = pm.sla(log_of_rows(rows), within="5h", start="Ask", end="Answer")
    assert counts(found) == {"due": 2, "met": 1, "missed": 1}
    own = log_of(quick="Open 0-1 > Pack 2-4 > Done 20", slow="Open 0-1 > Pack 2-9 > Done 20")
    assert counts(pm.sla(own, within="5h", start="Pack", end="Pack")) == {"due": 2, "met": 1, "missed": 1}


ROWS = [
    ("a", "High", 6, "N"),
    ("b", "High", 3, "N"),
    ("c", "Low", 6, "S"),
    ("d", None, 6, "S"),
    ("z", "Low", 90, "S"),
]


@pytest.fixture(scope="module")
def tickets():
    return log_of_rows([
        {"case_id": case, "activity": name, "ended_at": MONDAY + timedelta(hours=at), "priority": priority, "region": region, "state": "Waiting" if name == "Hold" else "New"}
        for case, priority, end, region in ROWS for name, at in (("Open", 0), ("Hold", 1), ("Done", end))
    ])  # fmt: skip


def test_the_first_promise_that_holds_applies(tickets):
    found = pm.sla(
        tickets, within="4h for priority = High; 8h for priority = Low and region = S", by="region"
    )
    assert dict(zip(found.frame.group, found.frame.share_met, strict=True)) == {"N": 0.5, "S": 0.5}
    assert counts(found) == {"due": 4, "met": 2, "missed": 2, "not_promised": 1}
    assert (
        pm.sla(tickets, within="3h for priority = High; 50h", stops="state = Waiting").frame.missed.sum() == 0
    )  # on hold from hour 1 on


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        ({"within": "soon"}, "not a duration"),
        ({"within": "4h for prio = High"}, "no attribute is called 'prio'"),
        ({"within": "4h for state = New"}, "state changes inside cases"),
        ({"within": "0h"}, "no time at all"),
        ({"within": "4h", "stops": "Holt"}, "No activity is called 'Holt'"),
        ({"within": "4h", "stops": "stat = Waiting"}, "no attribute is called 'stat'"),
        ({"within": "4h for passing Hold"}, "a condition compares an attribute"),
        ({}, "No time is promised"),
    ],
)
def test_terms_that_cannot_be_used_say_why(tickets, terms, fault):
    with pytest.raises(WrongOption) as told:
        pm.sla(tickets, **terms)
    assert fault in told.value.found and told.value.cure


def test_groups_are_those_of_cases(tickets):
    with pytest.raises(CannotAnswer, match="varies inside cases"):
        pm.sla(tickets, within="4h", by="state")


@settings(max_examples=5)
@given(st.lists(st.tuples(st.integers(0, 5), st.lists(st.tuples(st.sampled_from(["Work", "Hold"]), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=5), st.booleans()), min_size=3, max_size=25))  # fmt: skip
def test_the_statement_counts_as_a_slow_twin_does(drawn):
    """Minute by minute (here hour by hour): the clock shows how many hours of the case no hold covers."""
    now, allowed, rows, expected = 30, 4, [], {}
    for number, (first, pieces, is_open) in enumerate(drawn):
        at, work = first, [("Open", first, first)]
        for name, gap, lasts in pieces:
            at += gap
            work.append((name, at, at + lasts))
        rows += [
            {"case_id": f"c{number}", "activity": name, "started_at": MONDAY + timedelta(hours=begin), "ended_at": MONDAY + timedelta(hours=end), "sequence": place, "state": "on" if is_open else "done"}
            for place, (name, begin, end) in enumerate(work)
        ]  # fmt: skip
        work = sorted(work, key=lambda one: (one[1], one[2]))
        done = None if is_open else max(end for *_, end in work)
        held = set()
        for place, (name, begin, end) in enumerate(work):
            following = work[place + 1][1] if place + 1 < len(work) else now
            held |= set(range(begin, end if end > begin else following)) if name == "Hold" else set()

        def shown(until, first=first, held=held, done=done):
            return sum(
                1 for hour in range(first, until) if hour not in held or (done is not None and hour >= done)
            )

        used = shown(now if done is None else done)
        if done is None:
            expected[f"c{number}"] = "overdue" if used > allowed else "not yet due"
        else:
            expected[f"c{number}"] = (
                "missed" if used > allowed else "met" if shown(now) > allowed else "met early"
            )
    rows.append(
        {
            "case_id": "z",
            "activity": "Hold",
            "started_at": MONDAY,
            "ended_at": MONDAY,
            "sequence": 0,
            "state": "done",
        }
    )
    told = Circumstances(CompletionRule("state", ("done",)), extracted_at=MONDAY + timedelta(hours=now))
    found = pm.sla(
        log_of_rows(rows, circumstances=told).excepting("case = z"), within=f"{allowed}h", stops="Hold"
    )
    listed = found.tables["cases"].set_index("case_id").status.to_dict()
    assert listed == {
        case: status for case, status in expected.items() if status in ("missed", "overdue", "not yet due")
    }
    assert found.frame.met.sum() == list(expected.values()).count(
        "met"
    ) and found.frame.met_early.sum() == list(expected.values()).count("met early")
