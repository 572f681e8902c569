"""Cases and people meet: a discrete simulation over a heap of things to come, in whole seconds.

People take the next piece of work from their team's queue, urgent ones first, then in the order of arrival.
Nobody begins outside working hours; what was begun is finished. Whoever has been idle longest goes first.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count

from procmine.samples.planning import HOUR, Planned, PlannedBranches, PlannedCase, PlannedWork
from procmine.samples.scenario import Hours, Person, Scenario
from procmine.samples.wall_clock import seconds_since

DAY = 24 * HOUR


@dataclass(slots=True)
class Done:
    """One piece of work as it happened; `ends` is None where the extraction came first.

    `enabled` is when the work before it ended, `answered` when the outsider had answered, `released` when the
    batch that it waited for was let go.
    """

    case: PlannedCase
    activity: str
    enabled: int
    answered: int
    released: int
    begins: int
    ends: int | None
    person: Person | None


@dataclass(slots=True)
class _Join:
    walk: _Walk
    left: int


@dataclass(slots=True)
class _Walk:
    """How far a case, or one parallel branch of it, has come."""

    case: PlannedCase
    way: tuple[Planned, ...]
    place: int = 0
    join: _Join | None = None


@dataclass(slots=True)
class _Waiting:
    walk: _Walk
    work: PlannedWork
    enabled: int
    answered: int = 0
    released: int = 0


@dataclass(slots=True)
class _Colleague:
    """A person at work: when on duty, busy until when."""

    person: Person
    begins: list[int]
    ends: list[int]
    is_busy: bool = False
    idle_since: int = 0

    def is_on_duty(self, now: int) -> bool:
        place = bisect_right(self.begins, now) - 1
        return place >= 0 and now < self.ends[place]


@dataclass
class Simulation:
    """One run of a scenario over planned cases; `done` holds the work in the order in which it began."""

    scenario: Scenario
    cases: list[PlannedCase]
    done: list[Done] = field(default_factory=list)

    def __post_init__(self) -> None:
        scenario = self.scenario
        self._number = count()
        self._future: list[tuple] = []  # (when, number, what to do then, its arguments)
        self._until = seconds_since(scenario.first_on, scenario.extracted_at)
        self._teams: dict[str, list[_Colleague]] = {}
        self._queues: dict[str, list[tuple]] = {}
        self._held: list[tuple[str, _Waiting]] = []
        self._team_of = {activity.name: activity.team for activity in scenario.activities}
        drift = scenario.drift
        self._drifts_at = seconds_since(scenario.first_on, drift.begins_at) if drift else self._until

    def run(self) -> list[Done]:
        """Everything that began before the extraction."""
        self._open_offices()
        if self.scenario.batching:
            for moment, _ in stretches(self.scenario, self.scenario.batching.moments):
                self._later(moment, self._let_go)
        for case in self.cases:
            self._later(case.arrives, self._go_on, _Walk(case, case.way))
        while self._future and self._future[0][0] < self._until:
            now, _, act, arguments = heappop(self._future)
            act(now, *arguments)
        return self.done

    def queued_seconds(self) -> dict[str, int]:
        """The work that lies before each team when the run ends."""
        return {team: sum(one[-1].work.work_seconds for one in queue) for team, queue in self._queues.items()}

    def _later(self, when: int, act, *arguments) -> None:
        heappush(self._future, (when, next(self._number), act, arguments))

    def _open_offices(self) -> None:
        mornings = set()
        for person in self.scenario.people:
            duty = stretches(self.scenario, person.hours)
            colleague = _Colleague(person, [begin for begin, _ in duty], [end for _, end in duty])
            self._teams.setdefault(person.team, []).append(colleague)
            self._queues[person.team] = []
            mornings |= {(begin, person.team) for begin, _ in duty}
        for begin, team in sorted(mornings):
            self._later(begin, self._take_work, team)

    def _go_on(self, now: int, walk: _Walk) -> None:
        """The case takes its next step, or the branch that ended here is joined with the others."""
        if walk.place == len(walk.way):
            join = walk.join
            if join:
                join.left -= 1
                if not join.left:
                    self._go_on(now, join.walk)
            return
        step = walk.way[walk.place]
        walk.place += 1
        if isinstance(step, PlannedBranches):
            join = _Join(walk, len(step.branches))
            for branch in step.branches:
                self._go_on(now, _Walk(walk.case, branch, join=join))
        elif step.answer_seconds is not None:
            self._later(now + step.answer_seconds, self._become_ready, _Waiting(walk, step, now))

    def _become_ready(self, now: int, waiting: _Waiting) -> None:
        waiting.answered = waiting.released = now
        batching = self.scenario.batching
        team = self._team_of[waiting.work.activity]
        if team is None:
            self._begin(now, waiting, None)
        elif batching and batching.activity == waiting.work.activity:
            self._held.append((team, waiting))
        else:
            self._queue_up(team, waiting)
            self._take_work(now, team)

    def _let_go(self, now: int) -> None:
        """The batch is let go: all of it lies in the queue before anybody takes the first piece."""
        held, self._held = self._held, []
        for team, waiting in held:
            waiting.released = now
            self._queue_up(team, waiting)
        for team in {team for team, _ in held}:
            self._take_work(now, team)

    def _queue_up(self, team: str, waiting: _Waiting) -> None:
        rank = (not waiting.walk.case.is_rush, waiting.answered, next(self._number))
        heappush(self._queues[team], (*rank, waiting))

    def _take_work(self, now: int, team: str) -> None:
        """Whoever of the team is free and on duty takes the next work, until one or the other runs out."""
        queue = self._queues[team]
        while queue:
            free = [one for one in self._teams[team] if not one.is_busy and one.is_on_duty(now)]
            if not free:
                return
            self._begin(now, heappop(queue)[-1], min(free, key=lambda one: one.idle_since))

    def _begin(self, now: int, waiting: _Waiting, colleague: _Colleague | None) -> None:
        work, case = waiting.work, waiting.walk.case
        person = colleague.person if colleague else None
        length = work.work_seconds * (person.pace if person else 1)
        if self.scenario.drift and work.activity == self.scenario.drift.activity and now >= self._drifts_at:
            length *= self.scenario.drift.factor
        piece = Done(
            case, work.activity, waiting.enabled, waiting.answered, waiting.released, now, None, person
        )
        self.done.append(piece)
        if colleague:
            colleague.is_busy = True
        self._later(now + round(length), self._finish, piece, waiting.walk, colleague)

    def _finish(self, now: int, piece: Done, walk: _Walk, colleague: _Colleague | None) -> None:
        piece.ends = now
        self._go_on(now, walk)
        if colleague:
            colleague.is_busy, colleague.idle_since = False, now
            self._take_work(now, colleague.person.team)


def stretches(scenario: Scenario, hours: Hours) -> list[tuple[int, int]]:
    """When `hours` fall within the scenario, as seconds from and to; on closed days nobody works."""
    found: list[tuple[int, int]] = []
    day, midnight = scenario.first_on, 0
    until = seconds_since(scenario.first_on, scenario.extracted_at)
    while midnight < until:
        if day.isoweekday() in hours.days and day not in scenario.closed_on:
            found += [
                (midnight + round(begin * HOUR), midnight + round(end * HOUR))
                for begin, end in hours.stretches
            ]
        day, midnight = day + timedelta(days=1), midnight + DAY
    return found
