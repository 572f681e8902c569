"""PNML files: a place/transition net read from one, and written as one."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from procmine.errors import CannotAnswer, WrongOption
from procmine.process_models.net import Net, Transition
from procmine.process_models.xml_files import named, parsed, tag_of

GRAMMAR = "http://www.pnml.org/version-2009/grammar/pnml"
KIND = "http://www.pnml.org/version-2009/grammar/pnmlcoremodel"
SILENT = "$invisible$"


def read_pnml(path: Path | bytes) -> Net:
    """The net of a PNML file: a transition without a name, or marked as invisible, stands for no recorded work.

    Where no final marking is told, a case is done when one token lies in the one place that nothing leaves.
    """
    root = parsed(path)
    if tag_of(root) != "pnml":
        raise WrongOption(f"The file holds {tag_of(root)}, not PNML.", named(path), "Export the net as PNML.")
    pages = [one for one in root.iter() if tag_of(one) in ("place", "transition", "arc")]
    places = {one.get("id"): number for number, one in enumerate(p for p in pages if tag_of(p) == "place")}
    initial = [
        places[p.get("id")]
        for p in pages
        if tag_of(p) == "place"
        for _ in range(_number(p, "initialMarking", 0))
    ]
    takes: dict[str, list[int]] = defaultdict(list)
    gives: dict[str, list[int]] = defaultdict(list)
    for arc in (one for one in pages if tag_of(one) == "arc"):
        _lead(arc, places, takes, gives, path)
    steps = tuple(
        Transition(
            one.get("id"),
            _label(one),
            tuple(sorted(takes[one.get("id")])),
            tuple(sorted(gives[one.get("id")])),
        )
        for one in pages
        if tag_of(one) == "transition"
    )
    if not steps or not initial:
        raise CannotAnswer(
            f"The net has no {'transition' if not steps else 'initial marking'}.",
            named(path),
            "Give a net in which a case can begin.",
        )
    return Net(tuple(places), steps, tuple(sorted(initial)), _final(root, places, takes, path))


def _text(element: Any, tag: str) -> str | None:
    """The text of a labelled part: `<name><text>…`."""
    part = next((child for child in element if tag_of(child) == tag), None)
    text = None if part is None else next((child.text for child in part if tag_of(child) == "text"), None)
    return None if text is None else text.strip()


def _number(element: Any, tag: str, otherwise: int) -> int:
    text = _text(element, tag)
    return otherwise if not text else int(text)


def _label(transition: Any) -> str | None:
    is_silent = any(tag_of(one) == "toolspecific" and one.get("activity") == SILENT for one in transition)
    name = " ".join((_text(transition, "name") or "").split())
    return None if is_silent or not name else name


def _lead(
    arc: Any,
    places: dict[str, int],
    takes: dict[str, list[int]],
    gives: dict[str, list[int]],
    path: Path | bytes,
) -> None:
    kind = next(
        (one.get("value") or _text(arc, "type") for one in arc if tag_of(one) in ("type", "arctype")),
        "normal",
    )
    if kind not in ("normal", None):
        raise CannotAnswer(
            f"The net holds an arc of the kind {kind!r}.",
            f"{named(path)}, arc {arc.get('id')}",
            "Only arcs that move tokens can be walked.",
        )
    source, target, tokens = arc.get("source"), arc.get("target"), _number(arc, "inscription", 1)
    if source in places:
        takes[target] += [places[source]] * tokens
    else:
        gives[source] += [places[target]] * tokens


def _final(
    root: Any, places: dict[str, int], takes: dict[str, list[int]], path: Path | bytes
) -> tuple[int, ...]:
    told = next((one for one in root.iter() if tag_of(one) == "finalmarkings"), None)
    if told is not None:
        marked = next((one for one in told if tag_of(one) == "marking"), ())
        return tuple(
            sorted(
                places[one.get("idref")]
                for one in marked
                for _ in range(int(next((c.text for c in one if tag_of(c) == "text"), "1")))
            )
        )
    left = sorted(set(places.values()) - {place for some in takes.values() for place in some})
    if len(left) != 1:
        raise CannotAnswer(
            f"The net does not say when a case is done: it has no final marking, and {len(left)} places that nothing leaves.",
            named(path), "Give it a final marking, or one place in which every case ends.",
        )  # fmt: skip
    return (left[0],)


def write_pnml(net: Net, name: str) -> str:
    """The net as PNML, with its final marking."""
    from lxml import etree

    def part(parent: Any, tag: str, text: str) -> None:
        etree.SubElement(etree.SubElement(parent, f"{{{GRAMMAR}}}{tag}"), f"{{{GRAMMAR}}}text").text = text

    root = etree.Element(f"{{{GRAMMAR}}}pnml", nsmap={None: GRAMMAR})
    top = etree.SubElement(root, f"{{{GRAMMAR}}}net", id="net", type=KIND)
    part(top, "name", name)
    page = etree.SubElement(top, f"{{{GRAMMAR}}}page", id="page")
    for number, place in enumerate(net.places):
        node = etree.SubElement(page, f"{{{GRAMMAR}}}place", id=f"p{number}")
        part(node, "name", place)
        if net.initial.count(number):
            part(node, "initialMarking", str(net.initial.count(number)))
    for number, step in enumerate(net.transitions):
        node = etree.SubElement(page, f"{{{GRAMMAR}}}transition", id=f"t{number}")
        part(node, "name", step.label if step.label is not None else step.id)
        if step.label is None:
            etree.SubElement(
                node,
                f"{{{GRAMMAR}}}toolspecific",
                tool="ProM",
                version="6.4",
                activity=SILENT,
                localNodeID=f"t{number}",
            )
    arcs = [
        (f"p{place}", f"t{number}", step.takes.count(place))
        for number, step in enumerate(net.transitions)
        for place in sorted(set(step.takes))
    ]
    arcs += [
        (f"t{number}", f"p{place}", step.gives.count(place))
        for number, step in enumerate(net.transitions)
        for place in sorted(set(step.gives))
    ]
    for number, (source, target, tokens) in enumerate(arcs):
        part(
            etree.SubElement(page, f"{{{GRAMMAR}}}arc", id=f"a{number}", source=source, target=target),
            "inscription",
            str(tokens),
        )
    marking = etree.SubElement(etree.SubElement(top, f"{{{GRAMMAR}}}finalmarkings"), f"{{{GRAMMAR}}}marking")
    for last in sorted(set(net.final)):
        node = etree.SubElement(marking, f"{{{GRAMMAR}}}place", idref=f"p{last}")
        etree.SubElement(node, f"{{{GRAMMAR}}}text").text = str(net.final.count(last))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()
