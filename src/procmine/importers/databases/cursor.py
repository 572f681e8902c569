"""How far a source has been read: the highest value of a column that only grows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.errors import WrongOption
from procmine.importers.mapping import known_column
from procmine.importers.source import Note, Source
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

ORDERED = ("instant", "instant_utc", "number")
INSTANT_AS_TEXT = "instant_text"
DAY, TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?"
OFFSET = "(Z|[+-][0-9]{2}:?[0-9]{2})"
_CLOCK_AND_OFFSET = re.compile("([0-9-]{10}[^Z+-]*)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Cursor:
    """The highest `value` read of `column`, as text; `kind` is instant, instant_utc, number or instant_text."""

    column: str
    value: str
    kind: str

    def moved_back(self, by: float) -> Cursor:
        """The cursor `by` seconds earlier, or of a number by that much lower."""
        if not by:
            return self
        if self.kind == "number":
            lower = Decimal(self.value) - Decimal(str(by))
            return replace(self, value=f"{lower:.0f}" if lower == lower.to_integral_value() else f"{lower:f}")
        clock, offset = _CLOCK_AND_OFFSET.fullmatch(self.value).groups()  # type: ignore[union-attr]
        earlier = datetime.fromisoformat(clock) - timedelta(seconds=by)
        # Written no longer than the cursor was, and so at the latest as late: texts are compared with it.
        written = earlier.isoformat(clock[10:11] or " ", "microseconds")[: len(clock)]
        return replace(self, value=written + offset)

    def at_least(self, other: Cursor | None) -> Cursor:
        """The higher of two cursors of one column."""
        if other is None or other.kind != self.kind:
            return self
        by = (lambda one: Decimal(one.value)) if self.kind == "number" else (lambda one: one.value)
        return max(self, other, key=by)

    def to_dict(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Cursor:
        return cls(str(given["column"]), str(given["value"]), str(given["kind"]))


@dataclass(frozen=True)
class Bound:
    """The column by which rows are bound below, as the source calls it, its kind, and the value; None for no bound."""

    column: str
    kind: str
    since: Cursor | None = None


def bound_by(
    wanted: str,
    columns: Sequence[tuple[str, str]],
    since: Cursor | None,
    where: str,
    is_text_ordered: bool = False,
) -> Bound:
    """The column `wanted` among `columns` (name, kind) as what rows are bound by.

    It must be an instant or a number. `is_text_ordered` says that the database keeps instants as text and compares
    text letter by letter; then how they are written is looked at when they are read. Raises UnknownName or WrongOption.
    """
    name = known_column(wanted, [name for name, _ in columns])
    kind = next(kind for column, kind in columns if column == name)
    if kind not in ORDERED and not is_text_ordered:
        raise _not_ordered(name, where)
    if since and since.kind != kind and not (is_text_ordered and kind not in ORDERED):
        raise other_kind(name, since.kind, kind, where)
    return Bound(name, kind, since)


def other_kind(name: str, before: str, now: str, where: str) -> WrongOption:
    """The refusal where the column is no longer what it was when the cursor was kept."""
    return WrongOption(
        f"'{name}' was {_words(before)} when it was last read, and is {_words(now)} now.",
        where,
        "Import the whole anew, without append.",
    )


def _words(kind: str) -> str:
    return {"instant": "a time without a zone", "instant_utc": "an instant", "number": "a number"}.get(
        kind, "text"
    )


def _not_ordered(name: str, where: str) -> WrongOption:
    return WrongOption(
        f"'{name}' is no instant and no number, so nothing says which rows came later.",
        where,
        "Name a column that grows with every change, such as changed_at or id; a query may cast one.",
    )


def highest(con: duckdb.DuckDBPyConnection, source: Source, bound: Bound, where: str) -> Cursor | None:
    """The highest value of the cursor's column among the rows of `staged`; the bound itself where there is none.

    Raises WrongOption where the column's values have no order.
    """
    column = known_column(bound.column, source.columns)
    kind = source.typed.get(column, "text")
    text = quoted(column)
    if kind in ("instant", "instant_utc"):
        top = f"max({text})::varchar"
    elif kind == "number":
        # Told as it was written: a number as large as this stands in no float.
        top = f"arg_max({text}, try_cast({text} as decimal(38, 9)))"
        _refuse_unless(con, f"try_cast({text} as decimal(38, 9)) is not null", text, bound.column, where)
    else:
        kind, top = INSTANT_AS_TEXT, f"max({text})"
        _refuse_mixed_texts(con, text, bound.column, where)
    (value,) = con.execute(f"select {top} from staged").fetchall()[0]
    return bound.since if value is None else Cursor(bound.column, value, kind)


def _refuse_unless(con: duckdb.DuckDBPyConnection, test: str, text: str, column: str, where: str) -> None:
    found = con.execute(
        f"select {text} from staged where {text} is not null and not coalesce({test}, false) limit 1"
    ).fetchall()
    if found:
        raise WrongOption(
            f"'{column}' holds {found[0][0]!r}, which has no place in an order with the rest.",
            where,
            "Name a column of which every value is an instant or a number, written in one way; a query may make one.",
        )


def _refuse_mixed_texts(con: duckdb.DuckDBPyConnection, text: str, column: str, where: str) -> None:
    """ISO times compare as text where all are written alike: with one separator, and either no offset or the same.

    Without an offset a missing fraction is no harm, since what is shorter comes first; before an offset it is.
    """
    _refuse_unless(con, f"regexp_full_match({text}, '{DAY}([ T]{TIME}{OFFSET}?)?')", text, column, where)
    ways = con.execute(
        f"select distinct {text}[11:11] as separator, regexp_extract({text}, '{TIME}({OFFSET})$', 3) as zone_offset,"
        f" if(regexp_matches({text}, ':[^-+Z]*{OFFSET}$'), length({text}), 0) as letters"
        f" from staged where length({text}) > 10 limit 2"
    ).fetchall()
    if len(ways) > 1:
        raise WrongOption(
            f"'{column}' writes its times in several ways, so that they have no order as text.",
            where,
            "Name another column, or a query that writes them alike, such as strftime('%Y-%m-%d %H:%M:%f', …).",
        )


def without_cursor(con: duckdb.DuckDBPyConnection, source: Source, bound: Bound) -> tuple[Note, ...]:
    """Said of rows that no later read will find again, because they have no value in the cursor's column."""
    column = known_column(bound.column, source.columns)
    (rows,) = con.execute(f"select count(*) from staged where {quoted(column)} is null").fetchall()[0]
    if not rows:
        return ()
    message = f"{counted(rows, 'row')} have no value in '{bound.column}': rows like them that are written later are not read when more is added."
    return (Note("rows-without-cursor", "warning", message, rows, (), "Name a cursor that every row has."),)
