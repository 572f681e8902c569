"""Rows that a driver hands over one by one, staged as text; columns of instants become instants again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.errors import UnreadableSource
from procmine.importers.files.staging import LONGEST_LINE, land, unique_names
from procmine.importers.source import Source

if TYPE_CHECKING:
    import duckdb

NATIVE = {"instant": "timestamp", "instant_utc": "timestamptz"}
AT_ONCE = 5_000


def batches(cursor: Any) -> Iterator[Sequence[Any]]:
    """The rows of a DB-API cursor, a few thousand in memory at a time."""
    while rows := cursor.fetchmany(AT_ONCE):
        yield from rows


def land_rows(
    con: duckdb.DuckDBPyConnection,
    room: Path,
    kind: str,
    given: Sequence[str],
    rows: Iterable[Sequence[str | None]],
    where: str,
) -> Source:
    """Stage rows of text under the columns `given`; nothing is said of their types yet."""
    import duckdb

    names, notes = unique_names(given, where)
    try:
        count = land(con, room, ((None, row) for row in rows), lambda: names)
    except duckdb.InvalidInputException as wrong:
        told = str(wrong).splitlines()[0]
        if "Maximum line size" in str(wrong):
            told = f"A row holds more text than can be read, {2 * LONGEST_LINE >> 20} MB."
        raise UnreadableSource(told, where, "Leave columns of large texts out, by a query.") from None
    return Source(kind, "", names, count, "", notes)


def with_types(con: duckdb.DuckDBPyConnection, source: Source, kinds: Mapping[str, str]) -> Source:
    """The source with what the database knew of its columns.

    A column of instants becomes native where every value is one. Where any is not (`0000-00-00`), all stay text, and
    those that cannot be read are quarantined with what they say, as they would be from a file.
    """
    typed = dict(kinds)
    for column, kind in kinds.items():
        native, name = NATIVE.get(kind), quoted(column)
        if native is None:
            continue
        (wrong,) = con.execute(
            f"select count(*) from staged where {name} is not null and try_cast({name} as {native}) is null"
        ).fetchall()[0]
        if wrong:
            typed[column] = "text"
        else:
            con.execute(
                f"alter table staged alter column {name} type {native} using cast({name} as {native})"
            )
    return replace(source, typed=typed)


def fingerprint(con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> str:
    """A sha256 of the staged rows in any order: a database keeps none."""
    row = f"hash({', '.join(map(quoted, columns))})"
    found = con.execute(
        f"select count(*), sum({row})::varchar, bit_xor({row})::varchar from staged"
    ).fetchall()
    return hashlib.sha256("\n".join([*columns, repr(found[0])]).encode()).hexdigest()
