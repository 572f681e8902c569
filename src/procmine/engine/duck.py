"""DuckDB, opened in one place.

Reading: one in-memory instance a process; version files are attached to it read-only, and every
statement runs on a cursor of its own, so threads never share state.
Writing: an import opens a scratch database of its own in memory and attaches the version file it makes.
"""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.engine.statement import parameters_of
from procmine.errors import WorkspaceProblem

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# Nothing is downloaded at run time: an unknown extension must fail at once, not try the network.
SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
    "asof_loop_join_threshold": 0,  # by a wrong guess of how few rows there are each would be compared with each
}


def quoted(identifier: str) -> str:
    """`identifier` as a DuckDB name: the one way a column of somebody's file enters a statement."""
    return '"' + identifier.replace('"', '""') + '"'


def _settings() -> dict[str, Any]:
    threads = os.environ.get("PROCMINE_THREADS")
    return SETTINGS | ({"threads": int(threads)} if threads else {})


class Engine:
    """One in-memory DuckDB that reads version files."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._attached: dict[str, str] = {}
        self._numbers = itertools.count(1)

    def _root(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            import duckdb

            self._connection = duckdb.connect(":memory:", config=_settings())
            self._connection.execute("set timezone = 'UTC'")
            spill = tempfile.mkdtemp(prefix="procmine-spill-")  # never in the folder the user works in
            atexit.register(shutil.rmtree, spill, ignore_errors=True)
            self._connection.execute(f"set temp_directory = {_literal(spill)}")
        return self._connection

    def attach(self, path: Path) -> str:
        """The name under which the version file `path` is attached, attaching it on first use."""
        key = str(path)
        with self._lock:
            if key in self._attached:
                return self._attached[key]
            if not path.exists():
                raise WorkspaceProblem(
                    "The file of this log version is gone.",
                    str(path),
                    "Import the log again, or ask for another version.",
                )
            name = f"version_{next(self._numbers)}"
            attach_read_only(self._root(), path, name)
            self._attached[key] = name
            return name

    @contextmanager
    def cursor(self, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own that sees the tables of the version file `path`."""
        name = self.attach(path)
        with self._lock:
            cursor = self._root().cursor()
        try:
            cursor.execute(f"use {name}")
            cursor.execute("set timezone = 'UTC'")
            with _damage_told(path):
                yield cursor
        finally:
            cursor.close()

    def frame(self, path: Path, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows of `sql`, asked of the version file `path`."""
        bound = _bound(sql, parameters)
        with self.cursor(path) as cursor:
            return cursor.execute(sql, bound).df()

    def bare_frame(self, sql: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
        """The rows of `sql` that reads no version file: it brings all it needs in its parameters."""
        with self._lock:
            cursor = self._root().cursor()
        try:
            cursor.execute("set timezone = 'UTC'")
            return cursor.execute(sql, _bound(sql, parameters)).df()
        finally:
            cursor.close()

    def rows(self, path: Path, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple]:
        bound = _bound(sql, parameters)
        with self.cursor(path) as cursor:
            return cursor.execute(sql, bound).fetchall()

    def keep(self, path: Path, table: str, select: str, parameters: Mapping[str, Any]) -> str:
        """Keep the rows of `select` as the in-memory table `table`; its name for other statements."""
        place = f"memory.main.{table}"
        bound = _bound(select, parameters)
        with self.cursor(path) as cursor:
            cursor.execute(f"create or replace table {place} as {select}", bound)
        return place

    def keep_frame(self, table: str, frame: pd.DataFrame) -> str:
        """Keep the rows of `frame` as the in-memory table `table`; its name for other statements."""
        place = f"memory.main.{table}"
        with self._lock:
            cursor = self._root().cursor()
        try:
            cursor.register("frame_to_keep", frame)
            cursor.execute(f"create or replace table {place} as select * from frame_to_keep")
        finally:
            cursor.close()
        return place

    def write(self, path: Path, table: str, target: Path, form: str) -> None:
        """Write the kept table to a file: `form` is `parquet` or `csv`."""
        options = {"parquet": "format parquet", "csv": "format csv, header"}[form]
        with self.cursor(path) as cursor:
            cursor.execute(f"copy memory.main.{table} to {_literal(str(target))} ({options})")

    def forget(self, table: str) -> None:
        """Drop the kept table; nothing happens where there is none."""
        with self._lock, self._root().cursor() as cursor:
            cursor.execute(f"drop table if exists memory.main.{table}")

    def detach(self, path: Path) -> None:
        """Let go of a version file, so that it can be removed."""
        with self._lock:
            name = self._attached.pop(str(path), None)
            if name:
                self._root().execute(f"detach {name}")


def _bound(sql: str, parameters: Mapping[str, Any] | None) -> dict[str, Any]:
    """Only the parameters that `sql` names: DuckDB refuses a surplus."""
    given = parameters or {}
    return {name: given[name] for name in parameters_of(sql)}


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def open_scratch(spill: Path, version: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a scratch database with the version file to be written attached as `version`.

    The scratch holds what only the import needs, so that the version file stays small. It lives in memory, where
    tables are written twice as fast as in a file, and what does not fit goes to the folder `spill`.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config=_settings())
    try:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"set temp_directory = {_literal(str(spill))}")
        connection.execute(f"attach {_literal(str(version))} as version")
        yield connection
    finally:
        connection.close()


def attach_read_only(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Let a connection read the version file `path` as the database `name`."""
    with _damage_told(path):
        connection.execute(f"attach {_literal(str(path))} as {name} (read_only)")


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """A version file that is no database, or fails its checksums, is a refusal with its cure."""
    import duckdb

    try:
        yield
    except duckdb.Error as problem:
        told = str(problem).splitlines()[0]
        if "Corrupt database file" not in told and str(path) not in told:
            raise
        raise WorkspaceProblem(
            f"The file of this log version cannot be read: {told.rstrip('.')}.",
            str(path),
            "Import the log again, or ask for another version: ws.log(name, version=…).",
        ) from problem


def storage_errors() -> tuple[type[Exception], ...]:
    """What DuckDB raises when a disk is full, a file cannot be written, or memory ends."""
    import duckdb

    return (
        duckdb.IOException,
        duckdb.TransactionException,
        duckdb.FatalException,
        duckdb.OutOfMemoryException,
    )


engine = Engine()
