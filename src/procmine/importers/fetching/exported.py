"""Reading a file that a tool writes over and over again: each time it is what the tool shows at that moment.

That moment is when the file was written, not when it is read.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from procmine.errors import SourceProblem
from procmine.importers.fetching.archive import Page
from procmine.importers.fetching.local import LocalDoor


@dataclass
class ExportedFile(LocalDoor):
    """One source's door to its file, of any kind that an import reads. `table` keeps its rows as a page."""

    def table(self, kind: str) -> Page:
        """The rows of the file, as text. Raises UnreadableSource as an import does."""
        from procmine.engine import open_scratch
        from procmine.importers.files import read_source

        self.requests += 1
        with (
            tempfile.TemporaryDirectory(prefix="procmine-") as room,
            open_scratch(Path(room), Path(room) / "unused.duckdb") as con,
        ):
            columns = list(read_source(self.path, con).columns)
            rows = con.execute("select * exclude (source_row, source_line) from staged order by source_row").fetchall()  # fmt: skip
        told = [[None if cell is None else str(cell) for cell in row] for row in rows]
        return self.keep(kind, {"columns": columns, "rows": told})

    def unreadable(self, why: object) -> SourceProblem:
        return SourceProblem(
            f"The file is not the export it should be: {why}.", self.where, "Export it again."
        )
