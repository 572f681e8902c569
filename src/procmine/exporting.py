"""A log, or a view of it, as a file that other tools read."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from procmine.engine import engine
from procmine.errors import WrongOption

if TYPE_CHECKING:
    from procmine.log import EventLog

FORMS = (".parquet", ".csv", ".xes")
COLUMNS = "case_id, activity, started_at, ended_at, resource, lifecycle"
WORK = "select case_id, activity, started_at, ended_at, resource, case when is_aborted then 'ate_abort' else 'complete' end as lifecycle, position from event"
BATCH = 50_000


def export_log(log: EventLog, target: Path) -> Path:
    """Write the view to `.parquet`, `.csv` or `.xes`: one row (two XES events where both are known) per piece of work.

    The file appears under its name only when it is whole. Instants are UTC where the log's zone is known.
    """
    target = Path(target)
    if target.suffix not in FORMS:
        raise WrongOption(
            f"{target.suffix or 'No ending'} is not a form procmine writes.",
            str(target),
            f"Use one of: {', '.join(FORMS)}.",
        )
    if not target.parent.is_dir():
        raise WrongOption("That folder does not exist.", str(target.parent), "Make it, or choose another.")
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    table = f"export_{uuid.uuid4().hex[:12]}"
    statement, given = log.spelled_out(f"select {COLUMNS} from ({WORK}) order by case_id, position")
    engine.keep(log.version.path, table, statement, given)
    try:
        if target.suffix == ".xes":
            _write_xes(log, table, partial)
        else:
            engine.write(log.version.path, table, partial, target.suffix[1:])
        os.replace(partial, target)
    finally:
        engine.forget(table)
        partial.unlink(missing_ok=True)
    return target


def _write_xes(log: EventLog, table: str, target: Path) -> None:
    zone = "+00:00" if log.zone else ""
    with target.open("w", encoding="utf-8") as file, engine.cursor(log.version.path) as cursor:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
        )
        rows = cursor.execute(f"select * from memory.main.{table}")
        case = None
        while batch := rows.fetchmany(BATCH):
            for case_id, *work in batch:
                if case_id != case:
                    file.write(
                        f'{"</trace>" if case is not None else ""}<trace><string key="concept:name" value={quoteattr(case_id)}/>\n'
                    )
                    case = case_id
                file.write(_xes_events(*work, zone=zone))
        file.write(f"{'</trace>' if case is not None else ''}\n</log>\n")


def _xes_events(activity, started_at, ended_at, resource, lifecycle, *, zone) -> str:
    marks = [(started_at, "start"), (ended_at, lifecycle)]
    who = f'<string key="org:resource" value={quoteattr(resource)}/>' if resource is not None else ""
    return "".join(
        f'<event><string key="concept:name" value={quoteattr(activity)}/><string key="lifecycle:transition" value="{mark}"/>'
        f'<date key="time:timestamp" value="{at.isoformat()}{zone}"/>{who}</event>\n'
        for at, mark in marks
        if at is not None
    )
