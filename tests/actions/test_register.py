"""What is kept of an improvement, how it changes, and who did what when."""

from __future__ import annotations

import json
from datetime import date

import pytest

import procmine as pm
from procmine.errors import ChangedMeanwhile, UnknownName, WrongFilter, WrongOption

FINDING = {
    "rank": 1, "kind": "wait", "finding": "Payments wait for Bea", "hours_per_month": 12.5, "low_hours": 4.0, "high_hours": float("nan"),
    "cases": 10, "confidence": "sure", "formula": "10 × 1.25 h", "evidence": "waiting_time", "metric": 'wait before "Pay"',
}  # fmt: skip


def test_an_action_is_what_was_said_and_nothing_else(workspace):
    made = workspace.actions.add(
        "Pay daily", log="orders", owner=" Mina ", starts_on="2026-04-01", due_on=date(2026, 5, 1), filters="passing  Pay",
        metric="cycle time", cohort="activity = Check", guardrails=["rework"], expected_hours_per_month="7.5",
    )  # fmt: skip
    assert made == workspace.actions.get(1)
    assert (made.no, made.title, made.log, made.status, made.owner) == (
        1,
        "Pay daily",
        "orders",
        "proposed",
        "Mina",
    )
    assert (made.starts_on, made.due_on, made.filters) == ("2026-04-01", "2026-05-01", "passing Pay")
    assert (made.metric, made.cohort, made.control) == ("cycle time", "activity = Check", None)
    assert (made.guardrails, made.expected_hours_per_month) == (("rework",), 7.5)
    assert made.verdict is None and made.finding is None and made.cites_version is None
    assert [made.is_late(day) for day in (date(2026, 5, 1), date(2026, 5, 2))] == [False, True]


def test_a_finding_becomes_an_action_with_all_it_stands_on(workspace):
    log = workspace.log("orders").passing("Pay")
    made = workspace.actions.from_finding(FINDING, log, parameters={"calendar": None}, owner="Mina")
    assert made.title == made.finding == "Payments wait for Bea"
    assert (made.expected_hours_per_month, made.expected_low_hours, made.expected_high_hours) == (
        12.5,
        4.0,
        None,
    )
    assert (made.metric, made.filters, made.cites_version, made.owner) == (
        'wait before "Pay"',
        "passing Pay",
        1,
        "Mina",
    )
    told = made.finding_from
    assert (told["question"], told["version"], told["filters"]) == ("opportunities", 1, "passing Pay")
    assert told["row"] == {**FINDING, "high_hours": None}, "what is no number is kept as nothing"


def test_a_row_of_a_frame_and_a_named_tuple_are_findings_too(workspace):
    import pandas as pd

    frame = pd.DataFrame([FINDING])
    for row in (frame.iloc[0], next(frame.itertuples(index=False))):
        made = workspace.actions.from_finding(row, workspace.log("orders"))
        assert (made.finding, made.expected_hours_per_month) == ("Payments wait for Bea", 12.5)
        assert made.finding_from["row"]["cases"] == 10
    with pytest.raises(WrongOption, match="holds no finding"):
        workspace.actions.from_finding({"rank": 1}, "orders")


def test_every_change_is_a_line_of_history(workspace):
    register = workspace.actions.signed("Mina")
    register.add("Pay daily", log="orders")
    register.change(1, status="in-progress", owner="Otto")
    register.change(1, owner="Otto", due_on="")  # says nothing new
    found = register.signed("Otto").change(1, owner=None)
    lines = [(act.who, act.what, act.was, act.becomes) for act in found.history]
    assert lines == [
        ("Mina", "added", None, "Pay daily"),
        ("Mina", "status", "proposed", "in progress"),
        ("Mina", "owner", None, "Otto"),
        ("Otto", "owner", "Otto", None),
    ]
    assert [act.revision for act in found.history] == [1, 2, 3, 4] and found.revision == 4
    assert [act.told for act in found.history][1:] == [
        "status proposed → in progress",
        "owner Otto",
        "owner Otto → nothing",
    ]


def test_without_a_name_the_account_signs(workspace):
    from procmine.store import account

    assert workspace.actions.add("x").created_by == account()


def test_two_who_change_different_fields_both_win_and_the_same_field_is_told(workspace):
    workspace.actions.add("Pay daily", log="orders")
    seen = workspace.actions.get(1).revision
    workspace.actions.signed("Ann").change(1, seen=seen, owner="Ann")
    workspace.actions.signed("Bea").change(1, seen=seen, due_on="2026-05-01")
    assert (workspace.actions.get(1).owner, workspace.actions.get(1).due_on) == ("Ann", "2026-05-01")
    with pytest.raises(ChangedMeanwhile, match="Ann set the owner to Ann on 20") as refused:
        workspace.actions.signed("Bea").change(1, seen=seen, owner="Bea", status="done")
    assert refused.value.where == "action #1"
    assert workspace.actions.get(1).status == "proposed", "nothing of a refused change is kept"
    workspace.actions.signed("Bea").change(1, seen=seen, owner="Ann")  # what both want is no quarrel
    later = workspace.actions.get(1).revision
    assert workspace.actions.change(1, seen=later, owner="Bea").owner == "Bea"


def test_tasks_are_ticked_and_opened_again(workspace):
    register = workspace.actions.signed("Mina")
    register.add("Pay daily")
    first, second = (
        register.task(1, "Ask the desk", owner="Otto", due_on="2026-04-10"),
        register.task(1, "Try"),
    )
    assert (first.task, second.task, first.owner, first.is_done) == (1, 2, "Otto", False)
    found = register.tick(1, 1)
    assert [task.is_done for task in found.tasks] == [True, False] and found.tasks[0].done_by == "Mina"
    assert register.tick(1, 1).revision == found.revision, "done twice is done once"
    assert not register.tick(1, 1, is_done=False).tasks[0].is_done
    with pytest.raises(UnknownName, match="task of action #1"):
        register.tick(1, 3)


def test_an_action_is_given_up_with_a_reason_and_stays(workspace):
    workspace.actions.add("Pay daily")
    with pytest.raises(WrongOption, match="why is empty"):
        workspace.actions.drop(1, " ")
    found = workspace.actions.drop(1, "The bank does it now")
    assert (found.status, found.comments[0].text) == ("dropped", "The bank does it now")
    assert workspace.actions.list().action.tolist() == [1]


def test_a_circle_of_needs_is_refused_however_far_round(workspace):
    for title in "ABC":
        workspace.actions.add(title)
    workspace.actions.needs(2, 1)
    assert workspace.actions.needs(3, 2).needs == (2,)
    with pytest.raises(WrongOption, match="#3 needs #2 needs #1 already"):
        workspace.actions.needs(1, 3)
    with pytest.raises(WrongOption, match="cannot need itself"):
        workspace.actions.needs(1, 1)
    assert workspace.actions.needs(3, 2, still=False).needs == ()
    assert workspace.actions.needs(1, 3).needs == (3,)
    with pytest.raises(UnknownName, match="#9"):
        workspace.actions.needs(1, 9)


def test_a_verdict_is_kept_as_it_was_told_and_earlier_ones_stay_in_the_history(workspace):
    workspace.actions.add("Pay daily", log="orders")
    early = workspace.actions.freeze(1, {"verdict": "too early", "version": 1, "hours": float("nan")})
    assert early.verdict == {"verdict": "too early", "version": 1, "hours": None}
    found = workspace.actions.freeze(1, {"verdict": "worked", "version": 1})
    assert found.verdict["verdict"] == "worked" and workspace.actions.list().verdict.tolist() == ["worked"]
    assert json.loads(found.history[-1].was)["verdict"] == "too early"
    assert found.history[-1].told == "verdict too early → worked"
    with pytest.raises(UnknownName, match="version of orders"):
        workspace.actions.freeze(1, {"verdict": "worked", "version": 7})
    with pytest.raises(UnknownName, match="field"):
        workspace.actions.change(1, verdict={})


def test_the_list_is_narrowed_by_what_is_asked(workspace):
    workspace.actions.add("A", log="orders", owner="Mina")
    workspace.actions.add("B", owner="Otto", due_on="2020-01-01")
    workspace.actions.add("C", owner="Mina", status="done", due_on="2020-01-01")
    listed = lambda **where: workspace.actions.list(**where).title.tolist()  # noqa: E731
    assert listed() == ["A", "B", "C"] and listed(log="orders") == ["A"] and listed(log=None) == ["B", "C"]
    assert listed(owner="Mina", status=("proposed", "planned")) == ["A"]
    assert listed(is_late=True) == ["B"] and listed(is_over=True) == ["C"]
    with pytest.raises(UnknownName, match="condition"):
        listed(colour="red")
    from procmine.actions.table import COLUMNS

    assert list(workspace.actions.list().columns) == list(COLUMNS)
    assert list(pm.open(workspace.folder.parent / "empty").actions.list().columns) == list(COLUMNS)


@pytest.mark.parametrize(
    ("given", "refusal", "told"),
    [
        ({"title": " "}, WrongOption, "needs a title"),
        ({"title": "x" * 201}, WrongOption, "201 letters"),
        ({"status": "finished"}, UnknownName, "There is: proposed"),
        ({"due_on": "1.5.2026"}, WrongOption, "is no day"),
        ({"changed_at": "soon"}, WrongOption, "is no moment"),
        ({"starts_on": "2026-05-02", "due_on": "2026-05-01"}, WrongOption, "before it starts"),
        ({"expected_hours_per_month": "many"}, WrongOption, "no number of hours"),
        ({"expected_low_hours": 3, "expected_high_hours": 2}, WrongOption, "cannot both be"),
        ({"cohort": "slower then 3h"}, WrongFilter, "slower"),
        ({"log": "ordres"}, UnknownName, "orders"),
        ({"log": "orders", "cites_version": 4}, UnknownName, "version of orders"),
        ({"cites_version": 1}, WrongOption, "of no log"),
        ({"colour": "red"}, UnknownName, "field"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(workspace, given, refusal, told):
    with pytest.raises(refusal, match=told):
        workspace.actions.add(**{"title": "x", **given})
    assert workspace.actions.list().empty
    with pytest.raises(UnknownName, match="There is no action yet"):
        workspace.actions.change(1, status="done")
