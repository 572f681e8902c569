"""The import doctor: what is odd about the rows, told before anybody believes a number.

A check is a file in `checks/`. Its first line says what it looks for; then `-- severity:`, `-- repair:`
and a statement with one row per finding: `affected`, `examples` (a list of texts) and `message`. A finding
with no affected row is not told. Adding a check is adding a file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.engine import read_sql
from procmine.importers.source import Note

if TYPE_CHECKING:
    import duckdb

FOLDER = Path(__file__).resolve().parent / "checks"
_SEVERITY = re.compile(r"^-- severity: (warning|info|error)$", re.MULTILINE)
_REPAIR = re.compile(r"^-- repair: (.*)$", re.MULTILINE)


@cache
def names() -> tuple[str, ...]:
    """The names of all checks: the files in `checks/`, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.sql")))


def run(con: duckdb.DuckDBPyConnection) -> list[Note]:
    """What every check finds in `source_event`, `quarantine` and `staged`: errors first, then warnings."""
    for path in sorted((FOLDER / "beforehand").glob("*.sql")):
        con.execute(read_sql("importers", "checks", "beforehand", path.stem))
    notes = [note for name in names() for note in _findings(con, name)]
    return sorted(notes, key=lambda note: ("error", "question", "warning", "info").index(note.severity))


def _findings(con: duckdb.DuckDBPyConnection, name: str) -> list[Note]:
    sql = read_sql("importers", "checks", name)
    severity = _SEVERITY.search(sql)
    repair = _REPAIR.search(sql)
    if not severity:
        raise ValueError(f"checks/{name}.sql does not say its severity")
    return [
        Note(
            name.replace("_", "-"),
            severity[1],  # type: ignore[arg-type]
            message,
            affected,
            tuple(str(example) for example in examples or ()),
            repair[1] if repair else "",
        )
        for affected, examples, message in con.execute(sql).fetchall()
        if affected
    ]
