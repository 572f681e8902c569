"""A process written as BPMN, laid out."""

from __future__ import annotations

import re

from procmine.errors import NotInstalled
from procmine.process_models.bpmn import MODEL
from procmine.process_models.diagram import Diagram
from procmine.process_models.xml_files import xml_text

TAGS = {
    "start": "startEvent", "end": "endEvent", "task": "task", "event": "intermediateThrowEvent", "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway", "inclusive": "inclusiveGateway",
}  # fmt: skip


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
        root, f"{{{MODEL}}}process", id="process", name=xml_text(name), isExecutable="false"
    )
    for element in diagram.elements:
        node = etree.SubElement(process, f"{{{MODEL}}}{TAGS[element.kind]}", id=ids[element.id])
        if element.name:
            node.set("name", xml_text(element.name))
        for tag, flows in (("incoming", diagram.into), ("outgoing", diagram.out_of)):
            for flow in flows[element.id]:
                etree.SubElement(node, f"{{{MODEL}}}{tag}").text = ids[flow.id]
        if element.is_repeated:
            etree.SubElement(node, f"{{{MODEL}}}standardLoopCharacteristics")
    for flow in diagram.flows:
        etree.SubElement(
            process,
            f"{{{MODEL}}}sequenceFlow",
            id=ids[flow.id],
            sourceRef=ids[flow.source],
            targetRef=ids[flow.target],
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


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
