"""Roundup: issues with their journals, from the tracker's own database.

Roundup's REST interface shows no journal, so the tracker's SQLite file is read. A journal holds the values that a change
left behind; what it made of them is the old value of the next change, or what the issue says now.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, STATUS, TOLD_BY_NEXT, Value
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, TableTool

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.tables import TableClient
    from procmine.importers.histories.rows import Rows

FIELDS = {"status": STATUS, "assignedto": ASSIGNEE, "priority": "Priority"}
ISSUES = "select id, _title, _status, _assignedto, _priority, _creation, _creator, _activity from _issue where __retired__ = 0 order by id"
JOURNAL = "select rowid as place, nodeid, date, tag, action, params from issue__journal order by nodeid, date, rowid"
NAMES = {
    "statuses": "select id, _name from _status order by id",
    "priorities": "select id, _name from _priority order by id",
    "people": "select id, _username, _realname from _user order by id",
}


@dataclass(frozen=True)
class Roundup(TableTool):
    word: str = "roundup"
    title: str = "Roundup"
    settings: tuple[Setting, ...] = (
        Setting("tracker", "the home folder of the tracker, which holds db/db", "/srv/trackers/support", is_needed=True, form="path"),
    )  # fmt: skip

    def file(self, settings: Settings) -> Path:
        home = Path(settings.needed("tracker")).expanduser()
        return home / "db" / "db" if home.is_dir() else home

    def plan(self, client: TableClient, settings: Settings, since: Since | None) -> Plan:
        found = len(client.rows("issues", ISSUES))
        return Plan(str(client.path), found, 5, "whole: Roundup keeps every change in its journal")

    def fetch(self, client: TableClient, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        for kind, sql in (*NAMES.items(), ("issues", ISSUES), ("journal", JOURNAL)):
            client.rows(kind, sql)
        return {}  # a file is read whole each time

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind in ("statuses", "priorities"):
            for row in page.body:
                rows.state(row["id"], row["_name"], field=STATUS if page.kind == "statuses" else "Priority")
        elif page.kind == "people":
            for row in page.body:
                rows.person(row["id"], row["_realname"] or row["_username"])
        elif page.kind == "issues":
            for row in page.body:
                _issue(row, page, rows)
        elif page.kind == "journal":
            _journal(page.body, rows)


def _issue(row: Mapping[str, Any], page: Page, rows: Rows) -> None:
    values = {name: _value(row[f"_{own}"]) for own, name in FIELDS.items()}
    rows.item(
        row["id"], key=f"issue{row['id']}", title=row["_title"], created_at=_at(row["_creation"]), creator=_text(row["_creator"]),
        updated_at=_at(row["_activity"]), seen_at=page.fetched_at, values=values,
    )  # fmt: skip


def _journal(entries: list[dict[str, Any]], rows: Rows) -> None:
    for entry in entries:
        if entry["action"] != "set":
            continue
        left_behind = ast.literal_eval(entry["params"] or "{}")
        for own in FIELDS.keys() & left_behind.keys():
            old, who = _value(left_behind[own]), _text(entry["tag"])
            rows.change(entry["nodeid"], f"{entry['date']} {own}", _at(entry["date"]), who, FIELDS[own], old, TOLD_BY_NEXT, entry["place"])  # fmt: skip


def _value(told: Any) -> Value:
    return Value(_text(told), None)


def _text(told: Any) -> str | None:
    return None if told is None else str(told)


def _at(told: str) -> datetime:
    """`20261123201147.135`, in UTC."""
    whole, _, part = told.partition(".")
    return datetime.strptime(f"{whole}.{part or '0'}", "%Y%m%d%H%M%S.%f")


TOOL = Roundup()
