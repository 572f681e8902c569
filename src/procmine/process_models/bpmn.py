"""BPMN files: a process read from one, and a process written as one, laid out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from procmine.errors import CannotAnswer, NotInstalled, WrongOption
from procmine.process_models.diagram import Diagram, Element, Flow, faults
from procmine.process_models.xml_files import named, parsed, tag_of
from procmine.wording import listed

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
KINDS = {
    "startEvent": "start", "endEvent": "end", "exclusiveGateway": "exclusive", "eventBasedGateway": "exclusive",
    "parallelGateway": "parallel", "inclusiveGateway": "inclusive", "intermediateCatchEvent": "event", "intermediateThrowEvent": "event",
    "task": "task", "userTask": "task", "manualTask": "task", "serviceTask": "task", "scriptTask": "task", "sendTask": "task",
    "receiveTask": "task", "businessRuleTask": "task", "callActivity": "task",
}  # fmt: skip
WITHOUT_MEANING = {
    "laneSet", "dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation", "association", "group", "ioSpecification",
    "property", "documentation", "extensionElements", "auditing", "monitoring", "incoming", "outgoing", "category",
}  # fmt: skip
TAGS = {
    "start": "startEvent", "end": "endEvent", "task": "task", "event": "intermediateThrowEvent", "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway", "inclusive": "inclusiveGateway",
}  # fmt: skip


def read_bpmn(path: Path | bytes, process: str | None = None) -> Diagram:
    """The process of a BPMN 2.0 file; of several the one called `process`.

    Sub-processes are walked as part of it; lanes, data and notes say nothing of the order of work. Raises CannotAnswer with everything
    that has no meaning here: boundary events, ad-hoc and event sub-processes, an early end of parallel work.
    """
    root = parsed(path)
    if root.tag != f"{{{MODEL}}}definitions":
        raise WrongOption(
            f"The file holds {tag_of(root)}, not BPMN 2.0.", named(path), "Export the model as BPMN 2.0 XML."
        )
    chosen = _chosen(root, path, process)
    found = _Reading()
    found.walk(chosen, None)
    diagram = found.diagram
    if found.terminates and any(one.kind in ("parallel", "inclusive") for one in diagram.elements):
        found.unknown.append(f"terminate end event {found.terminates[0]} beside parallel work")
    wrong = [*(f"it holds {one}" for one in found.unknown), *faults(diagram)]
    if wrong:
        raise CannotAnswer(
            f"This process cannot be walked step by step: {'; '.join(wrong)}.",
            named(path),
            "Change the model, or leave these parts out of it.",
        )
    return diagram


def _chosen(root: Any, path: Path | bytes, process: str | None) -> Any:
    names = {one.get("processRef"): one.get("name") for one in root.iter(f"{{{MODEL}}}participant")}
    found = [
        one for one in root.findall(f"{{{MODEL}}}process") if one.find(f"{{{MODEL}}}sequenceFlow") is not None
    ]
    called = {one.get("id"): names.get(one.get("id")) or one.get("name") or one.get("id") for one in found}
    if process is not None:
        found = [one for one in found if process in (one.get("id"), one.get("name"), called[one.get("id")])]
    if len(found) == 1:
        return found[0]
    if not called:
        raise CannotAnswer(
            "The file holds no process with a sequence flow.",
            named(path),
            "Give a model with a start, work and an end.",
        )
    told_names = listed(called.values())
    told = (
        f"The file holds {len(called)} processes: {told_names}."
        if process is None
        else f"No one process is called {process!r}: the file holds {told_names}."
    )
    raise WrongOption(told, named(path), f'Say which: process="{next(iter(called.values()))}".')


class _Reading:
    """What was found so far in one process."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.flows: list[Flow] = []
        self.unknown: list[str] = []
        self.terminates: list[str] = []
        self.parts: set[str] = set()

    def walk(self, scope: Any, inside: str | None) -> None:
        """The elements of a process, or of a sub-process called `inside`, whose own start and ends are passed through."""
        for child in scope:
            if not isinstance(child.tag, str) or not child.tag.startswith(f"{{{MODEL}}}"):
                continue
            tag, name = tag_of(child), " ".join((child.get("name") or "").split())
            if tag == "sequenceFlow":
                self.flows.append(Flow(child.get("id"), child.get("sourceRef"), child.get("targetRef")))
            elif tag in KINDS:
                self._element(child, KINDS[tag], name, inside)
            elif tag in ("subProcess", "transaction") and child.get("triggeredByEvent") != "true":
                self._sub_process(child)
            elif tag not in WITHOUT_MEANING:
                self.unknown.append(f"{tag} {name or child.get('id')}")

    def _element(self, child: Any, kind: str, name: str, inside: str | None) -> None:
        here = child.get("id")
        if child.find(f"{{{MODEL}}}terminateEventDefinition") is not None:
            self.terminates.append(name or here)
        if inside and kind in (
            "start",
            "end",
        ):  # the begin or end of a part is none of the case: it is passed through
            self.elements.append(Element(here, "event"))
            border = f"{inside}/{kind}"
            ends = (border, here) if kind == "start" else (here, border)
            self.flows.append(Flow(f"{inside}/{here}", *ends))
        else:
            self.elements.append(Element(here, kind, name))

    def _sub_process(self, child: Any) -> None:
        """Its parts, between two borders that flows to and from it lead to; one drawn as a closed box is a piece of work by its name."""
        here = child.get("id")
        if child.find(f"{{{MODEL}}}sequenceFlow") is None:
            self.elements.append(Element(here, "task", " ".join((child.get("name") or "").split())))
            return
        self.parts.add(here)
        self.elements += [Element(f"{here}/start", "event"), Element(f"{here}/end", "event")]
        self.walk(child, here)

    @property
    def diagram(self) -> Diagram:
        flows = (
            Flow(
                flow.id,
                f"{flow.source}/end" if flow.source in self.parts else flow.source,
                f"{flow.target}/start" if flow.target in self.parts else flow.target,
            )
            for flow in self.flows
        )
        return Diagram(tuple(self.elements), tuple(flows))


def write_bpmn(diagram: Diagram, name: str) -> str:
    """The process as BPMN 2.0 XML, with a layout where the extra `models` is installed."""
    try:
        from bpmn_io import layout_process
    except ImportError:
        raise NotInstalled(
            "The library that lays models out is not installed.",
            "to_bpmn()",
            'pip install "procmine[models]"',
        ) from None
    return layout_process(plain_bpmn(diagram, name))


def plain_bpmn(diagram: Diagram, name: str) -> str:
    """The same without a layout."""
    from lxml import etree

    ids = valid_ids(diagram)
    root = etree.Element(
        f"{{{MODEL}}}definitions",
        nsmap={None: MODEL},
        id="definitions",
        targetNamespace="urn:procmine",
        exporter="procmine",
    )
    process = etree.SubElement(
        root, f"{{{MODEL}}}process", id="process", name=_text(name), isExecutable="false"
    )
    for element in diagram.elements:
        node = etree.SubElement(process, f"{{{MODEL}}}{TAGS[element.kind]}", id=ids[element.id])
        if element.name:
            node.set("name", _text(element.name))
        for tag, flows in (("incoming", diagram.into), ("outgoing", diagram.out_of)):
            for flow in flows[element.id]:
                etree.SubElement(node, f"{{{MODEL}}}{tag}").text = ids[flow.id]
    for flow in diagram.flows:
        etree.SubElement(
            process,
            f"{{{MODEL}}}sequenceFlow",
            id=ids[flow.id],
            sourceRef=ids[flow.source],
            targetRef=ids[flow.target],
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


def _text(value: str) -> str:
    """Control letters are no part of XML."""
    return "".join(letter for letter in value if letter >= " " or letter in "\t\n")


def valid_ids(diagram: Diagram) -> dict[str, str]:
    """Each id as XML allows it, and no two alike."""
    found: dict[str, str] = {}
    for name in [*(one.id for one in diagram.elements), *(one.id for one in diagram.flows)]:
        plain = re.sub(r"[^A-Za-z0-9_.-]", "_", name)
        plain = plain if re.match(r"[A-Za-z_]", plain) else f"_{plain}"
        while plain in found.values() or plain in ("definitions", "process"):
            plain += "_"
        found[name] = plain
    return found
