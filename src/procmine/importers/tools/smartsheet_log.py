"""Smartsheet: the activity log of a sheet, exported as CSV or Excel, for whoever gets no key to its API.

The log tells each changed cell in words: `Row 29: "Printer" Status: (blank) to: "New"`, with the row's number, what its primary column
says, the column, the old value and the new one. Numbers of rows shift, so a row is known by what its primary column says: rows that
say the same are one case, and one that is renamed begins a new one. Each export adds what it tells to what was known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from procmine.importers.histories.values import ASSIGNEE, NOTHING, STATUS, Value
from procmine.importers.tools.checking import refuse
from procmine.importers.tools.smartsheet import USUAL_ASSIGNEE
from procmine.importers.tools.snapshots import written_at
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, Tool

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Archive, Page
    from procmine.importers.fetching.exported import ExportedFile
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.forms import Fault
    from procmine.importers.tools.tool import Said

HEADINGS = ("Action", "User", "Details")
CELLS_CHANGED = "cells changed"
BLANK = "(blank)"
VALUE = r'(?:\(blank\)|"[^"]*(?:"(?!\s*(?:to:|Row \d+:|$))[^"]*)*")'
CHANGE = re.compile(rf'Row (\d+): (?P<row>{VALUE}) (?P<column>[^"]+?): (?P<old>{VALUE}) to: (?P<new>{VALUE})')


class Cell(NamedTuple):
    """One cell that was changed: when and by whom, in which row and column, from what to what."""

    at: datetime
    who: str | None
    row: str
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class SmartsheetLog(Tool):
    word: str = "smartsheet_log"
    title: str = "an activity log of Smartsheet"
    settings: tuple[Setting, ...] = (
        Setting("file", "the log as it was exported: CSV or Excel", "/exports/activity.csv", is_needed=True, form="path"),
        Setting("status", "the title of the column that says where a row stands", "Stage", default="Status"),
        Setting("assignee", "the title of the column that says who has it", "Owner", default=USUAL_ASSIGNEE),
        Setting("time", "the heading under which the log says when", "Date", default="Time Stamp"),
        Setting("date_format", "how times are written, where not as 2026-03-31 12:00", "%m/%d/%y %I:%M %p", form="instant"),
    )  # fmt: skip

    def client(
        self, settings: Settings, archive: Archive, secret: str | None, said: Said, name: str
    ) -> ExportedFile:
        from procmine.importers.fetching.exported import ExportedFile

        return ExportedFile(Path(settings.needed("file")).expanduser(), archive, said, name)

    def found_wrong(self, client: ExportedFile, settings: Settings) -> list[Fault]:
        return _faults(client.table("columns").body["columns"], settings)

    def plan(self, client: ExportedFile, settings: Settings, since: Since | None) -> Plan:
        page = client.table("log")
        refuse(self, _faults(page.body["columns"], settings))
        return Plan(
            str(client.path),
            None,
            1,
            "as far back as the export reaches; what is deleted by then is in it, too",
        )

    def fetch(self, client: ExportedFile, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        refuse(self, _faults(client.table("log").body["columns"], settings))
        return {}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        fields = {settings.needed("status"): STATUS, settings.needed("assignee"): ASSIGNEE}
        cells = list(_cells(page, rows, settings))
        if cells and cells[0].at > cells[-1].at:  # as a rule what happened last stands first
            cells.reverse()
        now: dict[str, dict[str, Value]] = {}
        for place, cell in enumerate(cells):
            name = fields.get(cell.column, cell.column)
            old, new = (_value(name, told, rows) for told in (cell.old, cell.new))
            number = f"{cell.at.isoformat()} {cell.column} {cell.old} {cell.new}"
            rows.change(cell.row, number, cell.at, rows.person(cell.who, cell.who), name, old, new, place)
            now.setdefault(cell.row, {STATUS: NOTHING})[name] = new
        last = {cell.row: cell.at for cell in cells}
        for row, values in now.items():
            rows.item(row, title=row, updated_at=last[row], seen_at=page.fetched_at, values=values)


def _faults(columns: list[str], settings: Settings) -> list[Fault]:
    missing = [name for name in (*HEADINGS, settings.needed("time")) if name not in columns]
    cure = f"Its columns are: {', '.join(columns)}. Name that of times by time; the others are those of an English export."
    return [(f"heading {name!r} is not in the file", cure) for name in missing]


def _cells(page: Page, rows: Rows, settings: Settings) -> Iterator[Cell]:
    """Every cell that the log says was changed; entries of that kind that cannot be taken apart are counted."""
    places = {name: page.body["columns"].index(name) for name in (*HEADINGS, settings.needed("time"))}
    for row in page.body["rows"]:
        told = {name: row[place] for name, place in places.items()}
        if (told["Action"] or "").strip().lower() != CELLS_CHANGED:
            continue
        at = written_at(told[settings.needed("time")], settings, page)
        met = list(CHANGE.finditer(told["Details"] or ""))
        if at is None or not met:
            rows.note(
                "entries-not-read",
                "{count} of changed cells without a time or in other words: left out.",
                count="entry",
            )
            continue
        for one in met:
            parts = {name: _plain(one[name]) for name in ("row", "old", "new")}
            if parts["row"]:
                yield Cell(at, told["User"], parts["row"], one["column"].strip(), parts["old"], parts["new"])
            else:
                rows.note(
                    "rows-of-no-name",
                    "{count} of rows whose primary column is blank: left out.",
                    count="change",
                )


def _plain(told: str) -> str | None:
    return None if told == BLANK else told[1:-1] or None


def _value(field: str, told: str | None, rows: Rows) -> Value:
    return Value(rows.person(told, told) if field == ASSIGNEE else None, told)


TOOL = SmartsheetLog()
