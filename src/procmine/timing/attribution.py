"""How waits are attributed to causes: by which calendars, for whose hands, and from which starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.log import Made

if TYPE_CHECKING:
    import pandas as pd

    from procmine.calendars import Roster
    from procmine.log import EventLog

POOLS = {  # nouns, and what is read in their place where anyone of a pool could take work up
    "owner": "pool_member", "held": "held_in_pool", "resource_calendar": "pool_calendar", "counted_for": "counted_for_pool",
}  # fmt: skip
PIECES_AT_ONCE = 8_000_000  # bounds memory: resources are taken together up to so much work


def asked_with(
    log: EventLog, calendar: str | None, pool: str | None = None
) -> tuple[Roster | None, dict[str, Any]]:
    """The roster, and how the nouns are read: in a log without any starts, work begins at the earliest it can have begun."""
    placed, given = placed_on(calendar, log)
    instead = dict(given.get("instead", {}))
    if is_estimated(log):
        instead |= {"occupied": "occupied_by_ends", "begun": "estimated_begin"}
    if pool is not None:
        instead |= POOLS
        given["team_of"] = pool
    return placed, {**given, "instead": instead}


def is_estimated(log: EventLog) -> bool:
    """Whether starts are estimated: only where the log records none at all, so that they are never mixed with recorded ones."""
    return not log.facts["share_with_start"]


def made_wait_cause(log: EventLog, calendar: str | None = None, pool: str | None = None) -> Made:
    """The noun `wait_cause` of the whole version: what each wait is made of, worked out resource by resource or pool by pool."""
    placed, given = asked_with(log, calendar, pool)

    def rows() -> pd.DataFrame:
        import pandas as pd

        from procmine.timing.causes import wait_causes

        whole = log.unfiltered()
        pieces, resources = log.facts["events"], log.facts["resources"]
        step = max(1, int(PIECES_AT_ONCE / max(pieces, 1) * max(resources, 1)))

        def some(question: str, low: int) -> pd.DataFrame:
            return whole.rows("timing", question, low=low, high=low + step, **given)

        found = [
            wait_causes(some("resource_work", low), some("full_time", low) if pool else None)
            for low in range(1, resources + 2, step)
        ]
        return pd.concat(found, ignore_index=True)

    return Made("wait_cause", f"{placed.to_toml() if placed else ''}\n{pool or ''}", rows)
