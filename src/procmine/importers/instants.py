"""When did it happen? How a column writes its instants, decided by every row of it.

A clean ISO column costs one pass. In any other the ways of writing are gathered from the rows that no
pattern reads yet, until none is left that looks like an instant. Whether the day or the month comes first
is decided by all rows: one row above 12 decides it; where none does, the reader is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.errors import WrongOption
from procmine.importers.date_order import ordered
from procmine.importers.date_patterns import (
    FOUR_DIGITS,
    OFFSET,
    Layout,
    Pattern,
    layout_of,
    tidied,
)
from procmine.importers.instant_format import ORDERS, InstantFormat, patterns_in_order, reading
from procmine.importers.source import Note

if TYPE_CHECKING:
    import duckdb


def read_format(
    con: duckdb.DuckDBPyConnection, column: str, dates: str | None = None, table: str = "staged"
) -> InstantFormat:
    """How `column` writes its instants. `dates` (dmy, mdy or ymd) answers where the numbers do not.

    Raises WrongOption for an order that is none of the three. An order that the column does not decide is
    no error here: it is a note with severity `question`, so that all questions are asked at once.
    """
    if dates and dates not in ORDERS:
        raise WrongOption(f"'{dates}' is no order of a date.", "dates", "Give dmy, mdy or ymd.")
    kind = _type_of(con, column, table)
    if kind != "VARCHAR":
        return _typed(con, column, kind, table)
    clean = _clean(con, column, table)
    return clean or _written(con, column, dates, table, _iso_counts(con, column, table))


def read_formats(
    con: duckdb.DuckDBPyConnection, columns: Iterable[str], dates: str | None = None, usual: str | None = None
) -> dict[str, InstantFormat]:
    """How each of `columns` writes its times.

    A column that decides day or month decides for all; where none does, the order that the log had so far does.
    """
    formats = {column: read_format(con, column, dates) for column in columns}
    decided = {read.order for read in formats.values() if read.order and not read.is_open}
    why = "another column of the same file shows" if decided else "in the log so far"
    if not decided and usual:
        decided = {usual}
    if len(decided) == 1:
        (order,) = decided
        for column, read in formats.items():
            if read.is_open and read.can_be(order):
                formats[column] = read.in_order(order, why)
    return formats


def _clean(con: duckdb.DuckDBPyConnection, column: str, table: str) -> InstantFormat | None:
    """The format of a column that is ISO in every filled row, found in one pass; else None."""
    text = quoted(column)
    first = con.execute(f"select {text} from {table} where {text} is not null limit 1").fetchall()
    sample = first[0][0] if first else ""
    if first and not re.match(FOUR_DIGITS, sample):
        return None
    is_zoned = bool(re.search(OFFSET, sample))
    if len(sample) == 19 and not is_zoned:
        shape = f"{text} like '____-__-_____:__:__'"  # the cheapest test, and no zone fits into it
    else:
        shape = f"regexp_matches({text}, '{FOUR_DIGITS}') and {'' if is_zoned else 'not '}"
        shape += f"regexp_matches({text}, '{OFFSET}')"
    kind = "timestamptz" if is_zoned else "timestamp"
    read, filled = con.execute(
        f"select count(*) filter ({shape} and try_cast({text} as {kind}) is not null), count({text})"
        f" from {table}"
    ).fetchall()[0]
    if read < filled:
        return None
    pattern = Pattern("iso", has_offset=is_zoned, is_guarded=False)
    return InstantFormat(column, (pattern,), filled, naive=0 if is_zoned else filled)


def _type_of(con: duckdb.DuckDBPyConnection, column: str, table: str) -> str:
    described = con.execute(f"select typeof({quoted(column)}) from {table} limit 1").fetchall()
    return described[0][0] if described else "VARCHAR"


def _typed(con: duckdb.DuckDBPyConnection, column: str, kind: str, table: str) -> InstantFormat:
    (filled,) = con.execute(f"select count({quoted(column)}) from {table}").fetchall()[0]
    has_offset = kind == "TIMESTAMP WITH TIME ZONE"
    return InstantFormat(
        column, (Pattern("typed", has_offset=has_offset),), filled, naive=0 if has_offset else filled
    )


def _iso_counts(con: duckdb.DuckDBPyConnection, column: str, table: str) -> tuple[int, int, int]:
    text = quoted(column)
    looks = f"regexp_matches({text}, '{FOUR_DIGITS}')"
    read, zoned, filled = con.execute(
        f"select count(case when {looks} then try_cast({text} as timestamp) end),"
        f" count(case when {looks} and regexp_matches({text}, '{OFFSET}') then 1 end),"
        f" count(*) filter (trim({text}) <> '') from {table}"
    ).fetchall()[0]
    if not zoned:
        return read, 0, filled
    # The cast to timestamp passes over a zone without looking: a wrong one must not count as read.
    sound = f"{looks} and regexp_matches({text}, '{OFFSET}') and try_cast({text} as timestamptz) is not null"
    return (
        read - zoned,
        con.execute(f"select count(*) filter ({sound}) from {table}").fetchall()[0][0],
        filled,
    )


def _written(
    con: duckdb.DuckDBPyConnection, column: str, dates: str | None, table: str, counts: tuple[int, int, int]
) -> InstantFormat:
    naive, zoned, filled = counts
    layouts: list[Layout | Pattern] = []
    if naive:
        layouts.append(Pattern("iso"))
    if zoned:
        layouts.append(Pattern("iso", has_offset=True))
    _gather(con, column, table, layouts)
    read = InstantFormat(column, (), filled, layouts=tuple(layouts))
    if any(isinstance(layout, Layout) and layout.is_open for layout in layouts):
        read = ordered(con, read, dates, table)
    else:
        read = replace(read, patterns=patterns_in_order(read.layouts, ""))
    return _counted(con, read, table)


def _gather(
    con: duckdb.DuckDBPyConnection, column: str, table: str, layouts: list[Layout | Pattern], rounds: int = 6
) -> None:
    """Adds to `layouts` every way of writing that a row not yet read shows."""
    text = quoted(column)
    for turn in range(rounds):
        known = tuple(p for order in ORDERS for p in patterns_in_order(tuple(layouts), order))
        unread = f"from {table} where trim({text}) <> '' and {reading(column, known)} is null"
        # The first round looks at the first rows; the later ones at every row that is still unread.
        source = f"(select {text} {unread} limit 5000)" if turn == 0 else f"(select {text} {unread})"
        shapes = con.execute(
            f"select any_value({text}), any_value({tidied(text)}) from {source}"
            f" group by regexp_replace({text}, '[0-9]', '0', 'g') order by count(*) desc limit 1000"
        ).fetchall()
        found = [layout_of(raw) or layout_of(tidy, True) for raw, tidy in shapes]
        new = [layout for layout in dict.fromkeys(found) if layout and layout not in layouts]
        layouts += new
        if not new and turn:
            return


def _counted(con: duckdb.DuckDBPyConnection, read: InstantFormat, table: str) -> InstantFormat:
    """Counts what is unread and what is naive, and tells of several ways of writing in one column."""
    text = quoted(read.column)
    # Two-digit years before four-digit ones, offsets before none: the narrower reading first.
    patterns = tuple(sorted(read.patterns, key=lambda p: (p.kind != "iso", "%Y" in p.format)))
    zoned = reading(read.column, tuple(p for p in patterns if p.has_offset))
    counts = ", ".join(f"count({pattern.sql(text)})" for pattern in patterns) or "0"
    (any_read, with_zone, *each) = con.execute(
        f"select count({reading(read.column, patterns)}), count({zoned}), {counts} from {table}"
    ).fetchall()[0]
    notes = read.notes
    if len(patterns) > 1:
        listed = "; ".join(f"{p.named()}: {n:,}" for p, n in zip(patterns, each, strict=True))
        notes += (
            Note(
                "mixed-formats",
                "warning",
                f"'{read.column}' writes its times in {len(patterns)} ways ({listed}).",
                read.filled,
            ),
        )
    return replace(
        read, patterns=patterns, unreadable=read.filled - any_read, naive=any_read - with_zone, notes=notes
    )


__all__ = ["InstantFormat", "read_format", "read_formats", "reading"]
