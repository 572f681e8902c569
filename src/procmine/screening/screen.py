"""The screen before people: a version's tables as they may be told where a workspace names roles only.

Everything a question reads, it reads through the screen, so that no question has to think of it: `events` and
`resources` hold roles in place of people, attributes that name people are not there, and a filter can only speak of
what is. Each name that is told stands for at least five people of the log, and in a view for five at work in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.engine import Part, engine, read_sql

if TYPE_CHECKING:
    from procmine.store import People, Version

LEAST_PEOPLE = 5
SMALLER, EVERYONE, UNTOLD, NAMED = "(smaller groups)", "(everyone)", "(no role)", "(a name)"
RESERVED = {
    SMALLER: -1,
    EVERYONE: -2,
}  # what people go by who are told together; roles are numbered from there down
JUDGED = {
    "mostly_own": 0.9,  # share of an attribute's common values that belong to one person each: then it names people
    "often": 5,  # pieces of work that bear a value before it says anything of who does them
    "mostly_belong": 0.9,  # share of the people of whom nearly all work bears one value: then it says where people belong
    "many_names": 0.1,  # share of an attribute's values, or of what bears them, that are somebody's name: then it names people
}
READ_INSTEAD = {  # nouns, and what is read in their place behind the screen
    "personal_event": "screened_personal_event",
    "grouped_event": "screened_grouped_event", "recorded_grouped_event": "grouped_event",
    "event_group": "screened_event_group", "recorded_event_group": "event_group",
    "event_site": "screened_event_site", "holder": "screened_holder", "recorded_holder": "holder",
    "worker": "screened_worker", "worker_name": "screened_worker_name", "recorded_work": "screened_recorded_work",
    "belonging": "screened_belonging", "recorded_belonging": "belonging", "member_of": "screened_member_of", "own_calendar": "screened_own_calendar",
}  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """The relations that stand before a version's tables, and what they bind."""

    key: str
    names: tuple[str, ...]  # as what people are told
    hidden: frozenset[str]  # attributes that name people
    parameters: dict[str, Any] = field(
        compare=False, repr=False
    )  # `screen_…`, so that no question binds them

    @property
    def shown(self) -> tuple[str, ...]:
        """Every name that an answer may tell, also those under which people are told together in a view."""
        return tuple(dict.fromkeys([*RESERVED, *self.names]))

    @property
    def stand_ins(self) -> tuple[str, ...]:
        """What values of attributes are told as that may not be told: of two that are the same nobody knows that they were."""
        return (SMALLER, EVERYONE, NAMED)

    @property
    def parts(self) -> list[Part]:
        tables = (
            "events",
            "resources",
            "event_attribute",
            "case_attribute",
            "attributes",
            "notes",
            "quarantine",
        )
        return [Part(name, read_sql("screening", f"screened_{name}"), True) for name in tables]

    def told(self, event: Part) -> list[Part]:
        """The view's work with roles that are too small in it told together."""
        return [
            Part("seen_event", event.sql, True),
            Part("told_group", read_sql("screening", "told_group")),
            Part("event", read_sql("screening", "shown_event"), True),
        ]


def screen_of(version: Version, people: People) -> Screen:
    """The screen before a version, by the roles its workspace has confirmed; without any, everybody is one group."""
    return _screen(version.path, people.roles, version.facts["share_with_start"] > 0)


@lru_cache(maxsize=32)
def _screen(path: Path, roles: tuple[tuple[str, str], ...], has_starts: bool) -> Screen:
    people = engine.rows(path, "select resource_no, resource from resources order by resource_no")
    told = _told_roles({resource: number for number, resource in people}, dict(roles))
    names = tuple(sorted(set(told.values())))
    others = (name for name in names if name not in RESERVED)
    number_of = RESERVED | {name: -place for place, name in enumerate(others, 1 + len(RESERVED))}
    attributes = [name for (name,) in engine.rows(path, "select name from attributes order by name")]
    hidden, judged = _attributes(
        engine.rows(path, read_sql("screening", "person_attribute"), JUDGED), attributes
    )
    return Screen(
        key=f"roles {sorted(roles)}" if roles else "everyone",
        names=names,
        hidden=hidden,
        parameters={
            "screen_person": list(told),
            "screen_told": [number_of[name] for name in told.values()],
            "screen_told_as": list(number_of.values()),
            "screen_told_name": list(number_of),
            "screen_smaller_no": RESERVED[SMALLER],
            "screen_everyone_no": RESERVED[EVERYONE],
            "screen_smaller": SMALLER,
            "screen_named_as": NAMED,
            "screen_has_starts": has_starts,
            "screen_least_people": LEAST_PEOPLE,
            **judged,
        },
    )


def _told_roles(people: Mapping[str, int], role_of: Mapping[str, str]) -> dict[int, str]:
    """The name under which each resource's number is told."""
    if not role_of:
        return dict.fromkeys(people.values(), EVERYONE)
    roles = {number: role_of.get(resource, UNTOLD) for resource, number in people.items()}
    merged = merged_groups(Counter(roles.values()))
    return {number: merged[role] for number, role in roles.items()}


def merged_groups(members: Mapping[str, int]) -> dict[str, str]:
    """Under which name each group is told, so that every name stands for five people at least.

    Small ones are told together; where these are still too few, the next smallest goes with them.

    >>> merged_groups({"Clerks": 7, "Buyers": 6, "Managers": 2})
    {'Clerks': 'Clerks', 'Buyers': '(smaller groups)', 'Managers': '(smaller groups)'}
    """
    together: list[str] = []
    for group, count in sorted(members.items(), key=lambda one: (one[1], one[0])):
        if count >= LEAST_PEOPLE and (not together or sum(members[one] for one in together) >= LEAST_PEOPLE):
            break
        together.append(group)
    name = EVERYONE if len(together) == len(members) else SMALLER
    return {group: name if group in together else group for group in members}


def _attributes(judged: list[tuple], known: list[str]) -> tuple[frozenset[str], dict[str, Any]]:
    """The attributes that name people, and what is bound to tell the others: only what may be told is bound."""
    members: dict[str, dict[str, int]] = defaultdict(dict)
    for judgement, name, text, count in judged:
        if judgement == "belong":
            members[name][text] = count
    groups = {name: merged_groups(of_one) for name, of_one in members.items()}
    kept = [(name, text) for name, told in groups.items() for text in told if told[text] == text]
    hidden = frozenset(name for judgement, name, _, _ in judged if judgement == "hidden")
    return hidden, {
        "screen_shown": [name for name in known if name not in hidden],
        "screen_naming": [name for judgement, name, _, _ in judged if judgement == "naming"],
        "screen_grouping": list(groups),
        "screen_grouping_as": [
            EVERYONE if EVERYONE in told.values() else SMALLER for told in groups.values()
        ],
        "screen_kept": [name for name, _ in kept],
        "screen_kept_text": [text for _, text in kept],
    }
