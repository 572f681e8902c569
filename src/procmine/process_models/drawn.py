"""A model as a drawing: where its parts go is decided by the library that lays BPMN out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from procmine.process_models.bpmn_files import valid_ids, write_bpmn
from procmine.process_models.diagram import Diagram
from procmine.process_models.xml_files import tag_of

if TYPE_CHECKING:
    from procmine.figures.drawing import Drawing

Point = tuple[float, float]


def drawn(
    diagram: Diagram,
    title: str,
    *,
    note: str = "",
    times: Mapping[str, int] | None = None,
    work_hours: Mapping[str, float] | None = None,
) -> Drawing:
    """The drawing of a process; `times` says how often each element and flow (by id) was walked, `work_hours` the work of each task."""
    from procmine.figures.drawing import Drawing
    from procmine.figures.model_layout import model_layout

    centres, routes = _places(diagram)
    counted, hours = times or {}, work_hours or {}
    elements = [
        {
            "id": one.id,
            "kind": one.kind,
            "name": one.name,
            "times": counted.get(one.id),
            "work_hours": hours.get(one.id),
        }
        for one in diagram.elements
    ]
    flows = [
        {"source": one.source, "target": one.target, "times": counted.get(one.id)} for one in diagram.flows
    ]
    ready = model_layout(elements, flows, centres, [routes[one.id] for one in diagram.flows])
    return Drawing([], [], [], title=title, note=note, ready=ready)


def _places(diagram: Diagram) -> tuple[dict[str, Point], dict[str, list[Point]]]:
    """The middle of each element, and the corners of each flow."""
    from lxml import etree

    ids = {plain: one for one, plain in valid_ids(diagram).items()}
    centres: dict[str, Point] = {}
    routes: dict[str, list[Point]] = {}
    for shape in etree.fromstring(write_bpmn(diagram, "").encode()).iter():
        if tag_of(shape) not in ("BPMNShape", "BPMNEdge") or shape.get("bpmnElement") not in ids:
            continue
        here = ids[shape.get("bpmnElement")]
        for part in shape:
            if tag_of(part) == "Bounds":
                x, y, width, height = (float(part.get(name)) for name in ("x", "y", "width", "height"))
                centres[here] = (x + width / 2, y + height / 2)
            elif tag_of(part) == "waypoint":
                routes.setdefault(here, []).append((float(part.get("x")), float(part.get("y"))))
    return centres, routes
