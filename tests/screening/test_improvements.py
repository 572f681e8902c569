"""Of improvements, what the log told of people is not shown where roles alone are named; what people wrote is."""

from __future__ import annotations

import json

import pytest
from screened_orders import BUYERS, CLERKS, NAMES, made_of, rows

import procmine as pm
from procmine.actions import WITHHELD

PURPOSE = "Rota for March with both teams"


@pytest.fixture
def register(workspace):
    """Three actions that were written down while individuals could be named."""
    workspace.people.unlock(PURPOSE)
    log = workspace.log("orders")
    found = {
        "finding": f"Orders wait for {CLERKS[0]}",
        "metric": "waiting",
        "evidence": [CLERKS[1]],
        "hours_per_month": 3.0,
    }
    workspace.actions.from_finding(found, log.where(resource=CLERKS[0]))
    workspace.actions.add(
        f"Train with {BUYERS[0]}", log="orders", owner=BUYERS[0], filters="region = N", cohort="approver = x", metric="cycle time",
        control="team = Managers", guardrails=[f"effort of {CLERKS[2]}"],
    )  # fmt: skip
    workspace.actions.comment(2, f"{BUYERS[1]} agrees")
    workspace.actions.freeze(2, {"verdict": "worked", "version": 1, "evidence": {"by": BUYERS[2]}})
    workspace.actions.add(
        "Of the flow", log="orders", filters="passing Approve; team = Clerks", cohort="badge is not missing"
    )
    workspace.people.lock()
    return workspace.actions


def test_what_the_log_told_is_withheld_and_what_people_wrote_is_not(register):
    first, second, third = register.all()
    assert first.withheld == ("filters", "finding", "finding_from", "title")
    assert (first.title, first.filters, first.finding_from) == (WITHHELD, WITHHELD, None)
    assert second.withheld == ("cohort", "control", "guardrails", "verdict")
    assert (second.title, second.owner, second.comments[0].text) == (
        f"Train with {BUYERS[0]}",
        BUYERS[0],
        f"{BUYERS[1]} agrees",
    )
    assert (second.filters, second.metric, second.guardrails) == ("region = N", "cycle time", (WITHHELD,))
    assert (third.filters, third.withheld) == ("passing Approve; team = Clerks", ("cohort",))


def test_no_face_of_the_register_tells_more(register, tmp_path):
    import openpyxl

    written = [BUYERS[0], BUYERS[1]]  # in a title and a comment, by people
    book = openpyxl.load_workbook(register.to_excel(tmp_path / "x.xlsx"))
    cells = [str(cell.value) for sheet in book for row in sheet.rows for cell in row]
    faces = [
        json.dumps([action.as_dict() for action in register.all()]), register.list().to_csv(), " ".join(cells),
        register.to_ical(tmp_path / "x.ics").read_text(),
    ]  # fmt: skip
    for face in faces:
        assert [name for name in NAMES if name in face and name not in written] == []
        assert "Managers" not in face and "approver" not in face


def test_what_is_withheld_is_kept_and_comes_back_with_an_unlock(register, workspace):
    register.change(1, owner="Mina")
    workspace.people.unlock(PURPOSE)
    assert register.get(1).finding == f"Orders wait for {CLERKS[0]}" and register.get(1).withheld == ()
    assert register.get(1).finding_from["row"]["evidence"] == [CLERKS[1]]


def test_where_individuals_are_named_nothing_is_withheld(tmp_path):
    workspace = made_of(rows(), tmp_path)
    workspace.people.choose("individuals", PURPOSE)
    made = workspace.actions.from_finding({"finding": CLERKS[0]}, workspace.log("orders"))
    assert made.title == CLERKS[0]


def test_a_version_that_cannot_be_asked_tells_nothing_of_people(register, workspace):
    from procmine.engine import engine

    path = workspace.log("orders").version.path
    engine.detach(path)
    path.write_bytes(b"damaged")
    assert "finding" in pm.open(workspace.folder).actions.get(1).withheld
    assert register.get(2).owner == BUYERS[0]
