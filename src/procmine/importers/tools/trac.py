"""Trac: tickets with their changes, from the environment's own database.

Trac's exports hold no history, so the environment's SQLite file is read. A change tells both values. A ticket tells no
status of its beginning: it is the old value of its first change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, STATUS, Value
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, TableTool

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.tables import TableClient
    from procmine.importers.histories.rows import Rows

FIELDS = {
    "status": STATUS, "owner": ASSIGNEE, "type": "Type", "component": "Component", "priority": "Priority", "severity": "Severity",
    "milestone": "Milestone", "version": "Version", "resolution": "Resolution", "keywords": "Keywords", "reporter": "Reporter", "cc": "Cc",
}  # fmt: skip
PEOPLE = (ASSIGNEE, "Reporter", "Cc")
TICKETS = """select id, summary, time, changetime, reporter, status, owner, type, component, priority, severity, milestone, version,
resolution, keywords, cc from ticket order by id"""
CUSTOM = "select ticket, name, value from ticket_custom order by ticket, name"
CHANGES = (
    "select ticket, time, author, field, oldvalue, newvalue from ticket_change order by ticket, time, field"
)
NOBODY_YET = "< default >"  # what Trac keeps as the owner of a ticket whose component has none
EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Trac(TableTool):
    word: str = "trac"
    title: str = "Trac"
    people: tuple[str, ...] = PEOPLE[1:]
    settings: tuple[Setting, ...] = (
        Setting("environment", "the folder of the environment, which holds db/trac.db", "/srv/trac/support", is_needed=True, form="path"),
    )  # fmt: skip

    def file(self, settings: Settings) -> Path:
        home = Path(settings.needed("environment")).expanduser()
        return home / "db" / "trac.db" if home.is_dir() else home

    def plan(self, client: TableClient, settings: Settings, since: Since | None) -> Plan:
        found = len(client.rows("tickets", TICKETS))
        return Plan(str(client.path), found, 3, "whole: Trac keeps every change")

    def fetch(self, client: TableClient, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        for kind, sql in (("tickets", TICKETS), ("custom", CUSTOM), ("changes", CHANGES)):
            client.rows(kind, sql)
        return {}  # a file is read whole each time: a change may be entered with a date of the past

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        for row in page.body:
            if page.kind == "tickets":
                _ticket(row, page, rows)
            elif page.kind == "custom":
                rows.value(row["ticket"], row["name"], Value(None, row["value"]))
            elif page.kind == "changes" and not row["field"].startswith(("comment", "_comment")):
                field = FIELDS.get(row["field"], row["field"])
                old, new = (_value(field, row[side], rows) for side in ("oldvalue", "newvalue"))
                change_id = f"{row['time']} {row['field']}"
                rows.change(row["ticket"], change_id, _at(row["time"]), rows.person(row["author"], row["author"]), field, old, new)  # fmt: skip


def _ticket(row: Mapping[str, Any], page: Page, rows: Rows) -> None:
    values = {name: _value(name, row[own], rows) for own, name in FIELDS.items()}
    rows.item(
        row["id"], key=f"#{row['id']}", title=row["summary"], created_at=_at(row["time"]),
        creator=rows.person(row["reporter"], row["reporter"]), updated_at=_at(row["changetime"]), seen_at=page.fetched_at, values=values,
    )  # fmt: skip


def _value(field: str, told: Any, rows: Rows) -> Value:
    """What a field says. Those who are told of a ticket (`cc`) are several, written as Trac itself takes them apart."""
    text = None if told in (None, "", NOBODY_YET) else told
    if text is None or field not in PEOPLE:
        return Value(None, text)
    people = re.split(r"[;,\s]+", text) if field == "Cc" else [text]
    return rows.several(Value(rows.person(one, one), one) for one in people if one)


def _at(told: int) -> datetime:
    """Microseconds since 1970, in UTC."""
    return EPOCH + timedelta(microseconds=told)


TOOL = Trac()
