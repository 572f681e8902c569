"""Who keeps which calendar: one for everybody, or one a resource, from a phrase or a TOML file."""

from __future__ import annotations

import difflib
import json
import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from procmine.calendars.calendar import Calendar
from procmine.calendars.phrase import calendar
from procmine.errors import ProcmineError, WrongOption

EVERYBODY = "*"
EXAMPLE = '[calendars] office = "Mon-Fri 09:00-17:00" and [resources] "*" = "office", "Marcus" = "Mon-Wed 09:00-13:00"'


@dataclass(frozen=True)
class Roster:
    """The calendar of everybody, which is also that of the cases, and those that single resources keep instead."""

    everybody: Calendar
    own: tuple[tuple[str, Calendar], ...] = ()
    file: str | None = None

    def __str__(self) -> str:
        return self.file or str(self.everybody)

    def within(self, zone: str | None) -> Roster:
        """Each calendar in its own zone, else in `zone`. Raises WrongOption where neither is known."""
        own = tuple((resource, one.within(zone)) for resource, one in self.own)
        return replace(self, everybody=self.everybody.within(zone), own=own)

    def to_toml(self) -> str:
        """The roster as a file that `calendar=` takes, to be looked through and mended."""
        kept = {EVERYBODY: self.everybody, **dict(self.own)}
        return "[resources]\n" + "".join(
            f"{json.dumps(who, ensure_ascii=False)} = {json.dumps(str(one))}\n" for who, one in kept.items()
        )

    @property
    def calendars(self) -> list[Calendar]:
        """The calendars that differ, that of everybody first: their places are their numbers."""
        return list(dict.fromkeys([self.everybody, *(one for _, one in self.own)]))

    def misspelt(self, resources: Collection[str]) -> dict[str, str]:
        """Names that no resource has, each with a resource that is written nearly so and is named nowhere else."""
        named = {who for who, _ in self.own}
        found: dict[str, str] = {}
        for who in named - set(resources):
            near = difflib.get_close_matches(who, set(resources) - named, n=1, cutoff=0.8)
            found |= {who: near[0]} if near else {}
        return found

    @property
    def numbered(self) -> dict[str, list[Any]]:
        """What the noun `resource_calendar` binds."""
        calendars = self.calendars
        return {
            "keeper": [resource for resource, _ in self.own],
            "keeper_calendar": [calendars.index(one) for _, one in self.own],
        }


def roster(said: str | os.PathLike[str] | Calendar | Roster) -> Roster:
    """The roster that is meant: a phrase or a Calendar for everybody, or a TOML file.

        [calendars]                     names for phrases, so that several can share one
        office = "Mon-Fri 09:00-17:00; holidays=DE"
        [resources]                     who keeps which: a name from above, or a phrase
        "*" = "office"                  everybody else, and the cases
        "Marcus" = "Mon-Wed 09:00-13:00"

    Raises WrongOption with everything in the file that cannot be used.
    """
    if isinstance(said, Roster):
        return said
    if isinstance(said, Calendar):
        return Roster(said)
    if str(said).endswith(".toml"):
        return _from_file(Path(said).expanduser())
    return Roster(calendar(str(said)))


def _from_file(path: Path) -> Roster:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise WrongOption(
            f"The calendars cannot be read: {reason}.", str(path), f"Write: {EXAMPLE}"
        ) from None
    named, kept, faults = _table(told, "calendars"), _table(told, "resources"), []
    faults += [f"there is no part [{part}]" for part in told if part not in ("calendars", "resources")]
    if EVERYBODY not in kept:
        faults.append('[resources] does not say which calendar everybody else keeps: "*" = …')
    found: dict[str, Calendar] = {}
    for who, phrase in {**{f"[calendars] {name}": one for name, one in named.items()}, **kept}.items():
        if not isinstance(phrase, str):
            faults.append(f"{who}: {phrase!r} is no phrase in quotes")
            continue
        try:
            found[who] = calendar(str(named.get(phrase, phrase)))
        except ProcmineError as problem:
            names = f" Calendars named in the file: {', '.join(named)}." if named else ""
            faults.append(f"{who}: {problem.found.rstrip('.')}.{names}")
    if faults:
        raise WrongOption(
            f"The calendars cannot be used: {'; '.join(faults).rstrip('.')}.", str(path), f"Write: {EXAMPLE}"
        )
    own = tuple(sorted((who, found[who]) for who in kept if who != EVERYBODY))
    return Roster(found[EVERYBODY], own, str(path))


def _table(told: Mapping[str, Any], part: str) -> dict[str, Any]:
    found = told.get(part, {})
    return found if isinstance(found, dict) else {}
