"""Whether what an action is measured by was settled before the change: later it could be chosen to please."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from procmine.actions.action import LATE_PLAN, MOVED_CHANGE
from procmine.wording import listed

PLAN = ("metric", "cohort", "control", "guardrails")


def instant_of(changed_at: str | None, zone: str | None) -> datetime | None:
    """The moment at which the change took effect; a day counts from its beginning, on the clock of the log."""
    if changed_at is None:
        return None
    read = datetime.fromisoformat(changed_at)
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone) if zone else UTC)


def doubts(
    was: Mapping[str, Any], becomes: Mapping[str, Any], at: datetime, zone: str | None
) -> list[tuple[str, str]]:
    """What a change of fields does to the plan: nothing, or why it counts as made after the change, with its kind."""
    took_effect = instant_of(becomes["changed_at"], zone)
    altered = [name for name in PLAN if was[name] != becomes[name]]
    if took_effect is not None and altered and took_effect <= at:
        verb = "chosen" if all(not was[name] for name in altered) else "altered"
        be = "were" if len(altered) > 1 or altered == ["guardrails"] else "was"
        return [(LATE_PLAN, f"The {listed(altered, 4)} {be} {verb} after the change")]
    if was["changed_at"] == becomes["changed_at"] or took_effect is None:
        return []
    if was["planned_at"] and took_effect <= datetime.fromisoformat(was["planned_at"]):
        return [(LATE_PLAN, "The change is said to have come before the metric was settled")]
    before = instant_of(was["changed_at"], zone)
    if before is not None and before <= at:
        moved = (
            f"The change was moved from {was['changed_at']} to {becomes['changed_at']} after it had passed"
        )
        return [(MOVED_CHANGE, moved)]
    return []
