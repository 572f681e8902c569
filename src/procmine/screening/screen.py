"""The screen before people: a version's tables as they may be told where a workspace names roles only.

Everything a question reads, it reads through the screen, so that no question has to think of it: `events` and
`resources` hold roles in place of people, attributes that name people are not there, and a filter can only speak of
what is. Each name that is told stands for at least five people of the log, and in a view for five at work in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.engine import Part, engine, read_sql

if TYPE_CHECKING:
    import pandas as pd

    from procmine.store import People, Version

LEAST_PEOPLE = 5
SMALLER, EVERYONE, UNTOLD = "(smaller groups)", "(everyone)", "(no role)"
MOSTLY_ONES_OWN = (
    0.9  # share of an attribute's common values that belong to one person each: then it names people
)
OFTEN = 5  # pieces of work that bear a value before it says anything of who does them
MOSTLY_BELONG = (
    0.9  # share of the people of whom nearly all work bears one value: then it says where people belong
)


@dataclass(frozen=True)
class Screen:
    """The relations that stand before a version's tables, and what they bind."""

    key: str
    names: tuple[str, ...]  # as what people are told
    hidden: frozenset[str]  # attributes that name people
    parameters: dict[str, Any] = field(compare=False, repr=False)

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
    return _screen(version.path, people.roles)


@lru_cache(maxsize=32)
def _screen(path: Path, roles: tuple[tuple[str, str], ...]) -> Screen:
    people = engine.rows(path, "select resource_no, resource from resources order by resource_no")
    told = _told_roles({resource: number for number, resource in people}, dict(roles))
    names = tuple(sorted(set(told.values())))
    number_of = {SMALLER: -1, EVERYONE: -2} | {name: place for place, name in enumerate(names, 1)}
    hidden, merged = _attributes(engine.frame(path, read_sql("screening", "person_attribute")))
    shown = {SMALLER, EVERYONE, *names}
    return Screen(
        key=f"roles {sorted(roles)}" if roles else "everyone",
        names=names,
        hidden=frozenset(hidden),
        parameters={
            "person": list(told),
            "told": [number_of[name] for name in told.values()],
            "told_as": [number_of[name] for name in sorted(shown)],
            "told_name": sorted(shown),
            "hidden": sorted(hidden),
            "merged_name": [name for name, _ in merged],
            "merged_text": [text for _, text in merged],
            "merged_told": list(merged.values()),
            "least_people": LEAST_PEOPLE,
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


def _attributes(values: pd.DataFrame) -> tuple[set[str], dict[tuple[str, str], str]]:
    """The attributes that name people, and the values of others to which too few people belong."""
    hidden: set[str] = set()
    merged: dict[tuple[str, str], str] = {}
    for name, of_one in values.groupby("name"):
        common = of_one[of_one.pieces >= OFTEN]
        is_ones_own = len(common) > 1 and (common.people == 1).mean() >= MOSTLY_ONES_OWN
        if is_ones_own or of_one.is_a_name.mean() >= 0.5:
            hidden.add(str(name))
        elif of_one.share_that_belong.iloc[0] >= MOSTLY_BELONG and len(of_one) > 1:
            members = dict(zip(of_one.text, of_one.members.astype(int), strict=True))
            groups = merged_groups(members)
            merged |= {(str(name), text): told for text, told in groups.items() if told != text}
    return hidden, merged
