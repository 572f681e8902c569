"""Who is recorded in a version, by name and by attribute: for those who keep the rules, not for answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from procmine.engine import assemble, engine, read_sql
from procmine.errors import UnknownName, WrongOption

if TYPE_CHECKING:
    from procmine.log import EventLog
    from procmine.store import Version


def roles_to_confirm(
    log: EventLog, roles: Mapping[str, str] | None, by: str | None, *, is_screened: bool
) -> dict[str, str]:
    """The role of each resource that is meant: those given, or the values of the attribute `by`. Raises what is wrong with them."""
    if is_screened:
        raise WrongOption(
            "Which roles people have is told by name, and two ways of cutting them can be subtracted from each other; "
            "this workspace names roles only.",
            "confirm_roles(…)",
            'Unlock individuals for a purpose first: ws.people.unlock("…"), or procmine people unlock --purpose "…".',
        )
    if (roles is None) == (by is None):
        raise WrongOption(
            "It is not said who has which role.", "confirm_roles(…)", "Give a mapping, or by='team'."
        )
    if by is not None:
        log.require_attribute(by, where="confirm_roles(by=…)")
        return _recorded_roles(log.version, by)
    kept, known = dict(roles or {}), _recorded_resources(log.version)
    for resource in kept:
        if resource not in known:
            raise UnknownName("resource", resource, sorted(known), where=f"log {log.name}")
    return kept


def _recorded_resources(version: Version) -> set[str]:
    return {name for (name,) in engine.rows(version.path, "select resource from resources")}


def _recorded_roles(version: Version, by: str) -> dict[str, str]:
    """Each resource with the value of the attribute `by` that is recorded with most of its work."""
    statement = assemble(read_sql("calendars", "team_member"), [])
    return dict(engine.rows(version.path, statement, {"team_of": by, "role_resource": [], "role_name": []}))
