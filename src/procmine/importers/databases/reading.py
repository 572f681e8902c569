"""One read of a database: everything, or what lies at or above a cursor."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from procmine.errors import NothingNew, ProcmineError, UnreadableSource
from procmine.importers.databases.cursor import Bound, Cursor, bound_by, highest, without_cursor
from procmine.importers.databases.landing import fingerprint
from procmine.importers.databases.settings import DatabaseSettings
from procmine.importers.databases.tables import Table, named_table, none_named
from procmine.importers.source import Source

if TYPE_CHECKING:
    import duckdb


class Database(Protocol):
    """A database that is open for reading. `is_text_ordered`: it keeps instants as text, and compares text by letters."""

    is_text_ordered: bool

    def tables(self) -> list[Table]: ...

    def select_all(self, table: Table) -> str: ...

    def columns(self, select: str) -> list[tuple[str, str]]:
        """The columns of `select` and their kinds (`Source.typed`), without running it."""

    def stage(self, con: duckdb.DuckDBPyConnection, select: str, bound: Bound | None) -> Source:
        """Fill `staged` with the rows of `select` at or above the bound."""


@dataclass(frozen=True)
class Reading:
    """What was read into `staged`, and how far: the cursor to go on from, None where none was asked for or held."""

    source: Source
    cursor: Cursor | None = None


def read_database(
    settings: DatabaseSettings,
    con: duckdb.DuckDBPyConnection,
    since: Cursor | None = None,
    secret: str | None = None,
) -> Reading:
    """Read what the settings name into the table `staged` of `con`, streaming; only rows at or above `since` if given.

    Rows that bear the value of `since` itself are read again, others may have been written in that same instant, and so
    are those that lie less than the settings' `overlap` below.
    `secret` is the password where it does not come from the environment; it is kept nowhere and told to nobody.

    Raises NothingNew where no row lies at or above `since`; WrongOption, UnknownName, UnreadableSource, SourceProblem
    or NotInstalled with what was met and what to do.
    """
    where = settings.address.text
    start = since.moved_back(settings.below) if since else None
    with (
        tempfile.TemporaryDirectory(prefix="procmine-") as room,
        _opened(settings, secret, Path(room), con) as database,
    ):
        select, name = _asked(settings, database)
        bound = None
        if settings.cursor:
            columns = database.columns(select)
            bound = bound_by(settings.cursor, columns, start, where, database.is_text_ordered)
        found = database.stage(con, select, bound)
    if not found.rows:
        raise _nothing(bound, where)
    cursor = highest(con, found, bound, where) if bound else None
    cursor = cursor.at_least(since) if cursor else since
    if bound and not since:
        found = replace(found, notes=(*found.notes, *without_cursor(con, found, bound)))
    details = {"path": where, "said": settings.said} | found.details
    digest = fingerprint(con, found.columns)
    return Reading(replace(found, name=name, fingerprint=digest, details=details), cursor)


def _asked(settings: DatabaseSettings, database: Database) -> tuple[str, str]:
    """The select that is meant, and what a log of it is called."""
    address = settings.address
    if settings.query:
        return settings.query, address.name
    if address.kind == "parquet":
        return database.select_all(Table(None, address.name, 0)), address.name
    tables = database.tables()
    if not settings.table:
        raise none_named(tables, address.text)
    table = named_table(settings.table, tables, address.text)
    return database.select_all(table), table.name


def _nothing(bound: Bound | None, where: str) -> ProcmineError:
    if bound and bound.since:
        return NothingNew(
            f"No row has {bound.since.value} or more in '{bound.column}'.",
            where,
            "There is nothing to add yet.",
        )
    return UnreadableSource(
        "There is not a single row.", where, "Check table, query and user: some see only a part."
    )


@contextmanager
def _opened(
    settings: DatabaseSettings, secret: str | None, room: Path, con: duckdb.DuckDBPyConnection
) -> Iterator[Any]:
    """The database of these settings, its driver imported only now."""
    kind = settings.address.kind
    if kind == "parquet":
        from procmine.importers.databases.parquet_folder import opened as opened_folder

        with opened_folder(settings, secret, room, con) as database:
            yield database
        return
    opened: Any
    if kind == "postgresql":
        from procmine.importers.databases.postgres import opened
    elif kind == "mysql":
        from procmine.importers.databases.mysql import opened
    elif kind == "sqlite":
        from procmine.importers.databases.sqlite import opened
    else:
        from procmine.importers.databases.duckdb_file import opened
    with opened(settings, secret, room) as database:
        yield database
