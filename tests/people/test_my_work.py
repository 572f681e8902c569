from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName
from procmine.samples import log_of, log_of_rows

OFFICE = "Mon-Fri 09:00-17:00"


@pytest.fixture(scope="module")
def worked():
    """Bea reviews two drafts of Ann, one of them beside a draft of her own that she has not ended."""
    return log_of(
        a="Draft 9-10 by Ann > Review 13-14 by Bea > Send 15-16 by Cid",
        b="Draft 9:30-11 by Ann > Review 13:30-15 by Bea > Send 16-17 by Ann",
        c="Draft 12- by Bea",
        zone="UTC",
    )


def test_a_week_holds_each_hour_at_work_once_and_each_piece_by_itself(worked):
    """Work in hand from 12 to the extraction at 17: 5 hours, of which 1 h and 1.5 h doubly."""
    row = pm.my_work(worked, resource="Bea").frame.iloc[0]
    assert (row.pieces_completed, row.pieces_begun, row.in_hand_at_end) == (2, 3, 1)
    assert (row.busy_hours, row.overtime_hours, row.effort_hours) == (5, 0, 7.5)
    assert row.available_hours == 8  # from 9 to 17, day and night being the same without a calendar


def test_a_calendar_parts_work_on_duty_from_overtime(worked):
    row = pm.my_work(worked, resource="Bea", calendar="Mon-Fri 09:00-16:00").frame.iloc[0]
    assert (row.busy_hours, row.overtime_hours, row.available_hours) == (4, 1, 7)
    assert row.share_utilised == pytest.approx(4 / 7)


def test_work_that_merely_lasts_over_the_night_is_no_overtime_by_itself():
    """Taken up on Monday at 16, ended on Tuesday at 10; the night's other piece was done at 20 to 21."""
    rows = "Draft 16-34 by Ann"
    row = pm.my_work(log_of(a=rows, zone="UTC"), resource="Ann", calendar=OFFICE).frame.iloc[0]
    assert (row.busy_hours, row.overtime_hours, row.lasting_hours) == (2, 16, 16)
    row = pm.my_work(
        log_of(a=rows, b="Draft 20-21 by Ann", zone="UTC"), resource="Ann", calendar=OFFICE
    ).frame.iloc[0]
    assert (row.busy_hours, row.overtime_hours, row.lasting_hours) == (2, 16, 15)


def test_what_waits_for_whom_is_told_from_both_sides(worked):
    found = pm.my_work(worked, resource="Bea")
    suffered = found.tables["waits_suffered"]
    assert suffered[["from_resource", "waits", "median_wait_hours", "total_wait_hours"]].values.tolist() == [
        ["Ann", 2, 2.75, 5.5]  # from 10 to 13, and from 11 to 13:30
    ]
    caused = found.tables["waits_caused"].set_index("to_resource")
    assert caused.median_hours.to_dict() == {"Ann": 4, "Cid": 4}
    assert caused.loc["Ann", ["median_wait_hours", "median_work_hours"]].tolist() == [2.5, 1.5]
    assert found.tables["handed_from"].values.tolist() == [["Ann", 2, 2]]
    assert found.tables["handed_to"].values.tolist() == [["Ann", 1, 1], ["Cid", 1, 1]]
    opened = found.tables["open_items"].iloc[0]
    assert (opened.case_id, opened.age_hours, opened.usual_hours) == ("c", 5, 1.25)
    assert found.headline.startswith("Bea has 1 piece of work in hand, Draft of case c, for 5.0 h.")
    assert "What Ann hands over waits longest until it is taken up (5.5 h over 2 pieces)" in found.headline


def test_work_left_to_oneself_is_a_wait_and_no_handover():
    found = pm.my_work(log_of(a="Draft 9-10 by Ann > Send 12-13 by Ann"), resource="Ann")
    assert found.tables["waits_suffered"][["is_own", "total_wait_hours"]].values.tolist() == [[True, 2]]
    assert found.tables["handed_from"].empty and found.tables["waits_caused"].empty
    assert "hands over" not in found.headline


def test_the_usual_time_of_others_is_told_from_five_people_on():
    def log(people):
        return log_of(**{f"c{n}": f"Draft 9-{10 + n} by p{n}" for n in range(people)})

    few, enough = (pm.my_work(log(n), resource="p0").tables["activities"].iloc[0] for n in (4, 5))
    assert few.people == 4 and few[["usual_low_hours", "usual_high_hours"]].isna().all()
    assert enough[["usual_low_hours", "usual_high_hours"]].tolist() == [2, 4]  # of 1, 2, 3, 4 and 5 hours


def test_ends_alone_tell_completions_and_upper_bounds_never_hours_at_work():
    found = pm.my_work(log_of(a="Draft 9 by Ann > Send 12 by Bea > File 14 by Ann"), resource="Bea")
    row = found.frame.iloc[0]
    assert row.pieces_completed == 1
    assert row[["pieces_begun", "in_hand_at_end", "busy_hours", "share_utilised"]].isna().all()
    assert found.tables["waits_suffered"].basis.tolist() == ["elapsed"]
    assert found.tables["activities"][["median_hours", "basis"]].values.tolist() == [[3, "elapsed"]]
    assert "What Bea has in hand is not known" in found.headline and "upper bounds" in found.headline


def test_weeks_begin_on_the_monday_of_the_zone_and_end_with_the_persons_last_work():
    """Sunday 23:30 to Monday 00:30 in Berlin is an hour in two weeks; another's later work adds none."""
    rows = [
        {"case_id": 1, "activity": "A", "resource": "Ann", "started_at": datetime(2024, 3, 10, 22, 30), "ended_at": datetime(2024, 3, 10, 23, 30)},
        {"case_id": 2, "activity": "A", "resource": "Bea", "started_at": datetime(2024, 4, 3), "ended_at": datetime(2024, 4, 4)},
    ]  # fmt: skip
    found = pm.my_work(log_of_rows(rows, zone="Europe/Berlin"), resource="Ann").frame
    assert [str(at) for at in found.period_at] == ["2024-03-04 00:00:00+01:00", "2024-03-11 00:00:00+01:00"]
    assert found.busy_hours.tolist() == [0.5, 0.5]
    assert found.pieces_completed.tolist() == [0, 1] and found.in_hand_at_end.tolist() == [1, 0]
    assert found.available_hours.tolist() == [0.5, 168] and found.is_partial.tolist() == [True, False]


def test_whose_work_it_is_must_be_said_known_and_allowed(worked, tmp_path):
    with pytest.raises(CannotAnswer, match="not said whose work") as refused:
        pm.my_work(worked)
    assert "There is: Ann, Bea, Cid." in refused.value.cure
    with pytest.raises(UnknownName, match="Did you mean 'Bea'"):
        pm.my_work(worked, resource="Be")
    with pytest.raises(CannotAnswer, match="Cid has no work in this view"):
        pm.my_work(worked.filter("case_id = c"), resource="Cid")
    (tmp_path / "a.csv").write_text(
        "case,activity,end,who\n1,A,2024-01-02 08:00,Ann\n1,B,2024-01-02 09:00,Bea\n"
    )
    ws = pm.open(tmp_path / "workspace")
    ws.read(tmp_path / "a.csv", name="a", case="case", activity="activity", ended_at="end", resource="who")
    ws.people.choose("roles")
    for who in (None, "Ann", "nobody"):
        with pytest.raises(CannotAnswer, match="a group of one") as refused:
            pm.my_work(ws.log("a"), resource=who)
        assert "Ann" not in str(refused.value)
    ws.people.unlock("One to one talk with Ann on her week")
    assert pm.my_work(ws.log("a"), resource="Ann").frame.pieces_completed.sum() == 1


pieces = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 90), st.integers(0, 5), st.sampled_from("xyz"), st.booleans()),
    min_size=1, max_size=12,
)  # fmt: skip


@given(pieces)
def test_weeks_add_up_to_utilisation_and_equal_a_count_of_every_hour(work):
    """(start, length, case, who, is ended), in hours from a Monday; only one calendar hour is looked at a time."""
    monday = datetime(2024, 3, 4)
    rows = [
        {"case_id": case, "activity": "A", "resource": who, "started_at": monday + timedelta(hours=s), "ended_at": monday + timedelta(hours=s + d) if ended else None}
        for s, d, case, who, ended in work
    ]  # fmt: skip
    log = log_of_rows(rows, zone="UTC")
    who = work[0][3]
    extraction = max(s + d if ended else s for s, d, _, _, ended in work)
    mine = [(s, s + d if ended else max(s, extraction)) for s, d, _, w, ended in work if w == who]
    found = pm.my_work(log, resource=who, calendar=OFFICE)
    first, last = min(s for s, _ in mine) // 168, max(e for _, e in mine) // 168
    assert len(found.frame) == last - first + 1
    for week, row in zip(range(first, last + 1), found.frame.itertuples(), strict=True):
        hours = range(168 * week, 168 * week + 168)
        busy = [h for h in hours if any(s <= h < e for s, e in mine)]
        on_duty = [h for h in busy if h // 24 % 7 < 5 and 9 <= h % 24 < 17]
        assert (row.busy_hours, row.overtime_hours) == pytest.approx((len(on_duty), len(busy) - len(on_duty)))
    if any(e > s for s, e in mine):
        whole = pm.utilisation(log, calendar=OFFICE).frame.set_index("resource").loc[who]
        for column in ("busy_hours", "overtime_hours", "lasting_hours", "effort_hours"):
            assert found.frame[column].sum() == pytest.approx(whole[column])
    assert found.frame.in_hand_at_end.iloc[-1] == len(found.tables["open_items"])


steps = st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5), st.sampled_from("xyz")), min_size=1, max_size=5), min_size=1, max_size=5)  # fmt: skip


@given(steps)
def test_waits_equal_those_of_chains_walked_by_hand(cases):
    """In a chain of different activities each piece waits for the one before it."""
    monday, rows, suffered, caused = datetime(2024, 3, 4), [], {}, {}
    for case, chain in enumerate(cases):
        clock, before = 0, None
        for place, (wait, work, who) in enumerate(chain):
            start = clock + (wait if place else 0)
            rows.append({"case_id": case, "activity": f"step {place}", "resource": who, "started_at": monday + timedelta(hours=start), "ended_at": monday + timedelta(hours=start + work)})  # fmt: skip
            if before is not None:
                suffered.setdefault((who, before[0]), []).append(wait)
                if before[0] != who:
                    caused.setdefault((before[0], who), []).append(before[1])
            before, clock = (who, work + (wait if place else 0)), start + work
    log = log_of_rows(rows)
    for person in {who for chain in cases for _, _, who in chain}:
        tables = pm.my_work(log, resource=person).tables
        found = {
            (person, r.from_resource): (r.waits, r.median_wait_hours)
            for r in tables["waits_suffered"].itertuples()
        }
        assert found == {k: (len(v), median(v)) for k, v in suffered.items() if k[0] == person}
        found = {
            (person, r.to_resource): (r.handovers, r.median_hours)
            for r in tables["waits_caused"].itertuples()
        }
        assert found == {k: (len(v), median(v)) for k, v in caused.items() if k[0] == person}
        done = Counter(
            f"step {place}" for chain in cases for place, (_, _, who) in enumerate(chain) if who == person
        )
        assert dict(tables["activities"][["activity", "pieces"]].values.tolist()) == done


def test_work_that_ends_as_the_week_does_makes_no_week_of_its_own():
    """From Sunday 22:00 to Monday 00:00, and another's on Tuesday: one week of theirs."""
    log = log_of_rows(
        [
            {"case_id": "a", "activity": "A", "resource": "Ann", "started_at": datetime(2024, 1, 7, 22), "ended_at": datetime(2024, 1, 8)},
            {"case_id": "a", "activity": "B", "resource": "Bob", "started_at": datetime(2024, 1, 9), "ended_at": datetime(2024, 1, 9, 1)},
        ]
    )  # fmt: skip
    assert len(pm.my_work(log, resource="Ann").frame) == 1
