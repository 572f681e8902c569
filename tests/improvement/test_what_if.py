"""Cases played again with a change: worked ones, and laws that no change may break."""

from __future__ import annotations

import re
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.calendars import parameters
from procmine.calendars.phrase import calendar
from procmine.engine import assemble, engine, read_sql
from procmine.errors import CannotAnswer, UnknownName, WrongOption
from procmine.improvement.levers import levers
from procmine.improvement.working_hours import WorkingHours
from procmine.samples import log_of, log_of_rows

PARALLEL = {f"p{n}": f"A 0-1 > B {2 + n % 2}-5 > C {3 - n % 2}-4 > D 6-7" for n in range(6)}
ACTIVITIES = ["A", "B", "C", "D"]


@pytest.fixture(scope="module")
def branched():
    """P: A [0,1], then B [2,5] beside C [3,4], then D [6,7]. In the others B and C begin now one, now the other first."""
    log = log_of(P="A 0-1 > B 2-5 > C 3-4 > D 6-7", **PARALLEL)
    assert ("B", "C") in log.parallel_pairs
    return log.filter("case = P")


@pytest.mark.parametrize(
    ("change", "hours"),
    [
        ("no wait for B", 6),
        ("no wait for C", 7),  # off the critical path: it delays nothing
        ("B takes at most 1h", 6),  # not 5: now C decides
        ("50% less wait for D", 6.5),
        ("without D", 5),
        ("without B", 6),  # then C decides when D can begin, an hour later
        ("D beside B", 5),  # it begins an hour after B could, at 2; B at 5 is then the last to end
    ],
)
def test_the_worked_case(branched, change, hours):
    frame = pm.what_if(branched, changes=change).frame
    assert frame.mean_hours.tolist() == [pytest.approx(hours)]
    assert frame.saved_hours.tolist() == [pytest.approx(7 - hours)]


def test_joint_effects_are_not_the_sum(branched):
    """Without its wait B ends at 4 as C does: taking C's wait too is worth nothing, and so is shorter work of B alone beside it."""
    found = pm.what_if(branched, changes=["B takes at most 1h", "no wait for C"])
    assert found.frame.change.tolist() == ["B takes at most 1h", "no wait for C", "(all together)"]
    assert found.frame.saved_hours.tolist() == [1, 0, 2]
    assert found.frame.saved_after_hours.tolist() == [1, 1, 2]
    assert "With both changes" in found.headline and "2.0 h less" in found.headline


def test_what_is_done_again_is_left_out_with_the_way_back():
    """A, then B, back to A, and B again: once A is done once, what lies up to its last end goes, 3 h with the waits."""
    log = log_of(x="A 0-1 > B 2-3 > A 4-5 > B 6-7", y="A 0-1 > B 2-3")
    frame = pm.what_if(log, changes="A only once").frame
    assert frame.saved_hours.tolist() == [pytest.approx((4 + 0) / 2)]
    assert frame.cases.tolist() == [1]
    assert frame.effort_hours_per_month.iloc[0] == pytest.approx(2 / (7 / 730.5))


def test_a_rhythm_moves_what_is_taken_up():
    """Ready on Monday at 11:00 and approved on Thursday at 10:00: from Monday to Friday it would have been Tuesday at 10:00."""
    rows = [
        {"case_id": "x", "activity": "Ask", "resource": "Ann", "started_at": "2024-01-08 10:00", "ended_at": "2024-01-08 11:00"},
        {"case_id": "x", "activity": "Approve", "resource": "Bob", "started_at": "2024-01-11 10:00", "ended_at": "2024-01-11 10:30"},
    ]  # fmt: skip
    log = log_of_rows(rows, zone="UTC")
    found = pm.what_if(log, changes="Approve on Mon-Fri 10:00").frame
    assert found.saved_hours.tolist() == [48]
    assert pm.what_if(log, changes="Approve on Thu 10:00").frame.saved_hours.tolist() == [0]
    with pytest.raises(CannotAnswer, match="no zone"):
        pm.what_if(log_of(x="A 1-2 > B 3-4"), changes="B on Mon 10:00")


def test_with_a_calendar_what_is_ready_sooner_finds_the_shifts_as_they_lie():
    """Ready at 16:00 after 7 h of work, taken up an hour of duty later, at 17:00 = 9:00 the next day. Without Ask it is ready
    at 9:00 and taken up at 10:00: 23 h sooner; by the clock it would be 7 h."""
    rows = [
        {"case_id": "x", "activity": "Ask", "resource": "Ann", "started_at": "2024-01-08 09:00", "ended_at": "2024-01-08 16:00"},
        {"case_id": "x", "activity": "Do", "resource": "Bob", "started_at": "2024-01-09 09:00", "ended_at": "2024-01-09 09:30"},
    ]  # fmt: skip
    log = log_of_rows(rows, zone="UTC")
    office = pm.what_if(log, changes="without Ask", calendar="Mon-Fri 09:00-17:00").frame
    assert office.saved_hours.tolist() == [23]
    assert pm.what_if(log, changes="without Ask").frame.saved_hours.tolist() == [7]


def test_what_waits_for_its_batch_joins_an_earlier_one_where_there_was_one():
    """Bob signs at 48 and at 96 what lies there: a with b, ready at 47, and c with d, ready at 95. Case a, ready sooner, is signed at 48
    all the same; c, ready at 49 with half the work, is not signed before 96, and ready at 44.4 with two fifths of it at 48."""
    work = {"a": (0, 24), "b": (1, 47), "c": (26, 72), "d": (27, 95)}
    signed = {"a": 48, "b": 48.5, "c": 96, "d": 96.5}
    log = log_of(
        **{
            name: f"Check {begin}-{end} by {name} > Sign {signed[name]}-{signed[name] + 0.5} by Bob"
            for name, (begin, end) in work.items()
        }
    )

    def saved(change):
        told = pm.what_if(log, changes=change).tables["observations"].set_index("case_id")
        return (told.recorded_hours - told.hours)[["a", "c"]].tolist()

    assert saved("Check takes 50% less") == [0, 0]
    assert saved("Check takes 60% less") == [0, 48]
    assert saved("no batching for Sign") == [23, 23]


piece = st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from("ABC"), st.sampled_from("XY"))
CHANGES = ("no wait for A", "no contention for A", "no batching for B", "B takes 50% less", "B takes at most 1h", "without A", "A only once", "50% less wait for C")  # fmt: skip


@given(st.lists(st.lists(piece, min_size=1, max_size=6), min_size=1, max_size=5), st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3, unique=True))  # fmt: skip
def test_no_case_saves_more_than_it_took_and_less_work_or_waiting_never_makes_one_longer(drawn, changes):
    cases = {f"c{n}": " > ".join(f"{name} {8 + at}-{8 + at + length} by {who}" for at, length, name, who in steps) for n, steps in enumerate(drawn)}  # fmt: skip
    cases["all"] = "A 1-2 by X > B 3-4 by Y > C 5-6 by X"
    found = pm.what_if(log_of(**cases), changes=changes)
    told = found.tables["observations"]
    assert (told.hours <= told.recorded_hours + 1e-9).all() and (told.hours >= -1e-9).all()
    singles = found.frame[found.frame.change != "(all together)"]
    assert found.frame.saved_hours.iloc[-1] == pytest.approx(singles.saved_after_hours.sum())


@given(st.lists(st.lists(piece, min_size=2, max_size=6), min_size=1, max_size=4), st.sampled_from([None, "Mon-Sun 09:00-14:00"]))  # fmt: skip
def test_played_again_without_a_change_every_case_ends_as_it_did(drawn, hours):
    """A limit that nothing exceeds changes nothing, whatever the calendar and the batches."""
    cases = {f"c{n}": " > ".join(f"{name} {8 + at}-{8 + at + length} by {who}" for at, length, name, who in steps) for n, steps in enumerate(drawn)}  # fmt: skip
    rows = log_of(all="A 1-2 by X > B 3-4 by Y > C 5-6 by X", **cases).to_pandas()
    log = log_of_rows(rows[["case_id", "activity", "resource", "started_at", "ended_at"]].to_dict("records"), zone="UTC")  # fmt: skip
    found = pm.what_if(
        log, changes="A takes at most 99h; B takes at most 99h; C takes at most 99h", calendar=hours
    )
    assert found.frame.saved_hours.tolist() == [pytest.approx(0, abs=1e-9)] * 4


def test_working_time_forwards_and_backwards():
    """Office hours of nine to five over two weeks: an hour from Friday 16:30 on ends on Monday at 9:30."""
    bound = parameters(
        [calendar("zone=UTC; Mon-Fri 09:00-17:00")], datetime(2024, 1, 1), datetime(2024, 1, 14)
    )
    hours = WorkingHours(engine.bare_frame(assemble(read_sql("improvement", "what_if_hours"), []), bound))
    none = np.zeros(1, dtype=np.int64)

    def us(*at):
        return np.array([int((datetime(*at) - datetime(1970, 1, 1)).total_seconds() * 1e6)])

    friday = hours.worked(none, us(2024, 1, 5, 16, 30))
    assert hours.begins_after(none, friday + 3_600_000_000) == us(2024, 1, 8, 9, 30)
    assert hours.begins_after(none, friday + 1_800_000_000) == us(2024, 1, 8, 9)
    assert hours.ends_after(none, friday + 1_800_000_000) == us(2024, 1, 5, 17)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("NO wait for a", "no wait for A"),
        ("30 % less batching for B", "30% less batching for B"),
        ('"B" takes 30% less', "B takes 30% less"),
        ("C takes at most 120 min", "C takes at most 2h"),
        ("A beside B", "A beside B"),
        ("A on Mon-Fri 10:00, 15:00", "A on Mon-Fri 10:00, 15:00"),
    ],
)
def test_a_change_has_one_text(said, text):
    (lever,) = levers(said, ACTIVITIES)
    assert lever.text == text
    assert levers(lever.text, ACTIVITIES) == (lever,)


def test_a_wrong_word_has_a_kind_answer(branched):
    with pytest.raises(WrongOption, match="no change that can be read"):
        pm.what_if(branched, changes="make B fast")
    with pytest.raises(UnknownName, match="'E'"):
        pm.what_if(branched, changes="no wait for E")
    with pytest.raises(WrongOption, match="2 changes cannot be read") as both:
        pm.what_if(branched, changes="no wait for E; faster")
    assert re.search("'no wait for E'.*'faster'", str(both.value))
    with pytest.raises(WrongOption, match="between 0 and 100"):
        pm.what_if(branched, changes="130% less wait for B")
    with pytest.raises(CannotAnswer, match="Work is hidden"):
        pm.what_if(branched.only(activities=["A"]))


def test_without_a_change_single_ones_are_tried(branched):
    found = pm.what_if(branched)
    assert found.frame.saved_hours.is_monotonic_decreasing
    assert "single changes tried" in found.headline and "freed hands" in found.headline


def test_what_is_left_out_once_is_not_left_out_again():
    """A and B go round together: without the way back to A one B is left, and that is no loop any more."""
    log = log_of(a="A 0-1 > B 1-2 > A 5-6 > B 6-7 > C 7-8")
    frame = pm.what_if(log, changes=["A only once", "B only once"]).frame
    assert frame.mean_hours.tolist() == [pytest.approx(3)] * 3
    assert frame.saved_after_hours.tolist() == [pytest.approx(5), pytest.approx(0), pytest.approx(5)]


def test_by_the_clock_a_calendar_tells_causes_only():
    """Check waits from 16:00 over the night to 10:00: an hour on duty up to 17:00 and one from 9:00, and 16 h off duty."""
    log = log_of(
        a="Ask 15-16 by Bea > Check 34-35 by Ann", b="Ask 9-10 by Bea > Check 10-11 by Ann", zone="UTC"
    )
    told = {"changes": "no unavailability for Check", "calendar": "Mon-Fri 09:00-17:00"}
    saved = pm.what_if(log.filter("case = a"), hours="clock", **told).frame.saved_hours.tolist()
    assert saved == [pytest.approx(16)]
    with pytest.raises(WrongOption, match="Cases are not played by 'days'"):
        pm.what_if(log, hours="days", **told)
