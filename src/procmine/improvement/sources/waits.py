"""Work that waits: let pile up, out of hours, for hands that are busy, for nobody knows what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.filters import name_text
from procmine.improvement.candidate import Candidate
from procmine.improvement.levers import Lever
from procmine.improvement.replaying import LEAST_IDLE
from procmine.timing.arrivals import DAYS, arrivals
from procmine.timing.attribution import is_estimated
from procmine.timing.queue_discipline import queue_discipline
from procmine.wording import counted, duration, share

if TYPE_CHECKING:
    from procmine.improvement.ground import Ground

BY_CLOCK = "hours waited, by the clock, that delayed finished cases; all else as recorded"


def piled_up(ground: Ground) -> list[Candidate]:
    """Activities that are taken up in a strict rhythm, so that work piles up between: gathered in batches, or with nobody at it meanwhile."""
    answer = ground.asked(queue_discipline, calendar=ground.calendar)
    if answer is None:
        return []
    rows = answer.frame[answer.frame.has_rhythm]
    named = set(answer.piled_up.activity) | {
        name for name in rows.activity if ground.idle_share(name) >= LEAST_IDLE
    }
    return [_rhythm(ground, row) for row in rows.itertuples() if row.activity in named]


def _rhythm(ground: Ground, row: Any) -> Candidate:
    hour = int(row.busiest_hour)
    return _wait(
        ground, "batching", row.activity, ("batching", "unavailability", "extraneous", "unattributed"),
        f"{row.activity} is let pile up: half of it is taken up in {counted(row.half_in_hours, 'hour')} of the week "
        f"({share(row.busiest_share)} on {DAYS[int(row.busiest_weekday)]} {hour}:00–{hour + 1}:00).",
        "high", "the rhythm is recorded; how fast it would be done as it comes is not",
        "queue_discipline",
    )  # fmt: skip


def off_hours(ground: Ground) -> list[Candidate]:
    """Cases that arrive at night while nobody is there, and wait for the first work that somebody does."""
    answer = ground.asked(arrivals, calendar=ground.calendar)
    first = ground.first_of_people
    if answer is None or first is None or not answer.is_unattended:
        return []
    is_mined = answer.parameters["calendar"] == "mined"
    return [
        _wait(
            ground, "off hours", first, ("unavailability", "batching"),
            f"{share(answer.share_unattended)} of the cases arrive at night while nobody is on duty, and wait for {first}.",
            "medium" if is_mined else "high", "hours on duty are mined from the log" if is_mined else "arrivals and hours are recorded",
            "arrivals",
        )
    ]  # fmt: skip


def for_hands(ground: Ground) -> list[Candidate]:
    """Waits for hands that do earlier work meanwhile."""
    return [
        _wait(
            ground, "contention", activity, ("contention",),
            f"{activity} waits because who does it is busy with earlier work.", *_sure_of_hands(ground, activity), "waiting_causes",
        )
        for activity in ground.large(("contention",))
        if activity not in ground.overloaded
    ]  # fmt: skip


def _sure_of_hands(ground: Ground, activity: str) -> tuple[str, str]:
    """How sure it is that work waited for hands, and why: where later work is mostly taken first, it may have waited for something else."""
    if ground.hours_of(activity, "prioritisation") > ground.hours_of(activity, "contention"):
        return "low", "later work is mostly taken first, so it may wait for something from outside"
    return "low" if is_estimated(ground.log) else "medium", _starts(
        ground, "queues change when hands come free"
    )


def lying(ground: Ground) -> list[Candidate]:
    """Work that lies although who does it is on duty and not seen at work; without a calendar nights are no waste either way."""
    if ground.calendar is None:
        return []
    return [
        _wait(
            ground, "lying", activity, ("extraneous",),
            f"{activity} lies while who does it is on duty and not seen at work: other duties, an answer from outside, or nobody looks.",
            "low", _starts(ground, "what they did meanwhile is not recorded"), "waiting_causes",
        )
        for activity in ground.large(("extraneous",))
    ]  # fmt: skip


def unexplained(ground: Ground) -> list[Candidate]:
    """Waits of which nothing tells why, where no resource is recorded at all."""
    if ground.log.facts["resources"]:
        return []
    what = (
        "the wait"
        if ground.log.facts["share_with_start"]
        else "the wait and the work, which are not told apart,"
    )
    return [
        _wait(
            ground, "waiting", activity, ("wait",), f"{activity} comes late: {what} before its end is long, and no resource tells why.",
            "low", "no resources are recorded", "waiting_time",
        )
        for activity in ground.large(("unattributed",))
    ]  # fmt: skip


def _starts(ground: Ground, why: str) -> str:
    return f"starts are estimated; {why}" if is_estimated(ground.log) else why


def _wait(
    ground: Ground, kind: str, activity: str, causes: tuple[str, ...], finding: str, confidence: str, why: str, question: str
) -> Candidate:  # fmt: skip
    hours = (("calendar", ground.calendar), ("pool", ground.pool))
    options = {"waiting_causes": hours, "queue_discipline": hours[:1], "arrivals": hours[:1]}.get(
        question, ()
    )
    waited = sum(ground.hours_of(activity, cause) for cause in causes)
    return Candidate(
        kind=kind, subject=activity, finding=finding, confidence=confidence, why=why,
        formula=f"{' + '.join(causes)} before {activity}: {BY_CLOCK} ({duration(waited)} in all, critical or not)",
        question=question, options=options, filters=f"passing {name_text(activity)}", metric=f"wait before {name_text(activity)}",
        levers=tuple(Lever(cause, activity) for cause in causes),
    )  # fmt: skip
