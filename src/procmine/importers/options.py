"""What an analyst can say about a source, and how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from procmine.errors import WrongFilter, WrongOption
from procmine.filters import parse
from procmine.store import CompletionRule

ROLES = ("case", "activity", "started_at", "ended_at", "resource", "lifecycle", "sequence")


@dataclass(frozen=True)
class ImportOptions:
    """Everything an analyst can say about a source; what is not said is guessed and shown, or assumed and told."""

    case: str | list[str] | None = None
    activity: str | list[str] | None = None
    started_at: str | None = None
    ended_at: str | None = None
    resource: str | None = None
    lifecycle: str | None = None
    sequence: str | None = None
    zone: str | None = None
    dates: str | None = None
    complete_when: str | None = None
    observed_from: str | datetime | None = None
    extracted_at: str | datetime | None = None
    recipe: Any = None
    sheet: str | None = None
    rows: str | list[str] | None = None
    table: str | None = None
    query: str | None = None
    cursor: str | None = None
    overlap: float | str | None = None
    timeout_seconds: float | str | None = None
    pseudonyms: str | None = None
    people: str | list[str] | None = None

    @classmethod
    def of(cls, given: dict[str, Any]) -> ImportOptions:
        known = [one.name for one in fields(cls)]
        surplus = [name for name in given if name not in known]
        if surplus:
            raise WrongOption(
                f"An import knows no option {surplus[0]!r}.", "read(…)", f"Options are: {', '.join(known)}."
            )
        return cls(**{name: _named(value) if name in ROLES else value for name, value in given.items()})

    @property
    def roles(self) -> dict[str, Any]:
        return {role: getattr(self, role) for role in ROLES if getattr(self, role) is not None}

    def as_dict(self) -> dict[str, Any]:
        """What was said, as plain values: part of the version's history and of the cache key."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: _plain(value) for name, value in said.items() if value is not None}


def _named(value: Any) -> Any:
    """A column as text, also where a frame numbers its columns."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return value if value is None else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.to_dict() if hasattr(value, "to_dict") else str(value) if isinstance(value, Path) else value


def completion_rule(text: str | None) -> CompletionRule | None:
    """The rule for complete cases: `activity in (Close, Cancel)`, `ends with Close, Cancel` or a test of an attribute."""
    if not text:
        return None
    wrong = WrongOption(
        f"{text!r} is no rule for complete cases.",
        "complete when",
        "Write: activity in (Close, Cancel)  or  ends with Close, Cancel  or  status = Done",
    )
    try:
        clauses = list(parse(re.sub(r"^\s*ends\s+with\s", "ending with ", text, flags=re.IGNORECASE)))
    except WrongFilter:
        raise wrong from None
    if len(clauses) == 1 and clauses[0].kind == "ending":
        return CompletionRule("activity", clauses[0].names, is_last=True)
    if len(clauses) != 1 or clauses[0].kind not in ("compare", "in") or clauses[0].option not in ("=", "in"):
        raise wrong
    return CompletionRule(clauses[0].names[0], tuple(str(value) for value in clauses[0].values))


def instant_option(given: str | datetime | None, zone: str | None, where: str) -> datetime | None:
    """An instant given by hand as naive UTC: without an offset it is in the log's zone; a date is its first moment."""
    if given is None:
        return None
    try:
        read = (
            given
            if isinstance(given, datetime)
            else datetime.fromisoformat(re.sub(r"Z$", "+00:00", given.strip()))
        )
    except ValueError:
        raise WrongOption(
            f"{given!r} is not an instant.", where, "Write 2026-03-31 or 2026-03-31T14:00."
        ) from None
    if read.tzinfo is None and zone:
        read = read.replace(tzinfo=ZoneInfo(zone))
    return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read
