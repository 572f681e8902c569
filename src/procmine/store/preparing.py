"""A version is prepared once and asked a thousand times: the order in which that happens.

The SQL beside this module says what each step makes; this module runs the steps. The one that SQL says badly,
the walk back along each case's critical path, is done in `critical_path`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.engine import parameters_of, quoted, read_sql
from procmine.errors import UnsoundLog
from procmine.store.completion import CompletionRule, complete_cases
from procmine.store.critical_path import critical_paths
from procmine.store.facts import counted_facts, prepare_answers

if TYPE_CHECKING:
    import duckdb

LEAST_OVERLAP_SHARE = (
    0.5  # share of co-occurring instances that overlap before two activities count as parallel
)
HEURISTICS_BOUND = 0.9
LEAST_SHARE_WITH_BOTH = 0.8  # below this, overlap says little and the recorded orders decide


@dataclass(frozen=True)
class Circumstances:
    """What the analyst told about the log beyond its columns."""

    completion: CompletionRule | None = None
    observed_from: Any = None  # naive UTC datetime
    extracted_at: Any = None
    rows_beside: int = (
        0  # rows that were read and are not staged: those of earlier imports, and those left out
    )


def prepare(con: duckdb.DuckDBPyConnection, circumstances: Circumstances, zone: str | None) -> dict[str, Any]:
    """Fill the attached `version` from `source_event`, `staged`, `quarantine` and `notes`; the facts of what was made."""
    _instances(con)
    _run(con, "numbering")
    _run(con, "ordered")
    _concurrency(con)
    _run(con, "enabling")
    critical_paths(con)
    _run(con, "events")
    _attributes(con, zone or "UTC")
    complete_cases(con, circumstances.completion)
    _run(
        con,
        "cases",
        completes=circumstances.completion is not None,
        observed_from=circumstances.observed_from,
    )
    _run(con, "variants")
    con.execute("create table version.quarantine as select * from quarantine order by source_row")
    con.execute("create table version.notes as select * from notes")
    facts = counted_facts(con, circumstances, zone)
    facts["prepared"] = prepare_answers(con, facts)
    return facts


def _run(con: duckdb.DuckDBPyConnection, step: str, /, **parameters: Any) -> None:
    for statement in read_sql("store", "preparation", step).split(";\n"):
        if statement.strip():
            con.execute(statement, {key: parameters[key] for key in parameters_of(statement)})


def _scalar(con: duckdb.DuckDBPyConnection, sql: str, **parameters: Any) -> Any:
    return con.execute(sql, parameters).fetchall()[0][0]


def _instances(con: duckdb.DuckDBPyConnection) -> None:
    _run(con, "lifecycle_word")
    if not _scalar(con, "select count(*) from source_event where lifecycle is not null"):
        _run(con, "plain_instance")
        return
    con.execute("create table if not exists named_instance (source_row bigint, instance varchar)")
    for step in ("lifecycle_row", "pairing", "pause", "instance"):
        _run(con, step)
    con.execute(
        """insert into quarantine
        select source_row, null, 'says only that work was planned or paused, and that work never ran', lifecycle
        from lifecycle_row
        where word in ('schedule', 'suspend', 'resume') and (case_id, activity) not in (select case_id, activity from instance)"""
    )
    if not _scalar(con, "select count(*) from instance"):
        raise UnsoundLog(
            "No row starts or ends any work.",
            "lifecycle column",
            "Its words were read as planning or pausing only; name another column with lifecycle=, or none.",
        )


def _concurrency(con: duckdb.DuckDBPyConnection) -> None:
    share = _scalar(
        con,
        "select count(*) filter (started_at is not null and ended_at is not null) / count(*) from positioned",
    )
    if share >= LEAST_SHARE_WITH_BOTH:
        _run(con, "overlap", least_share=LEAST_OVERLAP_SHARE)
    else:
        _run(con, "heuristics", bound=HEURISTICS_BOUND)
    con.execute(
        "create table version.concurrency as select * from concurrency order by activity_a, activity_b"
    )


def _attributes(con: duckdb.DuckDBPyConnection, zone: str) -> None:
    con.execute(
        """create table version.case_attribute (name varchar, case_no integer, text varchar, number double, instant timestamp);
        create table version.event_attribute (
            name varchar, case_no integer, event_no bigint, text varchar, number double, instant timestamp);
        create table version.attributes (name varchar, level varchar, known_for bigint)"""
    )
    con.execute(
        "create table if not exists earlier_attribute (name varchar, source_row bigint, text varchar)"
    )
    has_start_rows = _scalar(con, "select count(*) from version.events where start_row <> source_row")
    for name, column in con.execute(
        "select name, column_name from attribute_column order by name"
    ).fetchall():
        text = f"{quoted(column)}::varchar" if column else "null"
        con.execute(f"create or replace view one_column as select source_row, {text} as text from staged")
        _run(con, "attribute", name=name)
        if has_start_rows:
            _run(con, "start_attribute", name=name)
        varies = _scalar(
            con,
            "select count(*) from (select case_no from attribute_value group by case_no having min(text) <> max(text))",
        )
        level = "event" if varies else "case"
        _run(con, f"{level}_attribute", name=name, zone=zone)
        known = _scalar(con, f"select count(*) from version.{level}_attribute where name = $name", name=name)
        con.execute(
            "insert into version.attributes values ($name, $level, $known)",
            {"name": name, "level": level, "known": known},
        )
