"""The words of the filter grammar: names, durations, dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from procmine.errors import WrongFilter

UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(
    r"(\d+(?:\.\d+)?)\s*(seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|w)", re.IGNORECASE
)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?(e[+-]\d+)?", re.ASCII)
_BARE = re.compile(r"[^\W\d][\w.\-/]*|\d[\w.\-]*")
KEYWORDS = frozenset(
    (
        *("in", "is", "not", "missing", "between", "by", "passing", "avoiding", "following", "within"),
        *("starting", "ending", "with", "variants", "top", "share", "ids", "slower", "faster", "than"),
        *("only", "activities", "resources", "complete", "open", "sample", "seed", "except", "and", "or"),
    )
)


def name_text(name: str) -> str:
    """`name` as the grammar writes it: bare where that is safe, else in double quotes."""
    if _BARE.fullmatch(name) and name.lower() not in KEYWORDS and ".." not in name:
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def number_text(value: float) -> str:
    """A number in full, without an exponent: the text of a filter is also its key, so nothing may be rounded."""
    return format(Decimal(repr(float(value))).normalize(), "f") if value != int(value) else str(int(value))


def is_plain(text: str) -> bool:
    """Whether a text is a number that equals another however that is written: 1 and 1.0, but no code such as 007."""
    return _PLAIN_NUMBER.fullmatch(text) is not None


def asked_value(value: Any, zone: str | None) -> dict[str, Any]:
    """A value that attributes are compared with: as `text`, as `number` to order by, as `plain_number` to be equal to,
    and as the wall clock `from_at` .. `until` in the log's zone that it means; None for what it is not.

    Equal as numbers are only plain ones: a code such as 007 or 1_000 is text. A date is its whole day.
    """
    text = number_text(value) if isinstance(value, float) else str(value)
    number = float(text) if _NUMBER.fullmatch(text) else None
    low, high = (None, None) if number is not None else _wall_clock(text, zone)
    return {
        "text": text,
        "number": number,
        "plain_number": number if is_plain(text) else None,
        "from_at": low,
        "until": high,
    }


def _wall_clock(text: str, zone: str | None) -> tuple[datetime | None, datetime | None]:
    """The half-open range of wall-clock time that a date or an instant stands for; attributes keep their wall clock."""
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        return None, None
    try:
        low = datetime.fromisoformat(text)
        if low.tzinfo:
            low = low.astimezone(ZoneInfo(zone or "UTC")).replace(tzinfo=None)
        lasts = timedelta(days=1) if len(text) == len("2024-03-31") else timedelta.resolution
        return low, low + min(lasts, datetime.max - low)
    except (ValueError, OverflowError):
        return None, None


def names_text(names: tuple[str, ...]) -> str:
    return ", ".join(name_text(name) for name in names)


def duration_seconds(text: str) -> float:
    """Seconds of elapsed time in `72h`, `3d`, `30min`, `1d 12h`."""
    found = list(_DURATION.finditer(text.strip()))
    if not found or _DURATION.sub("", text).strip(" ,"):
        raise WrongFilter(f"{text!r} is not a duration.", "", "Write 72h, 3d, 30min or 2w.")
    return sum(
        float(amount) * UNITS[_unit(unit.lower())] for amount, unit in (match.groups() for match in found)
    )


def _unit(word: str) -> str:
    return "min" if word.startswith("mi") else word[0]


def duration_text(seconds: float) -> str:
    """The shortest exact way to write `seconds`."""
    for unit, size in reversed(UNITS.items()):
        if seconds and seconds % size == 0 and (unit != "w" or seconds % (4 * size)) and unit != "w":
            return f"{int(seconds // size)}{unit}"
    return f"{number_text(seconds)}s"


def instant_range(start: str, end: str, zone: str | None) -> tuple[datetime, datetime]:
    """The half-open range of naive UTC instants that `start..end` means in the log's zone.

    A date stands for its whole day, so a date at the end is included; a time is an instant.
    """
    low, _ = _reading(start, zone)
    end_at, is_day = _reading(end, zone)
    try:
        high = _reading((end_at_day(end) + timedelta(days=1)).isoformat(), zone)[0] if is_day else end_at
    except OverflowError:
        raise WrongFilter(f"{end!r} lies beyond the calendar.", "", "Write a year before 9999.") from None
    if high <= low:
        raise WrongFilter(f"The period {start}..{end} holds nothing.", "", "Write the earlier date first.")
    return low, high


def end_at_day(text: str) -> date:
    return date.fromisoformat(text.strip())


def _reading(text: str, zone: str | None) -> tuple[datetime, bool]:
    text = text.strip()
    is_day = bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text))
    try:
        found = datetime.combine(date.fromisoformat(text), time()) if is_day else datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise WrongFilter(
            f"{text!r} is not a date.",
            "",
            "Write 2026-03-31 for a whole day or 2026-03-31T14:00 for an instant.",
        ) from None
    if found.tzinfo is None and zone:
        found = found.replace(tzinfo=ZoneInfo(zone))
    if found.tzinfo is not None:
        try:
            found = found.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:
            raise WrongFilter(
                f"{text!r} lies beyond the calendar.", "", "Write a year between 1 and 9999."
            ) from None
    return found, is_day
