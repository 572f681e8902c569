"""What has become slower than it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.filters import name_text
from procmine.improvement.candidate import Candidate
from procmine.improvement.drift import drift
from procmine.improvement.levers import Lever
from procmine.timing.bottlenecks import PHRASES
from procmine.wording import duration

if TYPE_CHECKING:
    from procmine.improvement.ground import Ground

LEVER_OF = {"work": "work", "wait": "wait", "elapsed": "wait"}


def slower_than_before(ground: Ground) -> list[Candidate]:
    """Each wait or work that takes longer since its latest change: as if it took what it took before, in cases begun since."""
    answer = ground.asked(drift)
    if answer is None:
        return []
    known = {
        phrase.format(name): (kind, name)
        for kind, phrase in PHRASES.items()
        for name in ground.log.activities
    }
    rows = answer.frame[answer.frame.kpi.isin(list(known))]
    latest = rows.sort_values("change_at", kind="stable").drop_duplicates("kpi", keep="last")
    return [_slower(row, *known[row.kpi]) for row in latest.itertuples() if row.after > row.before]


def _slower(row: Any, kind: str, activity: str) -> Candidate:
    since = f"{row.change_at:%-d %b %Y}"
    return Candidate(
        kind="slower", subject=activity,
        finding=f"{_sentence(kind, activity)} takes {duration(row.after)} in the median "
        f"since {since}, {duration(row.before)} before.",
        confidence="high" if kind == "work" else "medium", why="the change is told from chance; what caused it is not known",
        formula=f"as if it took {duration(row.before)} / {duration(row.after)} of what it takes, in cases begun since {since}; all else as recorded",
        question="drift", filters=f"passing {name_text(activity)}", metric=f"{'work on' if kind == 'work' else 'wait before'} {name_text(activity)}",
        levers=(Lever(LEVER_OF[kind], activity, 1 - row.before / row.after),), since=int(row.change_at.timestamp() * 1e6),
    )  # fmt: skip


def _sentence(kind: str, activity: str) -> str:
    said = PHRASES[kind].format(activity)
    return said[0].upper() + said[1:]
