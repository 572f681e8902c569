"""SQLite through Python's own module: the file is opened to be read only, in one transaction.

SQLite keeps no instants: they are text or numbers, and are read as those of a text file would be. A column of
numbers is known by its values, because a column's declared type binds nobody.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted, read_sql
from procmine.errors import WrongOption
from procmine.importers.databases.cursor import Bound, Cursor, other_kind
from procmine.importers.databases.landing import batches, land_rows, with_types
from procmine.importers.databases.refusals import refused
from procmine.importers.databases.settings import DatabaseSettings
from procmine.importers.databases.tables import Table
from procmine.importers.files.staging import text_of
from procmine.importers.source import Note, Source
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

STEPS_BETWEEN_LOOKS = 100_000  # of SQLite's machine; some milliseconds


class SQLite:
    """One connection, in a transaction that may only read."""

    is_text_ordered = True  # text is compared letter by letter

    def __init__(self, settings: DatabaseSettings, connection: sqlite3.Connection, room: Path):
        self.settings, self.connection, self.room = settings, connection, room
        self.broken_texts = 0
        connection.text_factory = self._decoded

    def _decoded(self, raw: bytes) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            self.broken_texts += 1
            return raw.decode(errors="replace")

    def tables(self) -> list[Table]:
        listed = self.connection.execute(read_sql("importers", "databases", "sqlite_tables")).fetchall()
        return [Table(None, name, columns, self._rows(name)) for name, columns in listed]

    def _rows(self, name: str) -> int | None:
        try:
            (rows,) = self.connection.execute(f"select count(*) from {quoted(name)}").fetchone()
        except sqlite3.Error:
            return None  # a view that is broken is still listed
        return int(rows)

    def select_all(self, table: Table) -> str:
        return f"select * from {quoted(table.name)}"

    def columns(self, select: str) -> list[tuple[str, str]]:
        found = self.connection.execute(f"select * from (\n{select}\n) limit 0")
        return [(name, "text") for name, *_ in found.description]

    def stage(self, con: duckdb.DuckDBPyConnection, select: str, bound: Bound | None) -> Source:
        if bound and bound.since:
            self._refuse_other_kind(select, bound.column, bound.since)
        found = self.connection.execute(*_statement(select, bound))
        if found.description is None:
            raise WrongOption("The query gives back no table.", "query", "Write: select … from …")
        names = [name for name, *_ in found.description]
        seen: list[set[type]] = [set() for _ in names]
        rows = (_texts(row, seen) for row in batches(found))
        source = land_rows(con, self.room, "sqlite", names, rows, self.settings.address.text)
        kinds = {name: _kind(types) for name, types in zip(source.columns, seen, strict=True)}
        return replace(with_types(con, source, kinds), notes=(*source.notes, *self._told()))

    def _refuse_other_kind(self, select: str, column: str, since: Cursor) -> None:
        """SQLite puts every number below every text: by a cursor of the other kind all rows or none would be read."""
        (kind,) = self.connection.execute(
            f"select typeof(max({quoted(column)})) from (\n{select}\n)"
        ).fetchone()
        is_number = kind in ("integer", "real")
        if kind != "null" and is_number != (since.kind == "number"):
            raise other_kind(
                column, since.kind, "number" if is_number else "text", self.settings.address.text
            )

    def _told(self) -> tuple[Note, ...]:
        if not self.broken_texts:
            return ()
        message = (
            f"{counted(self.broken_texts, 'text')} not in UTF-8: what cannot be read of them is shown as �."
        )
        return (Note("undecodable-text", "warning", message, self.broken_texts),)


def _statement(select: str, bound: Bound | None) -> tuple[str, tuple[Any, ...]]:
    if not bound or not bound.since:
        return select, ()
    value: Any = bound.since.value
    if bound.since.kind == "number":
        number = Decimal(value)
        value = int(number) if number == int(number) else float(number)
    return f"select * from (\n{select}\n) where {quoted(bound.column)} >= ?", (value,)


def _texts(row: Sequence[Any], seen: list[set[type]]) -> list[str | None]:
    texts: list[str | None] = []
    for value, types in zip(row, seen, strict=True):
        if value is not None and value != "":
            types.add(type(value))
        texts.append(_hexed(value) if isinstance(value, bytes) else text_of(value))
    return texts


def _hexed(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return "\\x" + value.hex()


def _kind(types: set[type]) -> str:
    return "number" if types and types <= {int, float} else "text"


@contextmanager
def opened(settings: DatabaseSettings, secret: str | None, room: Path) -> Iterator[SQLite]:
    """The database, open for reading."""
    assert settings.address.path is not None
    uri = f"{settings.address.path.resolve().as_uri()}?mode=ro"
    with (
        refused(settings, (sqlite3.Error,)),
        closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection,
    ):
        connection.execute("pragma query_only = on")
        connection.execute("begin")
        ends_at = time.monotonic() + settings.seconds
        connection.set_progress_handler(lambda: int(time.monotonic() > ends_at), STEPS_BETWEEN_LOOKS)
        yield SQLite(settings, connection, room)
