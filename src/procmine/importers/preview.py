"""A mapping shown on a few cases, so that people see what it makes of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.importers.instants import read_format
from procmine.importers.mapping import Mapping
from procmine.importers.role_sql import activity_sql, case_sql

if TYPE_CHECKING:
    import duckdb


def example_cases(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    table: str = "staged",
    *,
    cases: int = 3,
    events: int = 12,
) -> list[list[tuple[str, str]]]:
    """Up to `cases` cases as (activity, time as written), each in the order in which its work began.

    The time shown is the start where one is named. Cases with several events are shown before those with one. A wide
    table shows its milestones.
    """
    if not mapping.case or not (mapping.activity or mapping.milestones):
        return []
    if mapping.is_wide:
        return _wide(con, mapping, table, cases)
    columns = [name for name in (mapping.started_at, mapping.ended_at) if name]
    texts = [f"{quoted(name)}::varchar" for name in columns] or ["source_row::varchar"]
    instants = [read_format(con, name, table=table).sql() for name in columns] or ["null::timestamp"]
    rows = con.execute(
        f"with step as (select source_row, {case_sql(mapping)} as c, {activity_sql(mapping)} as a,"
        f" coalesce({', '.join(texts)}) as t, coalesce({', '.join(instants)}) as began_at, {instants[-1]} as ended_at"
        f" from {table}),"
        " shown as (select c, least(count(*), 2) as steps, min(source_row) as first_row from step where c is not null"
        " group by c order by steps desc, first_row limit $cases)"
        " select list({a: a, t: t} order by began_at, ended_at, source_row) from step join shown using (c)"
        " group by steps, first_row order by steps desc, first_row",
        {"cases": cases},
    ).fetchall()
    return [[(step["a"] or "", step["t"] or "") for step in row[0][:events]] for row in rows]


def _wide(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, table: str, cases: int
) -> list[list[tuple[str, str]]]:
    texts = ", ".join(f"{quoted(name)}::varchar" for name in mapping.milestones)
    rows = con.execute(
        f"select {texts} from {table} order by source_row limit $cases", {"cases": cases}
    ).fetchall()
    return [
        [(name, text) for name, text in zip(mapping.milestones, row, strict=True) if text] for row in rows
    ]
