"""What a scenario consists of: work, the ways it can take, the people who do it, the cases that arrive.

A scenario says everything that is true of a process before a single case runs; the simulation adds chance,
drawn from the scenario's seed. Times are the wall clock of `zone`; durations are minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Spread:
    """How a duration or an amount varies, by four points: least, half, nine tenths, greatest.

    Between the points it is a straight line. No logarithm takes part, so every machine gives the same number.
    """

    least: float
    half: float
    nine_tenths: float
    greatest: float

    def at(self, chance: float) -> float:
        """The value that the share `chance` of all cases stays below.

        >>> Spread(10, 20, 60, 100).at(0.7)
        40.0
        """
        low, high, begin, length = (
            (self.least, self.half, 0.0, 0.5)
            if chance < 0.5
            else (self.half, self.nine_tenths, 0.5, 0.4)
            if chance < 0.9
            else (self.nine_tenths, self.greatest, 0.9, 0.1)
        )
        return round(low + (high - low) * (chance - begin) / length, 9)


@dataclass(frozen=True)
class Hours:
    """When somebody works: the weekdays (Mon=1) and the stretches of each, as hours of the clock."""

    days: tuple[int, ...]
    stretches: tuple[tuple[float, float], ...]

    def __str__(self) -> str:
        days = ", ".join(DAY_NAMES[day - 1] for day in self.days)
        if len(self.days) > 2 and self.days == tuple(range(self.days[0], self.days[-1] + 1)):
            days = f"{DAY_NAMES[self.days[0] - 1]}-{DAY_NAMES[self.days[-1] - 1]}"
        return f"{days} {', '.join(f'{clock(begin)}-{clock(end)}' for begin, end in self.stretches)}"


def clock(hour: float) -> str:
    return f"{int(hour):02d}:{round(hour % 1 * 60):02d}"


@dataclass(frozen=True)
class Site:
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Person:
    """Somebody in a team at a site. `pace` stretches the work: at 1.2 everything takes a fifth longer."""

    name: str
    team: str
    site: Site
    hours: Hours
    pace: float = 1.0


@dataclass(frozen=True)
class Activity:
    """A kind of work, done by one `team`, a piece at a time. Without a team it happens by itself, at once."""

    name: str
    team: str | None = None
    work: Spread | None = None


@dataclass(frozen=True)
class Task:
    """One activity on the way of a case; with `answer`, somebody outside has to answer before it can begin.

    With the probability `silence` that answer never comes, and the case stays open for good.
    """

    activity: str
    answer: Spread | None = None
    silence: float = 0.0


@dataclass(frozen=True)
class Chance:
    """The case goes through `then` with this probability, else through `otherwise`."""

    probability: float
    then: tuple[Step, ...]
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True)
class IfBelow:
    """Cases whose amount lies below the limit go through `then`, the others through `otherwise`."""

    limit: int
    then: tuple[Step, ...]
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True)
class IfOf:
    """Cases of the category go through `then`, the others through `otherwise`."""

    category: str
    then: tuple[Step, ...]
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Parallel:
    """All branches at the same time; the case goes on when the last of them has ended."""

    branches: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True)
class Loop:
    """`work`; then, with this probability, `detour` and `work` again, at most `most` times."""

    work: tuple[Step, ...]
    detour: tuple[Step, ...]
    probability: float
    most: int = 3


Step = Task | Chance | IfBelow | IfOf | Parallel | Loop


@dataclass(frozen=True)
class Batching:
    """Work on `activity` is let go on these weekdays at this hour; what is ready later waits for the next."""

    activity: str
    days: tuple[int, ...]
    hour: float

    @property
    def moments(self) -> Hours:
        return Hours(self.days, ((self.hour, self.hour),))

    def __str__(self) -> str:
        return f"{' and '.join(DAY_NAMES[day - 1] for day in self.days)} at {clock(self.hour)}"


@dataclass(frozen=True)
class Drift:
    """From an instant on, work on `activity` takes `factor` times as long."""

    activity: str
    begins_at: datetime
    factor: float


@dataclass(frozen=True)
class Channel:
    """A way by which cases arrive: its share of all, and weights for the 24 hours of each of the 7 weekdays.

    On closed days a channel that is `staffed` is silent; one that is not has the weights of a Sunday.
    """

    name: str
    share: float
    weights: tuple[tuple[int, ...], ...]
    is_staffed: bool = True


@dataclass(frozen=True)
class Category:
    """A kind of case, its share of all, and how its amount varies."""

    name: str
    share: float
    amount: Spread


@dataclass(frozen=True)
class Scenario:
    """A process with everything that is planted in it. Cases arrive from `first_on` until `extracted_at`.

    What is unfinished at `extracted_at` stays open. Cases of `rush_share` are urgent: they overtake the
    others in every queue. For `missing_resource_share` of the work nobody wrote down who did it.
    """

    name: str
    prefix: str
    zone: str
    first_on: date
    extracted_at: datetime
    cases: int
    activities: tuple[Activity, ...]
    route: tuple[Step, ...]
    closing: tuple[str, ...]
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    categories: tuple[Category, ...]
    seed: int
    batching: Batching | None = None
    drift: Drift | None = None
    closed_on: tuple[date, ...] = ()
    rush_share: float = 0.0
    missing_resource_share: float = 0.0
