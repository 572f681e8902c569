"""Cases that are slower than the others for what is known as they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.improvement.candidate import Candidate
from procmine.improvement.root_causes import root_causes
from procmine.wording import duration

if TYPE_CHECKING:
    from procmine.improvement.ground import Ground

MOST = 3


def slow_groups(ground: Ground) -> list[Candidate]:
    """The groups that take longest for their number, confirmed on later cases and explained by nothing else that is known."""
    answer = ground.asked(root_causes)
    if answer is None:
        return []
    rows = answer.frame[
        answer.frame.is_confirmed & (answer.frame.difference > 0) & (answer.frame.remark == "")
    ]
    return [
        Candidate(
            kind="slow group", subject=row.finding,
            finding=f"Of the later cases those {_named(row.finding)} take {duration(row.this)} in the mean, the others {duration(row.rest)}.",
            confidence="low", why="confirmed on later cases; that the group is the cause is not said, and other findings may be",
            formula=f"cases × (mean − mean of the others) of {row.finding}",
            question="root_causes", filters=row.filter if isinstance(row.filter, str) else "", metric="cycle time",
            hours=tuple(row.contribution_hours * part / row.difference for part in (row.difference, row.low, row.high)),
            cases=int(row.cases), within="the waits above",
        )
        for row in rows.head(MOST).itertuples()
    ]  # fmt: skip


def _named(conditions: str) -> str:
    return conditions if conditions.startswith("begun") else f"with {conditions}"
