"""Rows that cannot be used: each is set aside once, with all its reasons and the text that gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.importers.chosen_rows import LEFT_OUT
from procmine.importers.mapping import Mapping
from procmine.importers.role_sql import activity_sql, case_sql, filled, literal

if TYPE_CHECKING:
    import duckdb

NO_CASE, NO_ACTIVITY, NO_TIME = "no case id", "no activity", "no time"
BAD_TIME, BACKWARDS = "time cannot be read", "ends before it starts"

# What a recipe takes out: rows that it was told to drop, with the reason.
SET_ASIDE = "create or replace temp table set_aside (source_row bigint, reason varchar, detail varchar)"


def fill_quarantine(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Moves unusable rows from `source_event` to `quarantine`, and rows that made no event with them."""
    con.execute(
        "create or replace table quarantine"
        " (source_row bigint, source_line bigint, reason varchar, detail varchar)"
    )
    con.execute(LEFT_OUT)
    con.execute("insert into quarantine select * from left_out")
    _find(con, mapping)
    if not con.execute("select count(*) from unusable").fetchall()[0][0]:
        return
    con.execute(_insert_sql(mapping))
    con.execute("delete from source_event where source_row in (select source_row from unusable)")


def _find(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """The temporary table `unusable`: row, fault of the file itself (or NULL), whether it runs backwards."""
    faults = "select source_row, reason, detail from set_aside"
    if _has_faults(con):
        faults += " union all select source_row, reason, detail from staged_fault"
    none = (
        " union select source_row from staged anti join source_event using (source_row)"
        if mapping.is_wide
        else ""
    )
    con.execute(
        "create or replace temp table unusable as"
        f" with fault as ({faults}), bad as (select source_row from source_event"
        " where case_id is null or activity is null or (started_at is null and ended_at is null)"
        f" or ended_at < started_at{none} union select source_row from fault)"
        " select bad.source_row, any_value(fault.reason) as reason, any_value(fault.detail) as detail,"
        " bool_or(coalesce(e.ended_at < e.started_at, false)) as is_backwards,"
        " bool_and(e.started_at is null and e.ended_at is null) as is_timeless,"
        " bool_or(e.case_id is null) as has_no_case, bool_or(e.activity is null) as has_no_activity"
        " from bad left join source_event e using (source_row) left join fault using (source_row)"
        " group by bad.source_row"
    )


def _has_faults(con: duckdb.DuckDBPyConnection) -> bool:
    found = con.execute("select count(*) from duckdb_tables() where table_name = 'staged_fault'").fetchall()
    return bool(found[0][0])


def _insert_sql(mapping: Mapping) -> str:
    texts = [filled(column) for column in mapping.instants]
    shown = ", ".join(
        f"{literal(column + ': ')} || {text}" for column, text in zip(mapping.instants, texts, strict=True)
    )
    activity = "false" if mapping.is_wide else f"{activity_sql(mapping)} is null"
    blank = " || ".join(f"coalesce({text}, '')" for text in texts)
    # A line that is no data is told as what it is; what it lacks besides says nothing.
    return (
        "insert into quarantine select s.source_row, s.source_line,"
        f" coalesce(u.reason, concat_ws('; ', case when {case_sql(mapping)} is null then '{NO_CASE}' end,"
        f" case when {activity} then '{NO_ACTIVITY}' end,"
        f" case when coalesce(u.is_timeless, true) then if({blank} = '', '{NO_TIME}', '{BAD_TIME}') end,"
        f" case when u.is_backwards then '{BACKWARDS}' end)),"
        " concat_ws('; ', u.detail, case when coalesce(u.is_timeless, true) or u.is_backwards"
        f" then nullif(concat_ws('; ', {shown}), '') end)"
        " from unusable u join staged s using (source_row) order by s.source_row"
    )
