"""Reading the tables of a tool that keeps its history in a database on this machine, and shows it no other way.

The file is opened read-only, and all that one sync reads is read in one transaction: of one moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from procmine.errors import SourceProblem
from procmine.importers.fetching.archive import Archive, Page

ROWS_A_PAGE = 5_000


@dataclass
class TableClient:
    """One source's door to a SQLite file. `rows` keeps what a statement gives as pages."""

    file: Path
    archive: Archive
    said: Callable[[str], None] = lambda text: None
    source: str = "source"
    pace: float | None = None
    requests: int = 0
    replayed: int = 0
    _open: sqlite3.Connection | None = field(default=None, repr=False)
    _read_at: datetime = field(default_factory=lambda: datetime.now(UTC), repr=False)

    def __post_init__(self) -> None:
        if not self.file.is_file():
            raise SourceProblem(
                "There is no such database file.", f"source {self.source}, {self.file}", "Check the path."
            )
        self.archive.forget()  # a file is read faster than what an earlier attempt kept of it is checked

    def rows(self, kind: str, sql: str, parameters: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
        """What a statement gives, each row by the names of its columns."""
        self.requests += 1
        try:
            cursor = self._connection().execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            told = [dict(zip(names, row, strict=True)) for row in cursor]
        except sqlite3.Error as odd:
            raise SourceProblem(
                f"The database does not hold what was looked for: {odd}.", f"source {self.source}, {self.file}",
                "Check that it is the tool's own database, and that this user may read it.",
            ) from None  # fmt: skip
        for start in range(0, len(told), ROWS_A_PAGE) or (0,):
            part = told[start : start + ROWS_A_PAGE]
            key = self.archive.key("SQL", kind, [parameters, start])
            self.archive.keep(Page(kind, "", str(self.file), 200, {}, part, self._read_at, key))
        return told

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = sqlite3.connect(f"{self.file.resolve().as_uri()}?mode=ro", uri=True)
            self._open.execute("begin")
        return self._open

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
