"""Which comes first, the day or the month? Every row of a column is asked; where none knows, the user is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.importers.date_patterns import Layout, Pattern
from procmine.importers.instant_format import ORDERS, InstantFormat, patterns_in_order, reading
from procmine.importers.source import Note

if TYPE_CHECKING:
    import duckdb


def ordered(
    con: duckdb.DuckDBPyConnection, read: InstantFormat, dates: str | None, table: str
) -> InstantFormat:
    """`read` with the order of its bare numbers: as `dates` says, as every row allows, or open and asked.

    An order holds when it reads every row that any order reads. Where two hold and say different instants,
    nothing decides; where none holds, the column mixes orders. Both are questions.
    """
    if dates:
        return replace(read, patterns=patterns_in_order(read.layouts, dates), order=dates)
    orders = _candidates(con, read, table)
    counts = _readings(con, read, orders, table)
    best = max(counts[order] for order in orders)
    left = [order for order in orders if counts[order] == best]
    found = replace(read, patterns=patterns_in_order(read.layouts, left[0]), order=left[0])
    if best < counts["either"]:
        return replace(found, notes=(_conflict(read, left[0], best, counts["either"]),))
    if len(left) > 1 and counts["differ"]:
        return replace(
            found, order="", is_open=True, notes=(_question(con, read, left, counts["differ"], table),)
        )
    return found


def _open_patterns(read: InstantFormat, order: str) -> tuple[Pattern, ...]:
    open_ones = tuple(one for one in read.layouts if isinstance(one, Layout) and one.is_open)
    return patterns_in_order(open_ones, order)


def _candidates(con: duckdb.DuckDBPyConnection, read: InstantFormat, table: str) -> list[str]:
    """dmy and mdy; ymd too where years have two digits and the first number varies less than the last.

    Over the days of a log the number of the year takes few values and the number of the day many, so
    26-03-14, 26-03-15 … cannot be days of 2014, 2015 ….
    """
    if not any(isinstance(one, Layout) and "<C2>" in one.parts for one in read.layouts):
        return ["dmy", "mdy"]
    text = quoted(read.column)
    first, last = con.execute(
        f"select count(distinct n[1]), count(distinct n[3]) from"
        f" (select regexp_extract_all({text}, '[0-9]+')[1:3] as n from {table})"
    ).fetchall()[0]
    if last >= 3 * first:
        return ["ymd"]
    return ["dmy", "mdy"] if first >= 3 * last else ["dmy", "mdy", "ymd"]


def _readings(
    con: duckdb.DuckDBPyConnection, read: InstantFormat, orders: list[str], table: str
) -> dict[str, int]:
    """Rows that each order reads, rows that any reads, and rows where the orders say different instants."""
    columns = ", ".join(f"{reading(read.column, _open_patterns(read, o))} as {o}" for o in orders)
    either = f"coalesce({', '.join(orders)})"
    differ = " or ".join(f"({o} is not null and {o} <> {either})" for o in orders)
    parts = [f"count({o})" for o in orders] + [f"count({either})", f"count(*) filter ({differ})"]
    rows = con.execute(f"select {', '.join(parts)} from (select {columns} from {table})").fetchall()
    return dict(zip([*orders, "either", "differ"], rows[0], strict=True))


def _question(
    con: duckdb.DuckDBPyConnection, read: InstantFormat, orders: list[str], rows: int, table: str
) -> Note:
    text = quoted(read.column)
    both = [reading(read.column, _open_patterns(read, order)) for order in orders]
    days = ", ".join(f"strftime({one}, '%-d %B %Y')" for one in both)
    differ = " or ".join(f"{one} <> {both[0]}" for one in both[1:])
    shown = con.execute(f"select {text}, {days} from {table} where {differ} limit 5").fetchall()
    sample, *readings = shown[0]
    options = " or ".join(f"--dates {order} ({told})" for order, told in zip(orders, readings, strict=True))
    return Note(
        "day-or-month",
        "question",
        f"{sample!r} in '{read.column}' can be {' or '.join(readings)}; nothing in the file decides it.",
        rows,
        tuple(row[0] for row in shown),
        f"Say which: {options}; in Python dates={orders[0]!r}.",
    )


def _conflict(read: InstantFormat, order: str, best: int, either: int) -> Note:
    return Note(
        "day-or-month",
        "question",
        f"'{read.column}' mixes orders: {best:,} rows can be read {ORDERS[order]},"
        f" {either - best:,} only otherwise.",
        either - best,
        (),
        f"Say which with --dates {order} (the others then go to quarantine), or correct the file.",
    )
