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
    order = [read_format(con, name, table=table).sql() for name in columns]
    first = [f"coalesce({', '.join(order)})"] if order else []
    rows = con.execute(
        f"select list(struct_pack(a := {activity_sql(mapping)}, t := coalesce({', '.join(texts)}))"
        f" order by {', '.join([*first, *order[1:], 'source_row'])})"
        f" from {table} where {case_sql(mapping)} is not null group by {case_sql(mapping)}"
        " order by least(count(*), 2) desc, min(source_row) limit $cases",
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
