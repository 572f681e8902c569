"""A calendar: when work is done, in the hours of one zone."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from procmine.errors import UnknownName, WrongOption

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, order=True)
class Shift:
    """Work from `begins` to `ends`, in minutes of the clock of the day it begins on; past midnight `ends` is beyond 1440."""

    begins: int
    ends: int

    def __str__(self) -> str:
        return f"{_clock(self.begins)}-{_clock(self.ends)}"


@dataclass(frozen=True)
class Calendar:
    """Weekly shifts in the hours of a zone, less holidays and closed days, plus extra shifts.

    A shift past midnight belongs to the day it begins on: a holiday or a closed day removes the shifts that
    begin on it, whole. Extra shifts stand on any day, also on one that is closed. Shifts that overlap count once.
    `zone` None means the zone of the log it is used on. Equal calendars have equal texts.
    """

    week: tuple[tuple[Shift, ...], ...]  # Monday first
    zone: str | None = None
    holidays: tuple[str, ...] = ()  # country or country-region, as the library `holidays` names them
    closed: tuple[tuple[date, date], ...] = ()  # first and last day, both closed
    extra: tuple[tuple[date, Shift], ...] = ()

    def __str__(self) -> str:
        if self == replace(ALWAYS, zone=self.zone):
            return f"zone={self.zone}; 24x7" if self.zone else "24x7"
        parts = [f"zone={self.zone}"] if self.zone else []
        parts += [f"{days} {', '.join(map(str, shifts))}" for days, shifts in self._weekly()]
        parts += [f"holidays={name}" for name in self.holidays]
        parts += [f"closed={first}" + (f"..{last}" if last != first else "") for first, last in self.closed]
        parts += [f"extra={day} {shift}" for day, shift in self.extra]
        return "; ".join(parts)

    def _weekly(self) -> Iterator[tuple[str, tuple[Shift, ...]]]:
        """Runs of days with the same shifts, the first day deciding the order."""
        seen: dict[tuple[Shift, ...], list[int]] = {}
        for day, shifts in enumerate(self.week):
            if shifts:
                seen.setdefault(shifts, []).append(day)
        for shifts, days in seen.items():
            yield ", ".join(_runs(days)), shifts

    @property
    def day_hours(self) -> float:
        """The hours of a usual working day: the commonest length among the days that have shifts, the longer of two as common.

        `Mon-Thu 09:00-17:00; Fri 09:00-13:00` has 8. Shifts count on the day they begin on, overlaps once.
        """
        lengths = Counter(self._minutes(day) for day, shifts in enumerate(self.week) if shifts)
        return max(lengths, key=lambda minutes: (lengths[minutes], minutes)) / 60 if lengths else 24.0

    @property
    def week_hours(self) -> float:
        """The hours of a usual week; where shifts overlap they count once."""
        return sum(self._minutes(day) for day in range(len(self.week))) / 60

    def _minutes(self, day: int) -> int:
        """The minutes of the shifts that begin on a weekday, less what shifts of the day before already cover."""
        covered = max((shift.ends - DAY_MINUTES for shift in self.week[day - 1]), default=0)
        minutes = 0
        for shift in sorted(self.week[day]):
            minutes += max(0, shift.ends - max(shift.begins, covered))
            covered = max(covered, shift.ends)
        return minutes

    def within(self, zone: str | None) -> Calendar:
        """The calendar in its own zone, else in `zone`. Raises WrongOption where neither is known."""
        if self.zone or zone:
            return self if self.zone else replace(self, zone=zone)
        raise WrongOption(
            "The calendar has no zone, so its hours cannot be placed.",
            f"calendar {self}",
            "Give the zone in the calendar: zone=Europe/Berlin; Mon-Fri 09:00-17:00.",
        )

    def days_off(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last` on which no weekly shift begins: holidays and closed days."""
        off = {day for name in self.holidays for day in _holidays(name, first.year, last.year)}
        for begin, end in self.closed:
            begin, end = max(begin, first), min(end, last)
            off |= {begin + timedelta(days) for days in range((end - begin).days + 1)}
        return sorted(day for day in off if first <= day <= last)


ALWAYS = Calendar(((Shift(0, DAY_MINUTES),),) * 7)


def _clock(minutes: int) -> str:
    minutes = minutes if minutes <= DAY_MINUTES else minutes - DAY_MINUTES
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _runs(days: list[int]) -> Iterator[str]:
    """`[0, 1, 2, 5]` is Mon-Wed and Sat."""
    begin = 0
    for place in range(1, len(days) + 1):
        if place == len(days) or days[place] != days[place - 1] + 1:
            first, last = DAY_NAMES[days[begin]], DAY_NAMES[days[place - 1]]
            yield first if first == last else f"{first}-{last}"
            begin = place


def _holidays(name: str, first_year: int, last_year: int) -> list[date]:
    import holidays

    country, _, region = name.partition("-")
    return list(
        holidays.country_holidays(country, subdiv=region or None, years=range(first_year, last_year + 1))
    )


def checked_holidays(name: str) -> str:
    """`name` where the library knows the country and the region. Raises UnknownName with those it knows."""
    import holidays

    country, _, region = name.partition("-")
    known = holidays.list_supported_countries()
    if country not in known:
        raise UnknownName("country with holidays", country, _near(country, known), where=f"holidays={name}")
    if region and region not in known[country]:
        raise UnknownName(f"region of {country}", region, sorted(known[country]), where=f"holidays={name}")
    return name


def _near(name: str, known: Iterable[str]) -> list[str]:
    """A few of hundreds of names: those like it, else the first."""
    listed = sorted(known)
    return difflib.get_close_matches(name, listed, n=5, cutoff=0.5) or listed[:5]


def checked_zone(name: str) -> str:
    """`name` where it is an IANA zone. Raises UnknownName with near ones."""
    from zoneinfo import ZoneInfoNotFoundError, available_timezones

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = (zone for zone in available_timezones() if "/" in zone)
        raise UnknownName("zone", name, _near(name, known), where=f"zone={name}") from None
    return name
