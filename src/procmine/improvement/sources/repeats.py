"""Work that is done again in the same case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.discovery.rework import rework
from procmine.filters import name_text
from procmine.improvement.candidate import Candidate
from procmine.improvement.levers import Lever
from procmine.wording import counted, share

if TYPE_CHECKING:
    from procmine.improvement.ground import Ground


def done_again(ground: Ground) -> list[Candidate]:
    """Each activity that many cases do more than once: without the way back and all that is done again on it."""
    answer = ground.asked(rework)
    if answer is None:
        return []
    return [
        Candidate(
            kind="rework", subject=row.activity,
            finding=f"{row.activity} is done again in {share(row.share_cases)} of the cases, {counted(row.repeats, 'time')} in all.",
            confidence="high" if ground.log.facts["share_with_start"] else "medium",
            why="loops are recorded; whether a repeat is waste is for you to judge",
            formula=f"all between the first and the last end of {row.activity} in a case, by the clock; all else as recorded",
            question="rework", filters=f"following {name_text(row.activity)} -> {name_text(row.activity)}", metric=f"repeats of {name_text(row.activity)}",
            levers=(Lever("once", row.activity),),
        )
        for row in answer.often.itertuples()
    ]  # fmt: skip
