"""Who is the same person in several logs? By name alone, and never without saying so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody as each log records them: log -> name."""

    name: str
    recorded: Mapping[str, str]

    @property
    def is_matched_loosely(self) -> bool:
        return len(set(self.recorded.values())) > 1


def matched(names: Mapping[str, Sequence[str]]) -> list[Person]:
    """The people behind the names of each log.

    The same name is the same person. Names that differ in case or in spaces only are taken for one person too, unless
    a single log tells such names apart: there they must be two, and then exact names decide.

    >>> [(p.name, dict(p.recorded)) for p in matched({"a": ["Ann", "Bea"], "b": ["ann ", "Bea"]})]
    [('Ann', {'a': 'Ann', 'b': 'ann '}), ('Bea', {'a': 'Bea', 'b': 'Bea'})]
    >>> [(p.name, dict(p.recorded)) for p in matched({"a": ["Ann", "ann"], "b": ["ann"]})]
    [('Ann', {'a': 'Ann'}), ('ann', {'a': 'ann', 'b': 'ann'})]
    """
    alike: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for log, known in names.items():
        for name in known:
            alike[folded(name)].append((log, name))
    people: list[Person] = []
    for recorded in alike.values():
        if max(Counter(log for log, _ in recorded).values()) == 1:
            people.append(Person(_told(Counter(name for _, name in recorded)), dict(recorded)))
            continue
        people += [
            Person(exact, {log: name for log, name in recorded if name == exact})
            for exact in sorted({name for _, name in recorded})
        ]
    return sorted(people, key=lambda one: one.name)


def _told(spellings: Counter[str]) -> str:
    """The spelling of most logs; of several the one without stray spaces, with capitals."""
    return min(spellings, key=lambda name: (-spellings[name], name != " ".join(name.split()), name))


def folded(name: str) -> str:
    """A name without regard to case and spaces around and between its parts."""
    return " ".join(name.split()).casefold()
