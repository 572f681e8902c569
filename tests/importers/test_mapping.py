"""Which column plays which role: guessed where it is plain, asked where it is not."""

from __future__ import annotations

import json

import pytest

from procmine.errors import UnknownName, UnsureMapping, WrongOption
from procmine.importers.header_words import header_score, plain
from procmine.importers.mapping import Mapping, confirm, guess

TICKETS = ("Ticket", "Status", "Changed", "Agent")


def ticket_rows(cases=20):
    steps = ("Open", "Work", "Check", "Close")
    return [
        [f"T{case}", step, f"2026-01-{case % 28 + 1:02d} {10 + place}:00", f"agent {(case + place) % 3}"]
        for case in range(cases)
        for place, step in enumerate(steps)
    ]


@pytest.mark.parametrize(
    ("name", "mapping"),
    [
        ("uci_servicenow_incidents.parquet", {"ended_at": "timestamp"}),
        ("sap_bpi2019_sample_truth.parquet", {"ended_at": "timestamp"}),
        ("ibm_client_onboarding.parquet", {"started_at": "start_timestamp", "ended_at": "timestamp"}),
        ("japanese_itsm.parquet", {"ended_at": "timestamp"}),
        (
            "patients_bupar__events.parquet",
            {"ended_at": "timestamp", "lifecycle": "lifecycle", "sequence": ".order"},
        ),
        ("Loan_Application.csv.gz", {"started_at": "start_time", "ended_at": "end_time"}),
        ("Procure_to_Pay_5_timers.csv.gz", {"started_at": "start_time", "ended_at": "end_time"}),
        (
            "Loan_Application_batched.csv.gz",
            {
                "started_at": "start_time",
                "ended_at": "end_time",
                "activity": ["Activity"],
                "resource": "Resource",
            },
        ),
    ],
)
def test_real_logs_are_mapped_by_guess_alone(staging, shared_data, name, mapping):
    source = staging.file(shared_data / "logs" / name)
    found = guess(staging.con, source)
    expected = {"case": ["case_id"], "activity": ["activity"], "resource": "resource"} | mapping
    told = found.mapping.to_dict()
    told.pop("ignored", None)
    assert told == expected
    assert found.confident
    assert confirm(found) == found.mapping
    assert len(found.examples) == 3


def test_a_real_log_with_other_headers_is_mapped_by_its_shape(staging, shared_data):
    staging.file(shared_data / "logs" / "Loan_Application.csv.gz")
    columns = ("Reference", "What happened", "From", "To")
    staging.con.execute(
        'create or replace table staged as select source_row, source_line, case_id as "Reference",'
        ' activity as "What happened", start_time as "From", end_time as "To" from staged'
    )
    from procmine.importers.source import Source

    found = guess(staging.con, Source("csv", "loans", columns, 11_805, ""))
    assert found.mapping == Mapping(("Reference",), ("What happened",), "From", "To")


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        (
            ("Vorgangsnummer", "Aktivität", "Zeitpunkt", "Bearbeiter"),
            ("Vorgangsnummer", "Aktivität", "Zeitpunkt"),
        ),
        (("N° dossier", "Étape", "Date de fin", "Utilisateur"), ("N° dossier", "Étape", "Date de fin")),
        (("Expediente", "Actividad", "Fecha fin", "Usuario"), ("Expediente", "Actividad", "Fecha fin")),
        (("案件番号", "工程", "完了日時", "担当者"), ("案件番号", "工程", "完了日時")),
        (
            ("Case ID", "Activity", "Complete Timestamp", "Resource"),
            ("Case ID", "Activity", "Complete Timestamp"),
        ),
        (
            ("case:concept:name", "concept:name", "time:timestamp", "org:resource"),
            ("case:concept:name", "concept:name", "time:timestamp"),
        ),
        (("_CASE_KEY", "ACTIVITY_EN", "EVENTTIME", "USER_NAME"), ("_CASE_KEY", "ACTIVITY_EN", "EVENTTIME")),
    ],
)
def test_headers_in_five_languages_and_of_known_exports_are_understood(staging, columns, mapping):
    found = guess(staging.con, staging.rows(columns, ticket_rows()))
    case, activity, ended_at = mapping
    assert found.mapping == Mapping((case,), (activity,), ended_at=ended_at, resource=columns[3])
    assert found.confident


def test_a_doubtful_guess_refuses_with_a_call_to_paste(staging):
    columns = ("Ticket", "Status", "Step", "Changed")
    rows = [
        [
            row[0],
            row[1],
            "ABCD"[["Open", "Work", "Check", "Close"].index(row[1])] + str(number // 4 % 2),
            row[2],
        ]
        for number, row in enumerate(ticket_rows())
    ]
    found = guess(staging.con, staging.rows(columns, rows))
    assert not found.confident
    with pytest.raises(UnsureMapping) as asked:
        confirm(found)
    first, second = asked.value.cure.splitlines()
    assert first == (
        'pm.read("tickets.csv", case="Ticket", activity="Status", ended_at="Changed")  # or activity="Step"'
    )
    assert second == "procmine import tickets.csv --case Ticket --activity Status --end Changed"


def test_somebody_who_is_shown_a_doubtful_mapping_can_agree_to_it(staging):
    columns = ("c1", "c2", "c3", "c4")
    found = guess(staging.con, staging.rows(columns, ticket_rows()))
    assert confirm(found, lambda shown: shown is found) == found.mapping
    assert found.mapping.case == ("c1",)


def test_a_sure_mapping_can_be_turned_down(staging):
    with pytest.raises(UnsureMapping, match="were not accepted"):
        confirm(guess(staging.con, staging.rows(TICKETS, ticket_rows())), lambda shown: False)


def test_nobody_can_agree_to_what_was_not_found(staging):
    found = guess(staging.con, staging.rows(("Ticket", "Status"), [row[:2] for row in ticket_rows()]))
    with pytest.raises(UnsureMapping, match="No column looks like the time"):
        confirm(found, lambda shown: True)


def test_a_role_that_is_named_is_never_overruled(staging):
    source = staging.rows(TICKETS, ticket_rows())
    found = guess(staging.con, source, {"case": "Agent", "activity": "Ticket"})
    assert (found.mapping.case, found.mapping.activity) == (("Agent",), ("Ticket",))
    assert found.reasons["case"] == "named by you"


def test_a_named_case_that_is_unique_per_row_is_taken(staging):
    rows = [[str(number), *row[1:]] for number, row in enumerate(ticket_rows())]
    found = guess(staging.con, staging.rows(TICKETS, rows), {"case": "Ticket", "activity": "Status"})
    assert found.mapping.case == ("Ticket",)


def test_a_named_column_may_differ_in_letter_case(staging):
    found = guess(staging.con, staging.rows(TICKETS, ticket_rows()), {"case": "ticket "})
    assert found.mapping.case == ("Ticket",)


def test_a_named_column_that_is_not_there_is_refused_with_the_nearest(staging):
    with pytest.raises(UnknownName, match="Did you mean 'Ticket'"):
        guess(staging.con, staging.rows(TICKETS, ticket_rows()), {"case": "Tickets"})


def test_two_columns_for_a_role_of_one_are_refused(staging):
    with pytest.raises(WrongOption, match="takes one column"):
        guess(staging.con, staging.rows(TICKETS, ticket_rows()), {"resource": ["Agent", "Status"]})


def test_a_date_that_stays_the_same_through_a_case_is_not_the_time(staging):
    rows = [[*row[:3], f"2026-01-{int(row[0][1:]) % 28 + 1:02d} 08:00"] for row in ticket_rows()]
    found = guess(staging.con, staging.rows(("Ticket", "Status", "Updated at", "Date"), rows))
    assert (found.mapping.ended_at, found.mapping.started_at) == ("Updated at", None)


@pytest.mark.parametrize("header", ["start_time", "Started at", "Beginn"])
def test_the_only_time_is_the_instant_of_each_row_whatever_it_is_called(staging, header):
    source = staging.rows(("Ticket", "Status", header, "Agent"), ticket_rows())
    found = guess(staging.con, source)
    assert (found.mapping.started_at, found.mapping.ended_at) == (None, header)
    assert found.confident
    assert f"'{header}' is the only time there is" in found.notes[0].message
    named = guess(staging.con, source, {"started_at": header})
    assert (named.mapping.started_at, named.mapping.ended_at, named.notes) == (header, None, ())


def test_lifecycle_values_are_recognised_under_any_header(staging):
    rows = [[*row[:3], ("start", "complete")[number % 2]] for number, row in enumerate(ticket_rows())]
    found = guess(staging.con, staging.rows(("Ticket", "Status", "Changed", "Kind"), rows))
    assert found.mapping.lifecycle == "Kind"


def test_empty_columns_are_ignored(staging):
    rows = [[*row[:3], ""] for row in ticket_rows()]
    found = guess(staging.con, staging.rows(("Ticket", "Status", "Changed", "Comment"), rows))
    assert found.mapping.ignored == ("Comment",)


def test_examples_show_cases_as_they_were_written(staging):
    found = guess(staging.con, staging.rows(TICKETS, ticket_rows()))
    assert found.examples[0][:2] == [("Open", "2026-01-01 10:00"), ("Work", "2026-01-01 11:00")]


def test_examples_are_in_the_order_of_time_whatever_that_of_the_file(staging):
    rows = [["T1", "Mill", "6.1.2026 11:50", "6.1.2026 12:40"], ["T1", "Cut", "6.1.2026 9:01", "6.1.2026 9:30"],
            ["T1", "Paint", "13.1.2026 8:00", ""], ["T1", "Oil", "6.1.2026 11:55", "6.1.2026 12:00"]]  # fmt: skip
    source = staging.rows(("Ticket", "Step", "Start", "End"), rows)
    given = {"case": "Ticket", "activity": "Step", "started_at": "Start", "ended_at": "End"}
    assert guess(staging.con, source, given).examples == [
        [
            ("Cut", "6.1.2026 9:01"),
            ("Mill", "6.1.2026 11:50"),
            ("Oil", "6.1.2026 11:55"),
            ("Paint", "13.1.2026 8:00"),
        ]
    ]


def test_a_mapping_survives_json():
    mapping = Mapping(("Order", "Item"), ("Status",), "From", "To", ignored=("x",))
    assert Mapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping


def test_a_mapping_is_described_line_by_line():
    assert Mapping(("Order", "Item"), ("Status",), ended_at="To").describe() == [
        "case: Order · Item",
        "activity: Status",
        "end: To",
    ]


@pytest.mark.parametrize(
    "header", ["startTimestamp", "START_TIMESTAMP", "Start Timestamp", " start-timestamp"]
)
def test_spellings_of_a_header_are_one(header):
    assert plain(header) == "start timestamp"
    assert header_score("started_at", header) == 1.0
