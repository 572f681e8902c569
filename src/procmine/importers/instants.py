"""When did it happen? How a column writes its instants, decided by every row of it.

A clean ISO column costs one pass. In any other the ways of writing are gathered from the rows that no
pattern reads yet, until none is left that looks like an instant. Whether the day or the month comes first
is decided by all rows: one row above 12 decides it; where none does, the reader is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.errors import WrongOption
from procmine.importers.date_patterns import (
    FOUR_DIGITS,
    OFFSET,
    Layout,
    Pattern,
    layout_of,
    tidied,
)
from procmine.importers.source import Note

if TYPE_CHECKING:
    import duckdb

ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


@dataclass(frozen=True)
class InstantFormat:
    """How one column writes its instants.

    `patterns` are tried in order. `filled` rows hold a text, `unreadable` of them none that a pattern reads,
    `naive` say no zone. `order` is set where three bare numbers were read in that order. `notes` may hold a
    question, which blocks the import until it is answered.
    """

    column: str
    patterns: tuple[Pattern, ...]
    filled: int = 0
    unreadable: int = 0
    naive: int = 0
    order: str = ""
    is_open: bool = False  # bare numbers, and nothing in the column tells their order
    layouts: tuple[Layout | Pattern, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    @property
    def is_naive(self) -> bool:
        return self.naive > 0

    def sql(self, zone: str | None = None) -> str:
        """SQL of the column as TIMESTAMP: UTC where the zone is known, else the clock on the wall."""
        return reading(self.column, self.patterns, zone)

    def in_order(self, order: str) -> InstantFormat:
        """The same column with its open numbers read in `order`, because another column decides it."""
        note = Note(
            "day-or-month",
            "info",
            f"'{self.column}' is read {ORDERS[order]}, as another column of the same file shows.",
            self.filled,
        )
        return replace(
            self, patterns=_in_order(self.layouts, order), order=order, is_open=False, notes=(note,)
        )


def reading(column: str, patterns: tuple[Pattern, ...], zone: str | None = None) -> str:
    """SQL that reads `column` by the first of `patterns` that fits; naive ones on the clock of `zone`."""
    text = quoted(column)
    parts = [
        pattern.sql(text) if pattern.has_offset or not zone else _in_zone(pattern.sql(text), zone)
        for pattern in patterns
    ]
    return f"coalesce({', '.join(parts)})" if len(parts) > 1 else (parts or ["null::timestamp"])[0]


def _in_zone(sql: str, zone: str) -> str:
    name = zone.replace("'", "''")
    return f"timezone('UTC', timezone('{name}', {sql}))"


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


def _clean(con: duckdb.DuckDBPyConnection, column: str, table: str) -> InstantFormat | None:
    """The format of a column that is ISO in every filled row, found in one pass; else None."""
    text = quoted(column)
    first = con.execute(f"select {text} from {table} where {text} is not null limit 1").fetchall()
    sample = first[0][0] if first else ""
    is_zoned = bool(re.search(OFFSET, sample))
    if len(sample) == 19 and not is_zoned:
        shape = f"{text} like '____-__-_____:__:__'"  # the cheapest test, and no zone fits into it
    else:
        shape = f"regexp_matches({text}, '{FOUR_DIGITS}') and {'' if is_zoned else 'not '}"
        shape += f"regexp_matches({text}, '{OFFSET}')"
    kind = "timestamptz" if is_zoned else "timestamp"
    read, filled = con.execute(
        f"select count(*) filter ({shape} and try_cast({text} as {kind}) is not null), count({text}) from {table}"
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
        f"select count(*) filter ({looks} and try_cast({text} as timestamp) is not null),"
        f" count(*) filter ({looks} and regexp_matches({text}, '{OFFSET}')),"
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
        read = _ordered(con, read, dates, table)
    else:
        read = replace(read, patterns=_in_order(read.layouts, ""))
    return _counted(con, read, table)


def _gather(
    con: duckdb.DuckDBPyConnection, column: str, table: str, layouts: list[Layout | Pattern], rounds: int = 6
) -> None:
    """Adds to `layouts` every way of writing that a row not yet read shows."""
    text = quoted(column)
    for turn in range(rounds):
        known = tuple(p for order in ORDERS for p in _in_order(tuple(layouts), order))
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


def _in_order(layouts: tuple[Layout | Pattern, ...], order: str) -> tuple[Pattern, ...]:
    patterns: list[Pattern] = []
    for layout in layouts:
        if isinstance(layout, Pattern):
            patterns.append(layout)
        elif not layout.is_open or order in layout.orders:
            patterns.append(layout.pattern(order))
        elif order == "ymd":  # a four-digit year stands last here: no such reading
            continue
    return tuple(dict.fromkeys(patterns))


def _ordered(
    con: duckdb.DuckDBPyConnection, read: InstantFormat, dates: str | None, table: str
) -> InstantFormat:
    """Decides the order of bare numbers by every row, or asks."""
    if dates:
        return replace(read, patterns=_in_order(read.layouts, dates), order=dates)
    orders = _candidates(con, read, table)
    counts = _readings(con, read, orders, table)
    best = max(counts[order] for order in orders)
    left = [order for order in orders if counts[order] == best]
    either = counts["either"]
    if best < either:
        order = left[0]
        return replace(
            read,
            patterns=_in_order(read.layouts, order),
            order=order,
            notes=(_conflict(read, order, best, either),),
        )
    if len(left) > 1 and counts["differ"]:
        return replace(
            read,
            patterns=_in_order(read.layouts, left[0]),
            is_open=True,
            notes=(_question(con, read, left, counts["differ"], table),),
        )
    return replace(read, patterns=_in_order(read.layouts, left[0]), order=left[0])


def _open_patterns(read: InstantFormat, order: str) -> tuple[Pattern, ...]:
    return _in_order(tuple(one for one in read.layouts if isinstance(one, Layout) and one.is_open), order)


def _candidates(con: duckdb.DuckDBPyConnection, read: InstantFormat, table: str) -> list[str]:
    """dmy and mdy; ymd too where years have two digits and the first number varies less than the last.

    Over the days of a log the number of the year takes few values and the number of the day many, so
    26-03-14, 26-03-15 … cannot be days of 2014, 2015 ….
    """
    if not any(isinstance(one, Layout) and "<C2>" in one.parts for one in read.layouts):
        return ["dmy", "mdy"]
    text = quoted(read.column)
    rows = con.execute(
        f"select count(distinct n[1]), count(distinct n[3]) from"
        f" (select regexp_extract_all({text}, '[0-9]+')[1:3] as n from {table})"
    ).fetchall()
    first, last = rows[0]
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
    both = ", ".join(
        f"strftime({reading(read.column, _open_patterns(read, o))}, '%-d %B %Y')" for o in orders
    )
    differ = " <> ".join(reading(read.column, _open_patterns(read, o)) for o in orders[:2])
    shown = con.execute(f"select {text}, {both} from {table} where {differ} limit 5").fetchall()
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
