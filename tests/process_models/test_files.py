"""Models read from files and written to them: valid, read by others, the same again."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from procmine.errors import CannotAnswer, WrongOption
from procmine.process_models import Behaviour, ProcessModel, aligned, read_model
from procmine.process_models.bpmn import MODEL
from procmine.process_models.bpmn_files import plain_bpmn

from .models_by_hand import EITHER, LOAN, LOOP, diagram

MODELS = {
    "loan": LOAN,
    "loop": LOOP,
    "either": EITHER,
    "parts": "start > A1; A1 > Pack > end1; A1 > Bill > end2",
    "names": 'start > Prüfen "ob" & <wie> > 承認 > end',
}


@pytest.fixture(params=MODELS)
def model(request):
    return ProcessModel.of(diagram(MODELS[request.param]), request.param)


@pytest.fixture(scope="module")
def schema():
    """The schema of BPMN 2.0, as another library ships it."""
    import SpiffWorkflow.bpmn.parser as other

    return etree.XMLSchema(etree.parse(Path(other.__file__).parent / "schema" / "BPMN20.xsd"))


def shape(model):
    """A model without its ids: kinds, names and how they hang together."""
    names = {one.id: (one.kind, one.name) for one in model.diagram.elements}
    return sorted(names.values()), sorted(
        (names[one.source], names[one.target]) for one in model.diagram.flows
    )


def test_bpmn_is_valid_and_reads_back_the_same(model, schema, tmp_path):
    text = model.to_bpmn(tmp_path / "model.bpmn")
    schema.assertValid(etree.fromstring(text.encode()))
    again = read_model(tmp_path / "model.bpmn")
    assert shape(again) == shape(model)
    assert again.to_bpmn() == read_model(tmp_path / "model.bpmn").to_bpmn()
    assert {one.id for one in again.diagram.elements} <= set(
        etree.fromstring(text.encode()).xpath("//@bpmnElement")
    )


def runnable(path):
    """The model as an engine that runs it wants it: each way of a choice with its condition."""
    root = etree.parse(path).getroot()
    root.find(f"{{{MODEL}}}process").set("isExecutable", "true")
    choices = {
        one.get("id") for one in root.iter(f"{{{MODEL}}}exclusiveGateway", f"{{{MODEL}}}inclusiveGateway")
    }
    for flow in root.iter(f"{{{MODEL}}}sequenceFlow"):
        if flow.get("sourceRef") in choices:
            etree.SubElement(flow, f"{{{MODEL}}}conditionExpression").text = "True"
    return etree.tostring(root)


@pytest.mark.filterwarnings("ignore")
def test_other_readers_find_the_same_model(model, tmp_path):
    import pm4py
    from bpmn_io import check
    from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

    path = tmp_path / "model.bpmn"
    assert check(model.to_bpmn(path)).ok
    parser = BpmnParser()
    parser.add_bpmn_str(runnable(path))
    found = [
        one for one in parser.get_spec("process").task_specs.values() if type(one).__name__ == "NoneTask"
    ]
    assert sorted(one.bpmn_name for one in found) == model.activities
    theirs = pm4py.read_bpmn(str(path))
    tasks = sorted(one.get_name() for one in theirs.get_nodes() if type(one).__name__ == "Task")
    assert tasks == model.activities
    assert len(theirs.get_flows()) == len(model.diagram.flows)


def test_pnml_round_trips_here_and_through_pm4py(model, tmp_path):
    import pm4py

    path, theirs = tmp_path / "model.pnml", tmp_path / "theirs.pnml"
    model.to_pnml(path)
    again = read_model(path)
    assert [(one.label, one.takes, one.gives) for one in again.net.transitions] == [
        (one.label, one.takes, one.gives) for one in model.net.transitions
    ]
    assert len(again.net.places) == len(model.net.places)
    assert (again.net.initial, again.net.final) == (model.net.initial, model.net.final)
    if model.net.final:  # pm4py writes no final marking where no token is left
        pm4py.write_pnml(*pm4py.read_pnml(str(path)), str(theirs))
        back = read_model(theirs)
        assert sorted(str(one.label) for one in back.net.transitions) == sorted(
            str(one.label) for one in model.net.transitions
        )
        for done in (["Receive", "Credit", "Grant"], ["Draft", "Send"], ["Phone", "Write", "Close"]):
            costs = [aligned(Behaviour(one.net), done).deviations for one in (back, model)]
            assert costs[0] == costs[1]


def bpmn(tmp_path, inside, name="given.bpmn"):
    path = tmp_path / name
    path.write_text(f'<definitions xmlns="{MODEL}"><process id="p">{inside}</process></definitions>')
    return path


FLOW = '<sequenceFlow id="{0}" sourceRef="{1}" targetRef="{2}"/>'.format


def test_a_sub_process_is_walked_as_part_of_the_process(tmp_path):
    inside = (
        '<startEvent id="s"/><subProcess id="sub" name="Check"><startEvent id="a"/><task id="t" name="Look"/><task id="u" name="Note"/><endEvent id="b"/>'
        + FLOW("i1", "a", "t") + FLOW("i2", "t", "u") + FLOW("i3", "u", "b")
        + '</subProcess><task id="v" name="Send"/><endEvent id="e"/>' + FLOW("f1", "s", "sub") + FLOW("f2", "sub", "v") + FLOW("f3", "v", "e")
    )  # fmt: skip
    model = read_model(bpmn(tmp_path, inside))
    assert aligned(Behaviour(model.net), ["Look", "Note", "Send"]).deviations == 0
    assert aligned(Behaviour(model.net), ["Note", "Send"]).deviations == 1


def test_events_in_between_are_work_where_the_log_records_them(tmp_path):
    inside = (
        '<startEvent id="s"/><task id="t" name="Ask"/><intermediateCatchEvent id="c" name="Answer comes"/><endEvent id="e"/>'
        + FLOW("f1", "s", "t") + FLOW("f2", "t", "c") + FLOW("f3", "c", "e")
    )  # fmt: skip
    model = read_model(bpmn(tmp_path, inside))
    assert model.activities == ["Ask"]
    assert model.possible == ["Answer comes", "Ask"]
    assert aligned(Behaviour(model.net_for(["Ask"])), ["Ask"]).deviations == 0
    assert aligned(Behaviour(model.net_for(["Ask", "Answer comes"])), ["Ask"]).deviations == 1


def test_everything_without_a_meaning_is_told_at_once(tmp_path):
    inside = (
        '<startEvent id="s"/><task id="t" name="Ask"/><task id="n" name=" "/><boundaryEvent id="b" name="Too late" attachedToRef="t"/>'
        '<complexGateway id="g"/><task id="l" name="Alone"/>' + FLOW("f1", "s", "t")
    )
    with pytest.raises(CannotAnswer) as refused:
        read_model(bpmn(tmp_path, inside))
    told = refused.value.found
    assert all(
        part in told
        for part in ("boundaryEvent Too late", "complexGateway g", "no end event", "Alone", "n has no name")
    )


def test_of_several_processes_one_is_said(tmp_path):
    flow = (
        '<startEvent id="{0}s"/><task id="{0}t" name="{1}"/><endEvent id="{0}e"/>'
        + FLOW("{0}1", "{0}s", "{0}t")
        + FLOW("{0}2", "{0}t", "{0}e")
    )
    text = f'<definitions xmlns="{MODEL}"><process id="p" name="Buy">{flow.format("p", "Order")}</process><process id="q" name="Sell">{flow.format("q", "Offer")}</process></definitions>'
    path = tmp_path / "two.bpmn"
    path.write_text(text)
    with pytest.raises(WrongOption, match="2 processes: Buy and Sell"):
        read_model(path)
    with pytest.raises(WrongOption, match="No one process is called 'Rent'"):
        read_model(path, process="Rent")
    assert read_model(path, process="Sell").activities == ["Offer"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.bpmn", "no xml", "is no XML"),
        ("a.bpmn", "<pnml/>", "holds pnml, not BPMN"),
        ("a.pnml", "<net/>", "holds net, not PNML"),
        ("a.pnml", "<pnml><net/></pnml>", "no transition; it has no initial marking"),
        ("a.pnml", "<pnml><net/><net/></pnml>", "holds 2 nets"),
        (
            "a.bpmn",
            f'<!DOCTYPE x [<!ENTITY n "A">]><definitions xmlns="{MODEL}"/>',
            "declares a document type",
        ),
        ("a.bpmn", f'<definitions xmlns="{MODEL}"/>', "no process"),
    ],
)
def test_files_that_hold_no_model_are_refused(tmp_path, name, text, told):
    (tmp_path / name).write_text(text)
    with pytest.raises((WrongOption, CannotAnswer), match=told):
        read_model(tmp_path / name)


def test_a_file_that_is_not_there_and_an_ending_that_is_none(tmp_path, model):
    with pytest.raises(WrongOption, match="cannot be read"):
        read_model(tmp_path / "none.bpmn")
    with pytest.raises(WrongOption, match="not written as"):
        model.save(tmp_path / "model.doc")


def test_a_net_that_does_not_say_when_a_case_is_done_is_refused(tmp_path):
    ends = "".join(f'<place id="p{n}"/><arc id="a{n}" source="t" target="p{n}"/>' for n in (1, 2))
    (tmp_path / "net.pnml").write_text(
        f'<pnml><net><place id="p"><initialMarking><text>1</text></initialMarking></place><transition id="t"/><arc id="a" source="p" target="t"/>{ends}</net></pnml>'
    )
    with pytest.raises(CannotAnswer, match="2 places that nothing leaves"):
        read_model(tmp_path / "net.pnml")


def test_names_and_ids_that_xml_does_not_allow_are_written_all_the_same():
    text = plain_bpmn(diagram("start > 1 <a>\x00 > 1 (a)\x00 > end"), "x\x01y")
    root = etree.fromstring(text.encode())
    assert len(set(root.xpath("//@id"))) == len(root.xpath("//@id"))


def test_the_drawing_shows_every_part(model):
    layout = model.figure().layout
    assert {node["id"] for node in layout["nodes"]} == {one.id for one in model.diagram.elements}
    assert len(layout["edges"]) == len(model.diagram.flows)
    assert all(
        0 <= node["x"] <= layout["width"] and 0 <= node["y"] <= layout["height"] for node in layout["nodes"]
    )
    assert etree.fromstring(model.figure().to_svg().encode()).tag.endswith("svg")


def test_everything_that_is_wrong_with_a_net_is_told_at_once(tmp_path):
    (tmp_path / "net.pnml").write_text(
        '<pnml><net><place id="p"><initialMarking><text>many</text></initialMarking></place><place id="q"/><transition id="t"/>'
        '<arc id="a" source="p" target="t"><inscription><text>30000000</text></inscription></arc><arc id="b" source="p" target="q"/>'
        '<arc id="c" source="t" target="nowhere"/><finalmarkings><marking><place idref="z"><text/></place></marking></finalmarkings></net></pnml>'
    )
    with pytest.raises(CannotAnswer) as refused:
        read_model(tmp_path / "net.pnml")
    told = refused.value.found
    assert all(
        part in told
        for part in (
            "'many'",
            "'30000000'",
            "arc b does not lead",
            "arc c does not lead",
            "no initial marking",
        )
    )


def test_flows_need_no_id_and_no_two_parts_have_the_same(tmp_path):
    plain = '<startEvent id="s"/><task id="t" name="Ask"/><task id="u" name="Send"/><endEvent id="e"/>'
    flows = "".join(f'<sequenceFlow sourceRef="{a}" targetRef="{b}"/>' for a, b in ("st", "tu", "ue"))
    model = read_model(bpmn(tmp_path, plain + flows))
    assert aligned(Behaviour(model.net), ["Send", "Ask"]).deviations == 2
    model.figure().to_svg()
    for wrong, told in (
        (plain.replace('"u"', '"t"', 1) + flows, "same id"),
        (plain + flows + FLOW("x", "t", "gone"), "nothing that is there"),
    ):
        with pytest.raises(CannotAnswer, match=told):
            read_model(bpmn(tmp_path, wrong))


def test_loops_and_conditions_have_their_meaning_or_are_refused(tmp_path):
    parts = (
        '<startEvent id="s"/><task id="t" name="Ask">{}</task><endEvent id="e"/>'
        + FLOW("f1", "s", "t")
        + "{}"
    )
    looped = read_model(bpmn(tmp_path, parts.format("<standardLoopCharacteristics/>", FLOW("f2", "t", "e"))))
    assert aligned(Behaviour(looped.net), ["Ask"] * 4).deviations == 0
    assert aligned(Behaviour(looped.net), []).deviations == 1
    looped.to_bpmn(tmp_path / "again.bpmn")
    assert aligned(Behaviour(read_model(tmp_path / "again.bpmn").net), ["Ask"] * 4).deviations == 0
    with pytest.raises(CannotAnswer, match="a conditional flow out of Ask"):
        read_model(
            bpmn(
                tmp_path,
                parts.format(
                    "",
                    '<sequenceFlow id="f2" sourceRef="t" targetRef="e"><conditionExpression>x</conditionExpression></sequenceFlow>',
                ),
            )
        )


def test_a_part_whose_parallel_work_is_not_joined_and_one_without_flows_are_refused(tmp_path):
    around = (
        '<startEvent id="s"/><subProcess id="sub" name="Check">{}</subProcess><endEvent id="e"/>'
        + FLOW("o1", "s", "sub")
        + FLOW("o2", "sub", "e")
    )
    inside = (
        '<startEvent id="a"/><parallelGateway id="g"/><task id="t" name="Look"/><task id="u" name="Note"/><endEvent id="b"/><endEvent id="c"/>'
        + FLOW("i1", "a", "g") + FLOW("i2", "g", "t") + FLOW("i3", "g", "u") + FLOW("i4", "t", "b") + FLOW("i5", "u", "c")
    )  # fmt: skip
    with pytest.raises(CannotAnswer, match="not joined before its end"):
        read_model(bpmn(tmp_path, around.format(inside)))
    with pytest.raises(CannotAnswer, match="in Check it has no start event"):
        read_model(bpmn(tmp_path, around.format('<task id="t" name="Look"/>')))
    assert read_model(bpmn(tmp_path, around.format(""))).activities == ["Check"]


def test_start_and_end_events_are_work_where_the_log_records_them(tmp_path):
    inside = (
        '<startEvent id="s" name="Order received"/><task id="t" name="Pack"/><endEvent id="e" name="Order closed"/>'
        + FLOW("f1", "s", "t")
        + FLOW("f2", "t", "e")
    )
    model = read_model(bpmn(tmp_path, inside))
    assert model.activities == ["Pack"]
    recorded = Behaviour(model.net_for(["Order received", "Pack", "Order closed"]))
    assert aligned(recorded, ["Order received", "Pack", "Order closed"]).deviations == 0
    assert aligned(recorded, ["Pack"]).deviations == 2


def test_what_no_disk_takes_is_told(model, tmp_path):
    with pytest.raises(WrongOption, match="cannot be written"):
        model.save(tmp_path / "none" / "model.bpmn")
