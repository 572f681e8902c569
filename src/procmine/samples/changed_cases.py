"""Cases around a change whose effect is known, made directly: how long each took, in weeks that remember what they were like.

Nothing happens in them: they try how a change is judged, many times over in little time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

CHANGED_AT = datetime(2025, 9, 1)
MEAN_HOURS = 72.0
SHAPE = 1.4  # of the gamma distribution: most cases are quick, some take long
WEEK_HOURS = 168.0


@dataclass(frozen=True)
class Circumstances:
    """What a change is judged in: weeks around it, cases a week, how much weeks go up and down, and what they remember."""

    weeks_before: int = 60
    weeks_after: int = 30
    cases_a_week: float = 60.0
    ups_and_downs: float = 0.08  # of the mean of a week
    alike: float = 0.4
    trend: float = 0.0  # of the mean, a week

    @property
    def until(self) -> datetime:
        return CHANGED_AT + timedelta(weeks=self.weeks_after)


def changed_cases(seed: int, effect: float = 0.0, given: Circumstances | None = None) -> pd.DataFrame:
    """Cases in the order of arrival (case_no, first_at, is_closed, hours, value); since the change they take `effect` less of the mean.

    Some weeks have twice as many cases as others. What is not finished at the end stays open, with its age.
    """
    import numpy as np
    import pandas as pd

    given = given or Circumstances()
    chance = np.random.default_rng(seed)
    week = np.arange(-given.weeks_before, given.weeks_after)
    rate = given.cases_a_week * chance.uniform(0.67, 1.33, len(week))
    level = 1 + given.ups_and_downs * remembering(chance, len(week), given.alike) + given.trend * week
    arrivals = chance.poisson(rate)
    begins = (np.repeat(week, arrivals) + chance.random(arrivals.sum())) * WEEK_HOURS
    mean = MEAN_HOURS * np.repeat(np.maximum(level - effect * (week >= 0), 0.05), arrivals)
    hours = chance.gamma(SHAPE, mean / SHAPE)
    order = np.argsort(begins)
    begins, hours = begins[order], hours[order]
    age = given.weeks_after * WEEK_HOURS - begins
    is_closed = hours <= age
    return pd.DataFrame(
        {
            "case_no": np.arange(len(begins)), "first_at": pd.Timestamp(CHANGED_AT) + pd.to_timedelta(begins, unit="h").as_unit("us"),
            "is_closed": is_closed, "hours": np.where(is_closed, hours, age), "value": np.where(is_closed, hours, np.nan),
        }
    )  # fmt: skip


def remembering(chance: np.random.Generator, count: int, alike: float) -> np.ndarray:
    """A series of variance 1 of which each value keeps so much of the last."""
    import numpy as np

    made = chance.normal(size=count) * (1 - alike**2) ** 0.5
    made[0] /= (1 - alike**2) ** 0.5
    for place in range(1, count):
        made[place] += alike * made[place - 1]
    return np.asarray(made)
