"""How the shares of parts move over time, from the hours of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

LEAST_MOVE = 0.05  # of all hours: what moves by less is not called moved
LEAST_PERIODS = 3  # in each third of the time, or chance cannot be told
SURE = 2.0  # standard errors between the thirds


def in_periods(days: pd.DataFrame, period: str, zone: str | None) -> pd.DataFrame:
    """The hours of `days` (local_day, activity, kind, critical_hours) by `day`, `week` or `month`, with their share of each period.

    `is_steady` marks the periods that lie within `steady_from` and `steady_until`.
    """
    begins = _begin(days.local_day, period)
    course = (
        days.assign(local_at=begins)
        .groupby(["local_at", "activity", "kind"], as_index=False)
        .critical_hours.sum()
    )
    course["share"] = course.critical_hours / course.groupby("local_at").critical_hours.transform("sum")
    first, last = days.steady_from.iloc[0], days.steady_until.iloc[0]
    course["is_steady"] = (course.local_at >= first) & (_next(course.local_at, period) <= last)
    course.insert(0, "period_at", _instant(course.local_at, zone))
    return course


def moved(course: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """For each (activity, kind) its share in the first and in the last third of the steady periods, and whether it moved.

    It moved where the two differ by 5 points at least and by more than twice the standard error that the spread between
    single periods leaves. Beside it the number of steady periods; below three there are no thirds and nothing is known.
    """
    import numpy as np
    import pandas as pd

    steady = course[course.is_steady]
    wide = steady.pivot(index="local_at", columns=["activity", "kind"], values="critical_hours").fillna(0)
    third = len(wide) // 3
    keys = course[["activity", "kind"]].drop_duplicates(ignore_index=True)
    if not third:
        return keys.assign(early_share=np.nan, late_share=np.nan, has_moved=False), len(wide)
    early, late = wide.head(third), wide.tail(third)
    shares = [part.sum() / part.to_numpy().sum() for part in (early, late)]
    spread = [part.div(part.sum(axis=1), axis=0).var(ddof=1) / third for part in (early, late)]
    change = (shares[1] - shares[0]).abs()
    has_moved = (
        (change >= LEAST_MOVE) & (change > SURE * np.sqrt(spread[0] + spread[1])) & (third >= LEAST_PERIODS)
    )
    found = pd.DataFrame(
        {"early_share": shares[0], "late_share": shares[1], "has_moved": has_moved}
    ).reset_index()
    found = keys.merge(found, on=["activity", "kind"], how="left")
    none = {
        "early_share": 0.0,
        "late_share": 0.0,
        "has_moved": False,
    }  # over at no time of the steady periods
    return found.assign(**{name: found[name].fillna(value) for name, value in none.items()}).astype(
        {"has_moved": bool}
    ), len(wide)


def _begin(days: pd.Series, period: str) -> pd.Series:
    import pandas as pd

    if period == "month":
        return days.dt.to_period("M").dt.start_time
    return days - pd.to_timedelta(days.dt.day_of_week if period == "week" else 0, unit="D")


def _next(begins: pd.Series, period: str) -> pd.Series:
    import pandas as pd

    return (
        begins
        + {"day": pd.DateOffset(days=1), "week": pd.DateOffset(days=7), "month": pd.DateOffset(months=1)}[
            period
        ]
    )


def _instant(begins: pd.Series, zone: str | None) -> pd.Series:
    """Local midnights as instants; one that the clock skips is the instant after, one that comes twice its first coming."""
    import numpy as np

    if zone is None:
        return begins
    return begins.dt.tz_localize(
        zone, nonexistent="shift_forward", ambiguous=np.ones(len(begins), dtype=bool)
    )
