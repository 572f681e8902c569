"""Cases that came before a change and after it, followed for equally long; what was not seen to its end is made up for.

A case that came before the change and ended after it was touched by it. Leaving such cases out would leave the long ones out,
so they are followed up to the change and no further, as those that came after it are up to the end of what is looked at.
What a case would have taken that was not followed to its end is the mean of what the others of its cohort took that lasted
longer than it was followed: so the mean of a cohort is the area under its Kaplan–Meier curve. Source: Efron (1967),
redistribution to the right. Weeks in which cases were not followed as long as nine in ten took before are not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from procmine.improvement.measures import reach
from procmine.timing.kaplan_meier import quantile, survival

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    import pandas as pd

WEEK_HOURS = 168.0
MATURE = (
    0.9  # of the cases that end: a week tells something once its cases were followed as long as so many took
)


class Horizon(NamedTuple):
    """For how many hours cases count at most, and for how long at least the cases of a week must have been followed."""

    within: float
    followed: float


@dataclass(frozen=True, eq=False)
class Cohorts:
    """The cases of a question, a row each in the order of arrival, around the change (naive UTC instants)."""

    cases: pd.DataFrame
    changed_at: datetime
    until: datetime
    zone: str = "UTC"

    @property
    def last(self) -> float:
        """Hours from the change to the end of what is looked at."""
        return (self.until - self.changed_at).total_seconds() / 3600

    @cached_property
    def begins(self) -> np.ndarray:
        """Hours from the change to each arrival; negative before it."""
        return _hours(self.cases.first_at - self.changed_at)

    @cached_property
    def is_after(self) -> np.ndarray:
        return self.begins >= 0

    @cached_property
    def followed(self) -> np.ndarray:
        """For how long each case was followed: up to the change, or from then on to the end."""
        import numpy as np

        return np.where(self.is_after, self.last, 0.0) - self.begins

    @cached_property
    def is_ended(self) -> np.ndarray:
        """Whether a case was followed to its end."""
        return self.cases.is_closed.to_numpy() & (self.cases.hours.to_numpy() <= self.followed)

    @cached_property
    def lasted(self) -> np.ndarray:
        import numpy as np

        return np.where(self.is_ended, self.cases.hours.to_numpy(), self.followed)

    @property
    def straddling(self) -> int:
        """Cases that came before the change and were not finished by then."""
        return int((~self.is_after & ~self.is_ended).sum())

    @cached_property
    def week(self) -> np.ndarray:
        """Weeks from the change on, the first of them 0; negative before it."""
        import numpy as np

        return np.floor(self.wall / WEEK_HOURS).astype(int)

    @cached_property
    def wall(self) -> np.ndarray:
        """Hours from the change to each arrival on the clock of the zone, where every week has 168."""
        at, start = (self._on_the_wall(instants) for instants in (self.cases.first_at, self.changed_at))
        return _hours(at - start)

    def _on_the_wall(self, instants: Any) -> Any:
        import pandas as pd

        if isinstance(instants, pd.Series):
            return instants.dt.tz_localize("UTC").dt.tz_convert(self.zone).dt.tz_localize(None)
        return pd.Timestamp(instants, tz="UTC").tz_convert(self.zone).tz_localize(None)

    @cached_property
    def horizon(self) -> Horizon:
        """As nearly all cases before the change took, or for as long as both cohorts were followed."""
        import numpy as np

        before, ended = self.lasted[~self.is_after], self.is_ended[~self.is_after].astype(int)
        if not ended.any():
            return Horizon(float("nan"), float("inf"))
        curve = survival(before, ended, 1 - ended, np.zeros(len(before)))
        usual = reach(curve)
        gone = 1 - float(curve.still_going[curve.hours <= usual].iloc[-1])
        return Horizon(min(usual, self.last), quantile(curve, MATURE * gone))

    def counted(self, horizon: Horizon) -> np.ndarray:
        """Whether a case came in a week that is seen whole and whose last case was followed long enough."""
        import numpy as np

        first = self.wall.min() if len(self.wall) else 0.0
        begin, end = self.week * WEEK_HOURS, (self.week + 1) * WEEK_HOURS
        last = (self._on_the_wall(self.until) - self._on_the_wall(self.changed_at)).total_seconds() / 3600
        closes = np.where(self.is_after, last, 0.0)
        return (begin >= first) & (end + horizon.followed <= closes)

    def told(self, horizon: Horizon, is_of_time: bool) -> tuple[np.ndarray, np.ndarray]:
        """Of each case how much it counts, 0..1, and what it took times that.

        Of time (`is_of_time`) every case counts, with at most `within`; of all else those that ended within it and know it.
        """
        import numpy as np

        within, value = horizon.within, self.cases.value.to_numpy(dtype=float, na_value=np.nan)
        lasts = self.lasted >= within
        if is_of_time:
            counts = np.ones(len(value))
            amount = np.minimum(self.lasted, within)
        else:
            counts = (self.is_ended & (self.lasted <= within) & ~np.isnan(value)).astype(float)
            amount = np.where(counts > 0, value, 0.0)
        is_seen = self.is_ended | lasts
        for side in (self.is_after, ~self.is_after):
            made_up = _of_those_longer(self.lasted[side], is_seen[side], np.c_[counts, amount][side])
            counts[side], amount[side] = made_up.T
        return counts, amount


def _hours(spans: pd.Series) -> np.ndarray:
    import numpy as np

    return spans.to_numpy() / np.timedelta64(1, "h")


def _of_those_longer(lasted: np.ndarray, is_seen: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """Figures of cases (rows), those of cases not seen to the end being the mean over those that lasted longer.

    Where none lasted longer, nothing is known of a case and it does not count.
    """
    import numpy as np

    order = np.lexsort(
        (~is_seen, lasted)
    )  # what ends at an instant does so before what is no longer seen then
    seen, found = is_seen[order], figures[order].astype(float)
    count = len(order)
    at_risk = count - np.arange(count)
    going = np.cumprod(np.where(seen, 1 - 1 / at_risk, 1.0))
    mass = np.where(seen, np.r_[1.0, going[:-1]] / at_risk, 0.0)  # of the curve that falls with each case
    beyond = np.cumsum((mass[:, None] * found)[::-1], axis=0)[::-1]
    left = np.cumsum(mass[::-1])[::-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        longer = np.where(left[:, None] > 0, beyond / left[:, None], 0.0)
    found[~seen] = longer[~seen]
    made_up = np.empty_like(found)
    made_up[order] = found
    return made_up
