"""A real PostgreSQL: a desk whose history a trigger keeps, imported, worked on, and read on."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import procmine as pm
from procmine.cli import app
from procmine.errors import NotInstalled, SourceProblem, UnknownName, WrongOption

pytestmark = pytest.mark.slow
MORNING = datetime(2026, 1, 5, 8, tzinfo=UTC)
ROLES = {
    "case": "ticket_id",
    "activity": "status",
    "ended_at": "changed_at",
    "resource": "changed_by",
    "sequence": "id",
}
DESK = (
    "drop schema if exists desk cascade",
    "create schema desk",
    "create table desk.ticket (id int primary key, title text, status text not null, changed_by text)",
    "create table desk.status_history (id bigserial primary key, ticket_id int not null, status text not null,"
    " changed_by text, changed_at timestamptz not null, was jsonb)",
    "create index on desk.status_history (changed_at)",
    """create function desk.keep() returns trigger language plpgsql as $$ begin
         if tg_op = 'INSERT' or new.status is distinct from old.status then
           insert into desk.status_history (ticket_id, status, changed_by, changed_at, was)
           values (new.id, new.status, new.changed_by, coalesce(current_setting('desk.now', true)::timestamptz, clock_timestamp()), to_jsonb(old));
         end if;
         return new;
       end $$""",
    "create trigger keep after insert or update on desk.ticket for each row execute function desk.keep()",
    "grant usage on schema desk to reader",
    "grant select on desk.status_history to reader",
)  # fmt: skip


class Desk:
    """Tickets that are worked on by SQL, and the list of what was done."""

    def __init__(self, run):
        self.run, self.done = run, []

    def _do(self, statement, ticket, status, who, hour):
        at = MORNING + timedelta(hours=hour)
        self.run(f"set desk.now = '{at.isoformat()}'", statement)
        self.done.append((str(ticket), status, who, at.replace(tzinfo=None)))

    def create(self, ticket, hour, who="Ann"):
        insert = f"insert into desk.ticket values ({ticket}, 'No {ticket}', 'open', '{who}')"
        self._do(insert, ticket, "open", who, hour)

    def move(self, ticket, status, who, hour):
        update = f"update desk.ticket set status = '{status}', changed_by = '{who}' where id = {ticket}"
        self._do(update, ticket, status, who, hour)


def held(log):
    work = log.to_pandas()
    at = (one.to_pydatetime() for one in work.ended_at)
    return sorted(zip(work.case_id, work.activity, work.resource, at, strict=True))


@pytest.fixture
def desk(postgres):
    postgres.run(*DESK)
    desk = Desk(postgres.run)
    for ticket in range(1, 6):
        desk.create(ticket, ticket)
        desk.move(ticket, "in work", "Bea", ticket + 4)
    desk.run("update desk.ticket set title = 'renamed'")  # no change of the status: no row of the history
    return desk


@pytest.fixture
def password(postgres, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", postgres.secret)


def test_the_log_is_what_was_done_and_stays_so_when_it_is_read_on(postgres, desk, password, tmp_path):
    workspace = pm.open(tmp_path / "w")
    first = {"table": "desk.status_history", "cursor": "changed_at"}
    log = workspace.read(postgres.reader, name="desk", **first, **ROLES)
    assert held(log) == sorted(desk.done) and log.zone == "UTC"
    assert "was" in log.attributes

    for ticket, status, hour in ((1, "done", 9), (2, "waiting", 10), (3, "done", 11), (2, "done", 30)):
        desk.move(ticket, status, "Cid", hour)  # the first in the very instant of the last that was read
    desk.create(6, 31)
    log = workspace.read(postgres.reader, name="desk", append=True)
    assert held(log) == sorted(desk.done)
    assert log.facts["rows_read"] == 10 + 1 + 5, "of what was read before only the row at the cursor"
    assert log.version.description["reached"]["cursor"] == {
        "column": "changed_at", "value": "2026-01-06 15:00:00+00", "kind": "instant_utc",
    }  # fmt: skip

    assert workspace.read(postgres.reader, name="desk", append=True).version.version == log.version.version
    # The same from nothing, by a query and by a number: three ways to one log.
    query = "select * from desk.status_history -- all of it\n;"
    whole = workspace.read(postgres.reader, name="again", query=query, cursor="id", **ROLES)
    assert held(whole) == sorted(desk.done)
    desk.move(6, "done", "Bea", 32)
    assert held(workspace.read(postgres.reader, name="again", append=True)) == sorted(desk.done)


def test_the_page_on_databases_runs_as_it_stands(postgres, password, tmp_path):
    page = (Path(__file__).resolve().parents[3] / "docs/sources/databases.md").read_text(encoding="utf-8")
    access, history = (
        re.split(r";\n(?=create|alter|grant|$)", block)
        for block in re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    )
    postgres.run(
        "drop schema if exists desk cascade", "drop owned by reader", "drop role reader", "create schema desk",
        "create table desk.ticket (id int primary key, status text)", *filter(None, history),
        *(one.replace("…", postgres.secret) for one in access if one),
        "insert into desk.ticket select i, 'open' from generate_series(1, 9) g (i)",
    )  # fmt: skip
    (block,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    first, second, asked = (shlex.split(line)[1:] for line in block.strip().splitlines())

    def run(words):
        url = "postgresql://reader@db.example.org/desk"
        words = [postgres.reader if word == url else word for word in words]
        told = CliRunner().invoke(app, [*words, "--workspace", str(tmp_path), "--json"])
        assert told.exit_code == 0, f"{told.output} {told.exception}"
        return json.loads(told.stdout)

    assert run(first)["facts"]["events"] == 9
    assert "nothing_new" in run(second)
    postgres.run("update desk.ticket set status = 'done' where id < 4")
    assert run(second)["facts"]["events"] == 12
    assert run(asked)["frame"][0]["events"] == 12


def test_a_secret_is_written_nowhere(postgres, desk, password, tmp_path, capfd):
    workspace = pm.open(tmp_path / "w")
    log = workspace.read(postgres.reader, table="status_history", cursor="id", **ROLES)
    workspace.close()
    assert postgres.secret not in json.dumps(log.version.description)
    for path in (tmp_path / "w").rglob("*"):
        assert not path.is_file() or postgres.secret.encode() not in path.read_bytes()
    assert postgres.secret not in "".join(capfd.readouterr())


def test_without_or_with_a_wrong_password_the_cure_says_where_it_belongs(
    postgres, asking, monkeypatch, tmp_path
):
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    for secret in (None, "wrong&secret"):
        with pytest.raises(SourceProblem, match="PGPASSWORD") as refused:
            asking.read(postgres.reader, table="t", secret=secret)
        assert "~/.pgpass" in refused.value.cure and "wrong" not in str(refused.value)


def test_a_secret_may_be_handed_over(postgres, desk, asking, monkeypatch, tmp_path):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    assert asking.read(postgres.reader, table="status_history", secret=postgres.secret).source.rows == 10


def test_only_what_may_be_read_is_listed(postgres, desk, password, asking):
    postgres.run("analyze desk.status_history")
    with pytest.raises(WrongOption, match="not said which table") as refused:
        asking.read(postgres.reader)
    assert refused.value.cure.splitlines()[1:] == ["  desk.status_history (about 10 rows, 6 columns)"]
    with pytest.raises(UnknownName, match=r"There is: desk\.status_history"):
        asking.read(postgres.reader, table="desk.ticket")
    with pytest.raises(SourceProblem, match="permission denied") as refused:
        asking.read(postgres.reader, query="select * from desk.ticket")
    assert "ask for SELECT" in refused.value.cure


def test_not_even_the_owner_can_write(postgres, desk, asking):
    postgres.run(
        "create function desk.write() returns int language sql as 'insert into desk.ticket values (99) returning 1'"
    )
    for query in (
        "select desk.write()",
        "with a as (insert into desk.ticket values (99) returning 1) select * from a",
        "select 1; drop table desk.ticket",
        "select 1) as x(c); drop table desk.ticket; select (1",
        "select nextval('desk.status_history_id_seq')",
        "select set_config('transaction_read_only', 'off', false), desk.write()",
    ):
        with pytest.raises(SourceProblem, match="refuses"):
            asking.read(postgres.owner, query=query)
    asking.read(postgres.owner, query="select count(*) as n, max(id) as top from desk.ticket")
    assert asking.staged() == [("5", "5")]


def test_types_arrive_as_they_are_or_as_postgres_writes_them(postgres, asking):
    columns = {
        "1234567890123456789012.50::numeric": ("number", "1234567890123456789012.50"),
        "'nan'::numeric": ("number", "NaN"),
        "7::int8": ("number", "7"),
        "2.0::float8": ("number", "2"),
        "true": ("boolean", "true"),
        "'2026-03-29 02:30:00.123456+02'::timestamptz": ("instant_utc", datetime(2026, 3, 29, 0, 30, 0, 123456, UTC)),
        "'2026-03-29 02:30'::timestamp": ("instant", datetime(2026, 3, 29, 2, 30)),
        "'2026-03-29'::date": ("instant", datetime(2026, 3, 29)),
        "'11111111-2222-3333-4444-555555555555'::uuid": ("text", "11111111-2222-3333-4444-555555555555"),
        "'{\"a\": [1, null]}'::jsonb": ("text", '{"a": [1, null]}'),
        "array['a', 'b c']": ("text", '{a,"b c"}'),
        "'\\x00ff'::bytea": ("text", "\\x00ff"),
        "'10.0.0.1'::inet": ("text", "10.0.0.1/32"),
        "interval '1 day 02:00'": ("text", "1 day 02:00:00"),
        "'08:30'::time": ("text", "08:30:00"),
        "'  '": ("text", None),
        "'NA'::varchar(5)": ("text", "NA"),
        "'x'::char(4)": ("text", "x   "),
        "null": ("text", None),
        "int4range(1, 5)": ("text", "[1,5)"),
    }  # fmt: skip
    listed = ", ".join(f"{value} as c{place}" for place, value in enumerate(columns))
    read = asking.read(postgres.owner, query=f"select {listed}").source
    assert list(read.typed.values()) == [kind for kind, _ in columns.values()]
    assert asking.staged()[0] == tuple(value for _, value in columns.values())


def test_infinity_is_no_instant_and_is_told(postgres, asking):
    query = "select unnest(array['2026-01-01', 'infinity', '-infinity', null]::timestamptz[]) as till, 'infinity'::date as day"
    read = asking.read(postgres.owner, query=query).source
    assert asking.staged("till, day") == [(datetime(2026, 1, 1, tzinfo=UTC), None)] + [(None, None)] * 3
    assert [note.message for note in read.notes] == [
        "2 rows hold infinity in 'till': it counts as missing.",
        "4 rows hold infinity in 'day': it counts as missing.",
    ]


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("int2", "3"), ("bigint", "9007199254740993"), ("numeric", "3.50"), ("float8", "0.1"), ("date", "2026-01-01"),
        ("timestamp", "2026-01-01 10:00:00.000001"), ("timestamptz", "2026-01-01 10:00:00.000001+02"),
    ],
)  # fmt: skip
def test_every_kind_of_cursor_reads_on_at_the_very_value(postgres, asking, type_, value):
    later = "1" if type_ not in ("date", "timestamp", "timestamptz") else "interval '1 day'"
    query = (
        f"select 'low' as a, '{value}'::{type_} - {later} as c union all select 'at', '{value}'::{type_}"
        f" union all select 'null', null union all select 'high', '{value}'::{type_} + {later}"
    )
    if type_ == "date":
        query = f"select a, c::date as c from ({query}) as q"
    read = asking.read(
        postgres.owner, query=f"select * from ({query}) as q where a in ('low', 'at')", cursor="c"
    )
    asking.read(postgres.owner, query=query, cursor="c", since=read.cursor)
    assert asking.staged("a") == [("at",), ("high",)]


def test_names_of_columns_may_hold_anything_and_stand_twice(postgres, asking):
    read = asking.read(
        postgres.owner, query='select 1 as "a ""b"" %s $1", 2 as id, 3 as id, 4 as "procmine.since"'
    ).source
    assert read.columns == ('a "b" %s $1', "id", "id (2)", "procmine.since")
    assert asking.staged() == [("1", "2", "3", "4")]


def test_a_statement_that_takes_too_long_is_stopped(postgres, asking):
    for query in (
        "select pg_sleep(30)::text",
        "select i, pg_sleep(0.01)::text from generate_series(1, 3000) as g (i)",
    ):
        with pytest.raises(SourceProblem, match="statement timeout") as refused:
            asking.read(postgres.owner, query=query, timeout_seconds=0.3)
        assert "--timeout" in refused.value.cure


@pytest.mark.parametrize(
    ("change", "told", "cure"),
    [
        (("/postgres", "/nowhere"), 'database "nowhere" does not exist', "Check user and database"),
        (("owner@", "nobody@"), "password", "PGPASSWORD"),
        (("owner@127.0.0.1", "owner@nowhere.invalid"), "nowhere.invalid", "host and port"),
        (("owner@127.0.0.1:", "owner@127.0.0.1:1/?"), "refused", "host and port"),
        (("/postgres", "/postgres?colour=red"), "colour", ""),
    ],
)
def test_what_the_server_says_is_told_with_its_cure(postgres, asking, monkeypatch, change, told, cure):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    url = postgres.owner.replace(*change).partition("/?")[0]
    with pytest.raises(SourceProblem, match=told) as refused:
        asking.read(url, table="t")
    assert cure in refused.value.cure


def test_many_rows_are_many_rows(postgres, asking):
    query = "select i as id, 'T' || i % 1000 as ticket, now() + i * interval '1 s' as at from generate_series(1, 200000) as g (i)"
    assert asking.read(postgres.owner, query=query).source.rows == 200_000
    assert asking.con.execute("select sum(id::int), count(distinct ticket), max(source_row) from staged").fetchall() == [
        (20_000_100_000, 1000, 200_000)
    ]  # fmt: skip


def test_rows_that_are_not_committed_are_not_there(postgres, desk, asking):
    import adbc_driver_postgresql.dbapi as adbc

    with adbc.connect(postgres.owner) as other, other.cursor() as cursor:
        cursor.execute("insert into desk.ticket values (7, 'No 7', 'open', 'Ann')")
        assert asking.read(postgres.owner, table="desk.ticket").source.rows == 5
        other.rollback()


def test_without_the_driver_the_line_that_installs_it_is_told(asking, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql.dbapi", None)
    with pytest.raises(NotInstalled, match=r"procmine\[postgres\]"):
        asking.read("postgresql://owner@127.0.0.1:1/postgres", table="t")
