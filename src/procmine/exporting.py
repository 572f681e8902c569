"""A log, or a view of it, as a file that other tools read."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from procmine.engine import engine, quoted
from procmine.errors import WrongOption

if TYPE_CHECKING:
    from procmine.log import EventLog

FORMS = (".parquet", ".csv", ".xes")
ROLES = ("case_id", "activity", "started_at", "ended_at", "resource", "lifecycle")
BATCH = 50_000


def export_log(log: EventLog, target: Path) -> Path:
    """Write the view to `.parquet`, `.csv` or `.xes`: one row (in XES one event for each instant) per piece of work.

    Attributes follow as columns under their own names. `lifecycle` says `start` for work that has not ended, so
    that it reads back as open. Instants carry their offset where the log's zone is known. Texts are written as
    they were recorded, so that the file reads back as it was: a spreadsheet may take a text that begins with
    `=` for a formula. The file appears under its name only when it is whole.
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
    statement, given = _statement(log)
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


def _statement(log: EventLog) -> tuple[str, dict[str, Any]]:
    """The rows to write: the roles, then a column for each attribute."""
    names = {f"attribute_{number}": name for number, name in enumerate(log.attributes)}
    instant = "timezone('UTC', {0}) as {0}" if log.zone else "{0}"
    columns = [
        "event.case_id", "activity", instant.format("started_at"), instant.format("ended_at"), "resource",
        "case when ended_at is null then 'start' when is_aborted then 'ate_abort' else 'complete' end as lifecycle",
    ]  # fmt: skip
    joins = []
    for key, name in names.items():
        level = log.attributes[name]
        shown = name if name.lower() not in ROLES else f"{name} (attribute)"
        columns.append(f"{key}.text as {quoted(shown)}")
        by = "case_no" if level == "case" else "event_no"
        joins.append(
            f"left join (select {by}, text from {level}_attribute where name = ${key}) {key} on {key}.{by} = event.{by}"
        )
    select = (
        f"select {', '.join(columns)} from event {' '.join(joins)} order by event.case_no, event.position"
    )
    statement, given = log.spelled_out(select)
    return statement, given | names


def _write_xes(log: EventLog, table: str, target: Path) -> None:
    levels = log.attributes
    with target.open("w", encoding="utf-8") as file, engine.cursor(log.version.path) as cursor:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
        )
        rows = cursor.execute(f"select * from memory.main.{table}")
        of_case = [name for name in levels if levels[name] == "case"]
        case = None
        while batch := rows.fetchmany(BATCH):
            for case_id, activity, started_at, ended_at, resource, lifecycle, *values in batch:
                known = {name: value for name, value in zip(levels, values, strict=True) if value is not None}
                if case_id != case:
                    closing = "</trace>\n" if case is not None else ""
                    about = "".join(_string(name, known[name]) for name in of_case if name in known)
                    file.write(f"{closing}<trace>{_string('concept:name', case_id)}{about}\n")
                    case = case_id
                inner = "".join(_string(name, value) for name, value in known.items() if name not in of_case)
                who = _string("org:resource", resource) if resource is not None else ""
                for at, mark in ((started_at, "start"), (ended_at, lifecycle)):
                    if at is not None:
                        file.write(
                            f"<event>{_string('concept:name', activity)}{_string('lifecycle:transition', mark)}"
                            f'<date key="time:timestamp" value="{at.isoformat()}"/>{who}{inner}</event>\n'
                        )
        file.write(f"{'</trace>' if case is not None else ''}\n</log>\n")


def _string(key: str, value: str) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(value)}/>"
