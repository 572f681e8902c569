"""How well two columns tell a story: cases that repeat their course, with steps that differ within a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.importers.header_words import header_score

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.profile import ColumnProfile


@dataclass(frozen=True)
class Pair:
    """A case column and an activity column, with the score of the two together (0 to 1)."""

    case: str
    activity: str
    score: float
    cases: int
    variants: int
    share_varied: float
    case_reason: str = ""
    activity_reason: str = ""


def case_shape(column: ColumnProfile) -> float:
    """1 where a value stands on 2 to 200 rows and every row has one; 0 for a constant or a unique column."""
    if column.kind == "instant" or column.distinct < 2 or column.is_unique:
        return 0.0
    rows = column.rows_per_value
    fit = min(1.0, max(0.0, rows - 1.0)) if rows < 2 else (1.0 if rows <= 200 else 200.0 / rows)
    return fit * column.share_filled


def activity_shape(column: ColumnProfile) -> float:
    """1 for a few dozen texts that come back often; less for numbers, long texts and many values."""
    if column.kind == "instant" or column.distinct < 2 or column.is_lifecycle:
        return 0.0
    share = column.distinct / max(column.filled, 1)
    fit = (
        1.0
        if column.distinct <= 60 and share <= 0.5
        else max(0.0, 1.0 - share) * (0.7 if share < 0.3 else 0.3)
    )
    if column.kind == "number":
        fit *= 0.4
    if column.length > 60:
        fit *= 0.3
    return fit * column.share_filled


def pairs(
    con: duckdb.DuckDBPyConnection,
    columns: dict[str, ColumnProfile],
    when: str,
    cases: list[str],
    activities: list[str],
    *,
    most: int = 5,
) -> list[Pair]:
    """Every pair of the likeliest case and activity columns, best first. `when` is SQL of the order."""
    likely_cases = _likeliest(columns, cases, "case", case_shape, most)
    likely_activities = _likeliest(columns, activities, "activity", activity_shape, most + 1)
    found = [
        _pair(con, columns, case, activity, when)
        for case in likely_cases
        for activity in likely_activities
        if case != activity
    ]
    return sorted(found, key=lambda pair: -pair.score)


def _likeliest(
    columns: dict[str, ColumnProfile],
    names: list[str],
    role: str,
    shape: Callable[[ColumnProfile], float],
    most: int,
) -> list[str]:
    def weight(name: str) -> float:
        return header_score(role, name) + shape(columns[name])

    def is_possible(name: str) -> bool:  # a log of one case has a constant case column
        return shape(columns[name]) > 0 or header_score(role, name) == 1

    if len(names) <= 1:
        return names
    return sorted(filter(is_possible, names), key=weight, reverse=True)[:most]


def _pair(
    con: duckdb.DuckDBPyConnection, columns: dict[str, ColumnProfile], case: str, activity: str, when: str
) -> Pair:
    cases, variants, varied = con.execute(
        "select count(*), count(distinct trace), coalesce(avg((steps > 1)::int), 0) from ("
        f" select list({quoted(activity)}::varchar order by {when}) as trace,"
        f" count(distinct {quoted(activity)}) as steps from sampled"
        f" where {quoted(case)} is not null and {quoted(activity)} is not null group by {quoted(case)})"
    ).fetchall()[0]
    repeated = 1 - variants / cases if cases else 0.0
    story = varied * (0.4 + 0.6 * repeated)
    as_case = 0.6 * header_score("case", case) + 0.4 * case_shape(columns[case])
    as_activity = 0.6 * header_score("activity", activity) + 0.4 * activity_shape(columns[activity])
    score = 0.33 * as_case + 0.33 * as_activity + 0.34 * story
    return Pair(
        case,
        activity,
        round(score, 4),
        cases,
        variants,
        varied,
        f"{columns[case].rows_per_value:.1f} rows per value",
        f"{columns[activity].distinct:,} values, {variants:,} courses in {cases:,} cases",
    )


def is_same(con: duckdb.DuckDBPyConnection, one: str, other: str) -> bool:
    """Whether two columns part the rows alike, so that choosing between them changes nothing."""
    a, b = quoted(one), quoted(other)
    counts = con.execute(
        f"select count(distinct {a}), count(distinct {b}), count(distinct ({a}, {b})) from sampled"
    ).fetchall()[0]
    return counts[0] == counts[1] == counts[2]


def share_changing(con: duckdb.DuckDBPyConnection, case: str, columns: list[str]) -> dict[str, float]:
    """For each column, the share of cases with several rows in which it changes from row to row."""
    if not columns:
        return {}
    counts = ", ".join(f"count(distinct {quoted(column)}) as n{i}" for i, column in enumerate(columns))
    shares = ", ".join(f"coalesce(avg((n{i} > 1)::int), 0)" for i in range(len(columns)))
    row = con.execute(
        f"select {shares} from (select {counts} from sampled where {case} is not null"
        f" group by {case} having count(*) > 1)"
    ).fetchall()[0]
    return dict(zip(columns, row, strict=True))
