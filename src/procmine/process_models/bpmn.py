"""BPMN files: the process that one holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from procmine.errors import CannotAnswer, WrongOption
from procmine.process_models.diagram import Diagram, Element, Flow, faults, net_of
from procmine.process_models.net import is_sound
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
    "property", "documentation",
    "standardLoopCharacteristics", "multiInstanceLoopCharacteristics", "extensionElements", "auditing", "monitoring", "incoming", "outgoing", "category",
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
    found.walk(chosen)
    diagram = found.diagram
    if found.terminates and any(one.kind in ("parallel", "inclusive") for one in diagram.elements):
        found.unknown.append(f"terminate end event {found.terminates[0]} beside parallel work")
    wrong = [*(f"it holds {one}" for one in found.unknown), *found.wrong, *faults(diagram)]
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
    """What was found so far in one process, or in one of its parts."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.flows: list[Flow] = []
        self.unknown: list[str] = []
        self.wrong: list[str] = []
        self.terminates: list[str] = []
        self.parts: set[str] = set()
        self.conditional: list[Flow] = []

    def walk(self, scope: Any) -> None:
        for child in scope:
            if not isinstance(child.tag, str) or not child.tag.startswith(f"{{{MODEL}}}"):
                continue
            tag, name = tag_of(child), _name(child)
            if tag == "sequenceFlow":
                self._flow(child)
            elif tag in KINDS:
                self._element(child, KINDS[tag], name)
            elif tag in ("subProcess", "transaction") and child.get("triggeredByEvent") != "true":
                self._sub_process(child)
            elif tag not in WITHOUT_MEANING:
                self.unknown.append(f"{tag} {name or child.get('id')}")

    def _flow(self, child: Any) -> None:
        """A flow without an id, which BPMN allows, gets one."""
        here = child.get("id") or f"(flow {len(self.flows) + 1})"
        flow = Flow(here, child.get("sourceRef") or "", child.get("targetRef") or "")
        self.flows.append(flow)
        if child.find(f"{{{MODEL}}}conditionExpression") is not None:
            self.conditional.append(flow)

    def _element(self, child: Any, kind: str, name: str) -> None:
        here = child.get("id") or ""
        if child.find(f"{{{MODEL}}}terminateEventDefinition") is not None:
            self.terminates.append(name or here)
        self.elements.append(Element(here, kind, name, is_repeated=_is_repeated(child)))

    def _sub_process(self, child: Any) -> None:
        """Its parts, between two borders that flows to and from it lead to; one drawn as a closed box is a piece of work by its name."""
        here, name = child.get("id") or "", _name(child)
        if not any(tag_of(one) in KINDS for one in child if isinstance(one.tag, str)):
            self._element(child, "task", name)
            return
        if _is_repeated(child):
            self.unknown.append(f"repeated sub-process {name or here}")
        inner = _Reading()
        inner.walk(child)
        found = inner.diagram
        self.unknown += inner.unknown
        self.terminates += inner.terminates
        self.wrong += [f"in {name or here} {one}" for one in (*inner.wrong, *faults(found))]
        if (
            found.has_splits
            and not faults(found)
            and is_sound(net_of(found, is_done_in_parts=False)) is False
        ):
            self.unknown.append(
                f"sub-process {name or here}, whose parallel work is not joined before its end"
            )
        self._taken_in(here, found)

    def _taken_in(self, here: str, found: Diagram) -> None:
        """The begin and end of a part are none of the case: they are passed through."""
        self.parts.add(here)
        borders = {"start": f"{here}/start", "end": f"{here}/end"}
        self.elements += [Element(border, "event") for border in borders.values()]
        for one in found.elements:
            self.elements.append(Element(one.id, "event") if one.kind in borders else one)
            if one.kind in borders:
                ends = (borders["start"], one.id) if one.kind == "start" else (one.id, borders["end"])
                self.flows.append(Flow(f"{here}/{one.id}", *ends))
        self.flows += found.flows

    @property
    def diagram(self) -> Diagram:
        kinds = {one.id: one.kind for one in self.elements}
        names = {one.id: one.name or one.id for one in self.elements}
        for flow in self.conditional:
            if kinds.get(flow.source) in ("task", "event", "start") or flow.source in self.parts:
                self.unknown.append(f"a conditional flow out of {names.get(flow.source, flow.source)}")
        self.conditional = []
        flows = (
            Flow(
                flow.id,
                f"{flow.source}/end" if flow.source in self.parts else flow.source,
                f"{flow.target}/start" if flow.target in self.parts else flow.target,
            )
            for flow in self.flows
        )
        return Diagram(tuple(self.elements), tuple(flows))


def _name(child: Any) -> str:
    return " ".join((child.get("name") or "").split())


def _is_repeated(child: Any) -> bool:
    """Whether it is a loop or done for several: then it may be done again as often as one likes."""
    return any(
        child.find(f"{{{MODEL}}}{tag}") is not None
        for tag in ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")
    )
