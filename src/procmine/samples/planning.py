"""What chance decides before the first case runs: when each arrives, what it is, and the way it will take.

The simulation that follows adds no chance of its own. So the same scenario with one thing changed (no
batching, one more person) meets the very same cases, and the difference is the effect of the change alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import accumulate

from procmine.samples.scenario import (
    Chance,
    Channel,
    IfBelow,
    IfOf,
    Loop,
    Parallel,
    Scenario,
    Spread,
    Step,
    Task,
)

HOUR = 3600
Draw = Callable[[], float]


@dataclass(frozen=True)
class PlannedWork:
    """One piece of work to come: its length at normal pace, and how long an outsider takes first, in seconds.

    Without `answer_seconds` the outsider never answers.
    """

    activity: str
    work_seconds: int
    answer_seconds: int | None


@dataclass(frozen=True)
class PlannedBranches:
    branches: tuple[tuple[Planned, ...], ...]


Planned = PlannedWork | PlannedBranches


@dataclass(frozen=True)
class PlannedCase:
    """A case before it runs; `arrives` counts the wall clock's seconds since the first day's midnight."""

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
    cases = []
    for number, ((arrives, channel), stream) in enumerate(zip(arrivals, streams, strict=True), 1):
        draws = [np.random.Generator(np.random.PCG64(one)).random for one in stream.spawn(2)]
        cases.append(_case(scenario, f"{scenario.prefix}{number:0{width}d}", arrives, channel, draws))
    return cases


def _arrivals(scenario: Scenario, draw: Draw) -> list[tuple[int, str]]:
    hours = {
        channel.name: list(accumulate(_hour_weights(scenario, channel))) for channel in scenario.channels
    }
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


def _case(scenario: Scenario, case_id: str, arrives: int, channel: str, draws: Sequence[Draw]) -> PlannedCase:
    draw, draw_again = draws
    category = _one_of(scenario.categories, draw())
    amount = round(category.amount.at(draw()))
    is_rush = draw() < scenario.rush_share
    works = {activity.name: activity.work for activity in scenario.activities}
    way = tuple(_Way(works, amount, category.name, draw, draw_again).through(scenario.route))
    return PlannedCase(case_id, arrives, channel, category.name, amount, is_rush, way)


@dataclass(frozen=True)
class _Way:
    """The way of one case, every choice taken. Loops draw apart: without them all else stays the same."""

    works: dict[str, Spread | None]
    amount: int
    category: str
    draw: Draw
    draw_again: Draw

    def through(self, steps: tuple[Step, ...]) -> Iterator[Planned]:
        for step in steps:
            match step:
                case Task():
                    yield self._work(step)
                case Chance():
                    yield from self.through(step.then if self.draw() < step.probability else step.otherwise)
                case IfBelow():
                    yield from self.through(step.then if self.amount < step.limit else step.otherwise)
                case IfOf():
                    yield from self.through(step.then if self.category == step.category else step.otherwise)
                case Parallel():
                    yield PlannedBranches(tuple(tuple(self.through(branch)) for branch in step.branches))
                case Loop():
                    yield from self.through(step.work)
                    yield from self._repeats(step)

    def _repeats(self, loop: Loop) -> Iterator[Planned]:
        apart = replace(self, draw=self.draw_again)
        for _ in range(loop.most):
            if self.draw_again() >= loop.probability:
                return
            yield from apart.through(loop.detour + loop.work)

    def _work(self, task: Task) -> PlannedWork:
        length = self.works[task.activity]
        work_seconds = seconds(length.at(self.draw())) if length else 0
        answer_seconds = seconds(task.answer.at(self.draw())) if task.answer else 0
        is_silent = task.silence > 0 and self.draw() < task.silence
        return PlannedWork(task.activity, work_seconds, None if is_silent else answer_seconds)


def seconds(minutes: float) -> int:
    return round(minutes * 60)
