"""New rows added to a log that is already there."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from procmine.engine import attach_read_only, read_sql
from procmine.errors import UnsoundLog

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.options import ImportOptions
    from procmine.store import Version

NOT_INHERITED = ("extracted_at", "recipe", "sheet")


def inherited(options: ImportOptions, earlier: Version) -> ImportOptions:
    """The options with what is not said taken from the version that is added to: its columns, zone and rules."""
    roles = {one.name for one in fields(options)}
    columns = {role: names for role, names in earlier.description["mapping"].items() if role in roles}
    before: dict[str, Any] = {**earlier.description["options"], **columns}
    said = {one.name for one in fields(options) if getattr(options, one.name) is not None}
    return replace(
        options,
        **{name: value for name, value in before.items() if name not in said and name not in NOT_INHERITED},
    )


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
