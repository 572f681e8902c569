"""Calendars from iCalendar files: what is read, and what no calendar can hold."""

from __future__ import annotations

from datetime import date, datetime

import pytest

import procmine as pm
from procmine.calendars import calendar, roster, worked_seconds
from procmine.errors import WrongOption
from procmine.samples import log_of

BERLIN = "TZID=Europe/Berlin"


def file(path, *events):
    """A file of events, each a summary and its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//procmine//tests//EN"]
    for number, (summary, *told) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", f"SUMMARY:{summary}", *told, "END:VEVENT"]
    path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
    return path


def weekly(days, begins="060000", ends="140000", rule="FREQ=WEEKLY;BYDAY={}"):
    return [
        f"DTSTART;{BERLIN}:20240101T{begins}",
        f"DTEND;{BERLIN}:20240101T{ends}",
        f"RRULE:{rule.format(days)}",
    ]


def test_weekly_events_are_shifts_and_whole_days_are_closed(tmp_path):
    path = file(
        tmp_path / "shifts.ics",
        ("Early", *weekly("MO,TU,WE")),
        ("Night", *weekly("FR", "220000", "230000")),
        ("Fair", "DTSTART;VALUE=DATE:20240506", "DTEND;VALUE=DATE:20240508"),
        ("Stocktaking", f"DTSTART;{BERLIN}:20240511T090000", "DURATION:PT4H"),
        ("Off", "STATUS:CANCELLED", "DTSTART;VALUE=DATE:20240513"),
    )
    assert str(roster(path).everybody) == (
        "zone=Europe/Berlin; Mon-Wed 06:00-14:00; Fri 22:00-23:00; closed=2024-05-06..2024-05-07; extra=2024-05-11 09:00-13:00"
    )


def test_rules_that_end_are_extra_shifts_and_left_out_dates_take_one_shift_away(tmp_path):
    path = file(
        tmp_path / "shifts.ics",
        ("Early", *weekly("MO"), f"EXDATE;{BERLIN}:20240108T060000"),
        ("Late", *weekly("MO", "140000", "180000")),
        ("Course", *weekly("TH", "090000", "100000", "FREQ=WEEKLY;COUNT=3;BYDAY={}")),
    )
    told = str(roster(path).everybody)
    # On 8 January only the late shift is left; the course is on three Thursdays.
    assert "closed=2024-01-08" in told and "extra=2024-01-08 14:00-18:00" in told
    assert [f"extra=2024-01-{day:02d} 09:00-10:00" in told for day in (4, 11, 18, 25)] == [
        True,
        True,
        True,
        False,
    ]
    hours = (
        worked_seconds(roster(path).everybody, [datetime(2024, 1, 7)], [datetime(2024, 1, 9)]).iloc[0] / 3600
    )
    assert hours == 4


def test_a_companys_days_off_close_the_days_of_a_phrase(tmp_path, monkeypatch):
    file(
        tmp_path / "off.ics",
        ("Christmas", "DTSTART;VALUE=DATE:20101225", "RRULE:FREQ=YEARLY"),
        ("Bridge", "DTSTART;VALUE=DATE:20240510"),
    )
    monkeypatch.chdir(tmp_path)
    found = calendar("Mon-Fri 09:00-17:00; closed=off.ics, 2024-12-27")
    off = found.days_off(date(2024, 1, 1), date(2025, 12, 31))
    assert off == [date(2024, 5, 10), date(2024, 12, 25), date(2024, 12, 27), date(2025, 12, 25)]
    assert calendar(str(found)) == found
    assert date(2009, 12, 25) not in found.days_off(date(2000, 1, 1), date(2024, 1, 1))


def test_a_question_takes_the_file(tmp_path):
    path = file(
        tmp_path / "shifts.ics",
        ("Day", *[line.replace(";TZID=Europe/Berlin", "") for line in weekly("MO,TU")]),
    )
    log = log_of(
        a="A 5-6 by Ann > B 8-9 by Ann", zone="Europe/Berlin"
    )  # 6:00 and 9:00 in Berlin; on duty from 6:00 to 14:00
    assert pm.waiting_time(log, calendar=str(path)).frame.total_worked_hours.tolist() == [2]


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([("Board", *weekly("1MO", rule="FREQ=MONTHLY;BYDAY={}"))], "'Board' comes by the rule FREQ=MONTHLY;BYDAY=1MO without an end"),
        ([("Every other", *weekly("MO", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY={}"))], "INTERVAL=2"),
        ([("Odd", f"DTSTART;{BERLIN}:20240101T060000", f"DTEND;{BERLIN}:20240103T060000")], "'Odd' of 01 Jan 2024 is no shift"),
        ([("A", *weekly("MO")), ("B", "DTSTART;TZID=America/New_York:20240101T060000", "DURATION:PT1H")], "'B' is in another zone"),
        ([("Moved", f"DTSTART;{BERLIN}:20240101T060000", "DURATION:PT1H", f"RECURRENCE-ID;{BERLIN}:20240102T060000")], "RECURRENCE-ID"),
        ([("Without a time",)], "'Without a time' says no time"),
        ([("Holiday", "DTSTART;VALUE=DATE:20240506")], "only days off: write 'Mon-Fri 09:00-17:00; closed=x.ics'"),
        ([("Gym", "DTSTART;VALUE=DATE:20240506", "RRULE:FREQ=WEEKLY")], "'Gym' takes days off by the rule FREQ=WEEKLY"),
    ],
)  # fmt: skip
def test_what_no_calendar_can_hold_is_refused_by_its_name(tmp_path, events, told):
    with pytest.raises(WrongOption) as refusal:
        roster(file(tmp_path / "x.ics", *events))
    assert told in refusal.value.found and refusal.value.cure


def test_all_faults_are_told_at_once_and_other_files_are_refused(tmp_path):
    path = file(
        tmp_path / "x.ics", ("Board", *weekly("1MO", rule="FREQ=MONTHLY;BYDAY={}")), ("Without a time",)
    )
    with pytest.raises(WrongOption, match=r"Board.*Without a time"):
        roster(path)
    (tmp_path / "y.ics").write_text("no calendar at all")
    with pytest.raises(WrongOption):
        roster(tmp_path / "y.ics")
    with pytest.raises(WrongOption, match="cannot be read"):
        roster(tmp_path / "z.ics")
    file(tmp_path / "shifts.ics", ("Early", *weekly("MO")))
    with pytest.raises(WrongOption, match="holds shifts too"):
        calendar(f"Mon-Fri 09:00-17:00; closed={tmp_path / 'shifts.ics'}")


def test_ends_and_dates_left_out_in_utc_are_read_on_the_clock_of_the_event(tmp_path):
    """17:00 in Los Angeles is the next day in UTC, 7:00 in Tokyo the day before."""
    west = file(
        tmp_path / "west.ics",
        (
            "Late",
            "DTSTART;TZID=America/Los_Angeles:20240226T170000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;UNTIL=20240302T010000Z",
        ),
    )
    assert "extra=2024-03-01 17:00-18:00" in str(roster(west).everybody) and "2024-03-02" not in str(
        roster(west).everybody
    )
    east = file(
        tmp_path / "east.ics",
        (
            "Early",
            "DTSTART;TZID=Asia/Tokyo:20240226T070000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;UNTIL=20240301T220000Z",
        ),
    )
    assert "extra=2024-03-02 07:00-08:00" in str(roster(east).everybody)
    without = file(
        tmp_path / "without.ics",
        (
            "Late",
            "DTSTART;TZID=America/Los_Angeles:20240226T170000",
            "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY",
            "EXDATE:20240305T010000Z",
        ),
    )
    assert "closed=2024-03-04" in str(roster(without).everybody)


def test_rules_within_a_day_are_refused(tmp_path):
    for rule in ("FREQ=HOURLY;COUNT=3", "FREQ=DAILY;BYHOUR=8,12;COUNT=3"):
        with pytest.raises(WrongOption, match="several times a day"):
            roster(file(tmp_path / "x.ics", ("Rounds", *weekly("", rule=rule))))
