"""Staged tables by hand: what a reader would have made of a few rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from procmine.importers.source import Source


class Staging:
    """A connection with a table `staged`, filled from rows or from a file."""

    def __init__(self) -> None:
        self.con = duckdb.connect(config={"threads": 2})
        self.con.execute("set timezone = 'UTC'")

    def rows(self, columns: Sequence[str], rows: Sequence[Sequence[Any]], **details: Any) -> Source:
        names = ", ".join('"' + column.replace('"', '""') + '" varchar' for column in columns)
        self.con.execute(f"create or replace table staged (source_row bigint, source_line bigint, {names})")
        cells = ", ".join(f"row[{number}]" for number in range(1, len(columns) + 1))
        self.con.execute(
            f"insert into staged select number, number + 1, {cells} from"
            " (select unnest(range(1, len($rows) + 1)) as number, unnest($rows::varchar[][]) as row)",
            {"rows": [[value or None for value in row] for row in rows]},
        )
        return Source("csv", "tickets", tuple(columns), len(rows), "", (), {"path": "tickets.csv"} | details)

    def file(self, path: Path) -> Source:
        from procmine.importers.files import read_source

        return read_source(path, self.con)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()


@pytest.fixture
def staging() -> Iterator[Staging]:
    made = Staging()
    yield made
    made.con.close()
