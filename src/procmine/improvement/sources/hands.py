"""Who carries the work: teams with too much of it, load shared unevenly, time lost between hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.filters import name_text
from procmine.improvement.candidate import MOVED, Candidate
from procmine.improvement.levers import Lever
from procmine.people.fairness import fairness
from procmine.people.handovers import handovers
from procmine.people.utilisation import utilisation
from procmine.wording import counted, duration, listed, share

if TYPE_CHECKING:
    from procmine.improvement.ground import Ground

LEAST_MOVED = 0.1  # share of the work of a team that would have to change hands before it is called uneven


def overload(ground: Ground) -> list[Candidate]:
    """The team that carries clearly more than the others for its hours, and the waits for its hands."""
    groups = _overloaded(ground)
    activities = [] if groups is None else ground.of_team(groups.group.iloc[0])
    if groups is None or not activities:
        return []
    team, (first, second) = str(groups.group.iloc[0]), groups.share_utilised
    ground.overloaded.update(activities)
    return [
        Candidate(
            kind="overload", subject=team,
            finding=f"{team} ({counted(groups.people.iloc[0], 'person', 'people')}) is at work for {share(first)} of its hours on duty, the next team for "
            f"{share(second)}; what it does waits for its hands.",
            confidence="medium", why=_hours(ground, "queues change when hands are added"),
            formula=f"contention before {listed(activities, 6)}: hours waited while the hands did earlier work; all else as recorded",
            question="utilisation", options=(("by", ground.team), ("calendar", ground.calendar)),
            filters=f"passing {', '.join(map(name_text, activities))}",
            metric=f"wait before {name_text(activities[0])}",
            levers=tuple(Lever("contention", one) for one in activities),
        )
    ]  # fmt: skip


def _overloaded(ground: Ground) -> Any:
    """The busiest team and the next, where the first carries clearly more."""
    if ground.team is None or ground.calendar is None:
        return None
    answer = ground.asked(utilisation, by=ground.team, calendar=ground.calendar)
    return None if answer is None or answer.overloaded.empty else answer.overloaded


def imbalance(ground: Ground) -> list[Candidate]:
    """Teams in which some work far more than others for the hours they are there."""
    if ground.team is None or ground.calendar is None:
        return []
    answer = ground.asked(fairness, by=ground.team, calendar=ground.calendar)
    if answer is None:
        return []
    rows = answer.frame[(answer.frame.resources > 1) & (answer.frame.share_to_move >= LEAST_MOVED)]
    unknown = float("nan")
    return [
        Candidate(
            kind="imbalance", subject=row.group,
            finding=f"In {row.group} {share(row.share_to_move)} of the work of {counted(row.resources, 'person', 'people')} would change hands for all to "
            f"carry the same (Gini {row.gini:.2f}).",
            confidence="medium", why=_hours(ground, "who can do what is not looked at"), formula="hours of work above an even share of the hours on duty",
            question="fairness", options=(("by", ground.team), ("calendar", ground.calendar)),
            hours=(float(row.to_move), unknown, unknown), gain=MOVED,
        )
        for row in rows.itertuples()
    ]  # fmt: skip


def lost_between_hands(ground: Ground) -> list[Candidate]:
    """What lies longer where it changes hands than where it stays in the same."""
    answer = ground.asked(handovers)
    if answer is None or not len(answer.tables["penalty"]):
        return []
    row = answer.tables["penalty"].iloc[0]
    if not row.low_hours > 0:
        return []
    hours = tuple(
        float(value) * row.handovers for value in (row.penalty_hours, row.low_hours, row.high_hours)
    )
    return [
        Candidate(
            kind="handovers", subject="(all)",
            finding=f"Work that changes hands lies {duration(row.penalty_hours)} longer in the mean than the same work that stays in the same hands, over "
            f"{counted(row.handovers, 'handover')}.",
            confidence="medium", why="pairs of activities are compared each with itself; that the hands are the cause is not proven",
            formula="handovers × mean difference of the medians across and within hands", question="handovers", metric="handovers", hours=hours,
            within="the waits above",
        )
    ]  # fmt: skip


def _hours(ground: Ground, why: str) -> str:
    return f"hours on duty are mined from the log; {why}" if ground.calendar == "mined" else why
