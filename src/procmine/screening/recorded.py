"""Who is recorded in a version, by name and by attribute: for those who keep the rules, not for answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.engine import assemble, engine, read_sql

if TYPE_CHECKING:
    from procmine.store import Version


def recorded_resources(version: Version) -> set[str]:
    return {name for (name,) in engine.rows(version.path, "select resource from resources")}


def recorded_roles(version: Version, by: str) -> dict[str, str]:
    """Each resource with the value of the attribute `by` that is recorded with most of its work."""
    statement = assemble(read_sql("calendars", "team_member"), [])
    return dict(engine.rows(version.path, statement, {"team_of": by, "role_resource": [], "role_name": []}))
