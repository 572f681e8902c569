"""A log, or a view of it, as a file that other tools read."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from procmine.engine import engine, quoted
from procmine.errors import WrongOption

if TYPE_CHECKING:
    from procmine.log import EventLog

FORMS = (".parquet", ".csv", ".xes")
ROLES = ("case_id", "activity", "started_at", "ended_at", "resource", "lifecycle", "activity_instance_id")
KEYS = ("concept:name", "lifecycle:transition", "time:timestamp", "org:resource", "concept:instance")
BATCH = 50_000
PLANS_AND_PAUSES = """
left join (select event_no, scheduled_at from events where scheduled_at is not null) planned on planned.event_no = event.event_no
left join (
    select event_no, list({} order by paused_at) as paused, list({} order by paused_at) as resumed from pauses group by event_no
) paused on paused.event_no = event.event_no
"""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_log(log: EventLog, target: Path) -> Path:
    """Write the view to `.parquet`, `.csv` or `.xes`: one row (in XES one event for each instant) per piece of work.

    Attributes follow as columns under their own names. `lifecycle` says `start` for work that has not ended and
    `ate_abort` for work that was broken off; `activity_instance_id` (in XES `concept:instance`) names the piece of
    work, so that nothing is paired anew when the file is read. Instants carry their offset where the log's zone is
    known. Texts are written as they were recorded, so that the file reads back as it was: a spreadsheet may take a
    text that begins with `=` for a formula. The file appears under its name only when it is whole.

    What a form cannot hold: a row has no place for pauses and plans, so from Parquet and CSV work reads back with
    its pauses in it, and a case begins with its first work. XES holds both, but XML holds no control letters: they
    are left out of names and values. No form holds what lay in quarantine, nor what was told beside the columns: the
    zone, the rule for complete cases, since when and until when the source recorded. `to_read_back` says which options
    an import of the file needs again.
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
    statement, given = _statement(log, is_xes=target.suffix == ".xes")
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


def to_read_back(log: EventLog, target: Path) -> dict[str, str]:
    """The options to import the written file with, so that it answers as `log` does: zone, complete_when and the like.

    Instants are given with their offset where the log's zone is known. XES calls attributes of a case `case:…`.
    """
    facts = log.facts
    told = {"zone": facts["zone"], "complete_when": facts["completion"]}
    told["observed_from"] = _instant(facts["observed_from"], facts["zone"])
    if not facts["is_extraction_assumed"]:
        told["extracted_at"] = _instant(facts["extracted_at"], facts["zone"])
    if Path(target).suffix == ".xes" and told["complete_when"]:
        told["complete_when"] = _in_a_trace(told["complete_when"], log.attributes)
    return {name: text for name, text in told.items() if text}


def _instant(text: str | None, zone: str | None) -> str | None:
    return f"{text}+00:00" if text and zone else text


def _in_a_trace(rule: str, attributes: dict[str, str]) -> str:
    attribute, _, values = rule.rpartition(" in (")
    name = attribute.strip('"')
    if attributes.get(name) != "case" or name.startswith("case:"):
        return rule
    return f'"case:{name}" in ({values}'


def _statement(log: EventLog, is_xes: bool) -> tuple[str, dict[str, Any]]:
    """The rows to write: the roles, in XES plans and pauses, then a column for each attribute."""
    names = {f"attribute_{number}": name for number, name in enumerate(log.attributes)}
    instant = "timezone('UTC', {0})" if log.zone else "{0}"
    columns = [
        "event.case_id", "activity", f"{instant.format('started_at')} as started_at", f"{instant.format('ended_at')} as ended_at", "resource",
        "case when ended_at is null then 'start' when is_aborted then 'ate_abort' else 'complete' end as lifecycle",
        "event.event_no as activity_instance_id",
    ]  # fmt: skip
    joins = []
    if is_xes:
        columns += [f"{instant.format('scheduled_at')} as scheduled_at", "paused", "resumed"]
        joins.append(PLANS_AND_PAUSES.format(instant.format("paused_at"), instant.format("resumed_at")))
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
    names = {name: (level, _key(name, log.attributes)) for name, level in log.attributes.items()}
    with target.open("w", encoding="utf-8") as file, engine.cursor(log.version.path) as cursor:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
        )
        rows = cursor.execute(f"select * from memory.main.{table}")
        case = None
        while batch := rows.fetchmany(BATCH):
            for case_id, *work in batch:
                told = {"case": "", "event": ""}
                for (level, key), value in zip(names.values(), work[9:], strict=True):
                    told[level] += _string(key, value) if value is not None else ""
                if case_id != case:
                    closing = "</trace>\n" if case is not None else ""
                    file.write(f"{closing}<trace>{_string('concept:name', case_id)}{told['case']}\n")
                    case = case_id
                file.writelines(_events(told["event"], *work[:9]))
        file.write(f"{'</trace>' if case is not None else ''}\n</log>\n")


def _events(
    about: str,
    activity: str,
    started_at: datetime | None,
    ended_at: datetime | None,
    resource: str | None,
    lifecycle: str,
    piece: int,
    scheduled_at: datetime | None,
    paused: list[datetime] | None,
    resumed: list[datetime] | None,
) -> Iterator[str]:
    """The events of one piece of work: one for each of its instants."""
    marks = [(scheduled_at, "schedule"), (started_at, "start")]
    for pause, resume in zip(paused or (), resumed or (), strict=True):
        marks += [(pause, "suspend"), (resume, "resume")]
    named = _string("concept:name", activity) + _string("concept:instance", str(piece))
    who = _string("org:resource", resource) if resource is not None else ""
    for at, mark in (*marks, (ended_at, lifecycle)):
        if at is not None:
            yield (
                f"<event>{named}{_string('lifecycle:transition', mark)}"
                f'<date key="time:timestamp" value="{at.isoformat()}"/>{who}{about}</event>\n'
            )


def _key(name: str, names: dict[str, str]) -> str:
    """An attribute's name in XES; the `case:` that reading puts before those of a trace is not written twice."""
    bare = name.removeprefix("case:")
    if names[name] == "case" and bare != name and bare not in names:
        name = bare
    return f"{name} (attribute)" if name in KEYS else name


def _string(key: str, value: str) -> str:
    return f"<string key={quoteattr(_NO_XML.sub('', key))} value={quoteattr(_NO_XML.sub('', value))}/>"
