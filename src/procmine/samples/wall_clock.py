"""The simulation counts seconds of the wall clock; logs and questions speak of instants."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def seconds_since(first_on: date, moment: datetime) -> int:
    """The wall clock of `moment` as seconds since the midnight that begins `first_on`."""
    return round((moment - datetime.combine(first_on, time())).total_seconds())


def wall_clock(seconds: pd.Series, first_on: date) -> pd.Series:
    """The wall clock that stands for so many seconds since the midnight that begins `first_on`."""
    import pandas as pd

    return pd.Timestamp(first_on) + pd.to_timedelta(seconds, unit="s")


def utc(clock: pd.Series, zone: str) -> pd.Series:
    """Instants as UTC without a zone; a repeated hour is its first, a skipped one is moved on."""
    placed = clock.dt.tz_localize(zone, ambiguous=[True] * len(clock), nonexistent="shift_forward")
    return placed.dt.tz_convert("UTC").dt.tz_localize(None)
