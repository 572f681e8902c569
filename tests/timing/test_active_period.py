"""The shifting bottleneck: by hand, by a law, and by a twin that walks every half hour."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.store import Circumstances

HOUR = timedelta(hours=1)


def hours(found):
    return {row.group: (row.sole_hours, row.shifting_hours) for row in found.frame.itertuples()}


def test_the_longer_period_leads_from_its_begin_on_and_the_overlap_is_shifting():
    """M is at work 0-10, N 6-20: N's period is the longer, so N leads from 6 on, and until 10 it shifts from M to N."""
    found = pm.active_period(log_of(a="A 0-10 by M", b="A 6-20 by N", zone="UTC"))
    assert hours(found) == {"N": (10, 4), "M": (6, 0)}
    assert found.frame.share_sole.tolist() == [0.5, 0.3] and found.frame.share_shifting.tolist() == [0.2, 0]
    moments = found.tables["moments"]
    clock = [(at - pd.Timestamp(MONDAY, tz="UTC")) / HOUR for at in moments.from_at]
    assert list(zip(clock, moments.group, moments.is_shifting, strict=True)) == [
        (0, "M", False),
        (6, "N", True),
        (10, "N", False),
    ]
    assert moments.other_group.tolist()[1] == "M"


def test_the_longer_period_leads_to_its_end_and_the_next_shifts_before():
    """M is at work 0-10, N 6-12: M leads until 10, from 6 on it shifts to N."""
    assert hours(pm.active_period(log_of(a="A 0-10 by M", b="A 6-12 by N"))) == {"M": (6, 4), "N": (2, 0)}


def test_pieces_without_a_break_make_one_period_and_a_break_ends_it():
    log = log_of(a="A 0-3 by M > B 3-6 by M > C 5-8 by M", b="A 9-10 by M > B 1-7 by N", zone="UTC")
    found = pm.active_period(log)
    row = found.frame.set_index("group").loc["M"]
    assert (row.spells, row.longest_spell_hours, row.mean_spell_hours) == (2, 8, 4.5)
    assert hours(found) == {"M": (9, 0), "N": (0, 0)}
    assert found.tables["whole"].iloc[0].to_dict() == {"whole_hours": 10, "active_hours": 9, "idle_hours": 1}


def test_one_that_is_never_the_longest_of_all_at_any_moment():
    """Between A 0-10 and C 9-20 lies B 8-12: while it lasts A is longer, then C."""
    found = pm.active_period(log_of(a="X 0-10 by A", b="X 8-12 by B", c="X 9-20 by C"))
    assert hours(found) == {"C": (10, 1), "A": (9, 0), "B": (0, 0)}


def test_by_activity_a_period_lasts_while_anybody_works_on_it():
    log = log_of(a="A 0-4 by M > B 4-6 by M", b="A 3-7 by N > B 8-9 by N")
    found = pm.active_period(log, by="activity")
    assert hours(found) == {"A": (7, 0), "B": (1, 0)} and "machines" not in found.headline


def test_by_an_attribute_of_the_work():
    rows = [{"case_id": n, "activity": "A", "started_at": MONDAY + at * HOUR, "ended_at": MONDAY + (at + 2) * HOUR, "line": line}
            for n, (at, line) in enumerate([(0, "L1"), (1, "L1"), (2, "L2")])]  # fmt: skip
    assert hours(pm.active_period(log_of_rows(rows), by="line")) == {"L1": (2, 1), "L2": (1, 0)}


def test_work_that_has_not_ended_lasts_until_the_extraction_and_is_told():
    told = Circumstances(extracted_at=MONDAY + 30 * HOUR)
    found = pm.active_period(log_of(a="A 0-10 by M > B 12- by M", b="A 0-5 by N", circumstances=told))
    assert hours(found)["M"] == (28, 0) and found.frame.is_longest_unfinished.tolist() == [True, False]
    assert "18.0 h, by work that had not ended at the extraction." in found.headline


def test_the_headline_says_what_the_method_fits():
    told = pm.active_period(log_of(a="A 0-10 by M", b="A 6-20 by N")).headline
    assert told == (
        "N holds up the others longest: for 70 % of the time in which anything is done it has been at work the longest without a break, "
        "of that 29 % in turn with another; its longest uninterrupted period is 14.0 h. This fits machines: of people, whose work stops "
        "each evening, it mostly tells who works the longest stretches."
    )


@pytest.mark.parametrize(
    ("log", "options", "said"),
    [
        (log_of(a="A 9 by M"), {}, "No start times are recorded"),
        (log_of(a="A 9-10"), {}, "No resources are recorded"),
        (log_of(a="A 9-9 by M"), {}, "No work of this view takes any time"),
    ],
)
def test_what_the_log_does_not_know_is_refused_with_its_cure(log, options, said):
    with pytest.raises(pm.errors.CannotAnswer, match=said) as refused:
        pm.active_period(log, **options)
    assert refused.value.cure


def test_an_attribute_that_is_not_there_is_refused():
    with pytest.raises(pm.errors.UnknownName, match="resurce"):
        pm.active_period(log_of(a="A 9-10 by M"), by="resurce")


def test_what_was_left_out_is_told():
    found = pm.active_period(log_of(a="A 0-2 by M > B 3 by M > C 4-5 > D 6-6 by M"))
    assert {one.reason: one.events for one in found.excluded} == {
        "no start recorded": 1, "no resource recorded": 1, "work that took no time": 1,
    }  # fmt: skip


piece = st.tuples(st.sampled_from("MNOP"), st.integers(0, 40), st.integers(0, 12))
pieces_of = st.lists(piece, min_size=1, max_size=14).filter(lambda drawn: any(lasts for *_, lasts in drawn))


def twin(drawn):
    """Every instant between two hours is asked for its longest period: hour -> (who leads, is shifting)."""
    periods = []
    for who in "MNOP":
        at_work = sorted({hour for name, at, lasts in drawn if name == who for hour in range(at, at + lasts)})
        for hour in at_work:
            if periods and periods[-1][0] == who and periods[-1][2] == hour:
                periods[-1] = (who, periods[-1][1], hour + 1)
            else:
                periods.append((who, hour, hour + 1))
    leads = {}
    for hour in range(60):
        there = [one for one in periods if one[1] <= hour < one[2]]
        if there:
            leads[hour] = min(there, key=lambda one: (one[1] - one[2], one[1], one[0]))
    shifting = {}
    for hour, leader in leads.items():
        first, last = hour, hour
        while leads.get(first - 1) == leader:
            first -= 1
        while leads.get(last + 1) == leader:
            last += 1
        beside = (leads.get(first - 1), leads.get(last + 1))
        shifting[hour] = any(other is not None and other[1] <= hour < other[2] for other in beside)
    return {hour: (leader[0], shifting[hour]) for hour, leader in leads.items()}


@given(pieces_of)
def test_it_equals_a_walk_through_all_hours(drawn):
    log = log_of(
        zone="UTC", **{f"c{n}": f"A {at}-{at + lasts} by {who}" for n, (who, at, lasts) in enumerate(drawn)}
    )
    found = pm.active_period(log)
    walked = {}
    for row in found.tables["moments"].itertuples():
        begin, end = ((at - pd.Timestamp(MONDAY, tz="UTC")) // HOUR for at in (row.from_at, row.to_at))
        walked |= dict.fromkeys(range(begin, end), (row.group, row.is_shifting))
    assert walked == twin(drawn)


@given(pieces_of)
def test_sole_and_shifting_and_idle_time_add_up(drawn):
    found = pm.active_period(
        log_of(**{f"c{n}": f"A {at}-{at + lasts} by {who}" for n, (who, at, lasts) in enumerate(drawn)})
    )
    whole = found.tables["whole"].iloc[0]
    last = max(at + lasts for _, at, lasts in drawn if lasts)
    assert whole.whole_hours == last - min(at for _, at, lasts in drawn if lasts)
    assert (
        found.frame.sole_hours.sum() + found.frame.shifting_hours.sum() + whole.idle_hours
        == pytest.approx(whole.whole_hours)
    )
    busy = {hour for _, at, lasts in drawn for hour in range(at, at + lasts)}
    assert whole.active_hours == pytest.approx(len(busy))
    assert (found.frame.share_sole + found.frame.share_shifting).sum() == pytest.approx(1)


def test_where_all_take_turns_nobody_is_called_the_bottleneck():
    log = log_of(**{f"c{n}": f"A {2 * n}-{2 * n + 1} by M{n}" for n in range(12)})
    assert pm.active_period(log).headline.startswith("None holds up the others for long, M0 most: for 8.3 %")
