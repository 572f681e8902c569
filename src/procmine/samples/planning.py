"""What chance decides before the first case runs: when each arrives, what it is, and the way it will take.

The simulation that follows adds no chance of its own. So the same scenario with one thing changed (no batching,
one more person) meets the very same cases, and the difference is the effect of the change alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from procmine.samples.scenario import Chance, Channel, IfBelow, Loop, Parallel, Scenario, Step, Task

HOUR = 3600
Draw = Callable[[], float]


@dataclass(frozen=True)
class PlannedWork:
    """One piece of work to come: its length at normal pace, and how long an outsider takes first, in seconds."""

    activity: str
    work_seconds: int
    answer_seconds: int


@dataclass(frozen=True)
class PlannedBranches:
    branches: tuple[tuple[Planned, ...], ...]


Planned = PlannedWork | PlannedBranches


@dataclass(frozen=True)
class PlannedCase:
    """A case before it runs; `arrives` counts the seconds of the wall clock since the first day's midnight."""

    case_id: str
    arrives: int
    channel: str
    category: str
    amount: int
    is_rush: bool
    way: tuple[Planned, ...]


def planned_cases(scenario: Scenario) -> list[PlannedCase]:
    """All cases in the order of arrival, each with draws of its own."""
    import numpy as np

    chance = np.random.Generator(np.random.PCG64(scenario.seed))
    arrivals = _arrivals(scenario, chance.random)
    streams = np.random.SeedSequence(scenario.seed).spawn(len(arrivals))
    width = max(5, len(str(scenario.cases)))
    return [
        _case(scenario, f"{scenario.prefix}{number:0{width}d}", arrives, channel, np.random.Generator(np.random.PCG64(stream)).random)
        for number, ((arrives, channel), stream) in enumerate(zip(arrivals, streams, strict=True), 1)
    ]  # fmt: skip


def _arrivals(scenario: Scenario, draw: Draw) -> list[tuple[int, str]]:
    hours = {channel.name: list(accumulate(_hour_weights(scenario, channel))) for channel in scenario.channels}
    found = []
    for _ in range(scenario.cases):
        channel = _one_of(scenario.channels, draw())
        sums = hours[channel.name]
        hour = bisect_right(sums, int(draw() * sums[-1]))
        found.append((hour * HOUR + int(draw() * HOUR), channel.name))
    return sorted(found)


def _hour_weights(scenario: Scenario, channel: Channel) -> list[int]:
    """The weight of every hour of the scenario, in order."""
    weights: list[int] = []
    day = scenario.first_on
    while datetime.combine(day, time()) < scenario.extracted_at:
        is_closed = day in scenario.closed_on
        if is_closed and channel.is_staffed:
            weights += [0] * 24
        else:
            weights += channel.weights[6 if is_closed else day.weekday()]
        day += timedelta(days=1)
    return weights


def _one_of(choices, chance: float):
    """The choice into whose share `chance` falls."""
    for one in choices:
        chance -= one.share
        if chance < 0:
            return one
    return choices[-1]


def _case(scenario: Scenario, case_id: str, arrives: int, channel: str, draw: Draw) -> PlannedCase:
    category = _one_of(scenario.categories, draw())
    amount = round(category.amount.at(draw()))
    is_rush = draw() < scenario.rush_share
    works = {activity.name: activity.work for activity in scenario.activities}

    def work(task: Task) -> PlannedWork:
        length = works[task.activity]
        answer = seconds(task.answer.at(draw())) if task.answer else 0
        return PlannedWork(task.activity, seconds(length.at(draw())) if length else 0, answer)

    way = tuple(_steps(scenario.route, amount, draw, work))
    return PlannedCase(case_id, arrives, channel, category.name, amount, is_rush, way)


def _steps(steps: tuple[Step, ...], amount: int, draw: Draw, work: Callable[[Task], PlannedWork]):
    """The way of one case through `steps`, every choice taken."""
    for step in steps:
        match step:
            case Task():
                yield work(step)
            case Chance():
                taken = step.then if draw() < step.probability else step.otherwise
                yield from _steps(taken, amount, draw, work)
            case IfBelow():
                taken = step.then if amount < step.limit else step.otherwise
                yield from _steps(taken, amount, draw, work)
            case Parallel():
                yield PlannedBranches(tuple(tuple(_steps(branch, amount, draw, work)) for branch in step.branches))
            case Loop():
                yield from _steps(step.work, amount, draw, work)
                for _ in range(step.most):
                    if draw() >= step.probability:
                        break
                    yield from _steps(step.detour + step.work, amount, draw, work)


def seconds(minutes: float) -> int:
    return round(minutes * 60)


def seconds_since(first_on: date, moment: datetime) -> int:
    """The wall clock of `moment` as seconds since the midnight that begins `first_on`."""
    return round((moment - datetime.combine(first_on, time())).total_seconds())
