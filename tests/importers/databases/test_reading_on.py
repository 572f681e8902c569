"""A log that is read on from where it was left: what it holds is what was done, and nothing twice."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta

import pytest
from typer.testing import CliRunner

import procmine as pm
from procmine.cli import app
from procmine.errors import NothingNew, UnsureMapping, WrongOption
from procmine.importers import ImportOptions
from procmine.importers.databases import Cursor

ROLES = {"case": "ticket", "activity": "status", "ended_at": "changed_at"}
MORNING = datetime(2026, 1, 5, 8)


class Desk:
    """An SQLite file that is written to, and the list of what was done."""

    def __init__(self, path):
        self.path, self.done = path, []
        self.run("create table history (id integer primary key, ticket, status, changed_at, started_at)")

    def run(self, statement, *values):
        with sqlite3.connect(self.path) as connection:
            connection.execute(statement, values)
        connection.close()

    def change(self, ticket, status, hour):
        at = MORNING + timedelta(hours=hour)
        self.done.append((ticket, status, at))
        self.run(
            "insert into history (ticket, status, changed_at) values (?, ?, ?)",
            ticket,
            status,
            at.isoformat(" "),
        )


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "desk.sqlite")
    for ticket, hour in (("A", 0), ("B", 1), ("C", 2)):
        desk.change(ticket, "open", hour)
        desk.change(ticket, "done", hour + 3)
    return desk


@pytest.fixture
def workspace(tmp_path):
    return pm.open(tmp_path / "w")


def held(log):
    work = log.to_pandas()
    return sorted(
        zip(work.case_id, work.activity, (one.to_pydatetime() for one in work.ended_at), strict=True)
    )


def test_what_came_since_is_added_and_table_and_cursor_need_not_be_said_again(desk, workspace):
    log = workspace.read(desk.path, name="desk", table="history", cursor="changed_at", **ROLES)
    assert held(log) == sorted(desk.done) and log.facts["rows_read"] == 6
    desk.change("D", "open", 5)  # in the very hour of the last: others may be written in the same instant
    desk.change("A", "open", 6)
    log = workspace.read(desk.path, name="desk", append=True)
    assert held(log) == sorted(desk.done)
    assert log.facts["rows_read"] == 6 + 3, "the row at the cursor, and two that are new"
    assert log.facts["quarantined"] == 1
    kept = log.version.description
    assert kept["reached"]["cursor"] == {
        "column": "changed_at",
        "value": "2026-01-05 14:00:00",
        "kind": "instant_text",
    }
    assert (kept["options"]["table"], kept["options"]["cursor"]) == ("history", "changed_at")


def test_where_nothing_was_done_no_version_is_made(desk, workspace):
    first = workspace.read(desk.path, name="desk", table="history", cursor="changed_at", **ROLES)
    for _ in range(2):
        again = workspace.read(desk.path, name="desk", append=True)
        assert again.version.version == first.version.version == 1
    with pytest.raises(NothingNew, match="in the log already"):
        workspace.add(desk.path, ImportOptions(), "desk", append=True)
    assert not list(workspace.folder.glob("logs/*/*.importing")), "and nothing is left behind"


def test_a_row_that_cannot_be_used_is_told_once(desk, workspace):
    workspace.read(desk.path, name="desk", table="history", cursor="id", **ROLES)
    desk.run("insert into history (ticket, status, changed_at) values ('E', null, '2026-01-06 08:00:00')")
    log = workspace.read(desk.path, name="desk", append=True)
    assert log.version.version == 2 and held(log) == sorted(desk.done)
    assert workspace.read(desk.path, name="desk", append=True).version.version == 2
    desk.change("E", "open", 30)
    log = workspace.read(desk.path, name="desk", append=True)
    assert log.version.version == 3 and held(log) == sorted(desk.done)


def test_a_handful_of_rows_makes_no_other_log(desk, workspace):
    """One row with a start in it: read by itself it would be work from start to end."""
    workspace.read(desk.path, name="desk", table="history", cursor="id", **ROLES)
    desk.run(
        "insert into history (ticket, status, changed_at, started_at) values ('A', 'shut', '2026-01-07 08:00:00', '2026-01-07 07:00:00')"
    )
    log = workspace.read(desk.path, name="desk", append=True)
    assert len(log) == 7 and log.to_pandas().started_at.isna().all()
    assert "started_at" not in log.version.description["mapping"]


def test_what_was_written_late_is_read_by_an_overlap(desk, workspace):
    """A transaction that began before the last read and was committed after it bears an earlier time."""
    workspace.read(desk.path, name="desk", table="history", cursor="changed_at", overlap=7200, **ROLES)
    desk.change("D", "open", 4)  # the last that was read is of hour 5
    log = workspace.read(desk.path, name="desk", append=True)
    assert held(log) == sorted(desk.done)
    assert log.version.description["reached"]["cursor"]["value"] == "2026-01-05 13:00:00"
    desk.run("delete from history where changed_at >= '2026-01-05 13:00:00'")
    desk.change("E", "open", 3)
    log = workspace.read(desk.path, name="desk", append=True)
    assert held(log) == sorted(desk.done)
    assert log.version.description["reached"]["cursor"]["value"] == "2026-01-05 13:00:00", (
        "it never goes back"
    )


@pytest.mark.parametrize(
    ("kind", "value", "by", "earlier"),
    [
        ("instant_utc", "2026-03-01 00:00:30+00", 60, "2026-02-28 23:59:30+00"),
        ("instant", "2026-03-01 10:00:00.5", 0.25, "2026-03-01 10:00:00.2"),
        ("instant_text", "2026-03-01T10:00Z", 3600, "2026-03-01T09:00Z"),
        ("instant_text", "2026-03-01 10:00:00+02:00", 3600, "2026-03-01 09:00:00+02:00"),
        ("instant_text", "2026-03-01 10:00:00.500Z", 0.5, "2026-03-01 10:00:00.000Z"),
        ("instant_text", "2026-03-01", 3600, "2026-02-28"),
        ("number", "9007199254740993", 2, "9007199254740991"),
        ("number", "5000", 100.0, "4900"),
        ("number", "17.5", 0.25, "17.25"),
        ("number", "17", 0, "17"),
    ],
)
def test_a_cursor_moves_back_in_its_own_writing(kind, value, by, earlier):
    assert Cursor("c", value, kind).moved_back(by) == Cursor("c", earlier, kind)


def test_a_cursor_of_another_table_or_query_is_not_gone_by(desk, workspace):
    workspace.read(desk.path, name="desk", table="history", cursor="id", **ROLES)
    desk.run(
        "create table older as select 90 + id as id, 'old ' || ticket as ticket, status, changed_at from history"
    )
    desk.run("update older set id = id - 100")
    log, imported = workspace.add(desk.path, ImportOptions(table="older", cursor="id"), "desk", append=True)
    assert len(log) == 12, "all six rows of the other table lie below the cursor, and are read"
    assert "read-in-full" in {note.check for note in imported.notes}


def test_without_a_cursor_everything_is_read_and_known_rows_are_quarantined(desk, workspace):
    workspace.read(desk.path, name="desk", table="history", **ROLES)
    desk.change("D", "open", 9)
    log = workspace.read(desk.path, name="desk", append=True)
    assert held(log) == sorted(desk.done) and log.facts["quarantined"] == 6
    assert log.version.description["reached"] is None


def test_the_query_is_kept_with_the_version(desk, workspace):
    query = "select ticket, status, changed_at from history where ticket <> 'C'"
    log = workspace.read(desk.path, name="desk", query=query, cursor="changed_at", **ROLES)
    assert log.version.description["options"]["query"] == query
    assert log.version.description["source"]["kind"] == "sqlite"
    desk.change("C", "open", 9)
    desk.change("A", "shut", 10)
    log = workspace.read(desk.path, name="desk", append=True)
    assert held(log) == sorted(one for one in desk.done if one[0] != "C")


def test_a_call_to_paste_says_table_and_query_again(desk, workspace):
    with pytest.raises(UnsureMapping) as unsure:
        workspace.read(desk.path, query='select id, ticket as "a", status as "b" from history')
    assert 'query="select id, ticket as' in unsure.value.cure and "--query 'select id" in unsure.value.cure


def test_read_without_a_workspace_reads_a_file_once_and_anew_when_it_changed(desk):
    log = pm.read(desk.path, table="history", **ROLES)
    assert log.name == "desk.sqlite" and held(log) == sorted(desk.done)
    assert pm.read(desk.path, table="history", **ROLES).version.path == log.version.path
    desk.change("D", "open", 9)
    assert held(pm.read(desk.path, table="history", **ROLES)) == sorted(desk.done)


def test_what_lies_in_a_journal_beside_the_file_is_seen(desk):
    writer = sqlite3.connect(desk.path)
    writer.execute("pragma journal_mode = wal")
    assert len(pm.read(desk.path, table="history", **ROLES)) == 6
    writer.execute(
        "insert into history (ticket, status, changed_at) values ('D', 'open', '2026-01-07 08:00:00')"
    )
    writer.commit()
    assert len(pm.read(desk.path, table="history", **ROLES)) == 7
    writer.close()


class TestCommandLine:
    def run(self, *words):
        return CliRunner().invoke(app, [*map(str, words)])

    def test_import_then_append_then_nothing_new(self, desk, tmp_path):
        place = ["--name", "desk", "--workspace", tmp_path / "w", "--json"]
        flags = [
            "--table",
            "history",
            "--cursor",
            "changed_at",
            "--timeout",
            "30",
            "--case",
            "ticket",
            "--activity",
            "status",
        ]
        told = self.run("import", desk.path, *flags, *place)
        assert told.exit_code == 0, told.output
        assert json.loads(told.stdout)["facts"]["rows_read"] == 6
        desk.change("D", "open", 9)
        assert json.loads(self.run("import", desk.path, "--append", *place).stdout)["version"] == 2
        told = self.run("import", desk.path, "--append", *place)
        assert told.exit_code == 0
        assert json.loads(told.stdout) == {
            "log": "desk",
            "nothing_new": "Every row that was read is in the log already.",
        }
        assert "desk stays as it is." in self.run("import", desk.path, "--append", *place[:-1]).stdout

    def test_a_question_takes_a_table_of_a_file(self, desk):
        told = self.run(
            "ask",
            "summary",
            desk.path,
            "--table",
            "history",
            "--case",
            "ticket",
            "--activity",
            "status",
            "--json",
        )
        assert told.exit_code == 0, told.output
        assert json.loads(told.stdout)["frame"][0]["events"] == 6

    @pytest.mark.parametrize("words", [["import"], ["ask", "summary"], ["inspect"]])
    def test_a_password_is_refused_and_not_repeated(self, words):
        told = self.run(*words, "postgresql://ann:hunter2@db/desk")
        assert isinstance(told.exception, WrongOption) and "bears a password" in str(told.exception)
        assert "hunter2" not in f"{told.output} {told.exception}"
