from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.samples import log_of, log_of_rows


def test_hours_are_those_of_the_zone_on_both_sides_of_a_change_of_the_clock():
    """09:00 in Berlin is 08:00 UTC on 25 March and 07:00 UTC on 1 April 2024; both are Mondays."""
    rows = [{"case_id": i, "activity": "A", "resource": "Ann", "started_at": t, "ended_at": t + timedelta(minutes=30)}
            for i, t in enumerate((datetime(2024, 3, 25, 8), datetime(2024, 4, 1, 7)))]  # fmt: skip
    found = pm.workload(log_of_rows(rows, zone="Europe/Berlin")).frame
    busy = found[found.busy_hours > 0]
    assert busy[["weekday", "hour", "busy_hours", "completions"]].values.tolist() == [[1, 9, 1, 2]]
    assert busy.mean_in_hand.iloc[0] == 0.5


def test_two_things_at_once_are_two_in_hand_and_one_hour_of_work():
    found = pm.workload(log_of(a="A 9-10 by Ann", b="A 9-10 by Ann"), by="resource").frame
    at_nine = found[(found.hour == 9) & (found.group == "Ann")].iloc[0]
    assert (at_nine.mean_in_hand, at_nine.busy_hours) == (2, 1)


def test_ends_alone_tell_completions_only():
    found = pm.workload(log_of(a="A 9 by Ann > B 10 by Ann")).frame
    assert found.mean_in_hand.isna().all() and found.busy_hours.isna().all()
    assert found.completions.sum() == 2


def test_work_that_has_not_ended_is_in_hand_and_its_group_is_listed():
    found = pm.workload(log_of(a="A 9-12 by Ann", b="A 10- by Bea"), by="resource").frame
    bea = found[found.group == "Bea"]
    assert bea.completions.sum() == 0 and bea.busy_hours.sum() == 2
    nothing = pm.workload(log_of(a="A 9- by Ann > B 10- by Ann"))
    assert nothing.headline == "No work of this view has ended yet: 2 pieces are in hand."


def test_hours_that_two_groups_share_are_not_drawn_as_a_sum():
    """Ann is at two things from 9 to 10: one hour of hers, one in each of two activities."""
    log = log_of(a="A 9-10 by Ann", b="B 9-10 by Ann")
    for by, value, total in (
        (None, "hours worked", 1),
        ("resource", "hours worked", 1),
        ("activity", "completions", 2),
    ):
        trace = pm.workload(log, by=by).figure().data[0]
        assert value in trace.hovertemplate or value in str(trace.colorbar.title.text)
        assert sum(cell for row in trace.z for cell in row if cell == cell and cell is not None) == total


def test_night_is_from_seven_to_seven():
    found = pm.workload(log_of(a="A 6:59 > B 7 > C 18:59 > D 19"))
    assert "50 % end at night or on a weekend" in found.headline


pieces = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(0, 400), st.sampled_from("xyz")), min_size=1, max_size=12
)


@given(pieces)
def test_hours_equal_a_count_of_every_minute(work):
    start = datetime(2024, 3, 4)
    rows = [{"case_id": i, "activity": "A", "resource": r, "started_at": start + timedelta(minutes=s), "ended_at": start + timedelta(minutes=s + d)}
            for i, (s, d, r) in enumerate(work)]  # fmt: skip
    found = pm.workload(log_of_rows(rows)).frame
    assert found.busy_hours.sum() * 60 == pytest.approx(
        sum(len({m for s, d, r in work if r == who for m in range(s, s + d)}) for who in "xyz")
    )
    times = {(d + 1, h): sum(1 for x in range(min(s for s, _, _ in work) // 60, max(s + d for s, d, _ in work) // 60 + 1) if (x // 24 % 7, x % 24) == (d, h))
             for d in range(7) for h in range(24)}  # fmt: skip
    in_hand = sum(row.mean_in_hand * times[row.weekday, row.hour] for row in found.itertuples())
    assert in_hand * 60 == pytest.approx(sum(d for _, d, _ in work))


def test_a_stray_date_that_stretches_the_view_over_decades_is_refused_by_name():
    rows = [
        {"case_id": n, "activity": "A", "resource": f"r{n}", "started_at": datetime(2024 if n else 1990, 1, 1), "ended_at": datetime(2024 if n else 1990, 1, 2)}
        for n in range(45)
    ]  # fmt: skip
    log = log_of_rows(rows)
    with pytest.raises(
        CannotAnswer, match=r"from 01 Jan 1990 to 02 Jan 2024: [\d,]+ hours for each of 46 groups"
    ):
        pm.workload(log, by="resource")
    assert pm.workload(log).frame.completions.sum() == 45


def test_a_column_that_plays_a_role_is_known_by_that_word(tmp_path):
    rows = ["dossier,étape,fin,Intervenant", "1,A,2024-01-02 08:00,Ann", "1,B,2024-01-02 09:00,Bea"]
    (tmp_path / "dossiers.csv").write_text("\n".join(rows), encoding="utf-8")
    roles = {"case": "dossier", "activity": "étape", "ended_at": "fin", "resource": "Intervenant"}
    log = pm.open(tmp_path / "workspace").read(tmp_path / "dossiers.csv", name="dossiers", **roles)
    with pytest.raises(pm.errors.UnknownName) as refused:
        pm.workload(log, by="Intervenant")
    assert "'Intervenant' was imported as the resource of the work: write resource." in refused.value.cure
    assert "There is: resource, activity." in refused.value.cure
    for wrong, said in (
        ("Intervenant = Ann", "resource of the work: write resource"),
        ("dossier = 1", "case of the work: write case_id"),
        ("fin > 2024", "end of the work."),
    ):
        with pytest.raises(pm.errors.UnknownName) as refused:
            log.filter(wrong)
        assert said in refused.value.cure


def test_one_stray_instant_in_the_year_9999_breaks_no_import():
    rows = [{"case_id": n, "activity": "A", "ended_at": datetime(2024, 3, 4, n)} for n in range(5)]
    log = log_of_rows([*rows, {"case_id": "stray", "activity": "A", "ended_at": datetime(9999, 12, 31)}])
    assert pm.summary(log).frame.events[0] == 6
    with pytest.raises(pm.errors.CannotAnswer, match="9999"):
        pm.workload(log)
