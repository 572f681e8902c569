"""Lines below or between the data that sum it up: no event, but never dropped in silence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.importers.source import Note

if TYPE_CHECKING:
    import duckdb

WORDS = (
    r"(?i)^\W*(grand[ -]?|sub[ -]?|sous[ -]?|zwischen)?"
    r"(totals?|totale|total g[ée]n[ée]ral|sum|summe|suma|somme|"
    r"gesamt|gesamtsumme|gesamtergebnis|insgesamt|合計|総計|小計)([\s:.=(\d-]|$)"
)


def mark_total_lines(con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> tuple[Note, ...]:
    """Put the staged rows that are totals into `staged_fault`.

    A row is a total when the first of its first three columns that is filled begins with a word for a total
    and at least half of its columns are blank, or it is ragged: a customer called `Total Oil` has a full row.
    """
    if len(columns) < 2:
        return ()
    blanks = " + ".join(f"({quoted(name)} is null)::int" for name in columns)
    first = f"coalesce({', '.join(quoted(name) for name in columns[:3])})"
    con.execute(
        "create or replace temp table total_line as select source_row, source_line, "
        f"{first} as word from staged "
        f"where (2 * ({blanks}) >= {len(columns)} or source_row in (select source_row from staged_fault)) "
        f"and {first} is not null and regexp_matches({first}, $words)",
        {"words": WORDS},
    )
    found = con.execute("select source_row, source_line, word from total_line order by source_row").fetchall()
    if found:
        con.execute("delete from staged_fault where source_row in (select source_row from total_line)")
        con.execute(
            "insert into staged_fault select source_row, source_line, 'total line', word from total_line"
        )
    con.execute("drop table total_line")
    if not found:
        return ()
    examples = tuple(f"{f'line {line}' if line else f'row {row}'}: {word}" for row, line, word in found[:5])
    message = f"{len(found):,} row{'s are totals' if len(found) > 1 else ' is a total'}, not data."
    return (Note("total-line", "warning", message, len(found), examples, "Export the table without totals."),)
