"""The sequences of a log walked beside a model: what each does otherwise, and which could not be walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.conformance.ways_apart import Deviation, deviations_of
from procmine.errors import CannotAnswer
from procmine.process_models import Alignment, Behaviour, Net, NotAligned, aligned

if TYPE_CHECKING:
    import pandas as pd

MOST_STATES = 100_000  # that are looked at to walk one sequence
MOST_STATES_IN_ALL = 4_000_000
FITS, UNKNOWN = 0, -1


@dataclass(frozen=True)
class Walk:
    """One sequence beside the model; without an `alignment` it was too much to look through."""

    trace_no: int
    is_open: bool
    cases: int
    length: int
    alignment: Alignment | None
    apart: Counter[Deviation]


@dataclass(frozen=True)
class Walks:
    """All sequences of a log beside one model."""

    net: Net
    each: list[Walk]
    shortest: int | None  # the least work that the model asks of a case

    @property
    def deviations(self) -> list[Deviation]:
        """What is done otherwise, by how many cases, the most first; its number is its place, from 1 on."""
        cases: Counter[Deviation] = Counter()
        for walk in self.each:
            for one in walk.apart:
                cases[one] += walk.cases
        return sorted(cases, key=lambda one: (-cases[one], one))

    def twins(self, allowed: Iterable[Deviation]) -> dict[Deviation, str | None]:
        """For each deviation an earlier one that lies in just the same cases, in words; what is allowed stands after what is not."""
        let = set(allowed)
        where: dict[Deviation, set[tuple[int, bool]]] = {
            one: set() for one in sorted(self.deviations, key=lambda one: one in let)
        }
        for walk in self.each:
            for one in walk.apart:
                where[one].add((walk.trace_no, walk.is_open))
        first: dict[frozenset[tuple[int, bool]], Deviation] = {}
        found: dict[Deviation, str | None] = {}
        for one, walks_of_it in where.items():
            twin = first.setdefault(frozenset({*walks_of_it, (-1, one in let)}), one)
            found[one] = None if twin is one else twin.told
        return found

    def rows(self, numbered: Mapping[Deviation, int]) -> dict[str, list[Any]]:
        """The rows of the noun `deviation`, as parameters of a statement."""
        rows: list[tuple[int, bool, int, int]] = []
        for walk in self.each:
            if walk.alignment is None:
                rows.append((walk.trace_no, walk.is_open, UNKNOWN, 1))
            elif not walk.apart:
                rows.append((walk.trace_no, walk.is_open, FITS, 1))
            rows += [
                (walk.trace_no, walk.is_open, numbered[one], times)
                for one, times in sorted(walk.apart.items())
            ]
        trace_nos, are_open, numbers, times = ([row[column] for row in rows] for column in range(4))
        return {"trace_nos": trace_nos, "are_open": are_open, "deviation_nos": numbers, "times": times}

    def fitness(self, allowed: Iterable[Deviation]) -> dict[str, float | None]:
        """The cases, those that were walked, those that fit, and the fitness of the finished ones; what is allowed is no deviation."""
        let = set(allowed)
        known = [walk for walk in self.each if walk.alignment is not None]
        finished, opened = ([walk for walk in known if walk.is_open is is_open] for is_open in (False, True))
        cost = sum(walk.cases * _cost(walk, let) for walk in finished)
        most = sum(walk.cases * (walk.length + (self.shortest or 0)) for walk in finished)
        fitting, fitting_open = (
            sum(walk.cases for walk in some if not set(walk.apart) - let) for some in (finished, opened)
        )
        finished_cases = sum(walk.cases for walk in finished)
        return {
            "cases": sum(walk.cases for walk in self.each),
            "walked_cases": sum(walk.cases for walk in known),
            "finished_cases": finished_cases,
            "fitting_cases": fitting,
            "share_fitting": fitting / finished_cases if finished_cases else None,
            "open_cases": sum(walk.cases for walk in opened),
            "open_fitting_cases": fitting_open,
            "fitness": 1 - cost / most if most and self.shortest is not None else None,
        }


def _cost(walk: Walk, allowed: set[Deviation]) -> int:
    """Work moved is missing in one place and stands in another: it counts twice, as in the alignment."""
    return sum(
        times * (2 if one.kind in ("early", "late") else 1)
        for one, times in walk.apart.items()
        if one not in allowed
    )


def walks(net: Net, rows: pd.DataFrame, called: Mapping[str, str]) -> Walks:
    """Each sequence walked, those of most cases and those that take little first, while the bounds last."""
    behaviour, left = Behaviour(net), MOST_STATES_IN_ALL
    least = aligned(behaviour, ())
    if isinstance(least, NotAligned) and least.is_stuck:
        raise CannotAnswer(
            "No case can end in this model: after some step nothing can follow.",
            "deviations(model=…)",
            "Mend the model: each way must reach an end.",
        )
    names = [tuple(called[activity] for activity in activities) for activities in rows.activities]
    found: dict[int, Alignment] = {}
    for bound in (MOST_STATES // 20, MOST_STATES):
        for place, is_open in enumerate(rows.is_open):
            if place not in found and left > 0:
                one = aligned(behaviour, names[place], is_open=bool(is_open), most=min(bound, left))
                left -= one.looked_at
                if isinstance(one, Alignment):
                    found[place] = one
    shown = _shown(called)
    each = [
        Walk(
            int(trace_no),
            bool(is_open),
            int(cases),
            len(names[place]),
            found.get(place),
            _told(found.get(place), net, names[place], shown),
        )
        for place, (trace_no, is_open, cases) in enumerate(
            zip(rows.trace_no, rows.is_open, rows.cases, strict=True)
        )
    ]
    return Walks(net, each, None if isinstance(least, NotAligned) else least.deviations)


def _shown(called: Mapping[str, str]) -> dict[str, str]:
    """The name in the log of each name in the model: of several the one that is written alike."""
    found: dict[str, str] = {}
    for activity, name in called.items():
        if name not in found or activity == name:
            found[name] = activity
    return found


def _told(
    alignment: Alignment | None, net: Net, names: tuple[str, ...], shown: Mapping[str, str]
) -> Counter[Deviation]:
    if alignment is None:
        return Counter()
    found = deviations_of(alignment, net, names)
    return Counter({one.called(shown): times for one, times in found.items()})
