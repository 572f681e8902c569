"""A table as a named source: synced on from its cursor, or read whole where it has none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

import procmine as pm
from procmine.errors import WrongOption
from procmine.importers.pseudonyms import pseudonym

ROWS = [
    ("A", "Open", "2026-03-01 08:00:00"),
    ("A", "Close", "2026-03-01 09:00:00"),
    ("B", "Open", "2026-03-02 08:00:00"),
]
MORE = [("B", "Close", "2026-03-02 10:00:00"), ("C", "Open", "2026-03-03 08:00:00")]
ROLES = {"case": "ticket", "activity": "status", "ended_at": "changed_at", "zone": "UTC"}


@pytest.fixture
def desk(tmp_path):
    file = tmp_path / "desk.sqlite"
    write(file, "create table history (ticket text, status text, changed_at text)", ())
    write(file, "insert into history values (?, ?, ?)", ROWS)
    return file


def write(file, sql, rows):
    with closing(sqlite3.connect(file)) as con:
        if rows:
            con.executemany(sql, rows)
        elif sql.startswith(("create", "delete")):
            con.execute(sql)
        con.commit()


@pytest.mark.parametrize("cursor", [{"cursor": "changed_at"}, {}], ids=["read on", "read whole"])
def test_each_sync_brings_the_log_up_to_date(workspace, desk, cursor):
    workspace.sources.add("desk", "database", address=str(desk), table="history", **ROLES, **cursor)
    first = workspace.sources.sync("desk")
    assert (first.outcome, first.version, workspace.log("desk").counts.events) == ("done", 1, 3)
    assert workspace.sources.sync("desk").outcome == "nothing new"
    write(desk, "insert into history values (?, ?, ?)", MORE)
    second = workspace.sources.sync("desk")
    assert (second.outcome, second.version) == ("done", 2)
    events = workspace.log("desk").sql("select case_id, activity from event order by case_id, position")
    assert list(map(tuple, events.to_numpy())) == [
        ("A", "Open"),
        ("A", "Close"),
        ("B", "Open"),
        ("B", "Close"),
        ("C", "Open"),
    ]
    assert [run.outcome for run in workspace.sources.runs("desk")] == ["done", "nothing new", "done"]


@pytest.mark.parametrize("cursor", [{"cursor": "changed_at"}, {}], ids=["read on", "read whole"])
def test_an_old_log_of_a_table_is_not_made_anew_for_its_ages_are_of_its_latest_row(
    workspace, desk, monkeypatch, cursor
):
    """Other than of a tool, whose log is of the moment in which it was asked."""
    monkeypatch.setattr("procmine.sources.from_tool.AS_OLD_AS", timedelta(0))
    said = {"complete_when": "ends with Close", **ROLES, **cursor}
    workspace.sources.add("desk", "database", address=str(desk), table="history", **said)
    workspace.sources.sync("desk")
    assert workspace.sources.sync("desk").outcome == "nothing new"
    (age,) = pm.wip(workspace.log("desk")).frame.age_hours
    assert age == 0  # B was opened by the latest row


def test_the_plan_says_what_is_read_and_what_cannot_be_seen(workspace, desk):
    workspace.sources.add(
        "desk", "database", address=str(desk), table="history", cursor="changed_at", **ROLES
    )
    plan = workspace.sources.plan("desk")
    assert "history" in plan.scope and "deleted ones are not seen" in plan.history


@pytest.mark.parametrize("cursor", [{"cursor": "changed_at"}, {}], ids=["read on", "read whole"])
def test_people_of_a_table_go_by_pseudonyms(workspace, tmp_path, monkeypatch, cursor):
    """Whoever did it, and a column that is said to name people; the same in every sync."""
    monkeypatch.setenv("PSEUDONYM_KEY", "only we know")
    file = tmp_path / "desk.sqlite"
    write(file, "create table history (ticket text, status text, changed_at text, agent text, boss text)", ())
    write(file, "insert into history values (?, ?, ?, 'Ada', 'Ben')", ROWS)
    said = {"resource": "agent", "pseudonyms": "env:PSEUDONYM_KEY", "people": "boss", **ROLES, **cursor}
    workspace.sources.add("desk", "database", address=str(file), table="history", **said)
    workspace.sources.sync("desk")
    write(file, "insert into history values (?, ?, ?, 'Ada', 'Ben')", MORE)
    assert workspace.sources.sync("desk").version == 2
    log = workspace.log("desk")
    told = log.sql("select distinct resource from event").resource.tolist()
    assert told == [pseudonym("Ada", "only we know")]
    values = log.sql("select distinct text from case_attribute where name = 'boss'").text.tolist()
    assert values == [pseudonym("Ben", "only we know")]
    with pytest.raises(WrongOption, match="no key to hide them"):
        workspace.sources.add("other", "database", address=str(file), table="history", people="boss", **ROLES)


def test_settings_of_tools_are_none_of_a_table(workspace, desk):
    with pytest.raises(WrongOption, match="'model' is no setting"):
        workspace.sources.add("desk", "database", address=str(desk), table="history", model="transitions")


def test_a_path_is_kept_whole_so_that_a_sync_may_be_begun_anywhere(workspace, desk, monkeypatch, tmp_path):
    monkeypatch.chdir(desk.parent)
    added = workspace.sources.add("desk", "database", address=desk.name, table="history", **ROLES)
    assert added.settings["address"] == str(desk)
    listed = workspace.sources.add("list", "snapshots", file="tickets.csv", key="Ticket", status="State")
    assert listed.settings["file"] == str(desk.parent / "tickets.csv")
    server = workspace.sources.add("far", "database", address="postgresql://ann@db/desk", table="h")
    assert server.settings["address"] == "postgresql://ann@db/desk"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert str(workspace.sources.sync("desk")) == "desk: 3 items in 1 request → desk, version 1"


def test_columns_that_are_not_sure_are_told_of_the_source_and_it_is_added_again(workspace, tmp_path):
    file = tmp_path / "odd.sqlite"
    write(file, "create table history (a text, b text, c text)", ())
    write(file, "insert into history values (?, ?, ?)", ROWS)
    workspace.sources.add("odd", "database", address=str(file), table="history", zone="UTC")
    with pytest.raises(pm.errors.UnsureMapping) as refused:
        workspace.sources.sync("odd")
    run = workspace.sources.runs("odd")[0]
    for cure in (refused.value.cure, run.cure):
        assert (
            "procmine sources drop odd, procmine sources add odd --kind database" in cure
            and "pm.read" not in cure
        )
    workspace.sources.drop("odd")
    workspace.sources.add(
        "odd",
        "database",
        address=str(file),
        table="history",
        zone="UTC",
        case="a",
        activity="b",
        ended_at="c",
    )
    assert workspace.sources.sync("odd").outcome == "done"
