"""A BPMN process as a graph of elements and flows, and the net that says what it allows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, pairwise

from procmine.errors import CannotAnswer
from procmine.process_models.net import Marking, Net, Transition, is_sound
from procmine.wording import listed

KINDS = ("start", "end", "task", "event", "exclusive", "parallel", "inclusive")
MOST_BRANCHES = 8  # of an inclusive split: each set of branches becomes a step of its own


@dataclass(frozen=True)
class Element:
    id: str
    kind: str  # one of KINDS
    name: str = ""
    is_repeated: bool = False  # done again as often as one likes


@dataclass(frozen=True)
class Flow:
    id: str
    source: str
    target: str


@dataclass(frozen=True)
class Diagram:
    """A process: its elements and the sequence flows between them."""

    elements: tuple[Element, ...]
    flows: tuple[Flow, ...]

    @cached_property
    def into(self) -> dict[str, list[Flow]]:
        return {one.id: [flow for flow in self.flows if flow.target == one.id] for one in self.elements}

    @cached_property
    def out_of(self) -> dict[str, list[Flow]]:
        return {one.id: [flow for flow in self.flows if flow.source == one.id] for one in self.elements}

    @property
    def activities(self) -> list[str]:
        return sorted({one.name for one in self.elements if one.kind == "task"})

    @property
    def has_splits(self) -> bool:
        """Whether anything goes on side by side."""
        return any(one.kind != "exclusive" and len(self.out_of[one.id]) > 1 for one in self.elements)


def sequence(activities: Collection[str]) -> Diagram:
    """The process that does these activities one after the other."""
    tasks = [Element(f"task_{place}", "task", name) for place, name in enumerate(activities, start=1)]
    elements = [Element("start", "start"), *tasks, Element("end", "end")]
    flows = [Flow(f"flow_{place}", a.id, b.id) for place, (a, b) in enumerate(pairwise(elements), start=1)]
    return Diagram(tuple(elements), tuple(flows))


def net_of(diagram: Diagram, recorded: Collection[str] = (), *, is_done_in_parts: bool | None = None) -> Net:
    """The net of a process: a place for each flow, a step for each way through each element.

    A step is called `element` and, where there is a choice, by the flows it goes from and to. Of events only those that bear the name of a
    `recorded` activity are work. An inclusive join waits for what its split has sent. A case is done when an end is reached; where parts of
    it may end by themselves (`is_done_in_parts`, which is found out where it is not said) when no token is left.
    Source: Dijkman, Dumas & Ouyang (2008).
    """
    if is_done_in_parts is None:
        is_done_in_parts = (
            diagram.has_splits
            and is_sound(net_of(diagram, recorded, is_done_in_parts=False), 5_000) is not True
        )
    places = ["(source)", *(flow.id for flow in diagram.flows), *([] if is_done_in_parts else ["(sink)"])]
    number = {name: place for place, name in enumerate(places)}
    sink: Marking = () if is_done_in_parts else (number["(sink)"],)
    waits_for = _inclusive_pairs(diagram)
    steps = tuple(
        Transition(
            name,
            label,
            tuple(sorted(number[one] for one in takes)),
            sink if element.kind == "end" else tuple(sorted(number[one] for one in gives)),
        )
        for element in diagram.elements
        for name, label, takes, gives in _steps(diagram, element, waits_for, recorded)
    )
    return Net(tuple(places), steps, (0,), sink)


def _steps(
    diagram: Diagram, element: Element, waits_for: dict[str, str], recorded: Collection[str]
) -> Iterator[tuple[str, str | None, list[str], list[str]]]:
    """The name, the label, the flows that are taken and those that are given of each step of an element."""
    into, out = ([flow.id for flow in side[element.id]] for side in (diagram.into, diagram.out_of))
    is_work = element.kind == "task" or (
        element.kind in ("start", "event", "end") and element.name in recorded
    )
    label = element.name if is_work else None
    match element.kind:
        case "start":
            yield element.id, label, ["(source)"], out
        case "parallel":
            yield element.id, None, into, out
        case "exclusive":
            for a in into:
                for b in out:
                    yield f"{element.id} {a} {b}", None, [a], [b]
        case "inclusive":
            yield from _inclusive(element, into, out, waits_for)
        case _:
            for a in into:
                yield (element.id if len(into) == 1 else f"{element.id} {a}"), label, [a], out
            if element.is_repeated and out:
                yield f"{element.id} again", label, out, out


def _inclusive(
    element: Element, into: list[str], out: list[str], waits_for: dict[str, str]
) -> Iterator[tuple[str, str | None, list[str], list[str]]]:
    """A join takes all that comes; a split gives to a set of its branches, and to the join at once for the others."""
    if len(out) == 1:
        yield element.id, None, into, out
        return
    for chosen in chain.from_iterable(combinations(out, size) for size in range(1, len(out) + 1)):
        gives = [one if one in chosen else waits_for[one] for one in out]
        yield " ".join((element.id, *chosen)), None, into, gives


def _inclusive_pairs(diagram: Diagram) -> dict[str, str]:
    """For each branch of an inclusive split the flow by which it reaches the join that waits for it."""
    found: dict[str, str] = {}
    joins = [one for one in diagram.elements if one.kind == "inclusive" and len(diagram.into[one.id]) > 1]
    splits = [one for one in diagram.elements if one.kind == "inclusive" and len(diagram.out_of[one.id]) > 1]
    unpaired = {one.id: one for one in joins}
    for split in splits:
        branches = diagram.out_of[split.id]
        join = next((one for one in unpaired.values() if _pairs(diagram, branches, one)), None)
        if join is None or len(branches) > MOST_BRANCHES or len(diagram.into[split.id]) != 1:
            raise _no_meaning(split)
        found.update(_pairs(diagram, branches, join))
        del unpaired[join.id]
    if unpaired:
        raise _no_meaning(next(iter(unpaired.values())))
    return found


def _pairs(diagram: Diagram, branches: list[Flow], join: Element) -> dict[str, str]:
    """Branch by branch the flow into the join; nothing where they do not end in it one for one."""
    found = {branch.id: _arrivals(diagram, branch, join) for branch in branches}
    arrivals = {next(iter(some)) for some in found.values() if len(some) == 1}
    if (
        len(diagram.out_of[join.id]) != 1
        or arrivals != {flow.id for flow in diagram.into[join.id]}
        or len(arrivals) != len(branches)
    ):
        return {}
    return {branch: next(iter(some)) for branch, some in found.items()}


def _arrivals(diagram: Diagram, branch: Flow, join: Element) -> set[str]:
    seen, waiting, found = {branch.id}, [branch], set()
    while waiting:
        flow = waiting.pop()
        if flow.target == join.id:
            found.add(flow.id)
            continue
        for following in diagram.out_of[flow.target]:
            if following.id not in seen:
                seen.add(following.id)
                waiting.append(following)
    return found


def _no_meaning(gateway: Element) -> CannotAnswer:
    return CannotAnswer(
        f"The inclusive gateway {gateway.name or gateway.id} has no partner: what its join waits for cannot be told from the diagram.",
        gateway.id,
        f"Let each branch of an inclusive split (at most {MOST_BRANCHES}) end in one and the same inclusive join, or use exclusive and parallel gateways.",
    )


def faults(diagram: Diagram) -> list[str]:
    """What keeps a diagram from being walked, in words."""
    found = []
    for kind, what in (("start", "start event"), ("end", "end event")):
        if not any(one.kind == kind for one in diagram.elements):
            found.append(f"it has no {what}")
    names = {one.id: one.name or one.id for one in diagram.elements}
    if len(names) < len(diagram.elements):
        found.append("two of its elements have the same id, or none")
    if len({flow.id for flow in diagram.flows}) < len(diagram.flows):
        found.append("two of its flows have the same id")
    lost = [flow.id for flow in diagram.flows if flow.source not in names or flow.target not in names]
    if lost:
        found.append(
            f"{listed(lost, 5)} {'leads' if len(lost) == 1 else 'lead'} to or from nothing that is there"
        )
    loose = [
        one.id
        for one in diagram.elements
        if (one.kind != "start" and not diagram.into[one.id])
        or (one.kind != "end" and not diagram.out_of[one.id])
    ]
    if loose:
        found.append(f"no flow leads to or from {listed([names[one] for one in loose], 5)}")
    nameless = [one.id for one in diagram.elements if one.kind == "task" and not one.name.strip()]
    if nameless:
        found.append(f"{listed(nameless, 5)} {'has' if len(nameless) == 1 else 'have'} no name")
    return found
