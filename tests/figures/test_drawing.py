"""A map as SVG, as a file, as a widget: the same map, and no text of a log does anything in it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest

import procmine as pm
from procmine.figures.drawing import Drawing, in_script

NASTY = "</script><b>x"
SVG = "{http://www.w3.org/2000/svg}"


def drawing(first: str = "Check", overlay: str = "frequency", through: list[str] | None = None) -> Drawing:
    nodes = pd.DataFrame(
        {
            "activity": [first, "Pay"],
            "instances": [12, 1434],
            "cases": [10, 900],
            "median_service_hours": [0.5, None],
        }
    )
    edges = pd.DataFrame(
        [
            ("(start)", first, 10, 10, 0, None, None),
            (first, "Pay", 9, 9, 8, 75.0, 600.0),
            ("Pay", "Pay", 3, 2, 3, 0.4, 1.2),
            ("Pay", "(end)", 9, 9, 0, None, None),
            ("Pay", "(open)", 1, 1, 0, None, None),
        ],
        columns=[
            "from_activity",
            "to_activity",
            "steps",
            "cases",
            "waits",
            "median_wait_hours",
            "total_wait_hours",
        ],
    )
    hidden = [(first, "(end)", through)] if through else []
    indirect = pd.DataFrame(hidden, columns=["from_activity", "to_activity", "through"])
    return Drawing.of(
        nodes=nodes,
        edges=edges,
        indirect=indirect,
        title=f"{first} comes first",
        overlay=overlay,
        note="Shown: all",
    )


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_every_box_and_path_has_a_place():
    layout = drawing().layout
    assert {node["id"] for node in layout["nodes"]} == {"Check", "Pay", "(start)", "(end)", "(open)"}
    assert [(edge["from"], edge["to"]) for edge in layout["edges"]] == [
        ("(start)", "Check"), ("Check", "Pay"), ("Pay", "(end)"), ("Pay", "Pay"), ("Pay", "(open)"),
    ]  # fmt: skip
    for node in layout["nodes"]:
        assert 0 <= node["x"] <= layout["width"] and 0 <= node["y"] <= layout["height"]
    assert json.loads(json.dumps(layout, allow_nan=False)) == layout


def test_the_numbers_drawn_are_those_of_the_overlay():
    assert {"1,434", "9", "3"} <= set(texts(drawing().to_svg()))
    timed = texts(drawing(overlay="time").to_svg())
    assert {"3.1 d", "24 min", "work 30 min", "work not recorded"} <= set(timed)


def test_an_overlay_that_is_not_there_is_refused():
    with pytest.raises(pm.errors.WrongOption, match="frequency, time"):
        drawing(overlay="cost")


def test_a_path_through_hidden_work_is_dashed_and_says_what_it_passes():
    made = drawing(through=["Approve", "Sign"])
    edge = next(edge for edge in made.layout["edges"] if edge["kind"] == "indirect")
    assert edge["aria"] == "Check to (end), by way of hidden work: Approve, Sign"
    assert made.to_svg().count("stroke-dasharray") == 1


@pytest.mark.parametrize(
    "name", [NASTY, '"><script>alert(1)</script>', "a & b < c", "line\x01break", "一二三四五六七八九十" * 6]
)
def test_an_activity_name_is_only_ever_text(name):
    made = drawing(name)
    svg = made.to_svg()
    kept = "".join(letter for letter in name if letter >= " ")
    root = ElementTree.fromstring(svg)
    assert any((element.text or "").startswith(kept) for element in root.iter(f"{SVG}title"))
    assert not list(root.iter(f"{SVG}script")) and not list(root.iter(f"{SVG}b"))
    page = made.to_html()
    assert page.count("</script>") == 2  # the data and the module, nothing of the log
    assert "<b>" not in page and "<script>alert" not in page


def test_data_in_a_script_element_reads_back_as_it_was():
    value = {"name": f"{NASTY}&amp;\u2028"}
    assert json.loads(in_script(value)) == value
    assert not re.search(r"[<>&\u2028]", in_script(value))


def test_a_page_needs_nothing_from_elsewhere():
    page = drawing().to_html()
    assert "src=" not in page and "<link" not in page and "@import" not in page
    assert set(re.findall(r"https?://[^\s\"')]+", page)) == {"http://www.w3.org/2000/svg"}


def test_a_notebook_is_given_the_interactive_map_and_a_picture():
    shown = drawing()._repr_mimebundle_()
    assert shown["text/html"].startswith("<style>") and shown["image/svg+xml"].startswith("<svg")


def test_the_widget_carries_the_layout_and_the_module():
    pytest.importorskip("anywidget")
    widget = drawing(overlay="time").widget()
    assert (
        widget.layout["title"] == "Check comes first" and widget.overlay == "time" and widget.selection == {}
    )
    assert "export default { render }" in widget._esm


def test_a_written_file_holds_what_was_returned(tmp_path):
    svg = drawing().to_svg(tmp_path / "map.svg")
    assert (tmp_path / "map.svg").read_text(encoding="utf-8") == svg
