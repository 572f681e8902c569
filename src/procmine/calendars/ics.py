"""A calendar from an iCalendar file: timed events are shifts, events of whole days are days on which nobody works.

A weekly or daily rule without an end is a weekly shift, for good and before; single events and rules that end are
extra shifts on their days. Yearly whole days are closed each year from 2000 to 2050. What a calendar cannot hold
(a monthly shift without an end, every other week, two zones) is refused by the name of its event, never dropped.
Source: RFC 5545, read by the library `icalendar`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from procmine.calendars.calendar import ALWAYS, Calendar, Shift
from procmine.errors import NotInstalled, WrongOption

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST, LAST = datetime(2000, 1, 1), datetime(2050, 12, 31)
MOST_DAYS = 20_000  # of one rule
DAILY_OR_RARER = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WITHIN_A_DAY = {"BYHOUR", "BYMINUTE", "BYSECOND"}
CURE = "Export shifts as weekly or single events with a begin and an end, days off as events of whole days."


def from_ics(path: Path) -> Calendar:
    """The calendar of a file. Raises WrongOption with every event that no calendar can hold."""
    found = _read(path)
    if not any(found.week) and not found.extra and not found.faults:
        instead = f"Mon-Fri 09:00-17:00; closed={path.name}"
        found.faults.append(f"it holds no shift, only days off: write {instead!r}")
    _refuse(found.faults, path)
    return found.calendar()


def days_off(path: Path) -> set[tuple[date, date]]:
    """The days that the events of a file take off, for `closed=` in a phrase."""
    found = _read(path)
    if any(found.week) or found.extra:
        found.faults.append("it holds shifts too: only events of whole days close days")
    _refuse(found.faults, path)
    return found.closed


def _refuse(faults: list[str], path: Path) -> None:
    if faults:
        raise WrongOption(f"The calendar cannot be used: {'; '.join(faults)}.", str(path), CURE)


def _read(path: Path) -> _Found:
    try:
        import icalendar
    except ImportError:
        raise NotInstalled(
            "iCalendar files are read by a library that is not installed.",
            str(path),
            'pip install "procmine[icalendar]"',
        ) from None
    try:
        read = icalendar.Calendar.from_ical(path.read_bytes())
    except OSError as problem:
        raise WrongOption(f"The calendar cannot be read: {problem.strerror}.", str(path), CURE) from None
    except (ValueError, IndexError, KeyError) as problem:
        raise WrongOption(f"This is no iCalendar file: {str(problem)[:120]}.", str(path), CURE) from None
    found = _Found()
    for event in read.walk("VEVENT"):
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            found.take(event)
    return found


@dataclass
class _Found:
    """What the events have said so far."""

    week: list[set[Shift]] = field(default_factory=lambda: [set() for _ in CODES])
    extra: set[tuple[date, Shift]] = field(default_factory=set)
    closed: set[tuple[date, date]] = field(default_factory=set)
    without: set[tuple[date, Shift]] = field(default_factory=set)
    zones: set[str | None] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def take(self, event: Any) -> None:
        name = f"{str(event.get('SUMMARY', 'an event without a name'))!r}"
        try:
            begins = event["DTSTART"].dt
            lasts = _length(event, begins)
        except (KeyError, ValueError, AttributeError):
            self.faults.append(f"{name} says no time that can be read")
            return
        for unread in ("RDATE", "RECURRENCE-ID", "EXRULE"):
            if unread in event:
                self.faults.append(
                    f"{name} of {begins:%d %b %Y} is changed by {unread}, which is not understood"
                )
                return
        rule = event.get("RRULE")
        if (
            rule is not None
            and not isinstance(rule, list)
            and (rule["FREQ"][0] not in DAILY_OR_RARER or set(rule) & WITHIN_A_DAY)
        ):
            self.faults.append(f"{name} comes several times a day, {_told(rule)}")
        elif isinstance(rule, list):
            self.faults.append(f"{name} has several rules")
        elif not isinstance(begins, datetime):
            self._day_off(name, begins, lasts, rule, event)
        elif not timedelta() < lasts <= timedelta(days=1):
            self.faults.append(f"{name} of {begins:%d %b %Y} is no shift of at most a day")
        else:
            self._shift(name, begins, lasts, rule, event)

    def _day_off(self, name: str, begins: date, lasts: timedelta, rule: Any, event: Any) -> None:
        last = lasts - timedelta(days=1)
        if rule is not None and _is_endless(rule) and rule.get("FREQ") != ["YEARLY"]:
            self.faults.append(f"{name} takes days off {_told(rule)} without an end, as no calendar can hold")
            return
        self.closed |= {(day, day + last) for day in _days(begins, rule) - set(_left_out(event))}

    def _shift(self, name: str, begins: datetime, lasts: timedelta, rule: Any, event: Any) -> None:
        self.zones.add(_zone(begins))
        if len(self.zones) > 1:
            self.faults.append(
                f"{name} is in another zone than the events before: {', '.join(sorted(map(str, self.zones)))}"
            )
        first = begins.hour * 60 + begins.minute
        shift = Shift(first, first + int(lasts.total_seconds() // 60))
        if rule is not None and _is_endless(rule):
            days = _weekdays(begins, rule)
            if days is None:
                self.faults.append(f"{name} comes {_told(rule)} without an end, as no calendar can hold")
                return
            for day in days:
                self.week[day].add(shift)
            self.without |= {(day, shift) for day in _left_out(event)}
        else:
            self.extra |= {(day, shift) for day in _days(begins, rule) - set(_left_out(event))}

    def calendar(self) -> Calendar:
        week = tuple(tuple(sorted(shifts)) for shifts in self.week)
        # A shift that falls out closes its day; the other shifts of that day stand as extra ones.
        off = {day for day, _ in self.without}
        kept = {
            (day, shift)
            for day in off
            if not any(first <= day <= last for first, last in self.closed)
            for shift in week[day.weekday()]
            if (day, shift) not in self.without
        }
        closed = self.closed | {(day, day) for day in off}
        return replace(
            ALWAYS,
            week=week,
            zone=next(iter(self.zones), None),
            closed=tuple(sorted(closed)),
            extra=tuple(sorted(self.extra | kept)),
        )


def _length(event: Any, begins: date) -> timedelta:
    if "DTEND" in event:
        return event["DTEND"].dt - begins
    if "DURATION" in event:
        return event["DURATION"].dt
    return timedelta() if isinstance(begins, datetime) else timedelta(days=1)


def _zone(at: datetime) -> str | None:
    return None if at.tzinfo is None else getattr(at.tzinfo, "key", None) or str(at.tzinfo)


def _is_endless(rule: Any) -> bool:
    return "UNTIL" not in rule and "COUNT" not in rule


def _told(rule: Any) -> str:
    return f"by the rule {rule.to_ical().decode()}"


def _weekdays(begins: date, rule: Any) -> list[int] | None:
    """The weekdays of a rule for every week; None for any other rule."""
    if set(rule) - {"FREQ", "BYDAY", "INTERVAL", "WKST"} or rule.get("INTERVAL", [1]) != [1]:
        return None
    named = [str(day) for day in rule.get("BYDAY", [])]
    if rule["FREQ"] == ["DAILY"]:
        return [CODES.index(day) for day in named] if named else list(range(7))
    if rule["FREQ"] != ["WEEKLY"] or any(day not in CODES for day in named):
        return None
    return [CODES.index(day) for day in named] if named else [begins.weekday()]


def _days(begins: date, rule: Any) -> set[date]:
    """The days of an event, on the clock of its own zone."""
    from dateutil.rrule import rrulestr

    day = begins.date() if isinstance(begins, datetime) else begins
    if rule is None:
        return {day}
    local = datetime(day.year, day.month, day.day)
    plain = {name: value for name, value in rule.items() if name != "UNTIL"}
    text = type(rule)(plain).to_ical().decode()
    until = rule.get("UNTIL", [LAST])[0]
    last = (
        _on_the_clock(until, begins)
        if isinstance(until, datetime)
        else datetime(until.year, until.month, until.day)
    )
    first = max(local, FIRST) if _is_endless(rule) else local
    found = rrulestr(text, dtstart=local).between(first, min(last, LAST), inc=True)
    return {at.date() for at in found[:MOST_DAYS]}


def _on_the_clock(at: datetime, begins: date) -> datetime:
    """An instant on the clock of the event: ends of rules and dates left out are often told in UTC."""
    zone = begins.tzinfo if isinstance(begins, datetime) else None
    return (at.astimezone(zone) if at.tzinfo and zone else at).replace(tzinfo=None)


def _left_out(event: Any) -> list[date]:
    found = event.get("EXDATE", [])
    listed = found if isinstance(found, list) else [found]
    days = [at.dt for one in listed for at in one.dts]
    begins = event["DTSTART"].dt
    return [_on_the_clock(day, begins).date() if isinstance(day, datetime) else day for day in days]
