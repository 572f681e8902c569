"""What parsers tell of a field: values by id and name, and instants."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

STATUS, ASSIGNEE = "status", "assignee"
STAGE, CLOSING = (
    "stage",
    "closing",
)  # the parts of a status where an item is closed apart from where it stands


class Value(NamedTuple):
    """A value by its id, which stays, and its name, which may be changed: `Value("3", "In progress")`."""

    id: str | None
    name: str | None


NOTHING = Value(None, None)
SEVERAL = "\x1f"  # between the ids of several people in one value
TOLD_BY_NEXT = Value("", "")  # the new value of a change of which the tool keeps the old one only


def instant(told: str | int | float | datetime | None) -> datetime | None:
    """An instant as naive UTC: ISO text with its offset (or Z), epoch seconds or milliseconds. Text without an offset is UTC."""
    if told is None or told == "":
        return None
    if isinstance(told, int | float):
        at = datetime.fromtimestamp(told / 1000 if abs(told) > 1e11 else told, UTC)
    elif isinstance(told, datetime):
        at = told
    else:
        at = datetime.fromisoformat(_usual(told))
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def _usual(told: str) -> str:
    """More than six digits of a second, as .NET writes them, are more than an instant here holds."""
    head, point, tail = told.strip().partition(".")
    digits = len(tail) - len(tail.lstrip("0123456789"))
    return (
        f"{head}.{tail[: min(digits, 6)].ljust(3, '0')}{tail[digits:]}" if point and digits else told.strip()
    )
