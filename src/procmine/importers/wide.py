"""Tables with one row per case and one date column per milestone: each date becomes an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.importers.header_words import header_score
from procmine.importers.structure import case_shape

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.profile import ColumnProfile


def milestones_of(
    con: duckdb.DuckDBPyConnection, columns: dict[str, ColumnProfile], given_case: Any = None
) -> tuple[str, tuple[str, ...]] | None:
    """The case column and the milestone columns of a wide table; None where the table is not one.

    It is one when there are at least two date columns, a column whose value differs in every row and whose
    header speaks of a case (or that the user names), and no column that could group rows into cases.
    """
    dates = tuple(
        name for name, column in columns.items() if column.kind == "instant" and not column.is_empty
    )
    if len(dates) < 2:
        return None
    if given_case:
        is_unique = len(given_case) == 1 and columns[given_case[0]].is_unique
        return (given_case[0], dates) if is_unique else None
    unique = [name for name, column in columns.items() if column.is_unique and column.kind != "instant"]
    ranked = sorted(unique, key=lambda name: -header_score("case", name))
    if not ranked or not header_score("case", ranked[0]):
        return None
    return None if _has_cases(columns, ranked[0]) else (ranked[0], dates)


def _has_cases(columns: dict[str, ColumnProfile], unique: str) -> bool:
    """Whether a column repeats as a case does, its header at least as plain as that of `unique`."""
    plainly = header_score("case", unique)
    return any(
        column.name != unique
        and case_shape(column) > 0.3
        and header_score("case", column.name) >= max(plainly, 0.5)
        for column in columns.values()
    )
