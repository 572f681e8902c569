"""A table or query of a database as a named source, read on from a cursor; see `importers.databases`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.importers.tools.tool import Setting, Settings, Tool

if TYPE_CHECKING:
    from procmine.importers.tools.forms import Fault


@dataclass(frozen=True)
class Database(Tool):
    word: str = "database"
    title: str = "a database, database file or folder of Parquet files"
    settings: tuple[Setting, ...] = (
        Setting(
            "address", "where it is", "postgresql://ann@db.acme.example/desk", is_needed=True, form="path"
        ),
        Setting("table", "the table to read", "public.status_history"),
        Setting(
            "query", "or a select in the database's own words", "select * from history where team = 'claims'"
        ),
        Setting("cursor", "the column by which later syncs go on", "changed_at"),
        Setting("overlap", "how far below the cursor they begin: seconds, or of a number that much", "3600"),
        Setting("timeout_seconds", "how long the database may take", "600", form="number"),
        Setting("case", "the column of the case; several are joined", "ticket", is_many=True),
        Setting("activity", "the column of the activity; several are joined", "status", is_many=True),
        Setting("started_at", "the column of the start of work", "from_at"),
        Setting("ended_at", "the column of the end of work, or of the one instant of each row", "changed_at"),
        Setting("resource", "the column of who did it", "agent"),
        Setting("lifecycle", "the column that says whether a row starts or ends work"),
        Setting("sequence", "the column that orders rows of one instant", "id"),
        Setting("rows", "which rows are read, e.g. of one field", "field = status", is_many=True),
        Setting("recipe", "the file of accepted repairs", "desk.toml", form="path"),
    )
    reads: str = "rows"

    def faults(self, settings: Settings) -> list[Fault]:
        if not settings.many("people") or settings.one("pseudonyms"):
            return []
        return [("people are named, and no key to hide them under", "Say pseudonyms=env:MY_KEY, too.")]


TOOL = Database()
