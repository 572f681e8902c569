"""What the data cannot tell: what questions refused, and what the log lacks."""

from __future__ import annotations

from collections.abc import Iterator

from procmine.improvement.assess.statements import Answers, Statement
from procmine.improvement.weeks import LEAST_WEEKS
from procmine.wording import counted, share

UNKNOWN = "What the data cannot tell"


def unknown(ask: Answers) -> Iterator[Statement]:
    """What was asked and cannot be told, with what would be needed; asked last, when all has been asked."""
    for name, problem in ask.refused.items():
        if name in ask.by_question:
            continue  # asked in another way it was told
        yield Statement(UNKNOWN, f"{problem.found} {problem.cure}".strip(), name)
    if not ask.log.facts["completion"]:
        yield Statement(
            UNKNOWN,
            "No rule says when a case is complete: every case without unfinished work is assumed to be. Import with --complete-when.",
        )
    yield from _gaps(ask)
    if not ask.log.facts["share_with_start"]:
        yield Statement(
            UNKNOWN,
            "No starts are recorded, so waiting and work are not told apart. Import a column with starts (--start).",
        )


def _gaps(ask: Answers) -> Iterator[Statement]:
    """What the view itself lacks: who did the work, when it ended, and time enough for intervals."""
    gaps = ask.log.rows("improvement", "assessment_gaps").iloc[0]
    if 0 < gaps.without_resource < gaps.pieces:
        part = share(gaps.without_resource / gaps.pieces)
        yield Statement(
            UNKNOWN, f"Who did it is not recorded for {part} of the work: it is in nobody's load."
        )
    if gaps.without_end:
        many = counted(gaps.without_end, "piece of work has", "pieces of work have")
        yield Statement(
            UNKNOWN,
            f"{many} no end though the case is finished: how long it took is not known, and it is in nobody's hours.",
        )
    if gaps.weeks < LEAST_WEEKS:
        weeks = counted(max(int(gaps.weeks), 1), "week is", "weeks are")
        yield Statement(
            UNKNOWN, f"{weeks} too few for intervals of what a finding is worth: it takes {LEAST_WEEKS}."
        )
