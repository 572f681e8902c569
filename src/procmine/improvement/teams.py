"""Which attribute says where people belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procmine.log import EventLog

TEAMS = ("team", "role", "department", "group", "unit", "abteilung")


def team_of(log: EventLog, said: str | None = None, where: str = "") -> str | None:
    """The attribute that was said, the roles that were confirmed, or one of a usual name; None where there is none."""
    if said is not None:
        log.require_belonging(said, where)
        return said
    if log.view.roles:
        return "role"
    known = {name.casefold(): name for name in log.attributes}
    return next((known[name] for name in TEAMS if name in known), None)
