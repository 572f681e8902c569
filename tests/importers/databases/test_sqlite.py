"""SQLite: a file that is only read, whose columns are what their values are."""

from __future__ import annotations

import sqlite3

import pytest

from procmine.errors import NothingNew, SourceProblem, UnknownName, UnreadableSource, WrongOption


def made(path, *statements):
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return path


@pytest.fixture
def desk(tmp_path):
    return made(
        tmp_path / "desk.sqlite",
        "create table history (id integer primary key, ticket text, status text, changed_at text, cost)",
        "insert into history values (1, 'A', 'open', '2026-01-01 10:00:00', 1.5),"
        " (2, 'A', '', '2026-01-01 11:00:00.5', 2), (3, 'B', 'NA', '2026-01-02 09:00:00', null)",
        "create view latest as select ticket, max(changed_at) from history group by ticket",
        'create table "odd ""name""" (a)',
    )


def test_rows_arrive_as_text_and_numbers_are_known_by_their_values(desk, asking):
    read = asking.read(desk, table="history").source
    assert (read.kind, read.name, read.rows) == ("sqlite", "history", 3)
    assert read.columns == ("id", "ticket", "status", "changed_at", "cost")
    assert read.typed == {
        "id": "number",
        "ticket": "text",
        "status": "text",
        "changed_at": "text",
        "cost": "number",
    }
    assert asking.staged() == [
        ("1", "A", "open", "2026-01-01 10:00:00", "1.5"),
        ("2", "A", None, "2026-01-01 11:00:00.5", "2"),  # only blank is missing
        ("3", "B", "NA", "2026-01-02 09:00:00", None),
    ]
    assert asking.staged("source_row") == [(1,), (2,), (3,)]


def test_without_a_table_all_there_are_are_listed_the_largest_first(desk, asking):
    with pytest.raises(WrongOption, match="not said which table") as refused:
        asking.read(desk)
    lines = [line.strip() for line in refused.value.cure.splitlines()[1:]]
    assert lines == [
        "history (3 rows, 5 columns)",
        "latest (2 rows, 2 columns)",
        'odd "name" (0 rows, 1 column)',
    ]
    assert "--table history" in refused.value.cure


def test_a_table_is_found_by_a_near_name_only_where_it_is_sure(desk, asking):
    assert asking.read(desk, table="HISTORY").source.rows == 3
    assert asking.read(desk, table='"history"').source.rows == 3
    with pytest.raises(UnknownName, match="Did you mean 'history'"):
        asking.read(desk, table="histroy")
    with pytest.raises(UnreadableSource, match="not a single row"):
        asking.read(desk, table='odd "name"')


def test_a_query_keeps_its_order_and_its_names_are_made_unique(desk, asking):
    read = asking.read(
        desk, query="select ticket, id, id from history order by id desc -- newest first"
    ).source
    assert read.columns == ("ticket", "id", "id (2)") and read.name == "desk"
    assert asking.staged() == [("B", "3", "3"), ("A", "2", "2"), ("A", "1", "1")]


def test_nothing_can_be_written_and_no_other_file_is_opened(desk, asking, tmp_path):
    before = desk.read_bytes()
    for query in (
        "with a as (select 1) insert into history (id) select 9",
        "select 1; delete from history",
        "with a as (select 1) delete from history",
    ):
        with pytest.raises(SourceProblem, match="refuses"):
            asking.read(desk, query=query)
    assert desk.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.sqlite"]


def test_a_statement_that_takes_too_long_is_stopped(desk, asking):
    forever = "with recursive a (i) as (select 1 union all select i + 1 from a) select count(*) from a"
    with pytest.raises(SourceProblem, match="--timeout") as refused:
        asking.read(desk, query=forever, timeout_seconds=0.2)
    assert "interrupted" in refused.value.found


@pytest.mark.parametrize(
    ("query", "told"), [("select nothing from history", "nothing"), ("select * from nowhere", "nowhere"), ("select from", "syntax")]
)  # fmt: skip
def test_what_the_database_says_is_told(desk, asking, query, told):
    with pytest.raises(SourceProblem, match=told) as refused:
        asking.read(desk, query=query)
    assert refused.value.cure


def test_a_damaged_file_is_told(desk, asking):
    whole = desk.read_bytes()
    desk.write_bytes(whole[:5000] + b"\xff" * (len(whole) - 5000))
    with pytest.raises(SourceProblem, match="copy it again"):
        asking.read(desk, table="history")


def test_bytes_and_broken_texts_arrive_as_what_can_be_shown_of_them(tmp_path, asking):
    path = made(
        tmp_path / "a.db",
        "create table t (a, b)",
        "insert into t values (x'00ff', 'x' || char(0) || 'y'), (x'41', cast(x'ff42' as text))",
    )
    read = asking.read(path, table="t").source
    assert asking.staged() == [("\\x00ff", "x\0y"), ("A", "�B")]
    assert [(note.check, note.rows) for note in read.notes] == [("undecodable-text", 1)]


def test_a_row_that_is_too_long_is_told(tmp_path, asking):
    path = made(tmp_path / "a.db", "create table t (a)", "insert into t values (hex(zeroblob(17 << 20)))")
    with pytest.raises(UnreadableSource, match="more text than can be read"):
        asking.read(path, table="t")


class TestCursor:
    def test_a_number_goes_on_at_the_highest_read(self, desk, asking):
        first = asking.read(desk, table="history", cursor="id")
        assert first.cursor.to_dict() == {"column": "id", "value": "3", "kind": "number"}
        made(desk, "insert into history values (4, 'B', 'done', null, null)")
        again = asking.read(desk, table="history", cursor="id", since=first.cursor)
        assert asking.staged("id") == [("3",), ("4",)] and again.cursor.value == "4"

    def test_times_as_text_go_on_where_they_are_written_alike(self, desk, asking):
        first = asking.read(desk, table="history", cursor="changed_at")
        assert (first.cursor.value, first.cursor.kind) == ("2026-01-02 09:00:00", "instant_text")
        made(desk, "insert into history values (4, 'B', 'done', '2026-01-02 09:00:00.001', 1)")
        asking.read(desk, query="select * from history", cursor="Changed_At", since=first.cursor)
        assert asking.staged("id") == [("3",), ("4",)]

    @pytest.mark.parametrize(
        "value",
        ["02.01.2026 10:00", "2026-01-02T10:00:00", "2026-01-02 10:00:00Z", "soon", "2026-01-02 10:00 Uhr"],
    )
    def test_times_written_in_several_ways_have_no_order(self, desk, asking, value):
        made(desk, f"insert into history values (9, 'B', 'done', '{value}', 1)")
        with pytest.raises(WrongOption, match="changed_at"):
            asking.read(desk, table="history", cursor="changed_at")

    def test_before_an_offset_fractions_must_be_alike(self, tmp_path, asking):
        path = made(tmp_path / "a.db", "create table t (at)", "insert into t values ('2026-01-01 10:00:00Z')")
        assert asking.read(path, table="t", cursor="at").cursor.value == "2026-01-01 10:00:00Z"
        made(path, "insert into t values ('2026-01-01 10:00:00.5Z')")  # as text it comes before the other
        with pytest.raises(WrongOption, match="several ways"):
            asking.read(path, table="t", cursor="at")

    def test_a_column_of_numbers_and_texts_has_no_order(self, desk, asking):
        made(desk, "insert into history values (4, 'B', 'done', null, 'much')")
        with pytest.raises(WrongOption, match=r"'cost' holds '1\.5'"):
            asking.read(desk, table="history", cursor="cost")

    def test_a_column_that_became_text_is_not_compared_with_a_number(self, desk, asking):
        first = asking.read(desk, table="history", cursor="cost")
        made(desk, "update history set cost = cost || ' EUR'")
        with pytest.raises(WrongOption, match="was a number when it was last read, and is text now"):
            asking.read(desk, table="history", cursor="cost", since=first.cursor)

    def test_rows_without_a_value_are_told_of(self, desk, asking):
        made(desk, "insert into history values (4, 'B', 'done', null, 1)")
        read = asking.read(desk, table="history", cursor="changed_at")
        assert [(note.check, note.severity, note.rows) for note in read.source.notes] == [
            ("rows-without-cursor", "warning", 1)
        ]

    def test_where_nothing_is_that_high_there_is_nothing_new(self, desk, asking):
        first = asking.read(desk, table="history", cursor="id")
        made(desk, "delete from history where id = 3")
        with pytest.raises(NothingNew, match="No row has 3 or more in 'id'"):
            asking.read(desk, table="history", cursor="id", since=first.cursor)

    def test_a_column_that_is_not_there_is_refused_before_rows_are_read(self, desk, asking):
        with pytest.raises(UnknownName, match="changed_on"):
            asking.read(desk, table="history", cursor="changed_on")


def test_the_same_rows_have_the_same_fingerprint_in_any_order(desk, asking):
    prints = {
        asking.read(desk, query=f"select ticket, id from history order by id {way}").source.fingerprint
        for way in ("asc", "desc")
    }
    assert len(prints) == 1
    prints.add(asking.read(desk, query="select ticket, id from history where id < 3").source.fingerprint)
    prints.add(asking.read(desk, query="select id, ticket from history").source.fingerprint)
    assert len(prints) == 3
