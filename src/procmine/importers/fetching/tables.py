"""Reading the tables of a tool that keeps its history in a database on this machine, and shows it no other way.

The file is opened read-only, and all that one sync reads is read in one transaction: of one moment.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from procmine.errors import SourceProblem
from procmine.importers.fetching.local import LocalDoor

ROWS_A_PAGE = 5_000


@dataclass
class TableClient(LocalDoor):
    """One source's door to a SQLite file. `rows` keeps what a statement gives as pages."""

    _open: sqlite3.Connection | None = field(default=None, repr=False)

    def _seen_at(self) -> datetime:
        return datetime.now(UTC)

    def rows(self, kind: str, sql: str, parameters: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
        """What a statement gives, each row by the names of its columns."""
        self.requests += 1
        try:
            cursor = self._connection().execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            told = [dict(zip(names, row, strict=True)) for row in cursor]
        except sqlite3.Error as odd:
            raise SourceProblem(
                f"The database does not hold what was looked for: {odd}.", self.where,
                "Check that it is the tool's own database, and that this user may read it.",
            ) from None  # fmt: skip
        for start in range(0, len(told), ROWS_A_PAGE) or (0,):
            part = told[start : start + ROWS_A_PAGE]
            self.keep(kind, part)
        return told

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
            self._open.execute("begin")
        return self._open

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
