"""A real MariaDB, where PROCMINE_TEST_MARIADB=1 asks for one; and what of MySQL needs no server."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta

import pytest

import procmine as pm
from procmine.errors import NotInstalled, SourceProblem, UnknownName, WrongOption

MORNING = datetime(2026, 1, 5, 8, tzinfo=UTC)
ROLES = {
    "case": "ticket_id",
    "activity": "status",
    "ended_at": "changed_at",
    "resource": "changed_by",
    "sequence": "id",
}
DESK = (
    "drop table if exists ticket",
    "drop table if exists status_history",
    "create table ticket (id int primary key, status varchar(40) not null, changed_by varchar(40))",
    "create table status_history (id bigint auto_increment primary key, ticket_id int not null, status varchar(40) not null,"
    " changed_by varchar(40), changed_at timestamp(6) not null)",
    "create trigger made after insert on ticket for each row insert into status_history (ticket_id, status, changed_by, changed_at)"
    " values (new.id, new.status, new.changed_by, now(6))",
    "create trigger moved after update on ticket for each row insert into status_history (ticket_id, status, changed_by, changed_at)"
    " select new.id, new.status, new.changed_by, now(6) where new.status <> old.status",
    "grant select on desk.status_history to reader@localhost",
    "grant select on desk.status_history to reader@'127.0.0.1'",
)  # fmt: skip


class Desk:
    """Tickets that are worked on by SQL, and the list of what was done."""

    def __init__(self, run):
        self.run, self.done = run, []

    def do(self, statement, ticket, status, who, hour):
        at = MORNING + timedelta(hours=hour)
        self.run(f"set timestamp = {at.timestamp()}", statement + " -- desk")
        self.done.append((str(ticket), status, who, at.replace(tzinfo=None)))

    def create(self, ticket, hour):
        self.do(f"insert into ticket values ({ticket}, 'open', 'Ann')", ticket, "open", "Ann", hour)

    def move(self, ticket, status, who, hour):
        update = f"update ticket set status = '{status}', changed_by = '{who}' where id = {ticket}"
        self.do(update, ticket, status, who, hour)


def held(log):
    work = log.to_pandas()
    at = (one.to_pydatetime() for one in work.ended_at)
    return sorted(zip(work.case_id, work.activity, work.resource, at, strict=True))


@pytest.fixture
def desk(mariadb):
    mariadb.run(*DESK)
    desk = Desk(mariadb.run)
    for ticket in range(1, 6):
        desk.create(ticket, ticket)
        desk.move(ticket, "in work", "Bea", ticket + 4)
    return desk


@pytest.fixture
def password(mariadb, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MYSQL_PWD", mariadb.secret)


@pytest.mark.slow
class TestServer:
    @pytest.mark.parametrize("cursor", ["changed_at", "id"])
    def test_the_log_is_what_was_done_and_stays_so_when_it_is_read_on(
        self, mariadb, desk, password, tmp_path, cursor
    ):
        workspace = pm.open(tmp_path / "w")
        log = workspace.read(mariadb.reader, name="desk", table="status_history", cursor=cursor, **ROLES)
        assert held(log) == sorted(desk.done) and log.zone == "UTC"
        for ticket, status, hour in ((1, "done", 9), (2, "waiting", 10), (3, "done", 11)):
            desk.move(ticket, status, "Cid", hour)  # the first in the very instant of the last that was read
        log = workspace.read(mariadb.reader, name="desk", append=True)
        assert held(log) == sorted(desk.done) and log.facts["rows_read"] == 10 + 1 + 3
        assert workspace.read(mariadb.reader, name="desk", append=True).version.version == 2
        assert mariadb.secret not in json.dumps(log.version.description)

    def test_without_or_with_a_wrong_password_the_cure_says_where_it_belongs(
        self, mariadb, asking, monkeypatch, tmp_path
    ):
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("MYSQL_PWD", raising=False)
        for secret in (None, "wrong&secret"):
            with pytest.raises(SourceProblem, match="Access denied") as refused:
                asking.read(mariadb.reader, table="t", secret=secret)
            assert "MYSQL_PWD" in refused.value.cure and "wrong" not in str(refused.value)

    def test_a_password_may_lie_in_the_clients_own_file(self, mariadb, desk, asking, monkeypatch, tmp_path):
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("MYSQL_PWD", raising=False)
        (tmp_path / ".my.cnf").write_text(f"[client]\npassword={mariadb.secret}\n")
        assert asking.read(mariadb.reader, table="status_history").source.rows == 10

    def test_only_what_may_be_read_is_listed(self, mariadb, desk, password, asking):
        with pytest.raises(WrongOption, match="not said which table") as refused:
            asking.read(mariadb.reader)
        assert "desk.status_history (about" in refused.value.cure and "desk.ticket" not in refused.value.cure
        with pytest.raises(UnknownName, match=r"There is: desk\.status_history"):
            asking.read(mariadb.reader, table="ticket")

    def test_nothing_can_be_written(self, mariadb, desk, password, asking):
        mariadb.run("grant all on desk.* to reader@'127.0.0.1'", "grant all on desk.* to reader@localhost")
        mariadb.run(
            "create or replace function write_it() returns int modifies sql data"
            " begin insert into ticket values (99, 'x', 'x'); return 1; end -- desk"
        )
        for query in (
            "select write_it()",
            "select 1; drop table ticket",
            "with a as (select 1) delete from ticket",
        ):
            with pytest.raises(SourceProblem, match="refuses"):
                asking.read(mariadb.reader, query=query)
        asking.read(mariadb.reader, query="select count(*) as n, max(id) as top from ticket")
        assert asking.staged() == [("5", "5")]

    def test_types_arrive_as_they_are(self, mariadb, password, asking):
        mariadb.run(
            "set sql_mode = ''",
            "drop table if exists kinds",
            "create table kinds (a decimal(30, 2), b double, c tinyint, d date, e datetime(6), f timestamp(6) null, g json,"
            " h blob, i bit(4), j time, k varchar(20), l text, m enum('x', 'y'), n year, o datetime)",
            "insert into kinds values (1234567890123456789012345678.50, 0.1, 1, '2026-03-29', '2026-03-29 02:30:00.123456',"
            " '2026-07-01 10:00:00.5', '{\"a\": 1}', x'00ff', b'1010', '08:30', 'NA', '', 'y', 2026, '0000-00-00')",
            "grant select on desk.kinds to reader@localhost",
            "grant select on desk.kinds to reader@'127.0.0.1'",
        )
        read = asking.read(mariadb.reader, table="kinds").source
        assert asking.staged() == [(
            "1234567890123456789012345678.50", "0.1", "1", datetime(2026, 3, 29), datetime(2026, 3, 29, 2, 30, 0, 123456),
            datetime(2026, 7, 1, 8, 0, 0, 500000, UTC), '{"a": 1}', "\\x00ff", "10", "08:30:00", "NA", None, "y", "2026",
            "0000-00-00 00:00:00",
        )]  # fmt: skip
        assert [kind for kind in read.typed.values()] == [
            "number", "number", "number", "instant", "instant", "instant_utc", "text", "text", "number", "text", "text",
            "text", "text", "number", "text",
        ]  # fmt: skip

    def test_a_query_keeps_its_order_and_its_percent_signs(self, mariadb, desk, password, asking):
        query = "select id as `100 % sure`, ticket_id as id, id from status_history where status like 'in %' order by status_history.id desc"
        read = asking.read(mariadb.reader, query=query).source
        assert read.columns == ("100 % sure", "id", "id (2)")
        assert [row[0] for row in asking.staged()] == ["10", "8", "6", "4", "2"]
        bound = "select id as `100 % sure` from status_history where status like 'in %'"
        read = asking.read(mariadb.reader, query=bound + " and id < 7", cursor="100 % sure")
        asking.read(mariadb.reader, query=bound, cursor="100 % sure", since=read.cursor)
        assert sorted(asking.staged()) == [("10",), ("6",), ("8",)]
        with pytest.raises(SourceProblem, match="Duplicate column"):
            asking.read(mariadb.reader, query=query, cursor="id")

    def test_a_statement_that_takes_too_long_is_stopped(self, mariadb, password, asking):
        with pytest.raises(SourceProblem, match="--timeout"):
            asking.read(
                mariadb.reader, query="select seq, sleep(0.05) from seq_1_to_1000", timeout_seconds=0.3
            )

    @pytest.mark.parametrize(
        ("query", "told"), [("select 1 +", "syntax"), ("select * from nowhere", "nowhere"), ("select x from status_history", "x")]
    )  # fmt: skip
    def test_what_the_server_says_is_told(self, mariadb, desk, password, asking, query, told):
        with pytest.raises(SourceProblem, match=told) as refused:
            asking.read(mariadb.reader, query=query)
        assert (
            "own client" in refused.value.cure
            or "Check the names" in refused.value.cure
            or "SELECT" in refused.value.cure
        )

    def test_many_rows_are_many_rows(self, mariadb, password, asking):
        query = "select seq as id, concat('T', seq % 1000) as ticket from seq_1_to_100000"
        assert asking.read(mariadb.reader, query=query).source.rows == 100_000
        assert asking.con.execute("select sum(id::int), count(distinct ticket) from staged").fetchall() == [
            (5_000_050_000, 1000)
        ]


def test_a_server_that_is_not_there_is_told(asking, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(SourceProblem, match="refused") as refused:
        asking.read("mysql://ann@127.0.0.1:1/desk", table="t")
    assert "host and port" in refused.value.cure


def test_an_option_that_is_not_known_is_refused(asking):
    with pytest.raises(WrongOption, match="knows no 'colour'"):
        asking.read("mysql://ann@127.0.0.1:1/desk?colour=red", table="t")


def test_without_the_driver_the_line_that_installs_it_is_told(asking, monkeypatch):
    monkeypatch.setitem(sys.modules, "pymysql", None)
    with pytest.raises(NotInstalled, match=r"procmine\[mysql\]"):
        asking.read("mysql://ann@127.0.0.1:1/desk", table="t")
