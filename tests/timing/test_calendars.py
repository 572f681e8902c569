"""Questions asked with a calendar: working time beside elapsed time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.calendars import calendar, worked_seconds
from procmine.errors import WrongOption
from procmine.samples import log_of, log_of_rows
from procmine.store import Circumstances

OFFICE = "Mon-Fri 09:00-17:00"


@pytest.fixture(scope="module")
def log():
    """Monday 4 March 2024: B waits overnight from 16:00 (UTC) to Tuesday 10:00, C for an hour at noon."""
    return log_of(a="A 15-16 > B 34-35 > C 36-37", b="A 15-16 > B 34-36 > C 37-38", zone="UTC")


def test_a_night_is_elapsed_and_not_working_time(log):
    found = pm.waiting_time(log, calendar=OFFICE)
    row = found.frame.set_index(["from_activity", "to_activity"]).loc[("A", "B")]
    assert (row.median_hours, row.median_worked_hours) == (18, 2)
    assert (row.total_hours, row.total_worked_hours) == (36, 4)
    assert (
        "84 % of all this time lies outside the working hours of zone=UTC; Mon-Fri 09:00-17:00."
        in found.headline
    )


def test_without_a_calendar_there_is_no_working_time(log):
    assert not [name for name in pm.waiting_time(log).frame if "worked" in name]


def test_the_statement_with_a_calendar_gives_the_same_rows_again(log):
    found = pm.waiting_time(log, calendar=OFFICE)
    again = log.sql(found.sql, found.bound)
    assert again.total_worked_hours.tolist() == found.frame.total_worked_hours.tolist()


def test_every_time_has_its_working_part(log):
    """Every figure in hours of a question that takes a calendar has one in worked hours beside it, never larger."""
    asked = [
        one
        for one in pm.questions.QUESTIONS
        if "calendar" in one.options
        and one.room != "people"  # there hours are parted into those on duty and overtime
        and one.name
        not in (
            "arrivals",
            "cycle_time",
            "compare",
            "drift",
            "performance_spectrum",
            "cumulative_flow",
            "what_if",
            "opportunities",
            "costs",
            "verification",
            "assessment",
            "rules",
            "sla",
            "deviations",
            "cancelled_work",
            "variant_comparison",
        )
    ]  # two ways side by side tell hours of the ways, in a table; what_if and opportunities tell elapsed hours, costs those on duty alone; verification is of one metric, an assessment of sentences; rules, promises, models and cancelled work are asked with theirs
    assert len(asked) >= 6
    asked.append(pm.question("handovers"))
    for one in asked:
        frame = one.function(
            log_of(a="A 15-16 by Ann > B 34-35 by Bea > C 36-37 by Ann", zone="UTC"), calendar=OFFICE
        ).frame
        frame = frame.drop(columns="half_in_hours", errors="ignore")  # a count of hours of the week
        timed = [name for name in frame if name.endswith("_hours") and "worked" not in name]
        assert timed
        for name in timed:
            worked = frame[name.replace("_hours", "_worked_hours")]
            assert (worked.isna() == frame[name].isna()).all() and (
                worked.dropna() <= frame[name].dropna() + 1e-9
            ).all()


def test_the_map_handovers_and_work_over_night(log):
    """B waits from Monday 16:00 to Tuesday 10:00: 18 h, 2 of them worked; Ann works over night from 16:00 to 10:00."""
    over_night = log_of(a="A 15-16 by Ann > B 34-35 by Bea", b="A 16-34 by Ann", zone="UTC")
    edge = (
        pm.process_map(over_night, calendar=OFFICE)
        .frame.set_index(["from_activity", "to_activity"])
        .loc[("A", "B")]
    )
    assert (edge.median_wait_hours, edge.median_wait_worked_hours, edge.total_wait_worked_hours) == (18, 2, 2)
    assert pm.handovers(over_night, calendar=OFFICE).frame[
        ["median_wait_hours", "median_wait_worked_hours"]
    ].values.tolist() == [[18, 2]]
    work = pm.service_time(over_night, calendar=OFFICE).frame.set_index("activity")
    assert (work.loc["A", "total_hours"], work.loc["A", "total_worked_hours"]) == (19, 3)
    nodes = pm.process_map(over_night, calendar=OFFICE).tables["nodes"].set_index("activity")
    assert nodes.loc["B", "median_service_worked_hours"] == 1


def test_a_log_without_a_zone_is_told_how_to_give_one():
    for said in (OFFICE, f"zone=America/New_York; {OFFICE}"):
        with pytest.raises(WrongOption, match="log has no zone") as refused:
            pm.waiting_time(log_of(a="A 1 > B 2"), calendar=said)
        assert "--zone" in refused.value.cure


def test_the_working_part_of_the_critical_path(log):
    """A: 2 h of work; B: 36 h of waiting, 4 of them in working hours, and 3 h of work; C likewise 2 and 2."""
    found = pm.bottlenecks(log, calendar=OFFICE)
    rows = found.frame.set_index(["activity", "kind"])
    assert rows.loc[("B", "wait"), ["critical_hours", "critical_worked_hours"]].tolist() == [36, 4]
    assert rows.loc[("B", "work"), ["critical_hours", "critical_worked_hours"]].tolist() == [3, 3]
    assert rows.critical_worked_hours.sum() == 2 + 4 + 3 + 2 + 2
    assert "89 % of it lies outside the working hours" in found.headline
    again = log.sql(found.sql, found.bound)
    assert again.critical_worked_hours.tolist() == found.frame.critical_worked_hours.tolist()


def test_a_cycle_time_in_working_days():
    """Monday 09:00 to Thursday 17:00 is 80 h elapsed and four days of eight hours worked; the open case counts on."""
    log = log_of(a="A 9-10 > B 80-89", b="A 9-10 > B 80-89", c="A 9-10 > B 85-", zone="UTC")
    found = pm.cycle_time(log, calendar=OFFICE)
    row = found.frame.iloc[0]
    assert (row.median_hours, row.median_worked_hours, row.closed_mean_worked_hours) == (80, 32, 32)
    assert (
        "Counted in working time (zone=UTC; Mon-Fri 09:00-17:00) half take up to 4 working days."
        in found.headline
    )
    again = log.sql(found.sql, found.bound)
    assert again[["hours", "worked_hours", "closed", "open"]].values.tolist() == [[80, 32, 2, 1]]
    always = pm.cycle_time(log, calendar="24x7").frame.iloc[0]
    for name in ("median", "p85", "closed_mean"):
        assert always[f"{name}_hours"] == pytest.approx(always[f"{name}_worked_hours"], nan_ok=True)


def test_two_teams_are_told_apart_in_working_days():
    monday = datetime(2024, 3, 4)
    rows = [
        {"case_id": f"{team}{n}", "team": team, "activity": name, "started_at": monday + timedelta(hours=begin), "ended_at": monday + timedelta(hours=end)}
        for team, last in (("day", 17), ("week", 89)) for name, begin, end in (("A", 9, 10), ("B", last - 1, last)) for n in range(20)
    ]  # fmt: skip
    told = pm.cycle_time(log_of_rows(rows, zone="UTC"), by="team", calendar=OFFICE).headline
    assert "half take up to 4 working days against 1 working day." in told


steps = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3_000)), min_size=2, max_size=5)


@given(st.lists(steps, min_size=1, max_size=4), st.sampled_from(["Europe/Berlin", "America/New_York"]))
def test_waits_equal_those_worked_out_one_by_one(cases, zone):
    begin = datetime(2024, 3, 8)  # New York and Berlin change their clocks within the month that follows
    rows = [
        {"case_id": case, "activity": "AB"[place % 2], "started_at": begin + timedelta(minutes=start), "ended_at": begin + timedelta(minutes=start + length)}
        for case, pieces in enumerate(cases) for place, (start, length) in enumerate(pieces)
    ]  # fmt: skip
    log = log_of_rows(rows, zone=zone)
    work = log.to_pandas()
    waiting = work[work.enabled_by.notna()]
    if waiting.empty:
        return
    one = calendar(f"zone={zone}; {OFFICE}")
    expected = (
        worked_seconds(
            one, waiting.enabled_at.dt.to_pydatetime(), waiting.started_at.dt.to_pydatetime()
        ).sum()
        / 3600
    )
    found = pm.waiting_time(log, calendar=OFFICE).frame
    assert found.total_worked_hours.sum() == pytest.approx(expected, abs=1e-6)
    assert (found.total_worked_hours <= found.total_hours + 1e-6).all()


def test_on_a_clock_that_never_rests_late_entries_are_the_same_too():
    cases = {f"c{n}": f"A {n}-{n + 1} > B {n + 3 * (n % 5) + 2}-{n + 3 * (n % 5) + 4}" for n in range(30)}
    told = Circumstances(observed_from=datetime(2024, 3, 4, 10))
    found = pm.cycle_time(
        log_of(zone="Europe/Berlin", circumstances=told, **cases), calendar="24x7"
    ).frame.iloc[0]
    for name in ("median", "p85", "p95", "median_low", "median_high", "closed_mean"):
        assert found[f"{name}_hours"] == pytest.approx(found[f"{name}_worked_hours"], nan_ok=True)


@pytest.mark.parametrize("name", ["variants", "rework", "wip", "queues", "queue_discipline"])
def test_on_a_clock_that_never_rests_working_time_is_elapsed_time(name):
    log = log_of(
        a="A 1-2 by Ann > B 3-5 by Bea > B 15-17 by Bea > C 30-31 by Ann",
        b="A 2-3 by Ann > B 6-8 by Bea > C 12-13 by Ann",
        c="A 4-5 by Ann > B 40- by Bea",
        zone="Europe/Berlin",
    )
    always, office = (pm.question(name).function(log, calendar=said).frame for said in ("24x7", OFFICE))
    timed = [
        column
        for column in always
        if column.endswith("_hours")
        and "worked" not in column
        and column != "half_in_hours"  # a count of them
    ]
    assert timed
    for column in timed:
        worked = column.replace("_hours", "_worked_hours")
        assert always[worked].dropna().tolist() == pytest.approx(always[column].dropna().tolist())
        assert (office[worked].dropna() <= office[column].dropna() + 1e-9).all()
    assert any((office[column.replace("_hours", "_worked_hours")] < office[column]).any() for column in timed)


def test_a_stage_and_a_canonical_variant_in_working_time():
    """Monday: a lies after A from 16:00 to the extraction on Tuesday at 10:00, two office hours."""
    told = Circumstances(extracted_at=datetime(2024, 3, 5, 10))
    monday = datetime(2024, 3, 4)
    rows = [
        {"case_id": "a", "activity": "A", "started_at": monday + timedelta(hours=15), "ended_at": monday + timedelta(hours=16)},
        {"case_id": "a", "activity": "B", "started_at": monday + timedelta(hours=16), "ended_at": None},
        {"case_id": "b", "activity": "A", "started_at": monday + timedelta(hours=9), "ended_at": monday + timedelta(hours=10)},
        {"case_id": "b", "activity": "B", "started_at": monday + timedelta(hours=11), "ended_at": monday + timedelta(hours=26)},
    ]  # fmt: skip
    log = log_of_rows(rows, zone="UTC", circumstances=told)
    row = pm.wip(log, calendar=OFFICE).frame.iloc[0]
    assert (row.age_hours, row.age_worked_hours) == (19, 3)
    assert (row.stage_age_hours, row.stage_age_worked_hours) == (18, 2)
    merged = pm.variants(log, form="canonical", calendar=OFFICE).frame.iloc[0]
    assert (merged.median_cycle_hours, merged.median_cycle_worked_hours) == (17, 8)


def test_the_pairs_of_a_spectrum_and_the_changes_of_a_process_in_working_time(log):
    pairs = pm.performance_spectrum(log, calendar=OFFICE).tables["pairs"].set_index("to_activity")
    assert (pairs.total_hours["B"], pairs.total_worked_hours["B"]) == (36, 4)
    assert "total_worked_hours" not in pm.performance_spectrum(log).tables["pairs"]
    course = pm.drift(log, calendar=OFFICE).parameters
    assert course["calendar"] == f"zone=UTC; {OFFICE}"


def test_stages_of_the_flow_in_working_time(log):
    """A from 15:00 to 10:00 of the next day is three office hours; B from 10:00 to 12:00, in the other case to 13:00."""
    found = pm.cumulative_flow(log, stages="A, B, C", calendar=OFFICE).tables["stages"].set_index("stage")
    assert found.mean_worked_hours[["A", "B"]].tolist() == [3, 2.5] and found.mean_hours["A"] == 19
    always = pm.cumulative_flow(log, stages="A, B, C", calendar="24x7").tables["stages"]
    assert always.mean_worked_hours.tolist() == pytest.approx(always.mean_hours.tolist())
