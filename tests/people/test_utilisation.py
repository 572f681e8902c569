from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.samples import log_of, log_of_rows

OFFICE = "zone=UTC; Mon-Fri 09:00-17:00"
START = datetime(2024, 3, 4)


def row_of(found, resource="Ann"):
    return found.frame.set_index("resource").loc[resource]


def test_two_pieces_at_once_are_six_hours_of_work_and_eight_of_effort():
    ann = row_of(pm.utilisation(log_of(a="A 0-4 by Ann", b="A 2-6 by Ann")))
    assert (ann.busy_hours, ann.effort_hours, ann.share_multitasking, ann.share_utilised) == (6, 8, pytest.approx(1 / 3), 1)  # fmt: skip
    assert (ann.mean_in_hand, ann.peak_in_hand, ann.pieces) == (pytest.approx(4 / 3), 2, 2)


def test_work_off_duty_is_overtime_and_may_bring_the_share_above_one():
    """Monday, seen from 7:00 to 18:00: eight hours on duty, all worked, and three beside it."""
    found = pm.utilisation(log_of(zone="UTC", a="A 7-18 by Ann"), calendar=OFFICE)
    ann = row_of(found)
    assert (ann.busy_hours, ann.available_hours, ann.overtime_hours, ann.lasting_hours) == (8, 8, 3, 0)
    assert (ann.share_utilised, ann.share_with_overtime) == (1, 11 / 8)
    assert "With overtime 1 resource works more than the calendar says, Ann 138 % of it." in found.headline


def test_work_that_lies_over_night_is_not_worked_on_then():
    """Taken up Monday 16:00, closed Tuesday 10:00: two hours on duty, sixteen in which it merely lasted."""
    ann = row_of(pm.utilisation(log_of(zone="UTC", a="A 16-34 by Ann"), calendar=OFFICE))
    assert (ann.busy_hours, ann.overtime_hours, ann.lasting_hours, ann.share_with_overtime) == (2, 16, 16, 1)
    worked = row_of(
        pm.utilisation(log_of(zone="UTC", a="A 16-34 by Ann", b="A 17-19 by Ann"), calendar=OFFICE)
    )
    assert (worked.overtime_hours, worked.lasting_hours) == (16, 14), "from 17 to 19 other work was done"


def test_a_calendar_of_ones_own_makes_the_hours(tmp_path):
    file = tmp_path / "rota.toml"
    file.write_text(
        '[resources]\n"*" = "Mon-Fri 09:00-17:00"\n"Bea" = "Mon-Fri 09:00-13:00"\n', encoding="utf-8"
    )
    found = pm.utilisation(
        log_of(zone="UTC", a="A 9-11 by Ann", b="A 9-11 by Bea", c="A 16-17 by Ann"), calendar=str(file)
    )
    assert row_of(found).share_utilised == 3 / 8 and row_of(found, "Bea").share_utilised == 2 / 4


def test_pauses_are_no_work(tmp_path):
    rows = [{"case_id": 1, "activity": "A", "resource": "Ann", "lifecycle": mark, "ended_at": START + timedelta(hours=hour)}
            for mark, hour in (("start", 9), ("suspend", 10), ("resume", 12), ("complete", 13))]  # fmt: skip
    ann = row_of(pm.utilisation(log_of_rows(rows)))
    assert (ann.busy_hours, ann.available_hours) == (2, 4)


def test_unfinished_work_lasts_until_the_extraction():
    assert row_of(pm.utilisation(log_of(a="A 9- by Ann", b="A 9-15 by Bea"))).busy_hours == 6


def test_groups_add_up_their_members():
    rows = [
        {"case_id": n, "activity": "A", "resource": who, "team": team, "started_at": START + timedelta(hours=begin), "ended_at": START + timedelta(hours=end)}
        for n, (who, team, begin, end) in enumerate((("Ann", "x", 0, 10), ("Bea", "x", 0, 5), ("Cid", "y", 2, 4)))
    ]  # fmt: skip
    found = pm.utilisation(log_of_rows(rows), by="team")
    assert found.tables["groups"][["group", "people", "busy_hours", "available_hours", "share_utilised"]].values.tolist() == [
        ["x", 2, 15, 20, 0.75], ["y", 1, 2, 10, 0.2],
    ]  # fmt: skip
    assert found.headline.startswith("x carries most: its 2 members are at work for 75 %")


def test_ends_alone_tell_no_utilisation():
    with pytest.raises(CannotAnswer, match="for how long anybody was at work is not known") as refused:
        pm.utilisation(log_of(a="A 9 by Ann"))
    assert "completion_rate" in refused.value.cure
    with pytest.raises(CannotAnswer, match="no resources"):
        pm.utilisation(log_of(a="A 9-10"))


pieces = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 2000), st.sampled_from("xyz")), min_size=1, max_size=9
)


@given(pieces)
def test_every_minute_counted_alone_gives_the_same(work):
    """A twin that walks through every minute of two days, with a calendar from 9 to 17."""
    rows = [{"case_id": n, "activity": "A", "resource": who, "started_at": START + timedelta(minutes=s), "ended_at": START + timedelta(minutes=s + d)}
            for n, (s, d, who) in enumerate(work)]  # fmt: skip
    log = log_of_rows(rows, zone="UTC")
    found = pm.utilisation(log, calendar=OFFICE).frame.set_index("resource")
    plain = pm.utilisation(log).frame.set_index("resource")

    def is_duty(minute):
        day, hour = minute // 1440, minute % 1440 / 60
        return day < 5 and 9 <= hour < 17

    first, last = min(s for s, _, _ in work), max(s + d for s, d, _ in work)
    available = sum(map(is_duty, range(first, last)))
    for who in {who for _, _, who in work}:
        at_once = [sum(s <= m < s + d for s, d, w in work if w == who) for m in range(first, last)]
        busy = [m for m, n in zip(range(first, last), at_once, strict=True) if n]
        told = found.loc[who]
        assert told.available_hours * 60 == pytest.approx(available)
        assert told.busy_hours * 60 == pytest.approx(sum(map(is_duty, busy)))
        assert told.overtime_hours * 60 == pytest.approx(sum(not is_duty(m) for m in busy))
        assert told.effort_hours * 60 == pytest.approx(sum(at_once))
        assert told.peak_in_hand == max(at_once, default=0)
        assert 0 <= told.lasting_hours <= told.overtime_hours + 1e-9
        assert plain.busy_hours[who] == pytest.approx(told.busy_hours + told.overtime_hours)
        if busy:
            assert told.share_multitasking == pytest.approx(sum(n > 1 for n in at_once) / len(busy))


def test_who_is_never_at_work_on_duty_counts_among_the_resources():
    """Cid works at night alone: half of three people, not of two, are at work for at least so much."""
    rows = [
        {"case_id": day, "activity": who, "resource": who, "started_at": START + timedelta(days=day, hours=hour),
         "ended_at": START + timedelta(days=day, hours=hour + 1)}
        for day in range(2) for who, hour in (("Ann", 9), ("Bob", 12), ("Cid", 2))
    ]  # fmt: skip
    log = log_of_rows(rows, zone="UTC")
    assert "Half of 3 resources" in pm.utilisation(log, calendar="Mon-Sun 08:00-18:00").headline
