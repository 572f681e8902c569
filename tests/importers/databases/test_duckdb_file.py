"""DuckDB files: read by a DuckDB that sees nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import pytest

from procmine.errors import SourceProblem, WrongOption


@pytest.fixture
def desk(tmp_path):
    path = tmp_path / "desk.duckdb"
    (tmp_path / "beside.csv").write_text("a\nsecret\n")
    with duckdb.connect(path) as made:
        made.execute("set timezone = 'UTC'")
        made.execute(
            "create table history as select i as id, 'T' || i % 2 as ticket, i::hugeint as large, i * 1.25 as cost,"
            " timestamptz '2026-01-01 08:00+00' + i * interval '1 hour' as changed_at, date '2026-01-01' as day,"
            " {'a': i} as detail, uuid() as key from range(4) t (i)"
        )
        made.execute("create schema old; create table old.history as select 1 as id")
        made.execute(f"create view beside as from read_csv('{tmp_path / 'beside.csv'}')")
    return path


def test_types_arrive_as_they_are(desk, asking):
    read = asking.read(desk, table="main.history").source
    assert (read.kind, read.name, read.rows) == ("duckdb", "history", 4)
    assert read.typed == {
        "id": "number", "ticket": "text", "large": "number", "cost": "number", "changed_at": "instant_utc",
        "day": "instant", "detail": "text", "key": "text",
    }  # fmt: skip
    assert asking.staged("id, ticket, large, cost, changed_at, day, detail")[1] == (
        "1", "T1", "1", "1.25", datetime(2026, 1, 1, 9, tzinfo=UTC), datetime(2026, 1, 1), '{"a":1}',
    )  # fmt: skip


def test_without_a_table_all_there_are_are_listed(desk, asking):
    with pytest.raises(WrongOption) as refused:
        asking.read(desk)
    lines = [line.strip() for line in refused.value.cure.splitlines()[1:]]
    assert lines == ["main.history (about 4 rows, 8 columns)", "old.history (about 1 row, 1 column)", "main.beside (1 column)"]  # fmt: skip
    with pytest.raises(WrongOption, match="Several tables are called 'history'"):
        asking.read(desk, table="history")


def test_the_query_runs_in_the_file_and_keeps_its_order(desk, asking):
    asking.con.execute("create table mine as select 1 as a")
    assert asking.read(desk, query="select id from history order by id desc").source.name == "desk"
    assert asking.staged() == [("3",), ("2",), ("1",), ("0",)]
    with pytest.raises(SourceProblem, match="Table with name mine does not exist") as refused:
        asking.read(desk, query="select * from mine")
    assert "handed" not in str(refused.value) and "Check the names" in refused.value.cure


def test_only_the_file_is_read_and_nothing_is_written(desk, asking, tmp_path):
    before = desk.read_bytes()
    for statement in (
        {"table": "beside"},
        {"query": f"select * from read_csv('{tmp_path / 'beside.csv'}')"},
        {"query": f"select 1); copy main.history to '{tmp_path / 'out.csv'}'; select (1"},
        {"query": "select 1); drop table main.history; select (1"},
    ):
        with pytest.raises(SourceProblem, match="refuses"):
            asking.read(desk, **statement)
    assert desk.read_bytes() == before and not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("column", ["id", "large", "cost", "changed_at", "day"])
def test_a_cursor_goes_on_at_the_highest_read(desk, asking, column):
    first = asking.read(desk, table="main.history", cursor=column)
    with duckdb.connect(desk) as made:
        made.execute(
            "insert into history select 4, 'T0', 4, 5, timestamptz '2026-01-01 12:00+00', date '2026-01-02', {'a': 4}, uuid()"
        )
    again = asking.read(desk, table="main.history", cursor=column, since=first.cursor)
    wanted = ["0", "1", "2", "3", "4"] if column == "day" else ["3", "4"]
    assert [id_ for (id_,) in asking.staged("id")] == wanted
    assert again.cursor != first.cursor
    with pytest.raises(WrongOption, match="no instant and no number"):
        asking.read(desk, table="main.history", cursor="ticket")


def test_a_cursor_of_another_kind_is_refused(desk, asking):
    first = asking.read(
        desk, query="select id, changed_at::timestamp as changed_at from history", cursor="changed_at"
    )
    assert first.cursor.kind == "instant"
    with pytest.raises(
        WrongOption, match="a time without a zone when it was last read, and is an instant now"
    ):
        asking.read(desk, table="main.history", cursor="changed_at", since=first.cursor)


def test_a_statement_that_takes_too_long_is_stopped(desk, asking):
    with pytest.raises(SourceProblem, match="--timeout"):
        asking.read(desk, query="select count(*) from range(100000000000), range(1000)", timeout_seconds=0.2)


def test_a_damaged_file_is_told(desk, asking):
    desk.write_bytes(desk.read_bytes()[:9000])
    with pytest.raises(SourceProblem, match="copy it again"):
        asking.read(desk, table="history")
