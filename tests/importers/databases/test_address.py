"""Where a database is said to be, and what is never said again: its password."""

from __future__ import annotations

import sqlite3

import pytest

import procmine as pm
from procmine.errors import UnreadableSource, WrongOption
from procmine.importers.databases import DatabaseSettings, address_of, is_address
from procmine.naming import stem

WITH_A_PASSWORD = [
    "postgresql://ann:hunter2@db/desk",
    "postgres://ann:hunter2@db:5432/desk",
    "POSTGRESQL://ann:hunter2@db/desk",
    "postgresql://ann:hunt/er2@db/desk",
    "postgresql://ann:hunt?er2@db/desk",
    "postgresql://ann:hunter2@one,two/desk",
    "postgresql://:hunter2@db/desk",
    "postgresql://db/desk?user=ann&password=hunter2",
    "postgresql://db/desk?sslmode=require&sslpassword=hunter2",
    "mysql://ann:hunter2@db/desk",
    "mysql://ann:hunter2",
    "mariadb://db/desk?passwd=hunter2",
    "postgresql+psycopg2://ann:hunter2@db/desk",
    "jdbc:postgresql://db/desk?user=ann&password=hunter2",
    "mssql://ann:hunter2@db/desk",
    "https://ann:hunter2@db/desk",
]


@pytest.mark.parametrize("url", WITH_A_PASSWORD)
def test_a_password_in_a_url_is_refused_and_not_repeated(url, tmp_path):
    workspace = pm.open(tmp_path / "w")
    for attempt in (
        address_of,
        pm.read,
        workspace.read,
        lambda it: workspace.read(it, table="t", cursor="id"),
    ):
        with pytest.raises(WrongOption) as refused:
            attempt(url)
        told = f"{refused.value} {refused.value.as_dict()}"
        assert "hunter2" not in told and "er2" not in told and "ann" not in told
    written = [path for path in (tmp_path / "w").rglob("*") if path.is_dir()]
    assert not [path for path in written if "hunt" in path.name]
    assert all(b"hunter2" not in path.read_bytes() for path in (tmp_path / "w").rglob("*") if path.is_file())


@pytest.mark.parametrize("url", WITH_A_PASSWORD[:3])
def test_the_cure_says_where_the_password_belongs(url):
    with pytest.raises(WrongOption, match="PGPASSWORD") as refused:
        address_of(url)
    assert "~/.pgpass" in refused.value.cure
    with pytest.raises(WrongOption, match="MYSQL_PWD"):
        address_of("mysql://ann:hunter2@db/desk")


@pytest.mark.parametrize(
    ("url", "kind", "name"),
    [
        ("postgresql://ann@db.example.org:5432/desk", "postgresql", "desk"),
        ("postgres://db/the%20desk?sslmode=require", "postgresql", "the desk"),
        ("postgresql://ann@one:5432,two:5433/desk", "postgresql", "desk"),
        ("postgresql://[::1]/desk", "postgresql", "desk"),
        ("postgresql:///desk?host=/run/postgresql&passfile=/home/ann/.pgpass", "postgresql", "desk"),
        ("postgresql://", "postgresql", "postgresql"),
        ("mysql://ann@db/desk", "mysql", "desk"),
        ("mariadb://ann@db:3307/desk", "mysql", "desk"),
    ],
)
def test_servers_are_known_by_their_url(url, kind, name):
    found = address_of(url)
    assert (found.kind, found.name, found.text, found.path) == (kind, name, url, None)
    assert is_address(url)


def test_files_are_known_by_what_they_hold_and_urls_may_name_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = sqlite3.connect(tmp_path / "desk.bin")
    made.execute("create table t (a)")
    made.close()
    (tmp_path / "desk.db").write_text("case,activity\n1,a\n")
    assert address_of(tmp_path / "desk.bin").kind == "sqlite"
    assert address_of("sqlite:///desk.bin").path.resolve() == tmp_path / "desk.bin"
    assert address_of(f"sqlite:///{tmp_path / 'desk.bin'}").path == tmp_path / "desk.bin"
    assert address_of(tmp_path / "desk.db") is None, "a name is no content"
    assert address_of(tmp_path) is None and address_of("nowhere.csv") is None and address_of(object()) is None
    with pytest.raises(UnreadableSource, match="no database"):
        address_of("sqlite:///desk.db")
    with pytest.raises(UnreadableSource, match="an SQLite database"):
        address_of("duckdb:///desk.bin")
    with pytest.raises(UnreadableSource, match="four before an absolute one"):
        address_of("sqlite:///nowhere.sqlite")


@pytest.mark.parametrize(
    "url", ["mysql://ann@db:99999/desk", "postgresql://ann@db:port/desk", "postgresql://ann@[::1/desk"]
)
def test_a_url_that_cannot_be_read_is_told_how_to_be_written(url):
    with pytest.raises(WrongOption, match="user@host:port/database"):
        address_of(url)


def test_a_log_is_called_after_the_database_never_after_its_user():
    assert stem("postgresql://ann@db:5432/desk?sslmode=require") == "desk"
    assert stem("postgresql://ann@db") == "db" and stem("postgresql://") == "database"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"table": "t", "query": "select 1"}, "Both a table and a query"),
        ({"query": "delete from t"}, "begins with 'delete'"),
        ({"query": "/* a */ -- b\n drop table t"}, "begins with 'drop'"),
        ({"query": ";"}, "only a select"),
        ({"timeout_seconds": "soon"}, "'soon' cannot be the timeout"),
        ({"timeout_seconds": 0}, "0 cannot be the timeout"),
        ({"timeout_seconds": float("nan")}, "nan cannot be the timeout"),
        ({"overlap": "-1"}, "'-1' cannot be the overlap"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_opened(said, told):
    with pytest.raises(WrongOption, match=told):
        DatabaseSettings("postgresql://nowhere/desk", **said)


def test_a_select_is_known_behind_comments_and_brackets():
    for query in (
        "select 1;",
        "-- a\n(select 1)",
        "/* x */ with a as (select 1) select * from a",
        "VALUES (1)",
    ):
        assert DatabaseSettings("postgresql://db/desk", query=query).query == query.rstrip(";")


def test_settings_that_read_other_rows_are_of_another_origin():
    one = DatabaseSettings("postgresql://db/desk", table="t", cursor="id")
    assert (
        one.origin
        == DatabaseSettings("postgresql://db/desk", table="t", cursor="at", timeout_seconds=5).origin
    )
    others = [{"table": "u"}, {"query": "select * from t"}]
    assert (
        len({one.origin, *(DatabaseSettings("postgresql://db/desk", **said).origin for said in others)}) == 3
    )
    assert DatabaseSettings("postgresql://db/test", table="t").origin != one.origin


def test_options_of_a_database_are_refused_where_there_is_none(tmp_path):
    (tmp_path / "a.csv").write_text("case,activity,at\n1,a,2026-01-01\n")
    for said in ({"table": "t"}, {"query": "select 1"}, {"cursor": "at"}, {"timeout_seconds": 3}):
        with pytest.raises(WrongOption, match=f"{next(iter(said))} is an option for databases"):
            pm.open(tmp_path / "w").read(tmp_path / "a.csv", **said)
