"""PNML files: a place/transition net read from one, and written as one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from procmine.errors import CannotAnswer, WrongOption
from procmine.process_models.net import Net, Transition
from procmine.process_models.xml_files import named, parsed, tag_of, xml_text

GRAMMAR = "http://www.pnml.org/version-2009/grammar/pnml"
KIND = "http://www.pnml.org/version-2009/grammar/pnmlcoremodel"
SILENT = "$invisible$"


MOST = 1_000  # tokens in a place, or moved by an arc


def read_pnml(path: Path | bytes) -> Net:
    """The net of a PNML file: a transition without a name, or marked as invisible, stands for no recorded work.

    Where no final marking is told, a case is done when one token lies in the one place that nothing leaves. Raises WrongOption where the
    file is no PNML or holds several nets, CannotAnswer with everything in it that cannot be walked.
    """
    root = parsed(path)
    if tag_of(root) != "pnml":
        raise WrongOption(f"The file holds {tag_of(root)}, not PNML.", named(path), "Export the net as PNML.")
    nets = [one for one in root if tag_of(one) == "net"]
    if len(nets) > 1:
        raise WrongOption(
            f"The file holds {len(nets)} nets.",
            named(path),
            "Save the one that is meant in a file of its own.",
        )
    found = _Reading(nets[0] if nets else root)
    net = found.net
    if found.faults:
        raise CannotAnswer(
            f"This net cannot be walked: {'; '.join(found.faults)}.",
            named(path),
            "Save the net anew in the tool it comes from, or mend these parts.",
        )
    return net


class _Reading:
    """The parts of one net, and what is wrong with them."""

    def __init__(self, net: Any) -> None:
        self.faults: list[str] = []
        self.root = net
        parts = [
            one for scope in (net, *(page for page in net.iter() if tag_of(page) == "page")) for one in scope
        ]
        self.parts = {
            kind: [one for one in parts if tag_of(one) == kind] for kind in ("place", "transition", "arc")
        }
        self.places = {one.get("id"): number for number, one in enumerate(self.parts["place"])}
        self.takes: dict[str, list[int]] = {one.get("id"): [] for one in self.parts["transition"]}
        self.gives: dict[str, list[int]] = {one.get("id"): [] for one in self.parts["transition"]}

    @property
    def net(self) -> Net:
        initial = [
            self.places[one.get("id")]
            for one in self.parts["place"]
            for _ in range(self._number(one, "initialMarking", 0))
        ]
        for arc in self.parts["arc"]:
            self._lead(arc)
        steps = tuple(
            Transition(name, _label(one), tuple(sorted(self.takes[name])), tuple(sorted(self.gives[name])))
            for one in self.parts["transition"]
            for name in [one.get("id")]
        )
        for what, there in (("transition", steps), ("initial marking", initial)):
            if not there:
                self.faults.append(f"it has no {what}")
        return Net(
            tuple(map(str, self.places)),
            steps,
            tuple(sorted(initial)),
            self._final() if steps and initial else (),
        )

    def _number(self, element: Any, tag: str, otherwise: int, least: int = 0) -> int:
        text = (
            _text(element, tag)
            if tag
            else next((one.text or "" for one in element if tag_of(one) == "text"), "1")
        )
        try:
            number = otherwise if not text else int(float(text))
        except (ValueError, OverflowError):
            number = -1
        if not least <= number <= MOST:
            self.faults.append(
                f"{element.get('id') or element.get('idref')} holds {text!r} where a number from {least} to {MOST:,} stands"
            )
            return otherwise
        return number

    def _lead(self, arc: Any) -> None:
        name, source, target = arc.get("id"), arc.get("source"), arc.get("target")
        kind = next(
            (one.get("value") or _text(arc, "type") for one in arc if tag_of(one) in ("type", "arctype")),
            "normal",
        )
        if kind not in ("normal", None):
            self.faults.append(
                f"arc {name} is of the kind {kind!r}: only arcs that move tokens can be walked"
            )
        elif source in self.places and target in self.takes:
            self.takes[target] += [self.places[source]] * self._number(arc, "inscription", 1, 1)
        elif source in self.gives and target in self.places:
            self.gives[source] += [self.places[target]] * self._number(arc, "inscription", 1, 1)
        else:
            self.faults.append(f"arc {name} does not lead between a place and a transition")

    def _final(self) -> tuple[int, ...]:
        told = next((one for one in self.root.iter() if tag_of(one) == "finalmarkings"), None)
        if told is not None:
            marked = [
                one
                for one in next((one for one in told if tag_of(one) == "marking"), ())
                if tag_of(one) == "place"
            ]
            unknown = [one.get("idref") for one in marked if one.get("idref") not in self.places]
            if unknown:
                self.faults.append(f"its final marking names {unknown[0]}, which is no place")
            return tuple(
                sorted(
                    self.places[one.get("idref")]
                    for one in marked
                    if one.get("idref") in self.places
                    for _ in range(self._number(one, "", 1))
                )
            )
        left = sorted(set(self.places.values()) - {place for some in self.takes.values() for place in some})
        if len(left) != 1:
            self.faults.append(
                f"it does not say when a case is done: it has no final marking, and {len(left)} places that nothing leaves"
            )
        return tuple(left[:1])


def _text(element: Any, tag: str) -> str | None:
    """The text of a labelled part: `<name><text>…`."""
    part = next((child for child in element if tag_of(child) == tag), None)
    text = None if part is None else next((child.text for child in part if tag_of(child) == "text"), None)
    return None if text is None else text.strip()


def _label(transition: Any) -> str | None:
    is_silent = any(tag_of(one) == "toolspecific" and one.get("activity") == SILENT for one in transition)
    name = " ".join((_text(transition, "name") or "").split())
    return None if is_silent or not name else name


def write_pnml(net: Net, name: str) -> str:
    """The net as PNML, with its final marking."""
    from lxml import etree

    def part(parent: Any, tag: str, text: str) -> None:
        etree.SubElement(
            etree.SubElement(parent, f"{{{GRAMMAR}}}{tag}"), f"{{{GRAMMAR}}}text"
        ).text = xml_text(text)

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
