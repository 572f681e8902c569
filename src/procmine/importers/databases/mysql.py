"""MySQL and MariaDB through pymysql: rows are fetched unbuffered, as text, inside a transaction that may only read.

The session's clock is set to UTC, so that a TIMESTAMP arrives as the instant it is; a DATETIME is a wall clock.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from procmine.engine import read_sql
from procmine.errors import WrongOption
from procmine.importers.databases.cursor import Bound
from procmine.importers.databases.landing import batches, land_rows, with_types
from procmine.importers.databases.refusals import not_installed, refused
from procmine.importers.databases.settings import DatabaseSettings
from procmine.importers.databases.tables import Table
from procmine.importers.source import Source

if TYPE_CHECKING:
    import duckdb

CONNECT_SECONDS = 10
TIMESTAMP, BIT = 7, 16  # of the protocol's codes of types
INSTANTS = (10, 12, 14)  # date, datetime, newdate
NUMBERS = (
    0,
    1,
    2,
    3,
    4,
    5,
    8,
    9,
    13,
    BIT,
    246,
)  # decimal, tiny to long, float, double, longlong, int24, year, newdecimal
OF_A_URL = {"unix_socket": "unix_socket", "socket": "unix_socket", "charset": "charset", "ssl_ca": "ssl_ca"}
VERIFIED = {"ssl_verify_cert": True, "ssl_verify_identity": True}  # whoever names an authority wants it asked
MILLISECONDS, SECONDS = "set session max_execution_time = %s", "set session max_statement_time = %s"


class MySQL:
    """One connection, in a transaction that may only read."""

    is_text_ordered = False  # text follows the column's collation

    def __init__(self, settings: DatabaseSettings, connection: Any, room: Path):
        self.settings, self.connection, self.room = settings, connection, room

    def tables(self) -> list[Table]:
        with self.connection.cursor() as cursor:
            cursor.execute(read_sql("importers", "databases", "mysql_tables"))
            found = list(batches(cursor))
        return [
            Table(schema, name, int(columns), int(rows) if rows else None, is_estimate=True)
            for schema, name, columns, rows in found
        ]

    def select_all(self, table: Table) -> str:
        return f"select * from {'.'.join(map(_quoted, table.parts))}"

    def columns(self, select: str) -> list[tuple[str, str]]:
        with self.connection.cursor() as cursor:
            cursor.execute(f"select * from (\n{select}\n) as source_row limit 0")
            cursor.fetchall()
            return [(name, _kind(code)) for name, code, *_ in cursor.description]

    def stage(self, con: duckdb.DuckDBPyConnection, select: str, bound: Bound | None) -> Source:
        with self.connection.cursor() as cursor:
            cursor.execute(*_statement(select, bound))
            if cursor.description is None:
                raise WrongOption("The query gives back no table.", "query", "Write: select … from …")
            described = [(name, code) for name, code, *_ in cursor.description]
            codes = [code for _, code in described]
            rows = (list(map(_text, row, codes)) for row in batches(cursor))
            source = land_rows(
                con, self.room, "mysql", [n for n, _ in described], rows, self.settings.address.text
            )
        kinds = {name: _kind(code) for name, (_, code) in zip(source.columns, described, strict=True)}
        return with_types(con, source, kinds)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _statement(select: str, bound: Bound | None) -> tuple[str, tuple[Any, ...] | None]:
    """The query as it is, or what of it lies at or above the bound.

    A query that is not bound is left as it stands: inside another its `order by` would not count.
    """
    if not bound or not bound.since:
        return select, None
    value = "%s" if bound.kind == "number" else "cast(%s as datetime(6))"
    given = bound.since.value.removesuffix("+00")  # the session's clock is UTC
    plain = select.replace("%", "%%")
    statement = f"select * from (\n{plain}\n) as source_row where {_quoted(bound.column).replace('%', '%%')} >= {value}"
    return statement, (Decimal(given) if bound.kind == "number" else given,)


def _kind(code: int) -> str:
    if code == TIMESTAMP:
        return "instant_utc"
    return "instant" if code in INSTANTS else "number" if code in NUMBERS else "text"


def _text(value: Any, code: int) -> str | None:
    if code == TIMESTAMP and value:
        return f"{value}+00:00"
    if not isinstance(value, bytes):
        return value
    if code == BIT:
        return str(int.from_bytes(value, "big"))
    try:
        return value.decode()
    except UnicodeDecodeError:
        return "\\x" + value.hex()


@contextmanager
def opened(settings: DatabaseSettings, secret: str | None, room: Path) -> Iterator[MySQL]:
    """The database, open for reading. Raises NotInstalled without the extra `mysql`."""
    try:
        import pymysql
        from pymysql.converters import encoders
        from pymysql.cursors import SSCursor
    except ImportError:
        raise not_installed("mysql", "pymysql", settings.address.text) from None
    secret = secret or os.environ.get("MYSQL_PWD")
    with refused(settings, (pymysql.err.Error, configparser.Error, OSError, RuntimeError), secret):
        connection = pymysql.connect(
            **_place(settings), password=secret or "", cursorclass=SSCursor, conv=encoders, autocommit=True
        )
        try:
            with connection.cursor() as cursor:
                _begin(cursor, settings.seconds, pymysql.err.Error)
            yield MySQL(settings, connection, room)
        finally:
            with suppress(pymysql.err.Error, OSError):
                connection._force_close()  # a goodbye would first wait for every row of a query that was given up


def _begin(cursor: Any, seconds: float, error: type[Exception]) -> None:
    cursor.execute("set session time_zone = '+00:00'")
    try:
        cursor.execute(MILLISECONDS, (round(seconds * 1000),))
    except error:  # MariaDB counts in seconds, under another name
        cursor.execute(SECONDS, (seconds,))
    cursor.execute("set session transaction isolation level repeatable read")
    cursor.execute("start transaction with consistent snapshot, read only")


def _place(settings: DatabaseSettings) -> dict[str, Any]:
    given = urlsplit(settings.address.text)
    said = parse_qsl(given.query, keep_blank_values=True)
    for name, _ in said:
        if name not in OF_A_URL:
            raise WrongOption(
                f"A MySQL URL knows no {name!r}.", "source", f"There is: {', '.join(OF_A_URL)}."
            )
    place: dict[str, Any] = {
        "host": given.hostname or "",
        "port": given.port or 0,
        "user": unquote(given.username) if given.username else None,
        "database": unquote(given.path).strip("/") or None,
        "connect_timeout": CONNECT_SECONDS,
        "charset": "utf8mb4",
    }
    own = os.path.expanduser("~/.my.cnf")
    if os.path.exists(own):
        place["read_default_file"] = own
    place |= {OF_A_URL[name]: value for name, value in said}
    return place | (VERIFIED if "ssl_ca" in place else {})
