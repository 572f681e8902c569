"""Tiny logs written as a line per case, so that a reader sees the answer."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from procmine.log import EventLog
from procmine.store import Circumstances, Version, prepare, write_version

MONDAY = datetime(2024, 3, 4)
_STEP = re.compile(
    r"^(?P<activity>.+?)\s+(?:(?P<start>[\d:.+]+)-(?P<end>[\d:.+]*)|(?P<at>[\d:.+]+))(?:\s+by\s+(?P<resource>.+))?$"
)
COLUMNS = ("case_id", "activity", "started_at", "ended_at", "resource")


def log_of(*, circumstances: Circumstances | None = None, zone: str | None = None, **cases: str) -> EventLog:
    """A log of the cases given, one text a case, on Monday 4 March 2024 (`33:00` is Tuesday 09:00).

    `"Draft 9:00-10:00 by Ann > Review 13:00"`: Draft has start and end, of Review only the end is known;
    `"Draft 9:00-"` has not ended.

    >>> log = log_of(a="Draft 9-10 > Review 13-13:30", b="Draft 9-11 > Review 12-12:30")
    >>> len(log), log.activities
    (4, ['Draft', 'Review'])
    """
    rows = [(case, *_step(step)) for case, text in cases.items() for step in text.split(">")]
    return log_of_rows(
        [dict(zip(COLUMNS, row, strict=True)) for row in rows], circumstances=circumstances, zone=zone
    )


def _step(text: str) -> tuple[Any, ...]:
    found = _STEP.match(text.strip())
    if not found:
        raise ValueError(f"{text!r} is not 'Activity 9:00-10:00 by Someone'")
    start, end, at, resource = found["start"], found["end"], found["at"], found["resource"]
    return found["activity"], _clock(start), _clock(at or end), resource


def _clock(text: str | None) -> datetime | None:
    if not text:
        return None
    hours, _, minutes = text.partition(":")
    return MONDAY + timedelta(hours=float(hours), minutes=float(minutes or 0))


def log_of_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    circumstances: Circumstances | None = None,
    zone: str | None = None,
    name: str = "worked",
) -> EventLog:
    """A log of rows with case_id, activity, started_at, ended_at, resource, lifecycle, sequence; more become attributes."""
    import pandas as pd

    given = pd.DataFrame(list(rows))
    canonical = [*COLUMNS, "lifecycle", "sequence"]
    for column in canonical:
        if column not in given:
            given[column] = None
    given.insert(0, "source_row", range(1, len(given) + 1))
    folder = Path(tempfile.mkdtemp(prefix="procmine-worked-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with write_version(folder, name) as writing:
        con = writing.connection
        con.register("given", given)
        con.execute(_STAGING)
        for column in given.columns.difference([*canonical, "source_row"]):
            con.execute("insert into attribute_column values ($name, $name)", {"name": column})
        facts = prepare(con, circumstances or Circumstances(), zone)
        con.unregister("given")
    version = Version(name, 1, writing.folder / writing.file, datetime.now(UTC), {"facts": facts})
    return EventLog(version)


_STAGING = """
create table staged as select * exclude (case_id, activity, started_at, ended_at, resource, lifecycle, sequence) from given;
create table source_event as
select source_row, sequence::bigint as sequence, case_id::varchar as case_id, activity::varchar as activity,
    started_at::timestamp as started_at, ended_at::timestamp as ended_at, lifecycle::varchar as lifecycle, resource::varchar as resource, false as is_aborted
from given;
create table quarantine (source_row bigint, source_line bigint, reason varchar, detail varchar);
create table notes (check_name varchar, severity varchar, message varchar, affected_rows bigint, examples varchar[], repair varchar);
create table attribute_column (name varchar, column_name varchar);
"""
