"""A Petri net, and what it can do: the markings it reaches and the steps between them, worked out as they are needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

Marking = tuple[int, ...]  # the places that hold a token, sorted; a place with two stands twice


@dataclass(frozen=True)
class Transition:
    """A step of a net: `label` is the activity it stands for, or None where nothing is recorded of it."""

    id: str
    label: str | None
    takes: Marking
    gives: Marking


@dataclass(frozen=True)
class Net:
    """Places by number, transitions between them, the marking in which a case begins and the one in which it is done."""

    places: tuple[str, ...]
    transitions: tuple[Transition, ...]
    initial: Marking
    final: Marking

    @cached_property
    def labels(self) -> frozenset[str]:
        return frozenset(one.label for one in self.transitions if one.label is not None)


class Step(NamedTuple):
    transition: int
    label: str | None
    state: int


FAR = 1_000  # steps that cannot be made silently


class TooManyMarkings(Exception):
    """The net reaches more markings than may be looked at."""


class Behaviour:
    """The reachable markings of a net as numbered states: 0 is the initial one. Worked out once for all that is replayed."""

    def __init__(self, net: Net, most: int = 200_000) -> None:
        self.net, self.most = net, most
        self._most_tokens = max(64, 4 * len(net.places))
        self.markings: list[Marking] = [net.initial]
        self._number = {net.initial: 0}
        self._steps: list[tuple[Step, ...] | None] = [None]
        self._far: dict[tuple[int, str | None], int] = {}
        self._at = [[] for _ in net.places]  # type: list[list[int]]
        self._always = []  # type: list[int]
        for number, transition in enumerate(net.transitions):
            (self._at[transition.takes[0]] if transition.takes else self._always).append(number)

    def is_final(self, state: int) -> bool:
        return self.markings[state] == self.net.final

    def steps(self, state: int) -> tuple[Step, ...]:
        """The steps that can follow, in the order of the net."""
        found = self._steps[state]
        if found is None:
            found = self._steps[state] = tuple(self._found(self.markings[state]))
        return found

    def _found(self, marking: Marking) -> Iterator[Step]:
        held = Counter(marking)
        for number in sorted([*self._always, *(one for place in held for one in self._at[place])]):
            transition = self.net.transitions[number]
            needed = Counter(transition.takes)
            if all(held[place] >= tokens for place, tokens in needed.items()):
                after = tuple(sorted(((held - needed) + Counter(transition.gives)).elements()))
                if len(after) > self._most_tokens:  # the net makes work without end
                    raise TooManyMarkings
                yield Step(number, transition.label, self._numbered(after))

    def _numbered(self, marking: Marking) -> int:
        number = self._number.get(marking)
        if number is None:
            if len(self.markings) >= self.most:
                raise TooManyMarkings
            number = self._number[marking] = len(self.markings)
            self.markings.append(marking)
            self._steps.append(None)
        return number

    def far_from(self, state: int, label: str | None) -> int:
        """A guess at how many silent steps lie before work of that label can be done; without one, before the case is done."""
        found = self._far.get((state, label))
        if found is None:
            found = self._far[state, label] = self._guessed(self.markings[state], label)
        return found

    def _guessed(self, marking: Marking, label: str | None) -> int:
        if label is None:
            return sum(
                min((self._apart[token].get(place, FAR) for place in self._lasts), default=1)
                for token in marking
            )
        wanted = [step.takes for step in self.net.transitions if step.label == label]
        return min(
            (
                sum(
                    min((self._apart[token].get(place, FAR) for token in marking), default=FAR)
                    for place in takes
                )
                for takes in wanted
            ),
            default=FAR,
        )

    @cached_property
    def _lasts(self) -> set[int]:
        """Where tokens are when a case is done, or from where they leave the net for good."""
        return set(self.net.final) or {
            place for step in self.net.transitions if not step.gives for place in step.takes
        }

    @cached_property
    def _apart(self) -> list[dict[int, int]]:
        """For each place the places that its token can reach by silent steps, and by how many at least."""
        following: list[set[int]] = [set() for _ in self.net.places]
        for step in self.net.transitions:
            if step.label is None:
                for place in step.takes:
                    following[place].update(step.gives)
        return [_reached(following, place) for place in range(len(self.net.places))]

    def silently(self, states: frozenset[int]) -> frozenset[int]:
        """The states, and those that are reached from them without recorded work."""
        found, waiting = set(states), list(states)
        while waiting:
            for step in self.steps(waiting.pop()):
                if step.label is None and step.state not in found:
                    found.add(step.state)
                    waiting.append(step.state)
        return frozenset(found)

    def everything(self) -> range:
        """All reachable states; raises TooManyMarkings where they are more than may be looked at."""
        state = 0
        while state < len(self.markings):
            self.steps(state)
            state += 1
        return range(state)


def _reached(following: list[set[int]], place: int) -> dict[int, int]:
    found, waiting = {place: 0}, [place]
    for here in waiting:
        for after in sorted(following[here]):
            if after not in found:
                found[after] = found[here] + 1
                waiting.append(after)
    return found


def is_sound(net: Net, most: int = 50_000) -> bool | None:
    """Whether every case can always end, ends with nothing left over, and every step can happen; None where the net is too large to tell.

    Source: van der Aalst (1997), on the reachable markings.
    """
    behaviour = Behaviour(net, most)
    try:
        states = behaviour.everything()
    except TooManyMarkings:
        return None
    before: dict[int, list[int]] = {}
    done = set()
    for state in states:
        for step in behaviour.steps(state):
            before.setdefault(step.state, []).append(state)
            done.add(step.transition)
    ends = [state for state in states if behaviour.is_final(state)]
    can_end, waiting = set(ends), list(ends)
    while waiting:
        for state in before.get(waiting.pop(), ()):
            if state not in can_end:
                can_end.add(state)
                waiting.append(state)
    return len(can_end) == len(states) and len(done) == len(net.transitions)
