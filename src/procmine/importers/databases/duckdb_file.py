"""DuckDB files: the statement runs in a DuckDB of its own that sees this file alone, and may only read it.

A view of the file that reads other files is refused: a database that somebody sent should not read what lies beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.engine import attach_read_only, open_scratch, quoted, read_sql
from procmine.errors import WorkspaceProblem
from procmine.importers.databases.cursor import Bound
from procmine.importers.databases.refusals import refusal, refused
from procmine.importers.databases.settings import DatabaseSettings
from procmine.importers.databases.tables import Table
from procmine.importers.files.parquet import kind_of_type, stage_typed
from procmine.importers.source import Source

if TYPE_CHECKING:
    import duckdb

CASTS = {"instant": "timestamp", "instant_utc": "timestamptz", "number": "decimal(38, 9)"}
HANDED = "procmine_handed"


class DuckDBFile:
    """One DuckDB beside ours, which has the file attached to be read, and a second one to hand the rows over."""

    is_text_ordered = False

    def __init__(self, settings: DatabaseSettings, theirs: duckdb.DuckDBPyConnection, handed: Path):
        self.settings, self._theirs, self._handed = settings, theirs, handed
        self.stop = threading.Timer(settings.seconds, theirs.interrupt)
        self.stop.daemon = True
        self.stop.start()

    def tables(self) -> list[Table]:
        found = self._theirs.execute(read_sql("importers", "databases", "duckdb_tables")).fetchall()
        return [Table(schema, name, columns, rows, is_estimate=True) for schema, name, columns, rows in found]

    def select_all(self, table: Table) -> str:
        return f"select * from {'.'.join(map(quoted, table.parts))}"

    def columns(self, select: str) -> list[tuple[str, str]]:
        described = self._theirs.execute(f"describe (\n{select}\n)").fetchall()
        return [(name, kind_of_type(type_)) for name, type_, *_ in described]

    def stage(self, con: duckdb.DuckDBPyConnection, select: str, bound: Bound | None) -> Source:
        statement, parameters = bounded(f"(\n{select}\n)", bound) if bound and bound.since else (select, {})
        self._theirs.execute(f"create table version.main.handed as (\n{statement}\n)", parameters)
        self.stop.cancel()
        self._theirs.close()  # its file is let go of, so that ours can read it
        attach_read_only(con, self._handed, HANDED)
        try:
            where = self.settings.address.text
            return stage_typed(con, f"{HANDED}.main.handed", {}, "duckdb", where, may_be_empty=True)
        finally:
            con.execute(f"detach {HANDED}")


def bounded(relation: str, bound: Bound | None) -> tuple[str, dict[str, str]]:
    """A select of what of `relation` lies at or above the bound, and its parameter, in DuckDB's own style."""
    select = f"select * from {relation} as source_row"
    if not bound or not bound.since:
        return select, {}
    return f"{select} where {quoted(bound.column)} >= cast($since as {CASTS[bound.kind]})", {
        "since": bound.since.value
    }


@contextmanager
def opened(settings: DatabaseSettings, secret: str | None, room: Path) -> Iterator[DuckDBFile]:
    """The file, open for reading."""
    import duckdb

    assert settings.address.path is not None
    handed = room / "handed.duckdb"
    with refused(settings, (duckdb.Error,)), open_scratch(room / "spill", handed) as theirs:
        try:
            attach_read_only(theirs, settings.address.path.resolve(), "source")
        except WorkspaceProblem as problem:
            raise refusal(str(problem.__cause__), settings) from None
        theirs.execute("use source")
        theirs.execute("set enable_external_access = false")
        database = DuckDBFile(settings, theirs, handed)
        try:
            yield database
        finally:
            database.stop.cancel()
