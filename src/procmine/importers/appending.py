"""New rows added to a log that is already there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.engine import attach_read_only, read_sql
from procmine.errors import UnsoundLog

if TYPE_CHECKING:
    import duckdb

    from procmine.store import Version


def add_earlier(con: duckdb.DuckDBPyConnection, earlier: Version, zone: str | None) -> None:
    """Put what the version `earlier` holds beside the new rows of `source_event`.

    New rows that tell an event the log already holds go to quarantine, so that exports may overlap.
    """
    if earlier.facts["zone"] != zone:
        raise UnsoundLog(
            f"The log is on the clock of {earlier.facts['zone'] or 'no zone'}, the new rows on that of {zone or 'no zone'}.",
            f"log {earlier.name}",
            "Import the new rows with the same --zone, or the whole log again.",
        )
    attach_read_only(con, earlier.path, "earlier")
    for step in ("held", "already_there", "joined"):
        for statement in read_sql("importers", "appending_sql", step).split(";\n"):
            if statement.strip():
                con.execute(statement)
    con.execute("detach earlier")
