"""Rows that the analyst chooses: `Field = status` over the source's own columns; all others are left out and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.errors import UnknownName, WrongFilter, WrongOption
from procmine.filters import Clause, parse
from procmine.importers.mapping import known_column
from procmine.importers.source import Note
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.source import Source

LEFT_OUT = "create table if not exists left_out (source_row bigint, source_line bigint, reason varchar, detail varchar)"


@dataclass(frozen=True)
class Choice:
    """Rows whose `column` holds one of `values`, compared as text without outer spaces."""

    column: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        is_one = len(self.values) == 1
        return Clause(
            "compare" if is_one else "in", (self.column,), self.values, "=" if is_one else "in"
        ).text

    @property
    def text_sql(self) -> str:
        return f"trim({quoted(self.column)}::varchar)"


def chosen(given: str | Iterable[str] | None) -> tuple[Choice, ...]:
    """What `rows=` says: `Field = status` or `Field in (status, resolution)`; several must all hold.

    Raises WrongOption for anything else: a choice of rows is no filter of cases.
    """
    texts = [given] if isinstance(given, str) else list(given or ())
    return tuple(_choice(clause, text) for text in texts for clause in _clauses(text))


def _clauses(text: str) -> list[Clause]:
    try:
        return list(parse(text))
    except WrongFilter:
        raise _wrong(text) from None


def _choice(clause: Clause, text: str) -> Choice:
    if clause.kind not in ("compare", "in") or clause.option not in ("=", "in"):
        raise _wrong(text)
    return Choice(clause.names[0], tuple(str(value).strip() for value in clause.values))


def _wrong(text: str) -> WrongOption:
    return WrongOption(
        f"{text!r} chooses no rows.", "rows", "Write: Field = status  or  Field in (status, resolution)"
    )


def leave_out(con: duckdb.DuckDBPyConnection, source: Source, choices: Iterable[Choice]) -> list[Note]:
    """Moves the rows of `staged` that are not chosen to `left_out`, each with its reason; notes say how many.

    Lines that are no data (a total, a ragged row) stay, to be told as what they are. Raises UnknownName for a
    column that is not there, and where no row holds any of the values.
    """
    con.execute(LEFT_OUT)
    notes: list[Note] = []
    for one in choices:
        one = Choice(known_column(one.column, source.columns), one.values)
        notes += _unheld(con, one)
        text = one.text_sql
        con.execute(
            f"insert into left_out select source_row, source_line, $reason, $column || ': ' || {text} from staged"
            f" where not coalesce(list_contains($values, {text}), false)"
            " and source_row not in (select source_row from staged_fault)",
            {"reason": f"left out: not {one}", "column": one.column, "values": list(one.values)},
        )
        con.execute("delete from staged where source_row in (select source_row from left_out)")
    return notes + _told(con, source)


def _unheld(con: duckdb.DuckDBPyConnection, one: Choice) -> list[Note]:
    """A warning for each value that no row holds, as long as another is held."""
    given = {"values": list(one.values)}
    held = con.execute(
        f"select distinct {one.text_sql} from staged where list_contains($values, {one.text_sql})", given
    ).fetchall()
    if not held:
        known = con.execute(
            f"select {one.text_sql} as value from staged where value is not null group by 1 order by count(*) desc, 1"
        ).fetchall()
        raise UnknownName(f"value of {one.column}", one.values[0], (v for (v,) in known), f"rows: {one}")
    missing = [value for value in one.values if (value,) not in held]
    return [
        Note(
            "value-not-held",
            "warning",
            f"No row holds {value!r} in '{one.column}'.",
            0,
            (),
            "Correct the choice of rows.",
        )
        for value in missing
    ]


def _told(con: duckdb.DuckDBPyConnection, source: Source) -> list[Note]:
    reasons = con.execute("select reason, count(*) from left_out group by 1 order by 2 desc, 1").fetchall()
    rows = sum(number for _, number in reasons)
    shown = tuple(f"{reason}: {counted(number, 'row')}" for reason, number in reasons[:5])
    message = f"{rows:,} of {counted(source.rows, 'row')} are left out by your choice of rows."
    return [Note("rows-left-out", "info", message, rows, shown)] if rows else []
