"""Where a sequence of activities and a net part ways: the cheapest way to walk both together.

A move of both costs nothing; work that the net does not foresee, and foreseen work that was not done, cost one each.
Of equally cheap ways the one that follows the record first is taken, so that the same case always gives the same answer.
Source: Adriansyah (2014), optimal alignments; here by a search over (position, marking) with the unknown activities to come as bound.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from procmine.process_models.net import Behaviour, TooManyMarkings

Node = tuple[int, int]  # a position in the sequence, a state of the net
Way = tuple[int, Node, int | None, int | None]
DEVIATION = 1 << 24  # one deviation outweighs all silent steps of a way


class Move(NamedTuple):
    """One move of an alignment: `position` in the sequence, `transition` of the net; one of them may be missing."""

    position: int | None
    transition: int | None


@dataclass(frozen=True)
class Alignment:
    moves: tuple[Move, ...]
    deviations: int
    looked_at: int


@dataclass(frozen=True)
class NotAligned:
    """The search grew beyond its bound; or everything was looked at, and no case can end (`is_stuck`)."""

    looked_at: int
    is_stuck: bool = False


def aligned(
    behaviour: Behaviour, activities: Sequence[str], *, is_open: bool = False, most: int = 200_000
) -> Alignment | NotAligned:
    """The cheapest walk; of an open case what is still to come is not asked for. At most `most` (position, marking) are looked at."""
    found = _searched(behaviour, activities, is_open, most)
    return found if isinstance(found, Alignment) else NotAligned(*found)


def _searched(
    behaviour: Behaviour, activities: Sequence[str], is_open: bool, most: int
) -> Alignment | tuple[int, bool]:
    """The cheapest walk; or how much was looked at in vain, and whether that was all there is."""
    last, labels = len(activities), behaviour.net.labels
    unknown = [0] * (
        last + 1
    )  # activities from here on that the net does not know: each costs one in any case
    for place in range(last - 1, -1, -1):
        unknown[place] = unknown[place + 1] + (activities[place] not in labels)
    start = (0, 0)
    best = {start: 0}
    came: dict[Node, tuple[Node, int | None, int | None]] = {}
    # Of equally few deviations the walk that is furthest along goes on first, then the one that is nearest to what was done next: what
    # fits is found without looking at all that a model could have done beside it.
    heap = [(unknown[0], 0, 0, 0, 0, start)]
    closed: set[Node] = set()
    order = 0
    while heap:
        node = heapq.heappop(heap)[5]
        if node in closed:
            continue
        closed.add(node)
        place, state = node
        if place == last and (is_open or behaviour.is_final(state)):
            return Alignment(_walked(behaviour, came, node), best[node] // DEVIATION, len(closed))
        if len(closed) > most:
            return len(closed), False
        try:
            moves = _moves(behaviour, activities, place, state)
        except TooManyMarkings:
            return len(closed), False
        for cost, after, position, transition in moves:
            total = best[node] + cost
            if after not in closed and total < best.get(after, total + 1):
                best[after] = total
                came[after] = (node, position, transition)
                order += 1
                apart, silent = divmod(total, DEVIATION)
                following = activities[after[0]] if after[0] < last else None
                far = behaviour.far_from(after[1], following)
                heapq.heappush(heap, (apart + unknown[after[0]], -after[0], far, silent, order, after))
    return len(closed), True


def _moves(behaviour: Behaviour, activities: Sequence[str], place: int, state: int) -> list[Way]:
    """Each move from here: its cost, where it leads, the position and the transition that move; moves of both first."""
    now = activities[place] if place < len(activities) else None
    both: list[Way] = []
    alone: list[Way] = []
    for transition, label, following in behaviour.steps(state):
        if label is not None and label == now:
            both.append((0, (place + 1, following), place, transition))
        alone.append((1 if label is None else DEVIATION, (place, following), None, transition))
    if now is not None:
        both.append((DEVIATION, (place + 1, state), place, None))
    return both + alone


def _walked(
    behaviour: Behaviour, came: dict[Node, tuple[Node, int | None, int | None]], node: Node
) -> tuple[Move, ...]:
    moves = []
    while node in came:
        node, position, transition = came[node]
        moves.append(Move(position, transition))
    return tuple(reversed(moves))


def after(behaviour: Behaviour, states: frozenset[int], activity: str) -> frozenset[int]:
    """The states in which the net can be once the activity was done, with those that follow silently."""
    reached = {step.state for state in states for step in behaviour.steps(state) if step.label == activity}
    return behaviour.silently(frozenset(reached)) if reached else frozenset()
