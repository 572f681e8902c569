"""A calendar as a phrase: `zone=Europe/Berlin; Mon-Fri 09:00-17:00; holidays=DE-BY; closed=2024-12-24..2025-01-01`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from procmine.calendars.calendar import (
    ALWAYS,
    DAY_MINUTES,
    DAY_NAMES,
    Calendar,
    Shift,
    checked_holidays,
    checked_zone,
)
from procmine.errors import ProcmineError, WrongOption

EXAMPLE = "Mon-Fri 09:00-17:00; Sat 10:00-14:00; holidays=DE-BY; closed=2024-12-24..2025-01-01; extra=2024-11-30 09:00-13:00"
_DAY = f"(?:{'|'.join(DAY_NAMES)})"
_DAYS = re.compile(rf"{_DAY}(?:\s*-\s*{_DAY})?(?:\s*,\s*{_DAY}(?:\s*-\s*{_DAY})?)*", re.IGNORECASE)
_SHIFT = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


def calendar(text: str) -> Calendar:
    """The calendar that a phrase describes.

        [zone=IANA;] DAYS HH:MM-HH:MM[, HH:MM-HH:MM]; …  [holidays=DE-BY;] [closed=D or D..D;] [extra=D HH:MM-HH:MM]

    or `24x7`. `closed=holidays.ics` closes the whole days of an iCalendar file.
    DAYS is `Mon-Fri`, `Sat, Sun`, `Fri-Mon`. A shift that ends at or before its begin runs past midnight.
    Raises WrongOption with every part that cannot be read.
    """
    parts, faults = _Parts(), []
    for part in (part.strip() for part in text.split(";")):
        try:
            if part:
                parts.take(part)
        except ProcmineError as problem:
            faults.append(f"{part!r}: {problem.found} {problem.cure}".strip())
    if not faults and not any(parts.week) and not parts.extra:
        faults.append("it has no shift")
    if faults:
        raise WrongOption(
            f"The calendar cannot be read: {'; '.join(faults)}", text, f"Write it as: {EXAMPLE}, or 24x7."
        )
    return parts.calendar()


class _Parts:
    """What the parts of a phrase have said so far."""

    def __init__(self) -> None:
        self.week: list[set[Shift]] = [set() for _ in DAY_NAMES]
        self.zone: str | None = None
        self.holidays: list[str] = []
        self.closed: set[tuple[date, date]] = set()
        self.extra: set[tuple[date, Shift]] = set()

    def take(self, part: str) -> None:
        key, is_pair, value = (word.strip() for word in part.partition("="))
        if is_pair:
            readers: dict[str, Any] = {
                "zone": self._zone,
                "holidays": self._holidays,
                "closed": self._closed,
                "extra": self._extra,
            }
            if key.lower() not in readers:
                raise WrongOption(f"there is no part {key!r}.", part, f"Parts are: {', '.join(readers)}.")
            readers[key.lower()](value)
        elif part.lower() == "24x7":
            for shifts, always in zip(self.week, ALWAYS.week, strict=True):
                shifts.update(always)
        else:
            self._weekly(part)

    def _weekly(self, part: str) -> None:
        named = re.match(r"\D*", part)[0].strip()  # type: ignore[index]
        if not _DAYS.fullmatch(named):
            raise WrongOption(
                f"{named!r} names no days.",
                part,
                f"Days are {', '.join(DAY_NAMES)}, as in Mon-Fri or Sat, Sun.",
            )
        for day in _days(named):
            self.week[day].update(_shifts(part[len(named) :]))

    def _zone(self, value: str) -> None:
        self.zone = checked_zone(value)

    def _holidays(self, value: str) -> None:
        self.holidays += [
            name
            for name in (checked_holidays(one.strip().upper()) for one in value.split(","))
            if name not in self.holidays
        ]

    def _closed(self, value: str) -> None:
        for one in value.split(","):
            if one.strip().endswith(".ics"):
                from procmine.calendars.ics import days_off

                self.closed |= days_off(Path(one.strip()).expanduser())
                continue
            first, _, last = one.strip().partition("..")
            begin = _date(first)
            end = _date(last) if last else begin
            if end < begin:
                raise WrongOption(f"{one.strip()} ends before it begins.", value, "")
            self.closed.add((begin, end))

    def _extra(self, value: str) -> None:
        day, _, shifts = value.partition(" ")
        self.extra |= {(_date(day), shift) for shift in _shifts(shifts)}

    def calendar(self) -> Calendar:
        week = tuple(tuple(sorted(shifts)) for shifts in self.week)
        return replace(ALWAYS, week=week, zone=self.zone, holidays=tuple(self.holidays),
                       closed=tuple(sorted(self.closed)), extra=tuple(sorted(self.extra)))  # fmt: skip


def _days(text: str) -> list[int]:
    """The days of `Mon-Wed, Sat`; `Fri-Mon` goes over the end of the week."""
    found: list[int] = []
    names = [name.lower() for name in DAY_NAMES]
    for run in text.lower().split(","):
        first, _, last = (word.strip() for word in run.partition("-"))
        begin, end = names.index(first), names.index(last or first)
        found += [day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)]
    return found


def _shifts(text: str) -> list[Shift]:
    shifts = []
    for one in text.split(","):
        found = _SHIFT.fullmatch(one.strip())
        if not found:
            raise WrongOption(f"{one.strip()!r} is no time from HH:MM to HH:MM.", text, "")
        begins, ends = (
            int(hour) * 60 + int(minute) for hour, minute in (found.groups()[:2], found.groups()[2:])
        )
        if begins >= DAY_MINUTES or ends > DAY_MINUTES or int(found[2]) > 59 or int(found[4]) > 59:
            raise WrongOption(
                f"{one.strip()!r} lies outside the day.", text, "Hours run from 00:00 to 24:00."
            )
        if begins == ends:
            raise WrongOption(f"{one.strip()!r} has no length.", text, "A whole day is 00:00-24:00.")
        shifts.append(Shift(begins, ends if ends > begins else ends + DAY_MINUTES))
    return shifts


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise WrongOption(f"{text.strip()!r} is no day.", text, "Write it as 2024-12-24.") from None
