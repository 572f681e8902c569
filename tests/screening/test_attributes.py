"""Which attributes are told where roles alone may be named: those that name people are not."""

from __future__ import annotations

import json

import pytest
from screened_orders import CLERKS, NAMES, made_of, rows

import procmine as pm
from procmine.engine import engine, read_sql
from procmine.screening.screen import JUDGED


def told(log, name):
    """The values of an attribute that may be told; None where it is not there."""
    if name not in log.attributes:
        return None
    values = set()
    for level in ("event_attribute", "case_attribute"):
        values |= {text for (text,) in log.view.rows(f"select text from {level} where name = '{name}'")}
    return values - {None}


def with_more(folder, **columns):
    """The orders with columns of their own: each is worked out from a row."""
    return made_of(
        ({**row, **{name: of(row) for name, of in columns.items()}} for row in rows()), folder
    ).log("orders")


def test_what_is_recorded_with_work_that_nobody_did_is_judged_too(tmp_path):
    """Automatic steps tell who asked for them: every value is a name, and no such work has a resource."""

    def more():
        for row in rows():
            yield {**row, "asked_by": None}
            yield {
                **row,
                "activity": "Log",
                "resource": None,
                "team": None,
                "badge": None,
                "asked_by": f"  {row['resource'].upper()} ",
            }

    log = made_of(more(), tmp_path).log("orders")
    assert "asked_by" not in log.attributes and "team" in log.attributes


def test_a_name_among_other_values_is_not_told(tmp_path):
    """One note in a hundred is somebody's name, however it is written: the attribute stays, the name does not."""
    log = with_more(
        tmp_path, note=lambda row: "clerk-ada " if row["case_id"] == 7 else f"note {row['case_id'] % 40}"
    )
    values = told(log, "note")
    assert "note 3" in values and not {"clerk-ada", "clerk-ada "} & values and "(a name)" in values


def test_from_a_tenth_of_names_on_the_attribute_is_not_there(tmp_path):
    log = with_more(
        tmp_path,
        note=lambda row: row["resource"] if row["case_id"] % 8 == 0 else f"note {row['case_id'] % 40}",
    )
    assert told(log, "note") is None


@pytest.mark.parametrize("level", ["case", "event"])
def test_mail_addresses_are_not_there(level, tmp_path):
    def mail(row):
        if row["case_id"] < 100 or (level == "event" and row["activity"] != "Buy"):
            return "none"
        return "Ada Clerk <a.clerk@example.org>"

    assert told(with_more(tmp_path, contact=mail), "contact") is None


def test_an_attribute_of_one_value_that_is_one_persons_is_not_there(tmp_path):
    """Ada alone works on ten further cases, which bear the number of her key."""

    def more():
        yield from ({**row, "key": None} for row in rows())
        yield from (
            {**row, "case_id": 500 + row["case_id"], "key": "k-17"}
            for row in rows()
            if row["resource"] == CLERKS[0]
        )

    assert told(made_of(more(), tmp_path).log("orders"), "key") is None


def test_values_of_what_says_where_people_belong_stand_for_five(tmp_path):
    log = with_more(tmp_path, amount=lambda row: 10 + row["case_id"])
    assert told(log, "team") == {"Clerks", "(smaller groups)"}
    assert told(log, "region") == {"N", "S"}, "all people are at work in both"
    assert log.where({"amount": (">", 100)}).counts.cases == 29, (
        "what says nothing of people is told as it is"
    )


def test_no_row_for_each_value_is_read(tmp_path):
    """Attributes with as many values as rows are judged where they lie."""
    log = with_more(
        tmp_path,
        order=lambda row: f"o-{row['case_id']}-{row['activity']}",
        amount=lambda row: row["case_id"] * 1.5,
    )
    judged = engine.rows(log.version.path, read_sql("screening", "person_attribute"), JUDGED)
    assert {name for _, name, _, _ in judged} <= {"team", "badge", "approver"} and len(judged) < 10


def test_statements_scripts_and_what_they_bind_name_nobody(workspace):
    import duckdb

    log = workspace.log("orders")
    for found in (
        pm.workload(log, by="team"),
        pm.handovers(log.where(region="N")),
        pm.utilisation(log, calendar="mined"),
    ):
        written = found.script + json.dumps(found.bound, default=str)
        assert not [name for name in (*NAMES, "Managers", "Buyers", "badge", "approver") if name in written]
        with duckdb.connect() as bare:
            assert len(bare.execute(found.script).df()) == len(found.frame)
