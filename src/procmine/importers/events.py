"""From staged rows and a mapping to events: what can be used, what cannot, and what is to be known.

Every staged row ends in exactly one place: in `source_event` (a row of a wide table as several events) or in
`quarantine` with its reasons. Nothing is repaired here that a recipe does not say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted, read_sql
from procmine.errors import UnknownName, UnsureMapping
from procmine.importers import checks, clocks
from procmine.importers.appending import add_earlier
from procmine.importers.header_words import is_instance
from procmine.importers.instants import InstantFormat, read_formats
from procmine.importers.joined_times import parts_of, with_joined
from procmine.importers.mapping import Mapping
from procmine.importers.quarantine import SET_ASIDE, fill_quarantine
from procmine.importers.role_sql import activity_sql, case_sql, literal, text_sql
from procmine.importers.source import Note
from procmine.importers.telling import nothing_left, of_rows_added, refuse, unreadable, write_notes

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.recipe import Recipe
    from procmine.importers.source import Source
    from procmine.store import Version


@dataclass(frozen=True)
class Built:
    """What was built. `facts` holds:

    zone (IANA name or None), is_naive (the clock on the wall is kept), basis (`start and end`, `ends only`,
    `starts only` or `lifecycle`), rows, used, quarantined, events, first_at, last_at,
    formats (column -> how it writes its instants) and orders (column -> dmy, mdy or ymd).
    """

    facts: dict[str, Any]
    notes: list[Note] = field(default_factory=list)


def build(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    mapping: Mapping,
    *,
    dates: str | None = None,
    zone: str | None = None,
    recipe: Recipe | None = None,
    usual_dates: str | None = None,
    earlier: Version | None = None,
    is_read_on: bool = False,
) -> Built:
    """Makes `source_event`, `quarantine`, `notes` and `attribute_column` from `staged`.

    `dates` (dmy, mdy, ymd) says what the day is, `usual_dates` does where the file leaves it open; `zone` (IANA)
    says on which clock naive times were read. Rows that cannot be used are quarantined and told; a row whose end
    lies before its start is one of them. With `earlier` what that version holds is put beside the new rows before
    the checks look: what they tell is true of the whole log. Raises UnsoundLog with every fault that blocks: a
    question nobody answered, offsets mixed with naive times, no usable row at all (of rows that came since the last
    read, `is_read_on`, none need be).
    """
    source = with_joined(con, source, mapping.instants)
    _checked(source, mapping)
    con.execute(SET_ASIDE)
    notes = list(source.notes)
    if recipe:
        notes += recipe.apply_to_rows(con, mapping)
        dates, zone = dates or recipe.dates, zone or recipe.zone
    if zone:
        clocks.zone_of(zone)
    formats = read_formats(con, mapping.instants, dates, usual_dates)
    notes += [note for read in formats.values() for note in read.notes]
    notes += clocks.zone_notes(con, formats, zone)
    refuse(notes, source)
    notes += _sorted_out(con, source, mapping, formats, zone, recipe)
    facts = _facts(con, mapping, formats, zone)
    if not facts["used"] and not is_read_on:
        refuse([*notes, nothing_left(con, facts)], source)
    if earlier:
        add_earlier(con, earlier, facts["zone"])
        notes = of_rows_added(notes)
    notes += checks.run(con)
    refuse(notes, source)
    write_notes(con, notes)
    return Built(facts, notes)


def _sorted_out(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    mapping: Mapping,
    formats: dict[str, InstantFormat],
    zone: str | None,
    recipe: Recipe | None,
) -> list[Note]:
    """Every staged row as events or in quarantine, with what a recipe repaired and what could not be read."""
    con.execute(read_sql("store", "preparation", "lifecycle_word"))
    _fill_events(con, mapping, formats, zone)
    _name_instances(con, _instance_column(source, mapping))
    repaired = recipe.apply_to_events(con) if recipe else []
    fill_quarantine(con, mapping)
    _fill_attributes(con, source, mapping)
    return repaired + unreadable(con, mapping, formats)


def _checked(source: Source, mapping: Mapping) -> None:
    for column in (*mapping.columns, *mapping.ignored):
        if column not in source.columns:
            raise UnknownName("column", column, source.columns)
    lacking = [
        word
        for word, value in (
            ("case", mapping.case),
            ("activity", mapping.activity or mapping.milestones),
            ("time", mapping.instants),
        )
        if not value
    ]
    if lacking:
        raise UnsureMapping(
            f"No column is the {' or the '.join(lacking)}.",
            source.name,
            "Name one with --case, --activity, --start or --end; in Python case=, activity=, ended_at=.",
        )


def _fill_events(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, formats: dict[str, InstantFormat], zone: str | None
) -> None:
    times = {column: read.sql(zone) for column, read in formats.items()}
    roles = f"{case_sql(mapping)} as case_id, {text_sql(mapping.resource)} as resource"
    if mapping.is_wide:
        con.execute(_wide_sql(mapping, times, roles))
        return
    start, end = _start_and_end(mapping, times)
    sequence = f"try_cast({quoted(mapping.sequence)} as bigint)" if mapping.sequence else "null::bigint"
    con.execute(
        "create or replace table source_event as"
        " select source_row, sequence, case_id, activity, started_at, ended_at,"
        " case when started_at is null or ended_at is null then lifecycle end as lifecycle, resource,"
        f" {_aborted_sql(con, mapping)} as is_aborted"
        f" from (select source_row, {sequence} as sequence, {activity_sql(mapping)} as activity, {roles},"
        f" {start} as started_at, {end} as ended_at, lower({text_sql(mapping.lifecycle)}) as lifecycle"
        " from staged)"
    )


def _aborted_sql(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> str:
    """Work whose start and end are both told needs no pairing; whether it was broken off its word says."""
    if not (mapping.lifecycle and mapping.started_at and mapping.ended_at):
        return "false"
    words = con.execute("select lifecycle from lifecycle_word where word = 'abort'").fetchall()
    listed = ", ".join(literal(word) for (word,) in words)
    return f"coalesce(started_at is not null and ended_at is not null and lifecycle in ({listed}), false)"


def _instance_column(source: Source, mapping: Mapping) -> str | None:
    """The column that names the piece of work each row of a lifecycle belongs to (XES calls it concept:instance)."""
    return next((name for name in source.columns if is_instance(name)), None) if mapping.lifecycle else None


def _name_instances(con: duckdb.DuckDBPyConnection, told: str | None) -> None:
    con.execute("create or replace table named_instance (source_row bigint, instance varchar)")
    if told:
        con.execute(
            f"insert into named_instance select source_row, {text_sql(told)} from staged where {text_sql(told)} is not null"
        )


def _start_and_end(mapping: Mapping, times: dict[str, str]) -> tuple[str, str]:
    start = times[mapping.started_at] if mapping.started_at else "null::timestamp"
    end = times[mapping.ended_at] if mapping.ended_at else "null::timestamp"
    if mapping.lifecycle and not (mapping.started_at and mapping.ended_at):
        # A lifecycle row has one instant, and its transition says whether it is a start or an end.
        return "null::timestamp", end if mapping.ended_at else start
    return start, end


def _wide_sql(mapping: Mapping, times: dict[str, str], roles: str) -> str:
    steps = ", ".join(
        f"struct_pack(number := {number}, activity := {literal(name)}, told_at := {times[name]})"
        for number, name in enumerate(mapping.milestones, start=1)
    )
    return (
        "create or replace table source_event as select source_row, step.number::bigint as sequence, case_id,"
        " step.activity as activity, null::timestamp as started_at, step.told_at as ended_at,"
        " null::varchar as lifecycle, resource, false as is_aborted"
        f" from (select source_row, {roles}, unnest([{steps}]) as step from staged)"
        " where step.told_at is not null"
    )


def _parts(name: str, source: Source) -> tuple[str, ...]:
    return parts_of(name, [column for column in source.columns if column != name]) or ()


def _fill_attributes(con: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> None:
    taken = {*mapping.columns, *mapping.ignored, _instance_column(source, mapping)}
    taken.update(part for name in mapping.instants for part in _parts(name, source))
    names = [column for column in source.columns if column not in taken]
    con.execute("create or replace table attribute_column (name varchar, column_name varchar)")
    con.execute(
        "insert into attribute_column select name, name from (select unnest($names::varchar[]) as name)",
        {"names": names},
    )


def _facts(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, formats: dict[str, InstantFormat], zone: str | None
) -> dict[str, Any]:
    row = con.execute(
        "select (select count(*) from staged) + (select count(*) from left_out), (select count(*) from quarantine), count(*),"
        " least(min(started_at), min(ended_at)), greatest(max(started_at), max(ended_at)) from source_event"
    ).fetchall()[0]
    rows, quarantined, events, first_at, last_at = row
    is_naive = not zone and any(read.is_naive for read in formats.values())
    return {
        "zone": zone or (None if is_naive else "UTC"),
        "is_naive": is_naive,
        "basis": _basis(mapping),
        "rows": rows,
        "used": rows - quarantined,
        "quarantined": quarantined,
        "events": events,
        "first_at": first_at,
        "last_at": last_at,
        "formats": {column: [p.named() for p in read.patterns] for column, read in formats.items()},
        "orders": {column: read.order for column, read in formats.items() if read.order},
    }


def _basis(mapping: Mapping) -> str:
    if mapping.started_at and mapping.ended_at:
        return "start and end"
    if mapping.lifecycle:
        return "lifecycle"
    return "starts only" if mapping.started_at else "ends only"
