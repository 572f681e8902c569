"""A file that is exported again and again, of a tool that keeps no history: what changed is inferred from one export to the next.

Each sync compares what the file says with what was known. A change is taken to have happened when the row says that it was updated
last, if that lies between the two exports, else when the second was written. Two changes between two exports are one, and who made
them is not known. Before the first export nothing is known: the first status is taken to have held since the item was created,
unless nothing was left to do in it: then it came with the item's last update, and what it was before is not known. An item that
is in the file no more stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from procmine.errors import SourceProblem, UnknownName
from procmine.importers.histories.values import ASSIGNEE, STATUS, Value
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, Tool

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Archive, Page
    from procmine.importers.fetching.exported import ExportedFile
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.forms import Fault
    from procmine.importers.tools.tool import Said

ROLES = ("key", "status", "assignee", "title", "created", "updated")


@dataclass(frozen=True)
class Snapshots(Tool):
    word: str = "snapshots"
    title: str = "a file that is exported again and again"
    settings: tuple[Setting, ...] = (
        Setting("file", "the file: CSV, Excel, Parquet, JSON", "/exports/tickets.csv", is_needed=True, form="path"),
        Setting("key", "the column that names an item, the same in every export", "Ticket", is_needed=True),
        Setting("status", "the column that says where an item stands", "State", is_needed=True),
        Setting("assignee", "the column that says who has it", "Owner"),
        Setting("title", "the column that says what it is", "Subject"),
        Setting("created", "the column that says when it was created", "Opened"),
        Setting("updated", "the column that says when it was changed last", "Last change"),
        Setting("tracked", "further columns whose changes are inferred", "Priority", is_many=True),
        Setting("date_format", "how both are written, where not as 2026-03-31 12:00", "%d.%m.%Y %H:%M", form="instant"),
    )  # fmt: skip

    def diffs(self, settings: Settings) -> tuple[str, ...]:
        return (STATUS, ASSIGNEE, *settings.many("tracked"))

    def client(
        self, settings: Settings, archive: Archive, secret: str | None, said: Said, name: str
    ) -> ExportedFile:
        from procmine.importers.fetching.exported import ExportedFile

        return ExportedFile(Path(settings.needed("file")).expanduser(), archive, said, name)

    def found_wrong(self, client: ExportedFile, settings: Settings) -> list[Fault]:
        """Columns that the file lacks, where there is one already."""
        columns = client.table("columns").body["columns"]
        missing = [name for name in _named(settings) if name not in columns]
        return [(f"column {name!r} is not in the file", f"Its columns are: {', '.join(columns)}.") for name in missing]  # fmt: skip

    def plan(self, client: ExportedFile, settings: Settings, since: Since | None) -> Plan:
        page = client.table("table")
        _places(page, settings)
        history = "none: changes are inferred from export to export, from the first sync on"
        return Plan(str(client.path), len(page.body["rows"]), 1, history)

    def fetch(self, client: ExportedFile, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        _places(client.table("table"), settings)
        return {}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        places = _places(page, settings)
        fields = {place: name for place, name in enumerate(page.body["columns"]) if place not in places.values()}  # fmt: skip
        met: set[str] = set()
        for row in page.body["rows"]:
            told = {role: row[place] for role, place in places.items()}
            key = told["key"]
            if not key:
                rows.note("rows-of-no-item", "{count} without a key: left out.", count="row")
                continue
            if key in met:
                message = "{count} with a key that another row bears, too: the last row counts."
                rows.note(
                    "repeated-keys", message, "Name a column as key that differs in every row.", count="row"
                )
            met.add(key)
            values = {name: Value(None, row[place]) for place, name in fields.items()}
            who = told.get("assignee")
            values |= {STATUS: Value(None, told["status"]), ASSIGNEE: Value(rows.person(who, who), who)}
            rows.item(
                key, title=told.get("title"), created_at=written_at(told.get("created"), settings, page) or page.fetched_at,
                updated_at=written_at(told.get("updated"), settings, page), seen_at=page.fetched_at, values=values,
            )  # fmt: skip
        rows.note(
            "changes-inferred",
            "No history is told: changes are inferred from one export to the next. What lies before the first is not known:"
            " the first status is taken to have held since the item was created, or was first seen; what was done by then was done by its last update.",
            "Export and sync often: of two changes between two exports one is seen.",
        )


def _named(settings: Settings) -> tuple[str, ...]:
    """The columns that the settings name."""
    roles = [settings.needed(role) for role in ROLES if settings.one(role)]
    return (*roles, *settings.many("tracked"), *settings.many("people"))


def _places(page: Page, settings: Settings) -> dict[str, int]:
    """Where each role's column is. Raises UnknownName for a column that the file lacks."""
    columns = page.body["columns"]
    for name in _named(settings):
        if name not in columns:
            raise UnknownName("column of the file", name, columns, where=page.url)
    return {role: columns.index(settings.needed(role)) for role in ROLES if settings.one(role)}


def written_at(told: str | None, settings: Settings, page: Page) -> datetime | None:
    """An instant in UTC; what bears no offset is of the source's zone, else of UTC."""
    if not told:
        return None
    pattern = settings.one("date_format")
    try:
        at = datetime.strptime(told, pattern) if pattern else datetime.fromisoformat(told)
        zone = ZoneInfo(settings.one("zone") or "UTC")
    except ValueError:
        cure = "Say how they are written: date_format=%d.%m.%Y %H:%M."
        raise SourceProblem(f"{told!r} is no time of the form {pattern or '2026-03-31 12:00'}.", page.url, cure) from None  # fmt: skip
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


TOOL = Snapshots()
