"""Calendars mined from a log are those that people keep."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import procmine as pm
from procmine.calendars import calendar, mined, roster
from procmine.samples import generate, log_of, log_of_rows, purchase_scenario

BERLIN = ZoneInfo("Europe/Berlin")


def worked(
    who, weeks=26, days=range(5), begins=9.0, ends=17.0, first=date(2024, 1, 8), skip=(), late=0.0, seed=1
):
    """Pieces of 20 to 50 minutes one after the other, in the hours of Berlin; the last may end up to `late` hours after."""
    chance = random.Random(seed)
    rows = []
    for day in (first + timedelta(days=7 * week + weekday) for week in range(weeks) for weekday in days):
        at = begins
        while at < ends and day not in skip:
            length = chance.uniform(1 / 3, 5 / 6)
            done = min(at + length, ends + chance.uniform(0, late))
            instants = [datetime(day.year, day.month, day.day) + timedelta(hours=hour) for hour in (at, done)]
            start, end = (
                one.replace(tzinfo=BERLIN).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
                for one in instants
            )
            rows.append(
                {
                    "case_id": f"{who}{len(rows)}",
                    "activity": "Work",
                    "resource": who,
                    "started_at": start,
                    "ended_at": end,
                }
            )
            at += length + chance.uniform(0, 0.2)
    return rows


def halves(one):
    return {
        (day, half)
        for day, shifts in enumerate(one.week)
        for s in shifts
        for half in range(s.begins // 30, s.ends // 30)
    }


def test_a_worker_from_nine_to_five_is_recovered_across_the_change_of_the_clock():
    kept = mined(log_of_rows(worked("Ann"), zone="Europe/Berlin"))
    found, truth = halves(dict(kept.own)["Ann"]), halves(calendar("Mon-Fri 09:00-17:00"))
    assert len(found & truth) >= 0.95 * len(truth)
    assert not [day for day, _ in found if day > 4], "no weekend"
    assert found <= truth


def test_what_is_finished_after_hours_lengthens_no_shift():
    kept = mined(log_of_rows(worked("Ann", late=0.7), zone="Europe/Berlin"))
    assert max(half for _, half in halves(dict(kept.own)["Ann"])) == 33


def test_each_has_hours_of_their_own_and_who_is_seen_too_seldom_those_of_everybody():
    rows = worked("Ann") + worked("Bea", days=range(3), ends=13.0) + worked("Cid", weeks=2, days=(0,))
    kept = mined(log_of_rows(rows, zone="Europe/Berlin"))
    own = dict(kept.own)
    assert halves(own["Bea"]) == halves(calendar("Mon-Wed 09:00-13:00"))
    assert "Cid" not in own


def test_a_weekend_of_overtime_is_no_working_day():
    rows = worked("Ann") + worked("Ann", weeks=2, days=(5,), seed=2)
    assert not [
        day for day, _ in halves(dict(mined(log_of_rows(rows, zone="Europe/Berlin")).own)["Ann"]) if day > 4
    ]


def test_days_on_which_nobody_works_where_many_do_are_closed():
    holiday = date(2024, 5, 1)
    rows = [row for place, who in enumerate("ABCDEF") for row in worked(who, skip=(holiday,), seed=place)]
    kept = mined(log_of_rows(rows, zone="Europe/Berlin"))
    assert kept.everybody.closed == ((holiday, holiday),)
    assert dict(kept.own)["A"].closed == kept.everybody.closed


def test_a_mined_roster_is_a_file_to_look_through_and_give_back(tmp_path):
    log = log_of_rows(worked("Ann") + worked("Bea", days=range(3), ends=13.0), zone="Europe/Berlin")
    kept, file = mined(log), tmp_path / "team.toml"
    file.write_text(kept.to_toml(), encoding="utf-8")
    again = roster(str(file))
    assert (again.everybody, again.own) == (kept.everybody, kept.own)


def test_a_question_takes_the_calendar_that_the_log_shows():
    later = {"case_id": "Ann0", "activity": "Later", "resource": "Ann"}
    later |= {"started_at": datetime(2024, 1, 9, 8), "ended_at": datetime(2024, 1, 9, 9)}
    rows = [*worked("Ann"), later]
    found = pm.waiting_time(log_of_rows(rows, zone="Europe/Berlin"), calendar="mined")
    row = found.frame.iloc[0]
    assert row.total_hours - row.total_worked_hours == 16, "the night"
    assert found.parameters["calendar"] == "mined"
    with pytest.raises(pm.errors.CannotAnswer, match="No resource"):
        pm.waiting_time(log_of(a="A 1-2 > B 3-4", zone="UTC"), calendar="mined")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 8])
def test_the_hours_of_generated_teams_are_recovered(seed):
    scenario = purchase_scenario(seed)
    kept = mined(generate(scenario).log())
    own, both, found, true = dict(kept.own), 0, 0, 0
    for person in scenario.people:
        if person.team == "Approvers":  # they work only when the batch is let go
            continue
        truth = {
            (day - 1, half)
            for day in person.hours.days
            for begin, end in person.hours.stretches
            for half in range(int(begin * 2), int(end * 2))
        }
        seen = halves(own.get(person.name, kept.everybody))
        both, found, true = both + len(seen & truth), found + len(seen), true + len(truth)
    assert both / found >= 0.97 and both / true >= 0.97
