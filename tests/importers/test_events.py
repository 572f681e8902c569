"""From rows to events: every row ends in one place, and nothing is repaired unasked."""

from __future__ import annotations

import pytest

from procmine.errors import UnknownName, UnsoundLog, UnsureMapping
from procmine.importers.events import build
from procmine.importers.mapping import Mapping, guess
from procmine.importers.source import Source

TICKETS = Mapping(case=("Ticket",), activity=("Status",), ended_at="Changed")


def make(staging, rows, columns=("Ticket", "Status", "Changed"), mapping=TICKETS, **options):
    return build(staging.con, staging.rows(columns, rows), mapping, **options)


def test_two_hundred_messy_rows_are_all_accounted_for(staging, tmp_path):
    lines = ["Ticket;Status;Changed;Büro"]
    for number in range(200):
        case = "" if number in range(100, 109) else f"T{number // 4}"
        time = "n/a" if number in range(108, 120) else f"{number % 28 + 1:02d}/04/2026 {number % 24:02d}:15"
        lines.append(f"{case};{('Open', 'Work', 'Check', 'Close')[number % 4]};{time};Köln")
    path = tmp_path / "bad.csv"
    path.write_text("\n".join(lines) + "\n", encoding="cp1252")
    source = staging.file(path)
    found = guess(staging.con, source)
    made = build(staging.con, source, found.mapping)
    assert (made.facts["rows"], made.facts["used"], made.facts["quarantined"]) == (200, 180, 20)
    assert made.facts["orders"] == {"Changed": "dmy"}
    assert staging.ask("select min(ended_at)::varchar from source_event") == [("2026-04-01 00:15:00",)]
    assert staging.ask("select reason, count(*) from quarantine group by reason order by reason") == [
        ("no case id", 8),
        ("no case id; time cannot be read", 1),
        ("time cannot be read", 11),
    ]
    assert staging.ask("select min(source_line) from quarantine") == [(102,)]
    assert staging.ask("select distinct detail from quarantine where reason like '%read'") == [
        ("Changed: n/a",)
    ]


def test_rows_in_are_used_or_quarantined(staging):
    make(
        staging, [["1", "A", "2026-01-01"], ["", "A", "2026-01-01"], ["1", "", "2026-01-02"], ["1", "B", ""]]
    )
    assert staging.ask("select source_row, reason from quarantine order by 1") == [
        (2, "no case id"),
        (3, "no activity"),
        (4, "no time"),
    ]
    assert staging.ask("select source_row from source_event") == [(1,)]


def test_an_undecided_day_or_month_stops_and_asks(staging):
    with pytest.raises(UnsoundLog, match="can be 3 April 2026 or 4 March 2026") as asked:
        make(staging, [["1", "A", "03/04/2026 10:00"], ["1", "B", "05/06/2026 10:00"]])
    assert "--dates dmy" in asked.value.cure
    assert asked.value.where == "tickets.csv"


def test_one_date_column_that_decides_speaks_for_the_other(staging):
    mapping = Mapping(case=("Ticket",), activity=("Status",), started_at="From", ended_at="To")
    make(
        staging,
        [["1", "A", "03/04/2026", "13/04/2026"], ["1", "B", "05/04/2026", "15/04/2026"]],
        ("Ticket", "Status", "From", "To"),
        mapping,
    )
    assert staging.ask("select min(started_at)::varchar from source_event") == [("2026-04-03 00:00:00",)]


def test_all_open_questions_are_asked_at_once(staging):
    mapping = Mapping(case=("Ticket",), activity=("Status",), started_at="From", ended_at="To")
    with pytest.raises(UnsoundLog) as asked:
        make(
            staging,
            [["1", "A", "03/04/2026", "04/04/2026"], ["1", "B", "05/04/2026", "06/07/2026"]],
            ("Ticket", "Status", "From", "To"),
            mapping,
        )
    assert "'From'" in asked.value.found
    assert "'To'" in asked.value.found


def test_a_case_called_na_is_a_case(staging):
    made = make(staging, [["NA", "A", "2026-01-01"], ["NA", "null", "2026-01-02"], ["-", "A", "2026-01-03"]])
    assert staging.ask("select case_id, activity from source_event order by source_row") == [
        ("NA", "A"),
        ("NA", "null"),
        ("-", "A"),
    ]
    told = [note for note in made.notes if note.check == "words-for-missing"]
    assert sum(note.rows for note in told) == 4
    assert all(note.severity == "warning" for note in told)


def test_japanese_headers_and_names_come_through(staging):
    rows = [
        [f"案件{n // 3}", ("受付", "確認", "完了")[n % 3], f"2026/04/{n % 27 + 1:02d} 10:00", "田中"]
        for n in range(60)
    ]
    source = staging.rows(("案件番号", "作業名", "完了日時", "担当者"), rows)
    found = guess(staging.con, source)
    assert found.confident
    assert found.mapping == Mapping(
        case=("案件番号",), activity=("作業名",), ended_at="完了日時", resource="担当者"
    )
    build(staging.con, source, found.mapping)
    assert staging.ask(
        "select case_id, activity, resource from source_event order by source_row limit 1"
    ) == [("案件0", "受付", "田中")]


def test_exact_duplicates_are_kept_and_warned_about(staging):
    made = make(staging, [["1", "A", "2026-01-01 10:00"]] * 3 + [["1", "B", "2026-01-02 11:00"]])
    assert made.facts["events"] == 4
    (note,) = [note for note in made.notes if note.check == "exact-duplicates"]
    assert note.rows == 2


def test_a_row_that_ends_before_it_starts_is_set_aside(staging):
    mapping = Mapping(case=("Ticket",), activity=("Status",), started_at="From", ended_at="To")
    rows = [["1", "A", "2026-01-02", "2026-01-01"], ["1", "B", "2026-01-02", "2026-01-03"]]
    make(staging, rows, ("Ticket", "Status", "From", "To"), mapping)
    assert staging.ask("select source_row, reason, detail from quarantine") == [
        (1, "ends before it starts", "From: 2026-01-02; To: 2026-01-01")
    ]


def test_an_unreadable_start_leaves_the_end_and_is_told(staging):
    mapping = Mapping(case=("Ticket",), activity=("Status",), started_at="From", ended_at="To")
    rows = [["1", "A", "?", "2026-01-01"], ["1", "B", "2026-01-02", "2026-01-03"]]
    made = make(staging, rows, ("Ticket", "Status", "From", "To"), mapping)
    assert made.facts["quarantined"] == 0
    (note,) = [note for note in made.notes if note.check == "unreadable-instants"]
    assert note.examples == ("line 2: ?",)


def test_lifecycle_rows_keep_one_instant_and_their_transition(staging):
    mapping = Mapping(case=("Ticket",), activity=("Status",), ended_at="Changed", lifecycle="Life")
    rows = [["1", "A", "2026-01-01 10:00", "START"], ["1", "A", "2026-01-01 11:00", "Complete"]]
    made = make(staging, rows, ("Ticket", "Status", "Changed", "Life"), mapping)
    assert staging.ask("select started_at, lifecycle from source_event order by source_row") == [
        (None, "start"),
        (None, "complete"),
    ]
    assert made.facts["basis"] == "lifecycle"


def test_several_case_columns_are_joined_and_half_a_key_is_no_case(staging):
    mapping = Mapping(case=("Order", "Item"), activity=("Status",), ended_at="Changed")
    rows = [["1", "10", "A", "2026-01-01"], ["1", "", "A", "2026-01-02"]]
    make(staging, rows, ("Order", "Item", "Status", "Changed"), mapping)
    assert staging.ask("select case_id from source_event") == [("1 · 10",)]
    assert staging.ask("select reason from quarantine") == [("no case id",)]


def test_several_activity_columns_are_joined_by_what_is_there(staging):
    mapping = Mapping(case=("Ticket",), activity=("Field", "Value"), ended_at="Changed")
    rows = [["1", "State", "Open", "2026-01-01"], ["1", "State", "", "2026-01-02"]]
    make(staging, rows, ("Ticket", "Field", "Value", "Changed"), mapping)
    assert staging.ask("select activity from source_event order by source_row") == [
        ("State · Open",),
        ("State",),
    ]


def test_columns_without_a_role_become_attributes_unless_ignored(staging):
    mapping = Mapping(case=("Ticket",), activity=("Status",), ended_at="Changed", ignored=("Secret",))
    make(
        staging,
        [["1", "A", "2026-01-01", "North", "x"]],
        ("Ticket", "Status", "Changed", "Region", "Secret"),
        mapping,
    )
    assert staging.ask("select name, column_name from attribute_column") == [("Region", "Region")]


def test_rows_the_reader_found_faulty_are_quarantined_with_its_reason(staging):
    source = staging.rows(("Ticket", "Status", "Changed"), [["1", "A", "2026-01-01"], ["Total", "2", ""]])
    staging.con.execute(
        "create table staged_fault as select 2::bigint as source_row, 3::bigint as source_line,"
        " 'total line' as reason, 'Total;2' as detail"
    )
    build(staging.con, source, TICKETS)
    assert staging.ask("select source_row, source_line, reason from quarantine") == [(2, 3, "total line")]


def test_a_log_without_any_usable_row_is_refused(staging):
    with pytest.raises(UnsoundLog, match="None of the 2 rows can be used"):
        make(staging, [["1", "A", "soon"], ["2", "B", "later"]])


def test_a_column_that_is_not_there_is_refused_by_name(staging):
    with pytest.raises(UnknownName, match="Ticket"):
        make(staging, [["1", "A", "2026-01-01"]], ("Tickets", "Status", "Changed"))


def test_a_mapping_without_a_time_is_refused(staging):
    with pytest.raises(UnsureMapping, match="time"):
        make(staging, [["1", "A", "2026-01-01"]], mapping=Mapping(case=("Ticket",), activity=("Status",)))


def test_every_note_is_kept_with_the_log(staging):
    made = make(staging, [["1", "A", "2026-01-01"], ["1", "A", "2026-01-01"]])
    kept = staging.ask("select check_name from notes")
    assert [note.check for note in made.notes] == [row[0] for row in kept]


def test_a_column_name_with_quotes_is_only_a_name(staging):
    name = "Chan'ged\"; drop table staged; --"
    mapping = Mapping(case=("Ticket",), activity=("Status",), ended_at=name)
    make(staging, [["1", "A", "n/a"], ["1", "B", "2026-01-01"]], ("Ticket", "Status", name), mapping)
    assert staging.ask("select detail from quarantine") == [(f"{name}: n/a",)]


def test_an_order_that_is_no_number_is_told_and_left_out(staging):
    mapping = Mapping(case=("Ticket",), activity=("Status",), ended_at="Changed", sequence="No")
    rows = [["1", "A", "2026-01-01", "2"], ["1", "B", "2026-01-01", "first"]]
    made = make(staging, rows, ("Ticket", "Status", "Changed", "No"), mapping)
    assert staging.ask("select sequence from source_event order by source_row") == [(2,), (None,)]
    assert [note.rows for note in made.notes if note.check == "order-without-number"] == [1]


def test_recorded_order_survives_a_half_million_rows(staging):
    staging.con.execute(
        "create or replace table staged as select i + 1 as source_row, i + 2 as source_line,"
        " 'T' || (i // 5) as \"Ticket\", 'step ' || (i % 5) as \"Status\","
        " strftime(timestamp '2024-01-01' + i * interval 7 second, '%Y-%m-%d %H:%M:%S') as \"Changed\""
        " from range(500000) t(i)"
    )
    made = build(staging.con, Source("csv", "big", ("Ticket", "Status", "Changed"), 500_000, ""), TICKETS)
    assert made.facts["events"] == 500_000
    assert staging.ask(
        "select count(*) from (select source_row - lag(source_row, 1, 0) over () as gap from source_event)"
        " where gap <> 1"
    ) == [(0,)]


def test_a_total_line_is_told_once(tmp_path):
    import procmine as pm

    rows = "\n".join(f"T{n},{'AB'[i]},2026-01-0{1 + i} 10:00,x" for n in range(3) for i in range(2))
    (tmp_path / "log.csv").write_text(f"case_id,activity,timestamp,Note\n{rows}\nTotal,,,\n")
    log = pm.read(tmp_path / "log.csv")
    assert log.sql("select reason, detail from quarantine").values.tolist() == [["total line", "Total"]]
    told = log.sql("select message from notes where affected_rows = 1 and severity = 'warning'").message
    assert told.tolist() == ["1 row is a total, not data."]
