"""How often each part of a model was walked by the cases that were aligned with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from procmine.process_models.alignment import Alignment
from procmine.process_models.net import Net


def walked(net: Net, alignments: Iterable[tuple[Alignment, int]]) -> dict[str, int]:
    """Times by the id of each element and flow of the process: of work as often as it was recorded, of flows as often as a case went along."""
    times: Counter[str] = Counter({step.id.split(" ")[0]: 0 for step in net.transitions})
    times.update(dict.fromkeys(net.places, 0))
    for alignment, cases in alignments:
        for position, transition in alignment.moves:
            if transition is None:
                continue
            step = net.transitions[transition]
            if position is not None or step.label is None:
                times[step.id.split(" ")[0]] += cases
            for place in step.gives:
                times[net.places[place]] += cases
    return dict(times)
