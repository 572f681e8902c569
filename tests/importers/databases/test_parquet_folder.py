"""A folder of Parquet files is one table; where its files differ it is told."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest

import procmine as pm
from procmine.errors import SourceProblem, UnreadableSource, WrongOption


@pytest.fixture
def put(tmp_path):
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")

        def put(name, select):
            path = tmp_path / "months" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            con.execute(f"copy ({select}) to '{path}'")
            return tmp_path / "months"

        yield put


MARCH = "select 'A' as ticket, 'open' as step, timestamp '2026-03-01 10:00' as at"
APRIL = "select 'A' as ticket, 'done' as step, timestamp '2026-04-01 10:00' as at"


def test_files_are_read_in_the_order_of_their_names(put, asking):
    put("b.parquet", APRIL)
    folder = put("a.parquet", MARCH)
    read = asking.read(folder).source
    assert (read.kind, read.name, read.rows, read.notes) == ("parquet", "months", 2, ())
    assert read.typed == {"ticket": "text", "step": "text", "at": "instant"}
    assert asking.staged() == [
        ("A", "open", datetime(2026, 3, 1, 10)),
        ("A", "done", datetime(2026, 4, 1, 10)),
    ]


def test_columns_are_brought_together_by_name_and_differences_are_told(put, asking):
    put("a.parquet", MARCH + ", 7 as cost")
    put(
        "b.parquet",
        "select timestamp '2026-04-01 10:00' as at, 'done' as step, 'A' as ticket, 'nine' as cost, 1 as urgent",
    )
    folder = put("c.parquet", APRIL)
    read = asking.read(folder).source
    assert asking.staged("ticket, step, cost, urgent") == [
        ("A", "open", "7", None), ("A", "done", "nine", "1"), ("A", "done", None, None),
    ]  # fmt: skip
    told = {note.check: note.message for note in read.notes}
    assert (
        told["types-differ"]
        == "'cost' is not of one type in all files: INTEGER in a.parquet; VARCHAR in b.parquet."
    )
    assert [note.message for note in read.notes if note.check == "column-not-everywhere"] == [
        "'cost' is in 2 of 3 files, and missing in the rest.",
        "'urgent' is in 1 of 3 files, and missing in the rest.",
    ]


def test_a_clock_is_given_to_no_time_that_has_none(put, asking):
    put("a.parquet", MARCH)
    folder = put("b.parquet", "select 'A' as ticket, 'done' as step, timestamptz '2026-04-01 10:00+00' as at")
    for said in ({}, {"cursor": "at"}):
        with pytest.raises(UnreadableSource, match="'at' has a zone in some files and none in others"):
            asking.read(folder, **said)


def test_what_is_being_written_is_not_read_and_other_files_are_told_of(put, asking):
    folder = put("a.parquet", MARCH)
    put("_temporary/b.parquet", APRIL)
    put(".c.parquet", APRIL)
    (folder / "_SUCCESS").touch()
    (folder / "notes.csv").write_text("a\n1\n")
    read = asking.read(folder).source
    assert read.rows == 1
    assert [(note.check, note.examples) for note in read.notes] == [("other-files", ("notes.csv",))]


def test_folders_that_name_a_value_are_columns(put, asking):
    put("region=North/a.parquet", MARCH)
    folder = put("region=South/a.parquet", APRIL)
    asking.read(folder)
    assert asking.staged("step, region") == [("open", "North"), ("done", "South")]


def test_a_cursor_goes_on_at_the_highest_read(put, asking):
    folder = put("a.parquet", MARCH)
    first = asking.read(folder, cursor="at")
    put("b.parquet", APRIL)
    asking.read(folder, cursor="at", since=first.cursor)
    assert asking.staged("step") == [("open",), ("done",)]
    put("c.parquet", "select 'A' as ticket, 'shut' as step, timestamp '2026-05-01' as at")
    asking.read(folder, cursor="at", since=asking.read(folder, cursor="at").cursor)
    assert asking.staged("step") == [("shut",)]


def test_a_folder_has_no_tables_and_a_broken_file_is_told(put, asking):
    folder = put("a.parquet", MARCH)
    with pytest.raises(WrongOption, match="one table"):
        asking.read(folder, table="a")
    (folder / "b.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(SourceProblem, match=r"b\.parquet"):
        asking.read(folder)


def test_a_folder_is_a_log_like_any_file(put, tmp_path):
    put("a.parquet", MARCH)
    folder = put("b.parquet", APRIL)
    log = pm.open(tmp_path / "w").read(folder)
    assert log.name == "months" and log.to_pandas().activity.tolist() == ["open", "done"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableSource, match="a folder of Parquet files"):
        pm.read(tmp_path / "empty")
