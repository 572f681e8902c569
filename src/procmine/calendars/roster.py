"""Who keeps which calendar: one for everybody, or one a resource, from a phrase or a TOML file."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from procmine.calendars.calendar import Calendar
from procmine.calendars.phrase import calendar
from procmine.errors import ProcmineError, UnknownName, WrongOption

EVERYBODY = "*"
TEAMS = "attributes"
WITHHELD = "(it names individuals, and roles alone are named here)"
_NAME = re.compile(r"[^\W\d][\w .-]*")  # a word, and no phrase: days are followed by hours
EXAMPLE = '[calendars] office = "Mon-Fri 09:00-17:00" and [resources] "*" = "office", "Marcus" = "Mon-Wed 09:00-13:00"'


@dataclass(frozen=True)
class Roster:
    """The calendar of everybody, which is also that of the cases, and those that teams and single resources keep instead.

    Who belongs to a team is told by the attribute `team_of`; `of_members` turns its calendars into those of its members.
    """

    everybody: Calendar
    own: tuple[tuple[str, Calendar], ...] = ()
    file: str | None = None
    team_of: str | None = None
    teams: tuple[tuple[str, Calendar], ...] = ()

    def __str__(self) -> str:
        return self.file or str(self.everybody)

    def within(self, zone: str | None) -> Roster:
        """Each calendar in its own zone, else in `zone`. Raises WrongOption where neither is known."""
        own, teams = (tuple((who, one.within(zone)) for who, one in kept) for kept in (self.own, self.teams))
        return replace(self, everybody=self.everybody.within(zone), own=own, teams=teams)

    def of_members(self, team: Mapping[str, str]) -> Roster:
        """The same by resources alone: `team` says to which team each belongs; what is named for somebody alone goes first."""
        named, kept = {who for who, _ in self.own}, dict(self.teams)
        members = ((who, kept[of]) for who, of in team.items() if of in kept and who not in named)
        return replace(self, own=tuple(sorted((*self.own, *members), key=lambda one: one[0])))

    def to_toml(self) -> str:
        """The roster as a file that `calendar=` takes, to be looked through and mended."""
        text = "[resources]\n" + _entries({EVERYBODY: self.everybody, **dict(self.own)})
        if self.team_of is not None:
            text += (
                f"\n[{TEAMS}.{json.dumps(self.team_of, ensure_ascii=False)}]\n{_entries(dict(self.teams))}"
            )
        return text

    @property
    def calendars(self) -> list[Calendar]:
        """The calendars that differ, that of everybody first: their places are their numbers."""
        return list(dict.fromkeys([self.everybody, *(one for _, one in self.own)]))

    def misspelt(self, resources: Collection[str]) -> dict[str, str]:
        """Names that no resource has, each with a resource that is written nearly so and is named nowhere else."""
        return _nearly({who for who, _ in self.own}, set(resources))

    def misspelt_teams(self, teams: Collection[str]) -> dict[str, str]:
        """The same of teams."""
        return _nearly({team for team, _ in self.teams}, set(teams))

    @property
    def numbered(self) -> dict[str, list[Any]]:
        """What the noun `resource_calendar` binds."""
        calendars = self.calendars
        return {
            "keeper": [resource for resource, _ in self.own],
            "keeper_calendar": [calendars.index(one) for _, one in self.own],
        }


def _entries(kept: Mapping[str, Calendar]) -> str:
    return "".join(
        f"{json.dumps(who, ensure_ascii=False)} = {json.dumps(str(one))}\n" for who, one in kept.items()
    )


def _nearly(named: set[str], there: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for who in sorted(named - there):
        near = difflib.get_close_matches(who, there - named, n=1, cutoff=0.8)
        found |= {who: near[0]} if near else {}
    return found


def roster(
    said: str | os.PathLike[str] | Calendar | Roster, saved: Mapping[str, str] | None = None
) -> Roster:
    """The roster that is meant: a phrase or a Calendar for everybody, the name of a saved one, an iCalendar file, or a TOML file.

        [calendars]                     names for phrases, so that several can share one
        office = "Mon-Fri 09:00-17:00; holidays=DE"
        [resources]                     who keeps which: a name from above, a saved one, or a phrase
        "*" = "office"                  everybody else, and the cases
        "Marcus" = "Mon-Wed 09:00-13:00"
        [attributes.team]               the same for all whose work mostly has this value of the attribute `team`
        "Austin" = "zone=America/Chicago; Mon-Fri 08:00-17:00"

    `saved` are the calendars of a workspace by name: phrases, or what such a file holds.
    Raises WrongOption with everything in the file that cannot be used.
    """
    saved = saved or {}
    if isinstance(said, Roster):
        return said
    if isinstance(said, Calendar):
        return Roster(said)
    text = str(said)
    if text in saved:
        return replace(_of_text(saved[text], text, saved), file=text)
    if text.endswith(".toml"):
        path = Path(text).expanduser()
        try:
            return _of_text(path.read_text(encoding="utf-8"), str(path), saved)
        except (OSError, UnicodeDecodeError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise WrongOption(f"The calendars cannot be read: {reason}.", text, f"Write: {EXAMPLE}") from None
    if text.endswith(".ics"):
        from procmine.calendars.ics import from_ics

        return Roster(from_ics(Path(text).expanduser()), file=text)
    if saved and _NAME.fullmatch(text) and not any(letter.isdigit() for letter in text):
        raise UnknownName("calendar", text, [*saved, "24x7", "mined"], where="the calendars saved here")
    return Roster(calendar(text))


def tellable(saved: Mapping[str, str], *, is_screened: bool) -> dict[str, str]:
    """Saved calendars as they may be told: of one that names individuals no more than that where roles alone are named."""
    return {
        name: WITHHELD if is_screened and roster(name, saved).own else said for name, said in saved.items()
    }


def _of_text(text: str, where: str, saved: Mapping[str, str]) -> Roster:
    """A roster from a phrase, or from what a TOML file holds."""
    if not text.lstrip().startswith(("[", "#")):
        return Roster(calendar(text))
    try:
        told = tomllib.loads(text)
    except ValueError as problem:
        raise WrongOption(f"The calendars cannot be read: {problem}.", where, f"Write: {EXAMPLE}") from None
    return _Told(told, where, saved).roster()


class _Told:
    """What a file of calendars says, and everything in it that cannot be used."""

    def __init__(self, told: Mapping[str, Any], where: str, saved: Mapping[str, str]) -> None:
        self.told, self.where, self.faults = told, where, list[str]()
        self.named = {
            **{name: one for name, one in saved.items() if not one.startswith("[")},
            **self._part(told, "calendars"),
        }

    def roster(self) -> Roster:
        kept, attributes = self._part(self.told, "resources"), self._part(self.told, TEAMS)
        self.faults += [
            f"there is no part [{part}]"
            for part in self.told
            if part not in ("calendars", "resources", TEAMS)
        ]
        if EVERYBODY not in kept:
            self.faults.append('[resources] does not say which calendar everybody else keeps: "*" = …')
        if len(attributes) > 1:
            self.faults.append(f"teams are told by one attribute, not by {' and '.join(attributes)}")
        for name, one in self._part(self.told, "calendars").items():
            self._calendar(f"[calendars] {name}", one)
        own = self._calendars(kept)
        team_of = next(iter(attributes), None)
        teams = self._calendars(self._part(attributes, team_of)) if team_of else {}
        if self.faults:
            raise WrongOption(
                f"The calendars cannot be used: {'; '.join(self.faults).rstrip('.')}.",
                self.where,
                f"Write: {EXAMPLE}",
            )
        everybody = own.pop(EVERYBODY)
        return Roster(
            everybody, tuple(sorted(own.items())), self.where, team_of, tuple(sorted(teams.items()))
        )

    def _part(self, of: Mapping[str, Any], part: str) -> dict[str, Any]:
        found = of.get(part, {})
        return found if isinstance(found, dict) else {}

    def _calendars(self, kept: Mapping[str, Any]) -> dict[str, Calendar]:
        found = {who: self._calendar(who, one) for who, one in kept.items()}
        return {who: one for who, one in found.items() if one is not None}

    def _calendar(self, who: str, said: Any) -> Calendar | None:
        if not isinstance(said, str):
            self.faults.append(f"{who}: {said!r} is no phrase in quotes")
            return None
        try:
            return calendar(str(self.named.get(said, said)))
        except ProcmineError as problem:
            names = f" Calendars named in the file: {', '.join(self.named)}." if self.named else ""
            self.faults.append(f"{who}: {problem.found.rstrip('.')}.{names}")
            return None


def checked_name(name: str) -> str:
    """`name` where a calendar can be saved under it. Raises WrongOption for what is no word, or has a meaning already."""
    cleaned = name.strip()
    if (
        not _NAME.fullmatch(cleaned)
        or len(cleaned) > 60
        or cleaned.lower() in ("mined", "24x7")
        or cleaned.endswith((".toml", ".ics"))
    ):
        raise WrongOption(
            f"{name!r} cannot name a calendar.", "save_calendar(…)", 'Use a word of your own, e.g. "office".'
        )
    return cleaned
