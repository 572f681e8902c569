"""How well a model tells what a log records: fitness, precision, simplicity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from procmine.process_models.alignment import Alignment, NotAligned, after, aligned
from procmine.process_models.net import Behaviour, Net, TooManyMarkings

Sequences = Mapping[tuple[str, ...], int]  # sequences of activities, and the cases that follow each


def fitness(
    behaviour: Behaviour, sequences: Sequences, alignments: Mapping[tuple[str, ...], Alignment]
) -> float | None:
    """1 less the deviations of all cases over the most there could be: all work unforeseen, and the shortest way of the model skipped."""
    shortest = aligned(behaviour, ())
    if isinstance(shortest, NotAligned):
        return None
    known = [(sequence, cases) for sequence, cases in sequences.items() if sequence in alignments]
    most = sum(cases * (len(sequence) + shortest.deviations) for sequence, cases in known)
    return (
        1 - sum(cases * alignments[sequence].deviations for sequence, cases in known) / most if most else None
    )


def precision(behaviour: Behaviour, sequences: Sequences) -> float | None:
    """1 less the share of what the model allows next that no case ever did there, each beginning weighed by how often it goes on.

    Beginnings that the model cannot follow say nothing of it. None where the model allows nothing, or too much to be looked through.
    Source: escaping edges (Muñoz-Gama & Carmona 2010), as align-ETC counts them.
    """
    try:
        return _precision(behaviour, sequences)
    except TooManyMarkings:
        return None


def _precision(behaviour: Behaviour, sequences: Sequences) -> float | None:
    goes_on: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for sequence, cases in sequences.items():
        for place, activity in enumerate(sequence):
            goes_on[sequence[:place]][activity] += cases
    allowed = escaping = 0
    states = {(): behaviour.silently(frozenset([0]))}  # type: dict[tuple[str, ...], frozenset[int]]
    for beginning in sorted(goes_on, key=len):
        here = states.get(beginning)
        if here is None:
            continue
        following = goes_on[beginning]
        can = {step.label for state in here for step in behaviour.steps(state) if step.label is not None}
        times = sum(following.values())
        allowed += times * len(can)
        escaping += times * len(can - following.keys())
        for activity in following:
            reached = after(behaviour, here, activity)
            if reached:
                states[(*beginning, activity)] = reached
    return 1 - escaping / allowed if allowed else None


def simplicity(net: Net) -> float:
    """1 where places and transitions have two arcs each, as in a sequence; towards 0 the more they have.

    Source: inverse arc degree (Blum 2015).
    """
    degrees = [0] * len(net.places)
    for transition in net.transitions:
        for place in [*set(transition.takes), *set(transition.gives)]:
            degrees[place] += 1
    all_degrees = [*degrees, *(len(set(one.takes)) + len(set(one.gives)) for one in net.transitions)]
    mean = sum(all_degrees) / len(all_degrees) if all_degrees else 0
    return 1 / (1 + max(mean - 2, 0))


def f_score(fit: float | None, precise: float | None) -> float | None:
    """The harmonic mean of the two: a model that allows everything fits all and says nothing."""
    if fit is None or precise is None or fit + precise == 0:
        return None
    return 2 * fit * precise / (fit + precise)


def all_aligned(
    behaviour: Behaviour, sequences: Iterable[tuple[str, ...]], most: int, most_in_all: int
) -> dict[tuple[str, ...], Alignment]:
    """The alignments of those sequences that can be aligned within the bounds: of states looked at for each, and for all of them in turn."""
    found: dict[tuple[str, ...], Alignment] = {}
    waiting, left = list(sequences), most_in_all
    for bound in (
        most // 20,
        most,
    ):  # those that take little first: one that takes much must not spend what they need
        for sequence in list(waiting):
            if left <= 0:
                return found
            answer = aligned(behaviour, sequence, most=min(bound, left))
            left -= answer.looked_at
            if isinstance(answer, Alignment):
                found[sequence] = answer
                waiting.remove(sequence)
    return found
