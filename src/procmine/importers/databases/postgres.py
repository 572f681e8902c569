"""PostgreSQL through ADBC: rows arrive as Arrow batches by COPY, so that memory stays small and a million take seconds.

Everything happens in one transaction that may only read and sees the database as it stood when it began. Settings are
made inside it, not with the connection, so that a pooler between (pgbouncer) passes them on. The value of a cursor is
bound: it is set as a setting of this transaction, because COPY takes no parameters, and read back by the statement.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from procmine.engine import quoted, read_sql
from procmine.importers.databases.cursor import Bound
from procmine.importers.databases.refusals import not_installed, refused
from procmine.importers.databases.settings import DatabaseSettings
from procmine.importers.databases.tables import Table
from procmine.importers.files.parquet import stage_typed
from procmine.importers.files.staging import unique_names
from procmine.importers.source import Note, Source
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

BEGIN = "set transaction isolation level repeatable read, read only"
SETTING = "select set_config($1, $2, true)"
SINCE = "procmine.since"
TEXTS = ("text", "varchar", "bpchar", "char", "name")
WHOLE = ("int2", "int4", "int8")
NUMBERS = (*WHOLE, "float4", "float8", "numeric", "oid")
INSTANTS = {"timestamptz": "instant_utc", "timestamp": "instant", "date": "instant"}
AS_THEY_ARE = (
    *TEXTS,
    *WHOLE,
    "float4",
    "float8",
    "bool",
    *INSTANTS,
)  # all else arrives as PostgreSQL writes it
CONNECT_SECONDS = "10"


class Postgres:
    """One connection, in a transaction that may only read."""

    is_text_ordered = False  # text follows the database's collation, which may pass over signs

    def __init__(self, settings: DatabaseSettings, cursor: Any):
        self.settings = settings
        self._cursor = cursor

    def tables(self) -> list[Table]:
        self._cursor.execute(read_sql("importers", "databases", "postgres_tables"))
        return [
            Table(schema, name, columns, rows, is_estimate=True)
            for schema, name, columns, rows in self._cursor.fetchall()
        ]

    def select_all(self, table: Table) -> str:
        return f"select * from {'.'.join(map(quoted, table.parts))}"

    def columns(self, select: str) -> list[tuple[str, str]]:
        return [(name, _kind(type_)) for name, type_ in self._described(select)]

    def stage(self, con: duckdb.DuckDBPyConnection, select: str, bound: Bound | None) -> Source:
        described = self._described(select)
        statement = _statement(select, described, bound)
        if bound and bound.since:
            self._set(SINCE, bound.since.value)
        self._cursor.execute(statement)
        con.register("procmine_arriving", self._cursor.fetch_record_batch())
        try:
            con.execute("create or replace temp table arrived as select * from procmine_arriving")
        finally:
            con.unregister("procmine_arriving")
        return self._staged(con, described)

    def _staged(self, con: duckdb.DuckDBPyConnection, described: Sequence[tuple[str, str]]) -> Source:
        """`staged` from the table `arrived`, whose columns c0, c1 … get the names of the source."""
        names, renamed = unique_names((name for name, _ in described), self.settings.address.text)
        notes = _without_infinity(con, names, described)
        listed = ", ".join(f"c{place} as {quoted(name)}" for place, name in enumerate(names))
        source = stage_typed(
            con,
            f"(select {listed} from arrived)",
            {},
            "postgresql",
            self.settings.address.text,
            may_be_empty=True,
        )
        con.execute("drop table arrived")
        typed = {name: _kind(type_) for name, (_, type_) in zip(names, described, strict=True)}
        return Source(
            "postgresql",
            "",
            names,
            source.rows,
            "",
            (*renamed, *source.notes, *notes),
            {},
            source.typed | typed,
        )

    def _described(self, select: str) -> list[tuple[str, str]]:
        """Name and type of each column, as the database prepares the statement; nothing is run."""
        schema = self._cursor.adbc_execute_schema(select)
        return [
            (field.name, (field.metadata or {}).get(b"POSTGRESQL:type", b"").decode()) for field in schema
        ]

    def _set(self, setting: str, value: str) -> None:
        self._cursor.execute(SETTING, (setting, value))
        self._cursor.fetchall()


def _kind(type_: str) -> str:
    if type_ in INSTANTS:
        return INSTANTS[type_]
    return "number" if type_ in NUMBERS else "boolean" if type_ == "bool" else "text"


def _statement(select: str, described: Sequence[tuple[str, str]], bound: Bound | None) -> str:
    """`select` with its columns numbered, so that two of one name are two, and what Arrow has no word for as text."""
    names = [f"c{place}" for place in range(len(described))]
    values = [
        name if type_ in AS_THEY_ARE else f"{name}::text as {name}"
        for name, (_, type_) in zip(names, described, strict=True)
    ]
    statement = f"select {', '.join(values)} from (\n{select}\n) as source_row ({', '.join(names)})"
    if bound and bound.since:
        place = [name for name, _ in described].index(bound.column)
        type_ = described[place][1]
        known = next(
            one for one in (*INSTANTS, *NUMBERS) if one == type_
        )  # a word of ours, never of the source
        statement += f" where c{place} >= current_setting('{SINCE}')::{known}"
    return statement


def _without_infinity(
    con: duckdb.DuckDBPyConnection, names: Sequence[str], described: Sequence[tuple[str, str]]
) -> tuple[Note, ...]:
    """PostgreSQL's `infinity` is no instant. It arrives as one before the first that PostgreSQL knows, 4713 BC."""
    notes = []
    for place, (name, (_, type_)) in enumerate(zip(names, described, strict=True)):
        if type_ not in INSTANTS:
            continue
        is_beyond = f"c{place} < '4714-11-24 (BC)'::date"
        (rows,) = con.execute(f"select count(*) from arrived where {is_beyond}").fetchall()[0]
        if rows:
            con.execute(f"update arrived set c{place} = null where {is_beyond}")
            message = f"{counted(rows, 'row')} hold infinity in '{name}': it counts as missing."
            notes.append(Note("infinite-instants", "info", message, rows))
    return tuple(notes)


@contextmanager
def opened(settings: DatabaseSettings, secret: str | None, room: Path) -> Iterator[Postgres]:
    """The database, open for reading. Raises NotInstalled without the extra `postgres`."""
    try:
        import adbc_driver_manager
        import adbc_driver_postgresql.dbapi as adbc
        import duckdb
        import pyarrow as _  # noqa: F401  the batches are its own
    except ImportError as missing:
        raise not_installed("postgres", missing.name or "ADBC", settings.address.text) from None
    errors = (adbc_driver_manager.Error, duckdb.Error, OSError)
    with (
        refused(settings, errors, secret),
        adbc.connect(_uri(settings, secret)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(BEGIN)
        database = Postgres(settings, cursor)
        database._set("statement_timeout", f"{settings.seconds * 1000:.0f}ms")
        yield database


def _uri(settings: DatabaseSettings, secret: str | None) -> str:
    """The URL as libpq takes it, with the secret where the caller has one and PGPASSWORD shall not be asked."""
    given = urlsplit(settings.address.text)
    place = given.netloc
    if secret:
        user, _, host = place.rpartition("@")
        place = f"{user or quote(os.environ.get('PGUSER', ''))}:{quote(secret, safe='')}@{host}"
    query = given.query
    if "connect_timeout" not in query and "PGCONNECT_TIMEOUT" not in os.environ:
        query += f"{'&' if query else ''}connect_timeout={CONNECT_SECONDS}"
    return urlunsplit(("postgresql", place, given.path, query, ""))
