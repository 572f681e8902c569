"""What each column of the staged table holds, seen on its first rows and on blocks spread over the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.importers.date_patterns import Layout, layout_of, tidied
from procmine.importers.header_words import header_score

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.source import Source

FIRST_ROWS, BLOCKS, BLOCK_ROWS = 100_000, 10, 2_000
_LIFECYCLE = (
    "start complete schedule assign reassign suspend resume manualskip autoskip withdraw ate_abort pi_abort"
    " abort_activity abort_case skip started completed finished end ended begin stop enqueue running"
)
LIFECYCLE_WORDS = frozenset(_LIFECYCLE.split())


@dataclass(frozen=True)
class ColumnProfile:
    """One column of the sample. `kind` is instant, number or text; `is_empty` that no row is filled."""

    name: str
    kind: str
    rows: int
    filled: int
    distinct: int
    length: float
    values: tuple[str, ...]  # up to 200 different ones

    @property
    def is_empty(self) -> bool:
        return self.filled == 0

    @property
    def share_filled(self) -> float:
        return self.filled / self.rows if self.rows else 0.0

    @property
    def rows_per_value(self) -> float:
        return self.filled / self.distinct if self.distinct else 0.0

    @property
    def is_unique(self) -> bool:
        return self.filled > 1 and self.distinct == self.filled

    @property
    def is_lifecycle(self) -> bool:
        """Its values are transitions of a life cycle, such as start and complete."""
        words = {value.strip().lower() for value in self.values}
        return bool(words) and words <= LIFECYCLE_WORDS


def sampled(con: duckdb.DuckDBPyConnection, source: Source) -> str:
    """A temporary table with the first rows and blocks of rows spread over the rest; its name."""
    bounds = [(0, FIRST_ROWS)]
    if source.rows > FIRST_ROWS:
        gap = (source.rows - FIRST_ROWS) // BLOCKS
        bounds += [(FIRST_ROWS + gap * i, FIRST_ROWS + gap * i + BLOCK_ROWS) for i in range(1, BLOCKS)]
    where = " or ".join(f"(source_row > {low} and source_row <= {high})" for low, high in bounds)
    con.execute(f"create or replace temp table sampled as select * from staged where {where}")
    return "sampled"


def profiles(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, ColumnProfile]:
    """The profile of every column, from the table `sampled`."""
    parts = []
    for column in source.columns:
        text = f"{quoted(column)}::varchar"
        parts.append(f"count({text}), count(distinct {text}), avg(length({text}))")
    row = con.execute(f"select count(*), {', '.join(parts)} from sampled").fetchall()[0]
    rows, cells = row[0], row[1:]
    found = {}
    for number, column in enumerate(source.columns):
        filled, distinct, length = cells[3 * number : 3 * number + 3]
        values = _values(con, column) if filled else []
        kind = _kind(column, values, source.typed.get(column, ""))
        shown = tuple(raw for raw, _ in values)
        found[column] = ColumnProfile(column, kind, rows, filled, distinct, length or 0.0, shown)
    return found


def _values(con: duckdb.DuckDBPyConnection, column: str) -> list[tuple[str, str]]:
    text = f"{quoted(column)}::varchar"
    return con.execute(
        f"select t, {tidied('t')} from (select distinct {text} as t from"
        f" (select {quoted(column)} from sampled limit 20000) where {text} is not null limit 200)"
    ).fetchall()


def _kind(column: str, values: list[tuple[str, str]], typed: str) -> str:
    if typed.startswith("instant"):
        return "instant"
    if not values:
        return "text"
    layouts = [layout_of(raw.strip()) or layout_of(tidy, True) for raw, tidy in values]
    # Bare digits may be anything; they are days or seconds only under a header that speaks of time.
    speaks = any(header_score(role, column) for role in ("started_at", "ended_at", "time"))
    instants = sum(
        1 for one, (raw, _) in zip(layouts, values, strict=True) if one and _is_dated(one, raw, speaks)
    )
    if instants >= 0.5 * len(values):
        return "instant"
    return "number" if sum(_is_number(raw) for raw, _ in values) >= 0.9 * len(values) else "text"


def _is_dated(layout: object, raw: str, speaks: bool) -> bool:
    return speaks or (isinstance(layout, Layout) and not raw.strip().isdigit())


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
