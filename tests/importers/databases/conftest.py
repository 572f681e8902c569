"""Databases to read from: files made on the spot, and servers of our own on a free port of this machine."""

from __future__ import annotations

import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from procmine.importers.databases import Cursor, DatabaseSettings, Reading, read_database

SECRET = "s3cr3t/of?the:desk@"  # every sign that a URL would take for something else


class Asking:
    """A scratch connection, and what a database's rows become in it."""

    def __init__(self) -> None:
        self.con = duckdb.connect(config={"threads": 2})
        self.con.execute("set timezone = 'UTC'")

    def read(
        self, source: Any, since: Cursor | None = None, secret: str | None = None, **said: Any
    ) -> Reading:
        return read_database(DatabaseSettings(source, **said), self.con, since, secret)

    def staged(self, columns: str = "* exclude (source_row, source_line)") -> list[tuple[Any, ...]]:
        return self.con.execute(f"select {columns} from staged order by source_row").fetchall()


@pytest.fixture
def asking() -> Iterator[Asking]:
    made = Asking()
    yield made
    made.con.close()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def room_of(user: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """A folder that belongs to `user` where we are root, and how a process is run as that user."""
    room = Path(tempfile.mkdtemp(prefix="procmine-server-"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(room, user, user)
        as_user = {"user": user, "group": user, "extra_groups": []}
    try:
        yield room, as_user
    finally:
        shutil.rmtree(room, ignore_errors=True)


@contextmanager
def running(command: list[str], is_ready: Callable[[str], bool], stop: int, **how: Any) -> Iterator[None]:
    """A server for as long as the block lasts: it says itself when it is ready, and is stopped by its own process."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, **how)
    assert process.stderr is not None
    rest = threading.Thread(target=process.stderr.read, daemon=True)  # a full pipe would hold the server up
    told = []
    try:
        for line in process.stderr:
            told.append(line)
            if is_ready(line):
                break
        else:
            pytest.fail("the server did not start:\n" + "".join(told[-20:]))
        rest.start()
        yield
    finally:
        process.send_signal(stop)
        process.wait(timeout=60)
        if rest.is_alive():
            rest.join(10)
        process.stderr.close()


def program(name: str, *places: str) -> str | None:
    found = shutil.which(name) or next(
        (one for place in places for one in sorted(glob.glob(f"{place}/{name}"), reverse=True)), None
    )
    return os.path.realpath(found) if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A throw-away cluster of PostgreSQL: the owner's URL, a reader's URL, and a way to run statements as the owner."""
    places = "/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin"
    initdb, server = program("initdb", *places), program("postgres", *places)
    if not (initdb and server):
        pytest.fail("PostgreSQL is missing: make servers")
    with room_of("postgres") as (room, as_user):
        data, port = room / "data", free_port()
        made = [
            initdb,
            "-D",
            str(data),
            "-U",
            "owner",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ]
        subprocess.run(made, check=True, capture_output=True, cwd=room, **as_user)
        (data / "pg_hba.conf").write_text(
            "host all owner 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        )
        command = [server, "-D", str(data), "-p", str(port), "-k", str(room), "-c", "fsync=off"]
        command += ["-c", "listen_addresses=127.0.0.1"]
        ready = "database system is ready to accept connections"
        with running(command, lambda line: ready in line, signal.SIGINT, cwd=room, **as_user):
            yield postgres_at(port)


def postgres_at(port: int) -> Any:
    import adbc_driver_postgresql.dbapi as adbc

    owner = f"postgresql://owner@127.0.0.1:{port}/postgres"

    def run(*statements: str) -> None:
        with adbc.connect(owner, autocommit=True) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    run(f"create role reader login password '{SECRET}'")
    return SimpleNamespace(
        owner=owner, reader=f"postgresql://reader@127.0.0.1:{port}/postgres", run=run, secret=SECRET
    )


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Any]:
    """A throw-away MariaDB, where PROCMINE_TEST_MARIADB asks for it: the same as `postgres`."""
    if not os.environ.get("PROCMINE_TEST_MARIADB"):
        pytest.skip("PROCMINE_TEST_MARIADB=1 runs the tests on a MariaDB of their own")
    install, server = program("mariadb-install-db"), program("mariadbd", "/usr/sbin", "/usr/libexec")
    if not (install and server):
        pytest.fail("MariaDB is missing: apt install mariadb-server")
    with room_of("mysql") as (room, as_user):
        data, port = room / "data", free_port()
        made = [install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
        subprocess.run([*made, "--skip-test-db"], check=True, capture_output=True, cwd=room, **as_user)
        command = [server, "--no-defaults", f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1"]
        command += [f"--socket={room / 'socket'}", f"--pid-file={room / 'pid'}"]
        with running(
            command, lambda line: "ready for connections" in line, signal.SIGTERM, cwd=room, **as_user
        ):
            yield mariadb_at(port, room / "socket")


def mariadb_at(port: int, socket_file: Path) -> Any:
    import pymysql

    def run(*statements: str) -> None:
        with pymysql.connect(unix_socket=str(socket_file), user="root", autocommit=True) as connection:
            connection.cursor().execute("set time_zone = '+02:00'")
            if any("desk" in one for one in statements) and "create database desk" not in statements:
                connection.select_db("desk")
            for statement in statements:
                connection.cursor().execute(statement)

    run(
        "create database desk",
        f"create user reader@'127.0.0.1' identified by '{SECRET}'",
        f"create user reader@localhost identified by '{SECRET}'",
    )
    return SimpleNamespace(reader=f"mysql://reader@127.0.0.1:{port}/desk", run=run, secret=SECRET)
