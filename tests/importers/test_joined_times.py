"""A day in one column, the time of day in another."""

from __future__ import annotations

from procmine.importers.events import build
from procmine.importers.mapping import Mapping, guess

COLUMNS = ("Ticket", "Date", "Time", "Status", "Region")
ROWS = [
    [
        f"T{n // 4}",
        f"{n // 4 + 10:02d}.01.2026",
        f"{n % 4 + 9}:30",
        ("Open", "Work", "Check", "Close")[n % 4],
        "N",
    ]
    for n in range(40)
]


def test_a_day_and_a_time_of_day_become_one_instant(staging):
    source = staging.rows(COLUMNS, ROWS)
    found = guess(staging.con, source)
    assert found.mapping.ended_at == "Date + Time"
    assert found.examples[0][0] == ("Open", "10.01.2026 9:30")
    build(staging.con, source, found.mapping)
    assert staging.ask("select ended_at::varchar from source_event where source_row = 2") == [
        ("2026-01-10 10:30:00",)
    ]
    assert staging.ask("select name from attribute_column") == [("Region",)]


def test_the_stored_mapping_works_on_a_fresh_file(staging):
    mapping = Mapping(("Ticket",), ("Status",), ended_at="Date + Time")
    made = build(staging.con, staging.rows(COLUMNS, ROWS), mapping)
    assert made.facts["used"] == 40


def test_the_joined_column_can_be_named(staging):
    source = staging.rows(COLUMNS, ROWS)
    assert guess(staging.con, source, {"started_at": "Date + Time"}).mapping.started_at == "Date + Time"


def test_a_day_that_the_user_names_alone_stays_alone(staging):
    source = staging.rows(COLUMNS, ROWS)
    assert guess(staging.con, source, {"ended_at": "Date"}).mapping.ended_at == "Date"


def test_a_blank_time_of_day_leaves_the_day(staging):
    rows = [[*ROWS[0][:2], "", *ROWS[0][3:]], *ROWS[1:]]
    build(staging.con, staging.rows(COLUMNS, rows), Mapping(("Ticket",), ("Status",), ended_at="Date + Time"))
    assert staging.ask("select ended_at::varchar from source_event where source_row = 1") == [
        ("2026-01-10 00:00:00",)
    ]


def test_sap_change_documents_join_their_day_and_time(staging, shared_data):
    source = staging.file(shared_data / "logs" / "sap_p2p_tables" / "cdhdr.csv")
    found = guess(staging.con, source, {"activity": "OBJECTCLAS", "case": "OBJECTID"})
    assert found.mapping.ended_at == "UDATE + UTIME"
    made = build(staging.con, source, found.mapping)
    assert made.facts["quarantined"] == 0
    assert staging.ask("select ended_at::varchar from source_event where source_row = 1") == [
        ("2018-01-02 12:53:00",)
    ]


def test_a_log_of_one_case_is_mapped_by_its_headers(staging):
    source = staging.rows(
        ("ticket", "status", "changed"),
        [["1", "A", "2026-01-01 10:00"], ["1", "B", "2026-01-01 11:00"], ["1", "C", "2026-01-02 11:00"]],
    )
    assert guess(staging.con, source).mapping == Mapping(("ticket",), ("status",), ended_at="changed")
