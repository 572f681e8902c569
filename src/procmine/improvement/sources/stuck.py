"""Open cases that will hardly move on by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.filters import name_text
from procmine.improvement.candidate import Candidate
from procmine.timing.wip import wip
from procmine.wording import counted, duration

if TYPE_CHECKING:
    from procmine.improvement.ground import Ground

LONG = 5.0  # times what 95 % of the stays in a stage last
LEAST_CASES = 5


def stuck_cases(ground: Ground) -> list[Candidate]:
    """Stages in which cases have lain many times longer than nearly all others did; what they would have taken nobody knows."""
    answer = ground.asked(wip)
    if answer is None:
        return []
    rows = answer.frame[answer.frame.stage_age_hours > LONG * answer.frame.stage_p95_hours]
    unknown = float("nan")
    return [
        Candidate(
            kind="stuck cases", subject=str(stage),
            finding=f"{counted(len(lying), 'open case has', 'open cases have')} lain {'in' if is_in_work else 'after'} {stage} for more than "
            f"{LONG:.0f} times what 95 % of the others lay there ({duration(lying.stage_p95_hours.iloc[0])}); "
            f"the oldest for {duration(lying.stage_age_hours.max())}.",
            confidence="high", why="they are open; whether somebody should close them is for you to judge",
            formula="no hours: what they will take is not known",
            question="wip", filters=f"open; ending with {name_text(str(stage))}", metric="cycle time", hours=(unknown, unknown, unknown), cases=len(lying),
        )
        for (stage, is_in_work), lying in rows.groupby(["last_activity", "is_in_work"])
        if len(lying) >= LEAST_CASES
    ]  # fmt: skip
