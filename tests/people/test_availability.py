"""When each resource is on duty, beside hours that are known to have been kept."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import procmine as pm
from procmine.calendars import calendar, roster
from procmine.samples import log_of, log_of_rows

BERLIN = ZoneInfo("Europe/Berlin")


def shifts(
    who, weeks=26, days=range(5), begins=9.0, ends=17.0, noise=0.0, first=date(2024, 1, 8), has_starts=True
):
    """Pieces of 20 to 50 minutes in the hours of Berlin, from January into July; besides, `noise` times as many anywhere."""
    chance, spans = random.Random(who), []
    for day in (first + timedelta(days=7 * week + weekday) for week in range(weeks) for weekday in days):
        at = begins
        while at < ends:
            done = min(at + chance.uniform(1 / 3, 5 / 6), ends)
            spans.append(
                [datetime(day.year, day.month, day.day) + timedelta(hours=hour) for hour in (at, done)]
            )
            at = done + chance.uniform(0, 0.2)
    for _ in range(round(noise * len(spans))):
        at = datetime(first.year, first.month, first.day) + timedelta(days=7 * weeks) * chance.random()
        spans.append([at, at + timedelta(minutes=chance.uniform(5, 40))])
    return [
        {"case_id": f"{who}{place}", "activity": "Work", "resource": who, "started_at": start if has_starts else None, "ended_at": end}
        for place, span in enumerate(spans)
        for start, end in [[one.replace(tzinfo=BERLIN).astimezone(UTC).replace(tzinfo=None) for one in span]]
    ]  # fmt: skip


def halves(phrase):
    return {
        ((day + half // 48) % 7, half % 48)
        for day, kept in enumerate(calendar(phrase).week)
        for one in kept
        for half in range(one.begins // 30, one.ends // 30)
    }


KEPT = {
    "office": ({}, "Mon-Fri 09:00-17:00"),
    "part-timer": ({"days": range(3), "ends": 13.0}, "Mon-Wed 09:00-13:00"),
    "night shift": ({"begins": 22.0, "ends": 30.0}, "Mon-Fri 22:00-06:00"),
    "few weeks": ({"weeks": 6}, "Mon-Fri 09:00-17:00"),
}


@pytest.mark.parametrize("noise", [0.0, 0.2])
@pytest.mark.parametrize("kind", KEPT)
def test_hours_that_were_kept_are_recovered_across_the_change_of_the_clock_and_with_stray_work(kind, noise):
    given, phrase = KEPT[kind]
    found = pm.availability(log_of_rows(shifts("Ann", noise=noise, **given), zone="Europe/Berlin"))
    row = found.frame.iloc[0]
    seen, truth = halves(row.calendar), halves(phrase)
    assert len(seen & truth) >= 0.95 * len(truth) and len(seen - truth) <= 0.05 * len(truth)
    assert row.is_own and not row.looks_like_machine
    assert row.on_duty_hours == len(seen) / 2
    if kind != "night shift":
        assert not [day for day, _ in seen if day > 4], "no weekend"
    assert row.share_in == 1 if not noise else 0.8 < row.share_in < 1


def test_ends_alone_tell_the_hours_but_for_their_edges():
    """What begins at nine ends after half past at the earliest, and what ends at five is seen at five."""
    found = pm.availability(log_of_rows(shifts("Ann", has_starts=False), zone="Europe/Berlin"))
    seen = halves(found.frame.calendar[0])
    assert halves("Mon-Fri 09:30-17:00") <= seen <= halves("Mon-Fri 09:00-17:30")
    assert "the hours are those in which work ends" in found.headline


@pytest.mark.parametrize("seed", range(10))
def test_stray_work_of_other_seeds_makes_no_shift_either(seed):
    found = pm.availability(
        log_of_rows(shifts(f"Ann{seed}", noise=0.2), zone="Europe/Berlin")
    ).frame.calendar[0]
    assert len(halves(found) ^ halves("Mon-Fri 09:00-17:00")) <= 4


def test_beginnings_and_ends_inside_the_hours_are_counted_one_by_one():
    """Twenty-six weeks of office hours, and one piece from 16:30 to 18:00: its beginning lies inside, its end does not."""
    late = {
        "case_id": "late",
        "activity": "Work",
        "resource": "Ann",
        "started_at": datetime(2024, 2, 5, 15, 30),
        "ended_at": datetime(2024, 2, 5, 17),
    }
    rows = shifts("Ann")
    row = pm.availability(log_of_rows([*rows, late], zone="Europe/Berlin")).frame.iloc[0]
    assert row.share_in == pytest.approx(1 - 1 / (2 * len(rows) + 2))
    assert row.active_days == 130
    assert str(row.first_at) == "2024-01-08 09:00:00+01:00"


def test_who_is_seen_too_seldom_keeps_the_hours_of_everybody_and_a_machine_is_told():
    machine = [
        {
            "case_id": f"m{hour}",
            "activity": "Print",
            "resource": "Printer",
            "started_at": at,
            "ended_at": at + timedelta(minutes=40),
        }
        for hour in range(24 * 7 * 8)
        for at in [datetime(2024, 1, 8) + timedelta(hours=hour)]
    ]
    rows = [*shifts("Ann"), *shifts("Cid", weeks=2, days=(0,)), *machine]
    found = pm.availability(log_of_rows(rows, zone="Europe/Berlin"))
    frame = found.frame.set_index("resource")
    assert frame.is_own.to_dict() == {"Ann": True, "Cid": False, "Printer": True}
    assert frame.calendar["Cid"] == frame.calendar["Ann"] == "Mon-Fri 09:00-17:00"
    assert frame.looks_like_machine.to_dict() == {"Ann": False, "Cid": False, "Printer": True}
    assert frame.on_duty_hours["Printer"] > 160
    assert "1 resource works round the clock" in found.headline


def test_the_picture_counts_who_is_on_duty():
    rows = [*shifts("Ann"), *shifts("Bea", days=range(3), ends=13.0), *shifts("Nin", begins=22.0, ends=30.0)]
    trace = pm.availability(log_of_rows(rows, zone="Europe/Berlin")).figure().data[0]
    on_duty = {
        (day, clock): trace.z[place][half]
        for place, day in enumerate(trace.y)
        for half, clock in enumerate(trace.x)
    }
    assert on_duty["Mon", "09:30"] == 2 and on_duty["Thu", "09:30"] == 1
    assert on_duty["Sat", "05:30"] == 1 and on_duty["Mon", "05:30"] == 0
    assert on_duty["Sun", "12:00"] == 0


def test_the_file_it_writes_gives_the_same_hours_again(tmp_path):
    log = log_of_rows([*shifts("Ann"), *shifts("Bea", days=range(3), ends=13.0)], zone="Europe/Berlin")
    found, file = pm.availability(log), tmp_path / "team.toml"
    file.write_text(found.to_toml(), encoding="utf-8")
    again = roster(str(file))
    assert {who: str(one) for who, one in again.own} == dict(
        zip(found.frame.resource, found.frame.calendar, strict=True)
    )
    assert pm.workload(log) is not None and pm.cycle_time(log, calendar=str(file)).parameters[
        "calendar"
    ] == str(file)


def test_closed_days_and_half_hours_are_tables():
    holiday = date(2024, 5, 1)
    rows = [row for who in "ABCDEF" for row in shifts(who) if row["ended_at"].date() != holiday]
    found = pm.availability(log_of_rows(rows, zone="Europe/Berlin"))
    assert found.tables["closed"].day.tolist() == ["2024-05-01"]
    assert found.frame.calendar[0] == "Mon-Fri 09:00-17:00; closed=2024-05-01"
    table = found.tables["half_hours"].set_index(["resource", "weekday", "half_hour"])
    assert table.share["(everybody)", 3, 20] == pytest.approx(
        sum(table.share[who, 3, 20] for who in "ABCDEF") / 6
    )
    assert table.days["A", 3, 20] == 25


def test_hours_are_those_of_the_whole_log_and_what_is_counted_that_of_the_view():
    log = log_of_rows([*shifts("Ann"), *shifts("Bea", days=range(3), ends=13.0)], zone="Europe/Berlin")
    week = pm.availability(log.between("2024-02-05", "2024-02-11"))
    assert week.frame.calendar.tolist() == pm.availability(log).frame.calendar.tolist()
    assert week.frame.active_days.tolist() == [5, 3]


def test_a_log_without_resources_is_refused():
    with pytest.raises(pm.errors.CannotAnswer, match="resource"):
        pm.availability(log_of(a="A 1-2 > B 3-4", zone="UTC"))
