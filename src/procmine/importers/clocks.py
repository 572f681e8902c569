"""Clocks that are put forward and back: the wall-clock times that never were, and those that were twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from procmine.engine import quoted
from procmine.errors import WrongOption
from procmine.importers.instant_format import InstantFormat, reading
from procmine.importers.source import Note
from procmine.wording import counted, listed

if TYPE_CHECKING:
    import duckdb

# The last six signs of a text whose time of day is followed by an offset: +01:00, 0+0100, :00+01, 123+01.
_TAIL = re.compile(r"(?:[ \d]?|:\d\d|\d{3})([+-]\d\d):?(\d\d)?")
EARLIEST, LATEST = datetime(1970, 1, 1), datetime(2100, 1, 1)


@dataclass(frozen=True)
class ClockChange:
    """Wall-clock times from `first` up to `until` that were skipped, or that were told twice."""

    first: datetime
    until: datetime
    is_repeated: bool


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone `name`; WrongOption where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise WrongOption(
            f"'{name}' is no time zone.", "zone", "Give an IANA name such as Europe/Berlin or UTC."
        ) from unknown


def clock_changes(name: str, first: datetime, last: datetime) -> list[ClockChange]:
    """The changes of the clock of zone `name` between two wall-clock times, both ends included.

    A change is found by the offset of one day differing from the next, then halved down to the second.
    """
    zone = zone_of(name)
    day = max(first, EARLIEST).replace(tzinfo=UTC, hour=0, minute=0, second=0, microsecond=0)
    end = min(last, LATEST).replace(tzinfo=UTC) + timedelta(days=2)
    day -= timedelta(days=2)
    changes = []
    while day < end:
        tomorrow = day + timedelta(days=1)
        before, after = (moment.astimezone(zone).utcoffset() for moment in (day, tomorrow))
        if before is not None and after is not None and before != after:
            at = _halved(zone, day, tomorrow)
            walls = sorted((at + offset).replace(tzinfo=None) for offset in (before, after))
            changes.append(ClockChange(walls[0], walls[1], is_repeated=after < before))
        day = tomorrow
    return changes


def _halved(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def met(con: duckdb.DuckDBPyConnection, table: str, instant: str, name: str) -> list[tuple[ClockChange, int]]:
    """The changes of the clock that naive instants of `table` fall into, with how many fall into each.

    `instant` is SQL for the wall-clock time; the caller quotes what is a user's.
    """
    ends = con.execute(
        f"select min(t), max(t) from (select {instant} as t from {table}) where isfinite(t)"
    ).fetchall()[0]
    if ends[0] is None:
        return []
    changes = clock_changes(name, *(min(max(end, EARLIEST), LATEST) for end in ends))
    if not changes:
        return []
    counted = con.execute(
        "select n, count(*) from (select unnest($first) as f, unnest($until) as u, unnest($number) as n)"
        f" join (select {instant} as t from {table}) on t >= f and t < u group by n order by n",
        {
            "first": [change.first for change in changes],
            "until": [change.until for change in changes],
            "number": list(range(len(changes))),
        },
    ).fetchall()
    return [(changes[number], rows) for number, rows in counted]


def zone_notes(
    con: duckdb.DuckDBPyConnection, formats: dict[str, InstantFormat], zone: str | None
) -> list[Note]:
    """What is to be said about zones: none given, local offsets without a zone, some rows with and some without, hours that were twice."""
    naive = [read for read in formats.values() if read.is_naive]
    zoned = [read for read in formats.values() if read.naive < read.filled - read.unreadable]
    if not naive:
        return [] if zone else [note for read in zoned for note in _offset_notes(con, read)]
    rows = sum(read.naive for read in naive)
    if zone:
        return [note for read in naive for note in _change_notes(con, read, zone)]
    names = " and ".join(f"'{read.column}'" for read in naive)
    if zoned:
        found = f"{rows:,} times in {names} say no zone, while others of the same file do."
        cure = "Say on which clock they were read: --zone Europe/Berlin; in Python zone='Europe/Berlin'."
        return [Note("mixed-offsets", "error", found, rows, (), cure)]
    found = f"{names} {'say' if len(naive) > 1 else 'says'} no time zone: the clock on the wall is kept."
    cure = "Give --zone (IANA, such as Europe/Berlin): questions with a calendar need it."
    return [Note("no-zone", "warning", found, rows, (), cure)]


def _offset_notes(con: duckdb.DuckDBPyConnection, read: InstantFormat) -> list[Note]:
    """Said of times with offsets other than UTC's: where people live, the hours are others than those of UTC."""
    offsets = _offsets(con, read)
    if not set(offsets) - {"+00:00"}:
        return []
    shown = listed((f"{offset} ({counted(rows, 'row')})" for offset, rows in offsets.items()), most=6)
    found = (
        f"'{read.column}' carries the offset{'s' if len(offsets) > 1 else ''} {shown}, and no zone is given:"
        " instants are right, but days, hours of the week and calendars are laid on UTC."
    )
    cure = (
        "Give --zone (IANA, such as Europe/Berlin) to work with local hours; in Python zone='Europe/Berlin'."
    )
    return [Note("offsets-without-zone", "warning", found, sum(offsets.values()), (), cure)]


def _offsets(con: duckdb.DuckDBPyConnection, read: InstantFormat) -> dict[str, int]:
    """The offsets that texts end with, the most frequent first."""
    if any(pattern.kind == "typed" for pattern in read.patterns):
        return {}
    text = quoted(read.column)
    tails = con.execute(
        f"select right(rtrim({text}), 6), count(*) from staged where {text} is not null group by 1"
    ).fetchall()
    found: dict[str, int] = {}
    for tail, rows in tails:
        written = _TAIL.fullmatch(tail)
        offset = f"{written[1]}:{written[2] or '00'}" if written else "+00:00" if tail[-1:] in "zZ" else ""
        if offset:
            found["+00:00" if offset == "-00:00" else offset] = found.get(offset, 0) + rows
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _change_notes(con: duckdb.DuckDBPyConnection, read: InstantFormat, zone: str) -> list[Note]:
    naive = reading(read.column, tuple(p for p in read.patterns if not p.has_offset))
    notes = []
    for change, rows in met(con, "staged", naive, zone):
        hours = f"between {change.first:%H:%M} and {change.until:%H:%M} on {change.first:%-d %B %Y} in {zone}"
        told = "was told twice; the later reading is taken" if change.is_repeated else "was skipped"
        notes.append(
            Note(
                "clock-change",
                "warning",
                f"{rows:,} times in '{read.column}' lie {hours}: that hour {told}.",
                rows,
                (),
                "Export with offsets where the hour matters.",
            )
        )
    return notes
