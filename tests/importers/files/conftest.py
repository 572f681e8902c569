"""A fresh connection, and a reader that hands back the source with its staged rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest

from procmine.importers.files import read_source
from procmine.importers.source import Note, Source


@dataclass(frozen=True)
class Read:
    source: Source
    con: duckdb.DuckDBPyConnection

    def rows(self) -> list[tuple]:
        """The staged values, without the numbers of row and line."""
        return [row[2:] for row in self.asked("select * from staged order by source_row")]

    def lines(self) -> list[int | None]:
        return [line for (line,) in self.asked("select source_line from staged order by source_row")]

    def faults(self) -> list[tuple]:
        return self.asked(
            "select source_row, source_line, reason, detail from staged_fault order by source_row"
        )

    def asked(self, sql: str) -> list[tuple]:
        return self.con.execute(sql).fetchall()

    def note(self, check: str) -> Note:
        return next(note for note in self.source.notes if note.check == check)


@pytest.fixture
def con():
    connection = duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    connection.execute("set timezone = 'UTC'")
    yield connection
    connection.close()


@pytest.fixture
def read(con: duckdb.DuckDBPyConnection, tmp_path) -> Callable[..., Read]:
    """Read a path, a frame, or bytes and text that are first written to a file called `name`."""

    def reading(content: Any, name: str = "log.csv", **options: Any) -> Read:
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, bytes):
            path = tmp_path / name
            path.write_bytes(content)
            content = path
        return Read(read_source(content, con, **options), con)

    return reading
