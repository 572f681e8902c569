"""A calendar as a phrase: read, written, and refused with all its faults."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procmine.calendars import ALWAYS, Calendar, Shift, calendar
from procmine.errors import WrongOption


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("mon-fri 9:00-17:00", "Mon-Fri 09:00-17:00"),
        ("Mon-Fri 09:00-12:00, 13:00-17:00; zone=Europe/Berlin", "zone=Europe/Berlin; Mon-Fri 09:00-12:00, 13:00-17:00"),
        ("Fri-Mon 22:00-06:00", "Mon, Fri-Sun 22:00-06:00"),
        ("Sat, Sun 00:00-24:00;", "Sat-Sun 00:00-24:00"),
        ("24x7", "24x7"),
        ("zone=UTC; Mon-Sun 00:00-24:00", "zone=UTC; 24x7"),
        ("Mon 09:00-17:00; holidays=de-by, FR", "Mon 09:00-17:00; holidays=DE-BY; holidays=FR"),
        ("Mon 09:00-17:00; closed=2024-12-24..2025-01-01, 2024-05-02", "Mon 09:00-17:00; closed=2024-05-02; closed=2024-12-24..2025-01-01"),
        ("Mon 09:00-17:00; extra=2024-11-30 09:00-13:00", "Mon 09:00-17:00; extra=2024-11-30 09:00-13:00"),
    ],
)  # fmt: skip
def test_a_phrase_is_written_one_way(said, written):
    assert str(calendar(said)) == written
    assert calendar(written) == calendar(said)


shifts = st.builds(lambda b, n: Shift(b, b + n), st.integers(0, 1439), st.integers(1, 1440)).filter(
    lambda s: s.ends != s.begins + 1440 or s.begins == 0
)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
calendars = st.builds(
    lambda week, zone, holidays, closed, extra: Calendar(
        tuple(tuple(sorted(of_day)) for of_day in week), zone, tuple(holidays),
        tuple(sorted({(day, day + timedelta(n)) for day, n in closed})), tuple(sorted(extra)),
    ),
    st.lists(st.sets(shifts, max_size=2), min_size=7, max_size=7).filter(any),
    st.sampled_from([None, "Europe/Berlin", "America/New_York"]),
    st.lists(st.sampled_from(["DE", "DE-BY", "FR"]), unique=True),
    st.sets(st.tuples(days, st.integers(0, 9)), max_size=3),
    st.sets(st.tuples(days, shifts), max_size=2),
)  # fmt: skip


@given(calendars)
def test_what_is_written_reads_back_as_it_was(one):
    assert calendar(str(one)) == one


def test_every_fault_is_told_at_once_with_what_would_be_right():
    with pytest.raises(WrongOption) as refused:
        calendar(
            "Mon-Fry 09:00-17:00; zone=Europe/Berln; holidays=DE-ZZ; closed=2024-13-01; Tue 25:00-26:00; Wed 9-17; foo=1"
        )
    told = str(refused.value)
    for fault in ("'Mon-Fry' names no days", "Did you mean 'Europe/Berlin'", "No region of DE is called 'ZZ'", "'2024-13-01' is no day",
                  "'25:00-26:00' lies outside the day", "'9-17' is no time from HH:MM to HH:MM", "there is no part 'foo'"):  # fmt: skip
        assert fault in told, fault
    assert "Write it as: Mon-Fri 09:00-17:00" in told


@pytest.mark.parametrize("text", ["", "zone=UTC", "holidays=DE"])
def test_a_calendar_without_a_shift_is_refused(text):
    with pytest.raises(WrongOption, match="it has no shift"):
        calendar(text)


def test_a_day_is_as_long_as_most_days_are():
    assert calendar("Mon-Thu 09:00-17:00; Fri 09:00-13:00").day_hours == 8
    assert calendar("Mon-Fri 09:00-12:00, 13:00-17:00").day_hours == 7
    assert ALWAYS.day_hours == 24


def test_without_a_zone_hours_cannot_be_placed():
    with pytest.raises(WrongOption, match="calendar has no zone") as refused:
        calendar("Mon 09:00-17:00").within(None)
    assert "zone=Europe/Berlin" in refused.value.cure
    assert calendar("Mon 09:00-17:00").within("UTC").zone == "UTC"
