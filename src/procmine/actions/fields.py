"""What can be said of an action, and how each is read: a wrong value is refused with what would do."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from procmine.errors import UnknownName, WrongOption
from procmine.filters import parse

STATUSES = ("proposed", "planned", "in progress", "done", "dropped")
LONGEST_TITLE, LONGEST_TEXT = 200, 10_000  # letters


def words(name: str, value: Any, longest: int = LONGEST_TEXT) -> str | None:
    """A text without blanks around it; nothing where there is none."""
    text = str(value).strip() if value is not None else ""
    if len(text) > longest:
        raise WrongOption(
            f"A text of {len(text):,} letters is too long for the {_said(name)}.",
            name,
            f"Use up to {longest:,} letters; longer ones can be attached as a document.",
        )
    return text or None


def title(name: str, value: Any) -> str:
    text = words(name, " ".join(str(value or "").split()), LONGEST_TITLE)
    if text is None:
        raise WrongOption("An action needs a title.", name, "Say in a few words what is to change.")
    return text


def status(name: str, value: Any) -> str:
    said = " ".join(str(value or "").replace("-", " ").replace("_", " ").split()).lower()
    if said not in STATUSES:
        raise UnknownName("status", value, STATUSES)
    return said


def day(name: str, value: Any) -> str | None:
    text = words(name, value.date() if isinstance(value, datetime) else value)
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongOption(f"{text!r} is no day.", name, "Write it as 2026-09-30.") from None


def instant(name: str, value: Any) -> str | None:
    """A day, or a day and a time; a time without an offset is on the clock of the log."""
    text = words(name, value)
    if text is None:
        return None
    try:
        if len(text) <= 10:
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongOption(
            f"{text!r} is no moment.", name, "Write it as 2026-09-30, or 2026-09-30T08:00+02:00."
        ) from None


def filter_text(name: str, value: Any) -> str | None:
    """A filter in its canonical words. Raises WrongFilter."""
    text = words(name, value)
    return str(parse(text)) or None if text else None


def metrics(name: str, value: Any) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else list(value or ())
    return tuple(dict.fromkeys(text for one in listed if (text := words(name, one))))


def hours(name: str, value: Any) -> float | None:
    if value is None or value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise WrongOption(f"{value!r} is no number of hours.", name, "Write it as 12 or 7.5.") from None
    if math.isinf(number):
        raise WrongOption("The hours expected have no end.", name, "Write a number, or leave it out.")
    return None if math.isnan(number) else number


def number(name: str, value: Any) -> int | None:
    if value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise WrongOption(f"{value!r} is no whole number.", name, "Write it as 3.") from None


CHANGEABLE: dict[str, Callable[[str, Any], Any]] = {
    "title": title,
    "status": status,
    "owner": lambda name, value: words(name, value, LONGEST_TITLE),
    "starts_on": day,
    "due_on": day,
    "changed_at": instant,
    "filters": filter_text,
    "metric": words,
    "cohort": filter_text,
    "control": filter_text,
    "guardrails": metrics,
    "expected_hours_per_month": hours,
    "expected_low_hours": hours,
    "expected_high_hours": hours,
}
ONCE: dict[str, Callable[[str, Any], Any]] = {"finding": words, "cites_version": number}


def read(given: Mapping[str, Any], known: Mapping[str, Callable[[str, Any], Any]]) -> dict[str, Any]:
    """The values given, by field, each as it is kept. Raises what is wrong with one."""
    for name in given:
        if name not in known:
            raise UnknownName("field", name, known, where="action")
    return {name: known[name](name, value) for name, value in given.items()}


def require_order(fields: Mapping[str, Any]) -> None:
    """Refuse an end before its begin, and bounds the wrong way round."""
    begins, ends = fields.get("starts_on"), fields.get("due_on")
    if begins and ends and ends < begins:
        raise WrongOption(
            f"It would be due on {ends}, before it starts on {begins}.", "due_on", "Change one of the two."
        )
    low, high = fields.get("expected_low_hours"), fields.get("expected_high_hours")
    if low is not None and high is not None and high < low:
        raise WrongOption(
            f"At least {low:g} hours and at most {high:g} cannot both be.", "expected_low_hours", "Swap them."
        )


def kept(value: Any) -> Any:
    """A value as a column holds it."""
    return json.dumps(list(value), ensure_ascii=False) if isinstance(value, tuple) else value


def told(value: Any) -> str | None:
    """A value as the history tells it."""
    if isinstance(value, tuple):
        return "; ".join(value) or None
    return f"{value:g}" if isinstance(value, float) else None if value is None else str(value)


def _said(name: str) -> str:
    return name.replace("_", " ")
