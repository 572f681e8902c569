"""What a miner found, as a model: names put back, elements numbered in an order that does not change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procmine.discovery.miner import miner as process
from procmine.process_models import Diagram, Element, Flow, ProcessModel

MINERS = ("inductive", "split", "heuristics", "powl")
CALLED = {
    "inductive": "inductive miner",
    "split": "split miner",
    "heuristics": "heuristics miner",
    "powl": "POWL miner",
}
OPERATORS = {"sequence": "→", "xor": "×", "parallel": "∧", "loop": "↺", "or": "∨", "interleaving": "↔"}


def mined(
    miner: str, sequences: Mapping[tuple[str, ...], int], *, noise: float, seconds: float
) -> ProcessModel:
    """The model that `miner` finds in sequences of activities, each with the number of cases that follow it."""
    names = sorted({name for sequence in sequences for name in sequence})
    codes = {
        name: f"a{number}" for number, name in enumerate(names)
    }  # a name may hold anything; a code does not
    found = process.ask(
        {
            "miner": miner,
            "sequences": [[codes[name] for name in sequence] for sequence in sequences],
            "cases": list(sequences.values()),
            "noise": noise,
        },
        seconds,
    )
    called = {code: name for name, code in codes.items()}
    tree = None if found["tree"] is None else _tree(found["tree"], called)
    return ProcessModel.of(_numbered(found, called), CALLED[miner], tree)


def _tree(part: Any, called: Mapping[str, str]) -> str:
    if part is None:
        return "τ"
    if isinstance(part, str):
        return f"'{called[part]}'"
    operator, *parts = part
    told = [_tree(one, called) for one in parts]
    # Where the order of the parts says nothing it is that of their names: the same log gives the same text.
    return f"{OPERATORS[operator]}( {', '.join(told if operator in ('sequence', 'loop') else sorted(told))} )"


def _numbered(found: Mapping[str, Any], called: Mapping[str, str]) -> Diagram:
    """Elements by kind and place: two that stand alike in the graph may change places, and nobody could tell."""
    look = {one["id"]: f"{one['kind']} {one['name']}" for one in found["elements"]}
    into, out = {name: [] for name in look}, {name: [] for name in look}  # type: dict[str, list[str]], dict[str, list[str]]
    for source, target in found["flows"]:
        out[source].append(target)
        into[target].append(source)
    for _ in range(8):
        look = {
            name: f"{hash_of(look[name], sorted(look[one] for one in into[name]), sorted(look[one] for one in out[name]))}"
            for name in look
        }
    kinds = {one["id"]: one["kind"] for one in found["elements"]}
    ranked = sorted(
        found["elements"],
        key=lambda one: (one["kind"], called[one["name"]] if one["name"] else "", look[one["id"]]),
    )
    ids = {one["id"]: f"{one['kind']}_{place}" for place, one in enumerate(ranked, start=1)}
    elements = tuple(
        Element(ids[one["id"]], one["kind"], called[one["name"]] if one["name"] else "") for one in ranked
    )
    assert set(kinds) == set(ids)
    flows = sorted((ids[source], ids[target]) for source, target in found["flows"])
    return Diagram(elements, tuple(Flow(f"flow_{place}", *ends) for place, ends in enumerate(flows, start=1)))


def hash_of(*parts: Any) -> str:
    from hashlib import sha256

    return sha256(repr(parts).encode()).hexdigest()
