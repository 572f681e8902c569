"""From the rows of any reader to the table `staged`."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.errors import UnreadableSource
from procmine.importers.source import Note

if TYPE_CHECKING:
    import duckdb

OWN = ("source_row", "source_line")  # the two columns of `staged` that are ours
LONGEST_LINE = 16 << 20
MOST_COLUMNS = 5_000

# A value that starts with a printable ASCII character is not blank, and that test costs nothing;
# only the others are looked at closely.
BLANKS = " || ".join(f"chr({code})" for code in (32, 9, 10, 11, 12, 13, 160, 8203, 12288, 65279))


def unique_names(given: Iterable[object], where: str) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """Column names stripped, filled (`column 3`) and made unique (`Comment (2)`), and what was changed.

    Two names that differ only in case count as the same: DuckDB cannot tell them apart.
    """
    plain = [" ".join(str(name if name is not None else "").replace("\ufeff", "").split()) for name in given]
    if not plain:
        raise UnreadableSource("There are no columns.", where, "Export the table again, with its header row.")
    if len(plain) > MOST_COLUMNS:
        raise UnreadableSource(
            f"There are {len(plain)} columns.", where, f"Keep the columns you need, at most {MOST_COLUMNS}."
        )
    blank = [f"column {position}" for position, name in enumerate(plain, 1) if not name]
    taken = {name.casefold() for name in (*OWN, *plain)}
    seen: set[str] = {name.casefold() for name in OWN}
    names, renamed = [], []
    for position, name in enumerate(plain, 1):
        wanted = name or f"column {position}"
        if wanted.casefold() in seen or (not name and wanted.casefold() in taken):
            wanted = _free(wanted, taken | seen)
            renamed.append(wanted)
        seen.add(wanted.casefold())
        names.append(wanted)
    return tuple(names), _name_notes(blank, renamed)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})".casefold() in taken:
        number += 1
    return f"{name} ({number})"


def _name_notes(blank: list[str], renamed: list[str]) -> tuple[Note, ...]:
    notes = []
    if blank:
        notes.append(
            Note("blank-header", "info", f"{_count(blank, 'column')} without a name.", 0, tuple(blank[:5]))
        )
    if renamed:
        message = f"{_count(renamed, 'column')} renamed, because the name was taken."
        notes.append(Note("duplicate-header", "info", message, 0, tuple(renamed[:5])))
    return tuple(notes)


def preamble_notes(lines: Sequence[str]) -> tuple[Note, ...]:
    """What stood above the header."""
    if not lines:
        return ()
    message = f"{_count(lines, 'line')} above the header skipped."
    return (Note("preamble", "info", message, 0, tuple(lines[:5])),)


def _count(things: Sequence[object], noun: str) -> str:
    return f"{len(things):,} {noun}" + ("" if len(things) == 1 else "s")


def blank_to_null(column: str) -> str:
    """SQL that turns a blank text into NULL; `column` is SQL, already quoted."""
    return (
        f"case when {column} >= '!' and {column} < chr(127) then {column} "
        f"when trim({column}, {BLANKS}) = '' then null else {column} end"
    )


def text_of(value: Any) -> str | None:
    """A typed value as the text that `staged` holds: ISO instants, plain numbers, blank as None."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value != value:
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return None if value != value else value.isoformat(sep=" ")  # NaT is a datetime unequal to itself
    if isinstance(value, Decimal):
        return None if value.is_nan() else format(value, "f")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def create_staged(
    con: duckdb.DuckDBPyConnection,
    select: str,
    parameters: Mapping[str, Any] | None = None,
    line_before: Callable[[int], int | None] = lambda rows: None,
) -> int:
    """Create `staged` from `select`, whose first two columns are placeholders; the number of rows.

    The rows are numbered by a second statement: a `row_number() over ()` inside the first would read the file
    with one thread. DuckDB keeps the file's order and numbers the rows of a new table without gaps.
    `line_before` says, from the number of rows, which line lies before the first when each row is one line;
    None leaves `source_line` as the select gave it.
    """
    con.execute("drop table if exists staged")
    con.execute(f"create table staged as {select}", parameters or {})
    rows: int = con.execute("select count(*) from staged").fetchall()[0][0]
    before = line_before(rows)
    if before is None:
        con.execute("update staged set source_row = rowid + 1")
    else:
        con.execute(
            "update staged set source_row = rowid + 1, source_line = rowid + 1 + $before", {"before": before}
        )
    con.execute(
        "create or replace table staged_fault "
        "(source_row bigint, source_line bigint, reason varchar, detail varchar)"
    )
    return rows


def csv_select(columns: Sequence[str]) -> str:
    """The select that reads a CSV file as text; it binds path, delimiter, quote, escape and skip.

    The strict reader is told everything and guesses nothing: it refuses a file that is not as told.
    """
    places = ", ".join(f"'c{i}': 'varchar'" for i in range(len(columns)))
    values = ", ".join(f"{blank_to_null(f'c{i}')} as {quoted(name)}" for i, name in enumerate(columns))
    return (
        f"select 0::bigint as source_row, null::bigint as source_line, {values} "
        "from read_csv($path, delim = $delimiter, quote = $quote, escape = $escape, skip = $skip, "
        f"header = false, auto_detect = false, strict_mode = true, columns = {{{places}}})"
    )


def land(
    con: duckdb.DuckDBPyConnection,
    room: Path,
    rows: Iterable[tuple[int | None, Sequence[str | None]]],
    columns: Callable[[], Sequence[str]],
) -> int:
    """Create `staged` from rows of (line, values) that Python made; the number of rows.

    They go through a file, because DuckDB reads a CSV many times faster than it accepts Python's rows.
    `columns` is asked after the last row, and a row may be shorter: a reader may meet a new column late.
    """
    path = room / "landing.csv"
    written = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        # All text is quoted, and the line end told: DuckDB takes a bare \r, or one in quotes, for a line end.
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        for line, values in rows:
            writer.writerow((line, *values))
            written += 1
    count = create_staged(con, _landed(columns()), {"path": str(path), "longest": 2 * LONGEST_LINE})
    path.unlink()
    if count != written:
        raise UnreadableSource(
            f"Only {count:,} of {written:,} rows could be staged.", "", "Report this file."
        )
    return count


def _landed(columns: Sequence[str]) -> str:
    places = ", ".join(["'line': 'bigint'", *(f"'c{i}': 'varchar'" for i in range(len(columns)))])
    values = ", ".join(f"{blank_to_null(f'c{i}')} as {quoted(name)}" for i, name in enumerate(columns))
    return (
        f"select 0::bigint as source_row, line as source_line, {values} from read_csv($path, delim = ',', "
        "quote = '\"', escape = '\"', new_line = '\\n', header = false, auto_detect = false, "
        f"strict_mode = true, null_padding = true, parallel = false, max_line_size = $longest, "
        f"columns = {{{places}}})"
    )


def no_rows(where: str) -> UnreadableSource:
    return UnreadableSource(
        "There is a header and not a single row below it.", where, "Export the table again, with its rows."
    )


def add_faults(con: duckdb.DuckDBPyConnection, faults: Sequence[tuple[int, int | None, str, str]]) -> None:
    """Mark staged rows as no data: (source_row, source_line, reason, detail)."""
    import pandas as pd

    if not faults:
        return
    names = ["source_row", "source_line", "reason", "detail"]
    frame = pd.DataFrame(faults, columns=names).astype(
        {"source_line": "Int64", "reason": object, "detail": object}
    )
    con.register("procmine_faults", frame)
    con.execute("insert into staged_fault select * from procmine_faults")
    con.unregister("procmine_faults")
