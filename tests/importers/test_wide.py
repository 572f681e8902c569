"""One row per case, one date column per milestone."""

from __future__ import annotations

from procmine.importers.events import build
from procmine.importers.mapping import Mapping, guess

COLUMNS = ("Request ID", "Requested", "Approved", "Delivered", "Region")
ROWS = [
    [
        f"R{n}",
        f"2026-01-{n + 1:02d}",
        f"2026-02-{n + 1:02d}" if n % 5 else "",
        f"2026-03-{n + 1:02d}",
        "North",
    ]
    for n in range(20)
] + [["R99", "", "", "", "South"]]


def test_a_tracker_sheet_is_recognised_and_unpivoted(staging):
    source = staging.rows(COLUMNS, ROWS)
    found = guess(staging.con, source)
    assert found.confident
    assert found.mapping.case == ("Request ID",)
    assert found.mapping.milestones == ("Requested", "Approved", "Delivered")
    made = build(staging.con, source, found.mapping)
    assert made.facts["events"] == 20 + 16 + 20
    assert staging.ask("select activity from source_event where case_id = 'R1' order by ended_at") == [
        ("Requested",),
        ("Approved",),
        ("Delivered",),
    ]


def test_a_blank_milestone_is_no_fault_but_a_row_without_any_is_set_aside(staging):
    source = staging.rows(COLUMNS, ROWS)
    mapping = Mapping(case=("Request ID",), milestones=("Requested", "Approved", "Delivered"))
    made = build(staging.con, source, mapping)
    assert staging.ask("select source_row, reason from quarantine") == [(21, "no time")]
    assert made.facts["used"] == 20


def test_date_columns_named_as_the_activity_are_milestones(staging):
    source = staging.rows(COLUMNS, ROWS)
    found = guess(staging.con, source, {"activity": ["Requested", "Delivered"]})
    assert found.mapping.milestones == ("Requested", "Delivered")
    assert found.mapping.case == ("Request ID",)


def test_milestones_of_one_day_keep_the_order_of_their_columns(staging):
    source = staging.rows(("Id", "Sent", "Paid"), [["1", "2026-01-01", "2026-01-01"]])
    build(staging.con, source, Mapping(case=("Id",), milestones=("Sent", "Paid")))
    assert staging.ask("select activity from source_event order by sequence") == [("Sent",), ("Paid",)]


def test_an_event_log_with_a_unique_row_number_is_not_wide(staging):
    rows = [
        [str(n), f"T{n // 4}", "ABCD"[n % 4], f"2026-01-{n + 1:02d} 10:00", f"2026-01-{n + 1:02d} 11:00"]
        for n in range(24)
    ]
    source = staging.rows(("Event ID", "Ticket", "Activity", "Start", "End"), rows)
    found = guess(staging.con, source)
    assert found.mapping == Mapping(("Ticket",), ("Activity",), started_at="Start", ended_at="End")
