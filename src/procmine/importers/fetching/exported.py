"""Reading a file that a tool writes over and over again: each time it is what the tool shows at that moment.

That moment is when the file was written, not when it is read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from procmine.errors import SourceProblem
from procmine.importers.fetching.archive import Archive, Page


@dataclass
class ExportedFile:
    """One source's door to its file, of any kind that an import reads. `table` keeps its rows as a page."""

    file: Path
    archive: Archive
    said: Callable[[str], None] = lambda text: None
    source: str = "source"
    pace: float | None = None
    requests: int = 0
    replayed: int = 0

    def __post_init__(self) -> None:
        if not self.file.is_file():
            raise SourceProblem("There is no such file.", f"source {self.source}, {self.file}", "Check the path, and that the export was written.")  # fmt: skip
        self.archive.forget()  # a file is read faster than what an earlier attempt kept of it is checked

    def table(self, kind: str) -> Page:
        """The rows of the file, as text. Raises UnreadableSource as an import does."""
        from procmine.engine import open_scratch
        from procmine.importers.files import read_source

        self.requests += 1
        written = datetime.fromtimestamp(self.file.stat().st_mtime, UTC)
        with (
            tempfile.TemporaryDirectory(prefix="procmine-") as room,
            open_scratch(Path(room), Path(room) / "unused.duckdb") as con,
        ):
            columns = list(read_source(self.file, con).columns)
            rows = con.execute("select * exclude (source_row, source_line) from staged order by source_row").fetchall()  # fmt: skip
        told = [[None if cell is None else str(cell) for cell in row] for row in rows]
        key = self.archive.key("FILE", kind, [])
        page = Page(kind, "", str(self.file), 200, {}, {"columns": columns, "rows": told}, written, key)
        self.archive.keep(page)
        return page

    def kept(self, kind: str, body: Any, about: str = "") -> None:
        """Keep a part of an export as a page of its kind."""
        self.requests += 1
        written = datetime.fromtimestamp(self.file.stat().st_mtime, UTC)
        key = self.archive.key("FILE", kind, [about, self.requests])
        self.archive.keep(Page(kind, about, str(self.file), 200, {}, body, written, key))

    def unreadable(self, why: object) -> SourceProblem:
        where = f"source {self.source}, {self.file}"
        return SourceProblem(f"The file is not the export it should be: {why}.", where, "Export it again.")

    def close(self) -> None:
        """Nothing stays open."""
