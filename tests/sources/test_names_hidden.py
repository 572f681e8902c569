"""Under pseudonyms no value that names a person stays, whatever the tool calls the field: each tool's own form, by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager

import duckdb
import pytest
from recorded import ASKED_AT, page

from procmine.engine import engine
from procmine.importers.histories.history import History
from procmine.importers.pseudonyms import pseudonym
from procmine.importers.tools import tool_of
from procmine.importers.tools.tool import Settings

KEY = "only we know"
NAMES = ("ada", "ben", "cleo", "dan")
AT = "2026-03-01T08:00:00Z"


def hidden(who):
    return pseudonym(who, KEY)


@contextmanager
def staged(word, pages, hiding=KEY, **settings):
    """What is kept and staged of pages, under the key."""
    tool = tool_of(word)
    said = Settings({"pseudonyms": "env:X", **settings} if hiding else settings)

    def tell(rows):
        for one in pages:
            tool.parse(one, rows, said)

    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        people = (*tool.people, *said.many("people"))
        source = History("log", word, tell, people=people, key=hiding, seen_at=ASKED_AT).stage(con)
        yield con, {note.check for note in source.notes}


def all_texts(con):
    tables = [name for (name,) in con.execute("select table_name from duckdb_tables() where table_name = 'staged' or table_name like 'kept_%'").fetchall()]  # fmt: skip
    return "\n".join(str(row) for name in tables for row in con.execute(f'from "{name}"').fetchall()).lower()


def no_name_in(con):
    told = all_texts(con)
    assert not [name for name in NAMES if name in told]


def column(con, name):
    return con.execute(
        f'select distinct "{name}" from staged where "{name}" is not null order by 1'
    ).fetchall()


# --- Trac ------------------------------------------------------------------------------------------------------------


def trac_pages():
    ticket = {
        "id": 1, "summary": "Printer", "time": 1_767_225_600_000_000, "changetime": 1_767_312_000_000_000, "reporter": "ada",
        "status": "new", "owner": "ben", "type": None, "component": None, "priority": None, "severity": None, "milestone": None,
        "version": None, "resolution": None, "keywords": None, "cc": "cleo, dan@example.test",
    }  # fmt: skip
    change = {"ticket": 1, "time": 1_767_312_000_000_000, "author": "ben"}
    changes = [
        change | {"field": "cc", "oldvalue": "cleo", "newvalue": "cleo, dan@example.test"},
        change | {"field": "reporter", "oldvalue": "dan@example.test", "newvalue": "ada"},
    ]
    return [page("tickets", [ticket]), page("custom", [{"ticket": 1, "name": "tester", "value": "dan@example.test"}]), page("changes", changes)]  # fmt: skip


def test_trac_reporters_and_those_who_are_told_of_a_ticket():
    with staged("trac", trac_pages(), people=("tester",)) as (con, _):
        no_name_in(con)
        assert column(con, "Cc") == [(hidden("cleo"),)]  # what it said when the stay began
        now = con.execute("select value from kept_value where field = 'Cc'").fetchall()
        assert now == [(f"{hidden('cleo')}, {hidden('dan@example.test')}",)]
        assert column(con, "tester") == [(hidden("dan@example.test"),)]


def test_trac_reads_them_from_its_file(tmp_path, workspace, monkeypatch):
    monkeypatch.setenv("PSEUDONYM_KEY", KEY)
    file = tmp_path / "trac.db"
    with closing(sqlite3.connect(file)) as con:
        fields = "summary text, time integer, changetime integer, reporter text, status text, owner text, type text, component text, priority text, severity text, milestone text, version text, resolution text, keywords text, cc text"
        con.execute(f"create table ticket (id integer, {fields})")
        con.execute("create table ticket_custom (ticket integer, name text, value text)")
        con.execute("create table ticket_change (ticket integer, time integer, author text, field text, oldvalue text, newvalue text)")  # fmt: skip
        con.execute("insert into ticket (id, summary, time, changetime, reporter, status, cc) values (1, 'Printer', 1767225600000000, 1767225600000000, 'ada', 'new', 'cleo dan')")  # fmt: skip
        con.commit()
    workspace.sources.add("log", "trac", environment=str(file), pseudonyms="env:PSEUDONYM_KEY")
    workspace.sources.sync("log")
    told = engine.rows(workspace.log("log").version.path, "select value from kept_value where field = 'Cc'")
    assert told == [(f"{hidden('cleo')}, {hidden('dan')}",)]
    for kept in workspace.folder.rglob("*"):
        assert not kept.is_file() or b"cleo" not in kept.read_bytes(), kept


# --- Jira ------------------------------------------------------------------------------------------------------------


def account(who):
    return {"accountId": f"id-{who}", "displayName": who.title(), "emailAddress": f"{who}@example.test"}


def jira_pages(**fields):
    listed = [
        {"id": "customfield_1", "name": "Reviewer", "schema": {"type": "user"}},
        {"id": "customfield_2", "name": "Approvers", "schema": {"type": "array", "items": "user"}},
        {"id": "customfield_3", "name": "Team", "schema": {"type": "string"}},
    ]
    usual = {"summary": "Printer", "created": AT, "updated": AT, "status": {"id": "1", "name": "Open"}, "reporter": account("ada")}  # fmt: skip
    issue = {"id": "1", "key": "SUP-1", "fields": usual | fields}
    return [page("fields", listed), page("issues", {"issues": [issue]})]


JIRA = {"fields": ("customfield_1", "customfield_2", "customfield_3")}


@pytest.mark.parametrize("word", ["jira", "jira_server"])
def test_jira_fields_that_pick_one_user_or_several(word):
    told = {
        "customfield_1": account("ben"),
        "customfield_2": [account("cleo"), account("dan")],
        "customfield_3": "Blue",
    }
    with staged(word, jira_pages(**told), **JIRA) as (con, _):
        no_name_in(con)
        assert column(con, "Reviewer") == [(hidden("id-ben"),)]
        assert column(con, "Approvers") == [(f"{hidden('id-cleo')}, {hidden('id-dan')}",)]
        assert column(con, "Team") == [("Blue",)]


def test_jira_without_pseudonyms_several_are_told_by_their_names():
    told = {"customfield_1": account("ben"), "customfield_2": [account("cleo"), account("dan")]}
    with staged("jira", jira_pages(**told), hiding=None, **JIRA) as (con, _):
        assert column(con, "Approvers") == [("Cleo, Dan",)]
        assert column(con, "Reviewer") == [("Ben",)]


def test_jira_a_field_that_is_of_people_is_known_by_its_values_too():
    """The list of fields may come from a server that tells no schema."""
    _, issues = jira_pages(customfield_2=[account("cleo")])
    with staged("jira", [page("fields", [{"id": "customfield_2", "name": "Approvers"}]), issues], **JIRA) as (
        con,
        _,
    ):
        no_name_in(con)


# --- Asana -----------------------------------------------------------------------------------------------------------


def test_asana_fields_of_people():
    people = [{"gid": "101", "name": "Ada"}, {"gid": "102", "name": "Ben"}]
    custom = [
        {"name": "Reviewers", "type": "people", "display_value": "Ada, Ben", "people_value": people},
        {"name": "Size", "type": "enum", "display_value": "Large"},
    ]
    task = {
        "gid": "1",
        "name": "Printer",
        "created_at": AT,
        "modified_at": AT,
        "completed": False,
        "custom_fields": custom,
    }
    with staged("asana", [page("tasks", {"data": [task]}, about="9")], project=("9",)) as (con, _):
        no_name_in(con)
        assert column(con, "Reviewers") == [(f"{hidden('101')}, {hidden('102')}",)]
        assert column(con, "Size") == [("Large",)]
    with staged("asana", [page("tasks", {"data": [task]}, about="9")], hiding=None, project=("9",)) as (
        con,
        _,
    ):
        assert column(con, "Reviewers") == [("Ada, Ben",)]


# --- Redmine ---------------------------------------------------------------------------------------------------------


def redmine_pages(status=200):
    listed = {"custom_fields": [{"id": 1, "name": "Reviewer", "field_format": "user"}, {"id": 2, "name": "Points", "field_format": "int"}]}  # fmt: skip
    issue = {
        "id": 7, "subject": "Printer", "created_on": AT, "updated_on": AT, "status": {"id": 1, "name": "New"}, "author": {"id": 3, "name": "Ada"},
        "custom_fields": [{"id": 1, "name": "Reviewer", "value": "3"}, {"id": 2, "name": "Points", "value": "5"}, {"id": 3, "name": "Team", "value": ["Blue", "Red"], "multiple": True}],
    }  # fmt: skip
    fields = page("custom_fields", listed if status == 200 else None)
    return [fields if status == 200 else fields.__class__(**(vars(fields) | {"status": status})), page("issue", {"issue": issue})]  # fmt: skip


def test_redmine_fields_of_users():
    with staged("redmine", redmine_pages()) as (con, _):
        assert column(con, "Reviewer") == [(hidden("3"),)]
        assert column(con, "Points") == [("5",)]
        assert column(con, "Team") == [("Blue, Red",)]
    with staged("redmine", redmine_pages(), hiding=None) as (con, _):
        assert column(con, "Reviewer") == [("Ada",)]


def test_redmine_where_nobody_says_which_fields_are_of_users_numbers_are_left_out_and_it_is_told():
    with staged("redmine", redmine_pages(403)) as (con, notes):
        assert "custom-fields-of-people" in notes
        told = {name for name, *_ in con.execute("describe staged").fetchall()}
        assert "Team" in told and not told & {"Reviewer", "Points"}
    with staged("redmine", redmine_pages(403), people=("Reviewer",)) as (con, _):
        assert column(con, "Reviewer") == [(hidden("3"),)]
    with staged("redmine", redmine_pages(403), hiding=None) as (con, notes):
        assert column(con, "Points") == [("5",)] and "custom-fields-of-people" not in notes


# --- Smartsheet ------------------------------------------------------------------------------------------------------

COLUMNS = [
    {"id": 11, "title": "Request", "type": "TEXT_NUMBER", "primary": True},
    {"id": 13, "title": "Status", "type": "PICKLIST"},
    {"id": 14, "title": "Assigned To", "type": "MULTI_CONTACT_LIST"},
    {"id": 15, "title": "Reviewer", "type": "CONTACT_LIST"},
    {"id": 16, "title": "Team", "type": "MULTI_CONTACT_LIST"},
]
SHEET = {
    "status": "Status",
    "assignee": "Assigned To",
    "sheet": ("700",),
    "history": "yes",
    "tracked": ("Reviewer",),
}


def contacts(*people):
    return {"objectType": "MULTI_CONTACT", "values": [{"objectType": "CONTACT", "email": f"{who}@example.test", "name": who.title()} for who in people]}  # fmt: skip


def smartsheet_pages():
    cells = [
        {"columnId": 11, "value": "Printer", "displayValue": "Printer"}, {"columnId": 13, "value": "New", "displayValue": "New"},
        {"columnId": 14, "objectValue": contacts("ada", "ben")}, {"columnId": 15, "value": "cleo@example.test", "displayValue": "Cleo"},
        {"columnId": 16, "objectValue": contacts("cleo", "dan")},
    ]  # fmt: skip
    row = {"id": 9001, "createdAt": AT, "modifiedAt": AT, "cells": cells}
    told = [{"columnType": "CONTACT_LIST", "value": f"{who}@example.test", "displayValue": who.title(), "modifiedAt": at} for who, at in (("cleo", "2026-03-02T08:00:00Z"), ("dan", AT))]  # fmt: skip
    history = {"pageNumber": 1, "pageSize": 100, "totalPages": 1, "totalCount": 2, "data": told}
    return [
        page("sheet", {"name": "Desk", "columns": COLUMNS, "rows": [row]}),
        page("history", history, about="9001 Reviewer"),
    ]


def test_smartsheet_columns_of_contacts_are_kept_under_pseudonyms():
    with staged("smartsheet", smartsheet_pages(), **SHEET) as (con, _):
        no_name_in(con)
        assert column(con, "Team") == [(f"{hidden('cleo@example.test')}, {hidden('dan@example.test')}",)]
        assert column(con, "Reviewer") == [(hidden("dan@example.test"),)]  # when the stay began
        assert column(con, "Assignee") == [(hidden("ada@example.test"),)]  # of several the first


def test_smartsheet_several_contacts_are_told_by_their_names():
    with staged("smartsheet", smartsheet_pages(), hiding=None, **SHEET) as (con, _):
        assert column(con, "Team") == [("Cleo, Dan",)]
        assert column(con, "Assignee") == [("Ada",)]


# --- others ----------------------------------------------------------------------------------------------------------


def test_columns_of_an_exported_file_that_are_said_to_name_people():
    body = {"columns": ["Ticket", "State", "Asked by"], "rows": [["T-1", "New", "Cleo"]]}
    settings = {"key": "Ticket", "status": "State"}
    with staged("snapshots", [page("table", body)], people=("Asked by",), **settings) as (con, _):
        no_name_in(con)
        assert column(con, "Asked by") == [(hidden("Cleo"),)]


def test_servicenow_people_whom_metrics_tell_by_name_are_who_records_tell_by_number():
    def both(value):
        return {"value": value, "display_value": {"500": "Ben"}.get(value, value)}

    record = {name: both("") for name in ("assignment_group", "priority", "category", "close_code")} | {
        "sys_id": both("1"), "number": both("INC1"), "short_description": both("Printer"), "sys_created_on": both("2026-03-01 08:00:00"),
        "sys_created_by": both("ada"), "sys_updated_on": both("2026-03-02 08:00:00"), "state": both("1"), "assigned_to": both("500"),
    }  # fmt: skip
    metric = {
        "sys_id": "m1",
        "id": "1",
        "value": "Ben",
        "start": "2026-03-01 08:00:00",
        "definition.field": "assigned_to",
    }
    person = {"sys_id": "500", "user_name": "ben", "name": "Ben"}
    pages = [
        page("records", {"result": [record]}, url="https://acme.service-now.com/api/now/table/incident", about="incident"),
        page("metrics", {"result": [metric]}, about="incident"), page("people", {"result": [person]}),
    ]  # fmt: skip
    with staged("servicenow", pages) as (con, notes):
        no_name_in(con)
        assert column(con, "Assignee") == [(hidden("500"),)]
        assert not [check for check in notes if check.startswith("history-")]
