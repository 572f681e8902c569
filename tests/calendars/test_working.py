"""Worked time and due dates: worked examples, laws, and a twin that counts minutes."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procmine.calendars import ALWAYS, calendar, due_at, parameters, worked_seconds
from procmine.errors import WrongOption

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = "zone=Europe/Berlin; Mon-Fri 09:00-17:00"


def at(*parts):
    return datetime(*parts, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("phrase", "begins", "ends", "hours"),
    [
        (OFFICE, at(2024, 4, 26, 16), at(2024, 4, 29, 10), 2),  # over a weekend
        (OFFICE + "; closed=2024-04-01", at(2024, 3, 29, 16), at(2024, 4, 2, 10), 2),  # a day off, and the clock changes
        (OFFICE + "; holidays=DE", at(2024, 3, 28, 16), at(2024, 4, 2, 10), 2),  # Good Friday and Easter Monday
        ("zone=Europe/Berlin; Mon-Sun 22:00-06:00", at(2024, 3, 30, 22), at(2024, 3, 31, 6), 7),  # an hour is skipped
        ("zone=Europe/Berlin; Mon-Sun 22:00-06:00", at(2024, 10, 26, 22), at(2024, 10, 27, 6), 9),  # an hour comes twice
        ("zone=Europe/Berlin; Sat 22:00-06:00; closed=2024-05-05", at(2024, 5, 4), at(2024, 5, 6), 8),  # a shift belongs to the day it begins on
        ("zone=Europe/Berlin; Sat 22:00-06:00; closed=2024-05-04", at(2024, 5, 4), at(2024, 5, 6), 0),
        (OFFICE + "; closed=2024-05-01..2024-05-03; extra=2024-05-02 10:00-12:00", at(2024, 4, 30, 17), at(2024, 5, 6, 9), 2),
        ("zone=Europe/Berlin; Mon 09:00-13:00, 12:00-17:00", at(2024, 5, 6), at(2024, 5, 7), 8),  # shifts that overlap count once
        (OFFICE, at(2024, 4, 27), at(2024, 4, 28), 0),  # nobody works
    ],
)  # fmt: skip
def test_worked_hours_of_a_worked_example(phrase, begins, ends, hours):
    assert worked_seconds(calendar(phrase), [begins, ends], [ends, begins]).tolist() == [
        hours * 3600,
        -hours * 3600,
    ]


def test_what_is_not_known_stays_unknown():
    found = worked_seconds(calendar(OFFICE), [None, at(2024, 4, 26, 16)], [at(2024, 4, 26, 16), None])
    assert found.isna().all()
    assert worked_seconds(calendar(OFFICE), [None], [None]).isna().all()


def test_microseconds_count():
    begins = at(2024, 4, 26, 10)
    assert worked_seconds(calendar(OFFICE), [begins], [begins + timedelta(microseconds=1)])[
        0
    ] == pytest.approx(1e-6, abs=1e-9)


@pytest.mark.parametrize(
    ("begins", "hours", "due"),
    [
        (at(2024, 4, 26, 16), 1, at(2024, 4, 26, 17)),  # what ends a shift is due at its end
        (at(2024, 4, 26, 16), 2, at(2024, 4, 29, 10)),
        (at(2024, 4, 27, 3), 8, at(2024, 4, 29, 17)),
        (at(2024, 4, 27, 3), 0, at(2024, 4, 27, 3)),
        (at(2024, 4, 26, 16), 32, at(2024, 5, 2, 16)),
        (at(2024, 4, 26, 16), 8 * 400, at(2025, 11, 7, 16)),  # beyond any first horizon
    ],
)
def test_due_dates_of_worked_examples(begins, hours, due):
    assert due_at(calendar(OFFICE), [begins], [hours * 3600])[0] == due.astimezone(UTC).replace(tzinfo=None)


def test_what_fills_a_shift_is_due_at_its_end_to_the_microsecond():
    chance, shift = random.Random(1), 8 * 3600 * 10**6
    passed = [chance.randrange(shift) for _ in range(2000)]
    days = [datetime(2024, 1, 1) + timedelta(days=chance.randrange(5), weeks=chance.randrange(200)) for _ in passed]  # fmt: skip
    begins = [day + timedelta(hours=9, microseconds=us) for day, us in zip(days, passed, strict=True)]
    due = due_at(calendar("zone=UTC; Mon-Fri 09:00-17:00"), begins, [(shift - us) / 1e6 for us in passed])
    assert due.tolist() == [day + timedelta(hours=17) for day in days]


def test_far_outside_the_days_asked_about_nothing_is_known():
    from procmine.engine import assemble, engine, read_sql

    day = datetime(2024, 5, 6)
    bound = parameters([calendar(OFFICE)], day, day)
    asked = {
        "row_calendar": [0, 0],
        "row_begins": [day, day - timedelta(30)],
        "row_ends": [day + timedelta(30), day],
    }
    found = engine.bare_frame(assemble(read_sql("calendars", "working_time"), []), {**bound, **asked})
    assert found.worked_seconds.isna().all()


@pytest.mark.parametrize(
    ("phrase", "hours"),
    [
        ("Mon-Thu 09:00-17:00; Fri 09:00-13:00", 8),
        ("Mon-Fri 09:00-17:00; Mon-Fri 12:00-20:00", 11),  # shifts that overlap count once
        ("24x7; Mon-Fri 09:00-17:00", 24),
        ("Mon-Sun 22:00-06:00", 8),
        ("Mon-Sun 05:00-13:00, 22:00-06:00", 15),  # the hour from five to six is of the night before
    ],
)
def test_the_hours_of_a_usual_working_day(phrase, hours):
    assert calendar(phrase).day_hours == hours


def test_work_that_never_ends_and_work_below_nothing_are_refused():
    once = calendar("zone=UTC; extra=2024-05-02 10:00-12:00; closed=2000-01-01..2999-01-01; Mon 09:00-10:00")
    with pytest.raises(WrongOption, match="does not hold that much work"):
        due_at(once, [datetime(2024, 5, 1)], [3 * 3600])
    with pytest.raises(WrongOption, match="negative amount"):
        due_at(once, [datetime(2024, 5, 1)], [-1])


def test_a_horizon_of_millennia_is_refused():
    with pytest.raises(WrongOption, match="a stray"):
        parameters([ALWAYS], datetime(1, 1, 5), datetime(2024, 1, 1), "UTC")


# The twin: every minute of a year, told by zoneinfo whether somebody works in it -----------------------

WEEK = {
    0: [(540, 1020)],
    1: [(540, 720), (780, 1020)],
    2: [(1320, 1800)],
    4: [(360, 840), (600, 900)],
    5: [(1380, 1740)],
}
PHRASE = "Mon 09:00-17:00; Tue 09:00-12:00, 13:00-17:00; Wed 22:00-06:00; Fri 06:00-14:00, 10:00-15:00; Sat 23:00-05:00"
CLOSED = date(2024, 5, 8)
FIRST, MINUTES = datetime(2024, 1, 1), 366 * 24 * 60


def worked_before(zone):
    """For each minute of 2024 (UTC), the worked minutes before it."""
    place, total, before = ZoneInfo(zone), 0, []
    for minute in range(MINUTES):
        before.append(total)
        local = (FIRST + timedelta(minutes=minute)).replace(tzinfo=UTC).astimezone(place)
        clock = local.hour * 60 + local.minute
        yesterday = local.date() - timedelta(days=1)
        total += any(
            day != CLOSED
            and any(begins <= clock + later < ends for begins, ends in WEEK.get(day.weekday(), ()))
            for day, later in ((local.date(), 0), (yesterday, 1440))
        )
    return before


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_worked_seconds_equal_a_count_of_minutes(zone):
    before, drawn = worked_before(zone), random.Random(11)
    pairs = [(drawn.randrange(MINUTES), drawn.randrange(MINUTES)) for _ in range(3000)]
    one = calendar(f"zone={zone}; {PHRASE}; closed={CLOSED}")
    begins, ends = ([FIRST + timedelta(minutes=pair[side]) for pair in pairs] for side in (0, 1))
    assert (worked_seconds(one, begins, ends) / 60).tolist() == [before[b] - before[a] for a, b in pairs]


# Laws --------------------------------------------------------------------------------------------------

instants = st.datetimes(datetime(2023, 1, 1), datetime(2025, 12, 31))
phrases = st.sampled_from(
    [OFFICE, "zone=America/New_York; Mon-Sun 20:00-08:00; holidays=US", "zone=Australia/Lord_Howe; " + PHRASE]
)


@given(phrases, st.lists(instants, min_size=3, max_size=3))
def test_working_time_adds_up_and_never_runs_backwards(phrase, three):
    a, b, c = sorted(three)
    ab, bc, ac = worked_seconds(calendar(phrase), [a, b, a], [b, c, c])
    assert ab + bc == pytest.approx(ac, abs=1e-5)
    assert -1e-6 <= ab <= (b - a).total_seconds() + 1e-5


@given(instants, instants)
def test_on_a_clock_that_never_rests_worked_is_elapsed(a, b):
    assert worked_seconds(calendar("zone=Europe/Berlin; 24x7"), [a], [b])[0] == pytest.approx(
        (b - a).total_seconds(), abs=1e-5
    )


@given(phrases, instants, st.integers(1, 500_000))
def test_due_at_is_the_inverse_of_worked_seconds(phrase, begins, seconds):
    one = calendar(phrase)
    due = due_at(one, [begins], [seconds])[0]
    assert worked_seconds(one, [begins], [due])[0] == pytest.approx(seconds, abs=1e-4)
    assert worked_seconds(one, [begins], [due - timedelta(milliseconds=10)])[0] < seconds


@given(st.integers(0, 7 * 24 * 60), st.integers(0, 3 * 24 * 60), st.integers(1, 6))
def test_a_shift_by_whole_weeks_changes_nothing_where_the_clock_does_not(start, length, weeks):
    a = datetime(2024, 5, 6) + timedelta(minutes=start)
    b, later = a + timedelta(minutes=length), timedelta(weeks=weeks)
    now, then = worked_seconds(calendar(OFFICE), [a, a + later], [b, b + later])
    assert now == then
