"""What hours of opportunities are worth in money: work that would not be done, at the rates of who did it; never waiting as labour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procmine.improvement.costs import costs
from procmine.improvement.rates import Rates
from procmine.improvement.rates import rates as rates_of

if TYPE_CHECKING:
    from procmine.log import EventLog

UNKNOWN = float("nan")


@dataclass(frozen=True)
class Prices:
    """The rates, and what an hour of each activity costs by them, unknown where somebody who does it has none; without rates all money is unknown."""

    rates: Rates | None = None
    of_hour: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, log: EventLog, said: str | Mapping[str, Any] | None) -> Prices:
        if said is None:
            return cls()
        given = rates_of(said)
        frame = costs(log, rates=given).frame
        # By hours as they passed, as those are that would be spared: what was in hand beside other work is paid once.
        is_known = (frame.elapsed_hours > 0) & (frame.unpriced_hours == 0)
        paid = ((frame.people_cost + frame.machine_cost) / frame.elapsed_hours).where(is_known)
        return cls(given, dict(zip(frame.group, paid, strict=True)))

    @property
    def text(self) -> str | None:
        return self.rates.text if self.rates else None

    @property
    def currency(self) -> str:
        return self.rates.currency if self.rates else ""

    def of_work(self, hours: Mapping[str, float]) -> float:
        """What hours of work by activity cost; unknown where some of them have no price."""
        if self.rates is None:
            return UNKNOWN
        return sum(
            (self.of_hour.get(activity, UNKNOWN) * amount for activity, amount in hours.items() if amount),
            0.0,
        )

    def of_delay(self, hours: float) -> float:
        """What cases later done by so many hours cost whoever waits for them, where the rates say so."""
        return UNKNOWN if self.rates is None or self.rates.delay is None else hours * self.rates.delay
