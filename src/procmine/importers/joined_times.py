"""A day in one column and the time of day in another: together they are one instant, `Date + Time`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.importers.header_words import plain

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.profile import ColumnProfile
    from procmine.importers.source import Source

PLUS = " + "
_TIME = re.compile(
    r"([01]?\d|2[0-3])[:.][0-5]\d([:.][0-5]\d(\.\d+)?)?( ?[AaPp][Mm])?|([01]\d|2[0-3])[0-5]\d[0-5]\d"
)
_TIME_WORDS = {"time", "zeit", "uhrzeit", "heure", "hora", "utime", "cputm", "erzet", "時刻", "時間"}


def parts_of(name: object, columns: Iterable[str]) -> tuple[str, str] | None:
    """The day's and the time's column of a name such as `Date + Time`; None where it is no such name."""
    known = list(columns)
    if not isinstance(name, str) or name in known:
        return None
    for day in known:
        if name.startswith(day + PLUS) and name[len(day + PLUS) :] in known:
            return day, name[len(day + PLUS) :]
    return None


def with_joined(con: duckdb.DuckDBPyConnection, source: Source, names: Iterable[object]) -> Source:
    """`source` with a column for each of `names` that joins a day and a time; `staged` gets it as well."""
    there = {row[0] for row in con.execute("describe staged").fetchall()}
    added = []
    for name in dict.fromkeys(names):
        parts = parts_of(name, source.columns)
        if not parts or not isinstance(name, str):
            continue
        added.append(name)
        if name not in there:
            day, time = (f"{quoted(part)}::varchar" for part in parts)
            con.execute(f"alter table staged add column {quoted(name)} varchar")
            con.execute(f"update staged set {quoted(name)} = {day} || coalesce(' ' || {time}, '')")
    return replace(source, columns=(*source.columns, *added)) if added else source


def is_time_of_day(column: ColumnProfile) -> bool:
    """Its header speaks of a time, and all its values are times of day."""
    speaks = _TIME_WORDS & set(plain(column.name).split())
    return bool(speaks and column.values) and all(_TIME.fullmatch(value.strip()) for value in column.values)


def time_beside(columns: dict[str, ColumnProfile], day: str) -> str | None:
    """The time-of-day column that belongs to the column `day`, when that one tells days only."""
    if any(":" in value for value in columns[day].values):
        return None
    words = set(plain(day).split())
    times = [name for name, column in columns.items() if is_time_of_day(column)]
    return max(times, key=lambda name: len(words & set(plain(name).split())), default=None)
