"""Models kept with a workspace, and what `model=` then takes."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import UnknownName, WrongOption
from procmine.process_models import ProcessModel

from .models_by_hand import LOAN, LOOP, diagram


@pytest.fixture
def workspace(tmp_path):
    made = pm.open(tmp_path / "workspace")
    (tmp_path / "loans.csv").write_text(
        "case,activity,end\n"
        + "".join(
            f"1,{name},2024-01-01 {hour:02d}:00\n"
            for hour, name in enumerate(["Receive", "Income", "Grant"], 8)
        )
    )
    made.read(tmp_path / "loans.csv", name="loans", case="case", activity="activity", ended_at="end")
    return made


def test_a_saved_model_is_given_back_and_work_is_held_against_it_by_name(workspace, tmp_path):
    ProcessModel.of(diagram(LOAN), "x").save(tmp_path / "loan.bpmn")
    workspace.save_model("loan process", tmp_path / "loan.bpmn")
    workspace.save_model("as a net", ProcessModel("net", ProcessModel.of(diagram(LOAN), "x").net))
    assert workspace.models() == ["as a net", "loan process"]
    assert workspace.model("loan process").activities == ["Credit", "Grant", "Income", "Receive", "Refuse"]
    (tmp_path / "loan.bpmn").unlink()  # what was saved does not hang on the file
    for name in workspace.models():
        found = pm.deviations(workspace.log("loans"), model=name)
        assert found.frame.deviation.tolist() == ["Credit was skipped"]
        assert found.parameters["model"] == name


def test_a_name_that_is_taken_means_the_new_one_and_a_dropped_one_is_gone(workspace):
    workspace.save_model("flow", ProcessModel.of(diagram(LOAN), "x"))
    workspace.save_model("flow", ProcessModel.of(diagram(LOOP), "x"))
    assert workspace.model("flow").activities == ["Draft", "Mend", "Review", "Send"]
    workspace.drop_model("flow")
    for act in (workspace.drop_model, workspace.model):
        with pytest.raises(UnknownName):
            act("flow")
    with pytest.raises(WrongOption, match="no saved model"):
        pm.deviations(workspace.log("loans"), model="flow")


@pytest.mark.parametrize("name", ["", "a.bpmn", "A > B", "a/b", "x" * 200])
def test_names_that_could_mean_something_else_are_refused(workspace, name):
    with pytest.raises(WrongOption, match="cannot be called"):
        workspace.save_model(name, ProcessModel.of(diagram(LOAN), "x"))


def test_the_command_line_saves_lists_writes_and_drops(workspace, tmp_path, monkeypatch, capsys):
    from procmine.cli import main

    def said(*words):
        monkeypatch.setattr(
            "sys.argv", ["procmine", "model", *map(str, words), "--workspace", str(tmp_path / "workspace")]
        )
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, capsys.readouterr()

    ProcessModel.of(diagram(LOAN), "x").save(tmp_path / "loan.bpmn")
    assert "5 activities" in said("save", "loan", tmp_path / "loan.bpmn")[1].out
    assert said("list")[1].out == "loan\n"
    assert said("write", "loan", "--to", tmp_path / "again.pnml")[0] == 0
    assert pm.read_model(tmp_path / "again.pnml").activities == workspace.model("loan").activities
    assert said("drop", "loan")[0] == 0
    assert "None is saved" in said("list")[1].out
    code, told = said("drop", "loan")
    assert code == 1 and "loan" in told.err
