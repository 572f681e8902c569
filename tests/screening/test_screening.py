"""Where a workspace names roles only, no face of procmine tells of a person or of a group under five."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from screened_orders import BADGES, CLERKS, NAMES, made_of, needed, rows
from typer.testing import CliRunner

import procmine as pm
from procmine.cli import app as command_line
from procmine.errors import CannotAnswer, ProcmineError, WrongOption
from procmine.questions import QUESTIONS
from procmine.screening import EVERYONE, SMALLER
from procmine.screening.screen import merged_groups

PURPOSE = "Rota for March with both teams"


def told(text, *more):
    """Whatever of a person a text gives away."""
    return [name for name in (*NAMES, *more) if name in text]


def everything(result):
    """All that an answer says, in every form."""
    page = result._repr_html_()
    figure = result.figure()
    drawn = figure.to_json() if hasattr(figure, "to_json") else figure.to_svg()
    return " ".join(
        [
            result.headline,
            result.to_json(),
            str(result.to_csv()),
            result.script,
            page,
            str(drawn),
            str(result),
        ]
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_no_question_tells_of_a_person(question, workspace):
    log = workspace.log("orders")
    for view in (log, log.where(region="N"), log.only(activities=["Buy", "Approve"])):
        try:
            found = question.function(view, **needed(question))
        except CannotAnswer as refused:
            assert not told(str(refused))
            continue
        assert not told(everything(found), *BADGES)


@pytest.mark.parametrize("by", ["resource", "role", "team", "badge", "approver"])
def test_no_breakdown_tells_of_fewer_than_five(by, workspace):
    log = workspace.log("orders")
    try:
        groups = set(pm.workload(log, by=by).frame.group)
    except ProcmineError as refused:
        assert by in ("badge", "approver") and not told(str(refused))
        return
    assert groups == {"Clerks", SMALLER}


def test_who_stands_behind_each_name_is_five_people_at_least(workspace):
    found = pm.utilisation(workspace.log("orders")).frame
    assert dict(zip(found.resource, found.people, strict=True)) == {"Clerks": 6, SMALLER: 7}
    few = workspace.log("orders").passing(
        "Approve"
    )  # there Ada, all five buyers and both managers are at work
    assert set(pm.utilisation(few).frame.resource) == {SMALLER, EVERYONE} - {SMALLER}


def test_the_hours_of_a_role_are_those_of_its_members(workspace):
    by_role = pm.utilisation(workspace.log("orders")).frame.set_index("resource")
    week = pm.workload(workspace.log("orders")).frame
    workspace.people.unlock(PURPOSE)
    pd.testing.assert_frame_equal(week, pm.workload(workspace.log("orders")).frame)
    alone = pm.utilisation(workspace.log("orders")).frame.set_index("resource")
    assert by_role.busy_hours["Clerks"] == pytest.approx(alone.busy_hours[CLERKS].sum())
    assert by_role.available_hours["Clerks"] == pytest.approx(alone.available_hours[CLERKS].sum())
    assert by_role.effort_hours.sum() == pytest.approx(alone.effort_hours.sum())


def test_where_resources_are_told_apart_it_is_said_that_a_role_counts_as_one(workspace):
    log, words = workspace.log("orders"), "Each role counts as one resource here"
    assert words in pm.availability(log).headline and words in pm.active_period(log).headline
    assert words not in pm.cycle_time(log).headline and words not in pm.waiting_causes(log).headline
    workspace.people.unlock(PURPOSE)
    assert words not in pm.active_period(log).headline


def test_names_are_not_in_lists_rows_exports_or_hints(workspace, tmp_path):
    log = workspace.log("orders")
    assert log.resources == [SMALLER, "Clerks"]
    assert set(log.attributes) == {"team", "region"}
    assert not told(log.to_pandas().to_csv(), *BADGES)
    from procmine.exporting import export_log

    for ending in ("csv", "xes", "parquet"):
        path = export_log(log, tmp_path / f"out.{ending}")
        assert not told(path.read_bytes().decode("utf-8", errors="replace"), *BADGES)
    for wrong in ("resource = Clerk-Ad", "only resources Clerk-Ad", "badge = badge-9", "approver = Chief-Le"):
        with pytest.raises(ProcmineError) as refused:
            pm.summary(log.filter(wrong))
        assert not told(str(refused.value), *BADGES)
    with pytest.raises(CannotAnswer, match="roles only"):
        log.sql("select * from main.resources")
    assert "Clerk-Ada" not in str(workspace.calendars())
    with pytest.raises(WrongOption, match="tells individuals apart"):
        pm.utilisation(log, calendar="rota")


def test_a_filter_on_a_person_finds_nobody(workspace):
    with pytest.raises(CannotAnswer, match="No case is left"):
        pm.summary(workspace.log("orders").where(resource="Clerk-Ada"))


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "utilisation", "orders"],
        ["ask", "handovers", "orders", "--json"],
        ["ask", "workload", "orders", "--by", "resource", "--csv"],
        ["ask", "handovers", "orders", "--sql"],
        ["ask", "dotted-chart", "orders", "--json"],
        ["inspect", "orders"],
        ["inspect", "orders", "--json"],
        ["calendars"],
        ["people", "--json"],
    ],
    ids=" ".join,
)
def test_the_command_line_names_nobody(words, workspace):
    found = CliRunner().invoke(command_line, [*words, "--workspace", str(workspace.folder)])
    assert found.exit_code == 0, found.output
    assert not told(found.output, *BADGES)


def test_the_app_names_nobody(workspace):
    from procmine.app import make_app

    client = make_app(workspace.folder).server.test_client()
    for path in (
        "/_procmine/export/json/handovers?log=orders",
        "/_procmine/export/csv/workload?log=orders&parameters=%7B%22by%22%3A%22resource%22%7D",
    ):
        answer = client.get(path)
        assert answer.status_code == 200 and not told(answer.get_data(as_text=True))


def test_an_unlock_takes_a_purpose_is_written_down_and_ends(workspace):
    log = workspace.log("orders")
    with pytest.raises(WrongOption, match="hat individuals are named for"):
        workspace.people.unlock("test")
    with pytest.raises(WrongOption, match="what individuals are named for"):
        workspace.people.choose("individuals")
    assert "Clerk-Ada" not in log.resources
    workspace.people.unlock(PURPOSE, hours=2)
    assert "Clerk-Ada" in log.resources, "the same log, asked again"
    assert set(pm.utilisation(log).frame.resource) == set(NAMES)
    act = workspace.people.acts()[0]
    assert (act["act"], act["purpose"]) == ("unlock", PURPOSE) and act["who"] and act["at"] and act["until"]
    workspace.people.lock()
    assert "Clerk-Ada" not in log.resources and not told(pm.utilisation(log).to_json())


def test_an_unlock_is_over_when_its_hours_are(workspace):
    workspace.people.unlock(PURPOSE, hours=1e-9)
    assert workspace.people.unlocked_until is None and workspace.people.is_screened


def test_commands_unlock_and_lock(workspace):
    def run(*words):
        return (
            CliRunner().invoke(command_line, ["people", *words, "--workspace", str(workspace.folder)]).output
        )

    assert "written down" in run("unlock", "--purpose", PURPOSE)
    assert json.loads(run("--json"))["unlocked_until"]
    assert "roles only again" in run("lock")
    assert json.loads(run("--json"))["unlocked_until"] is None
    assert "Answers name individuals." in run("individuals", "--purpose", PURPOSE)
    assert "Answers name individuals" in run()
    assert "Clerks: 6" in run("confirm", "orders", "--by", "team")


def test_without_confirmed_roles_everybody_is_one_group(workspace):
    workspace.confirm_roles("orders", {}) if not workspace.people.is_screened else None
    workspace.people.unlock(PURPOSE)
    workspace.confirm_roles("orders", {})
    workspace.people.lock()
    assert workspace.log("orders").resources == [EVERYONE]


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ({"a": 7, "b": 5}, {"a": "a", "b": "b"}),
        ({"a": 7, "b": 4, "c": 1}, {"a": "a", "b": SMALLER, "c": SMALLER}),
        ({"a": 7, "b": 6, "c": 2}, {"a": "a", "b": SMALLER, "c": SMALLER}),
        ({"a": 3, "b": 1}, {"a": EVERYONE, "b": EVERYONE}),
    ],
)
def test_groups_are_told_together_until_each_name_stands_for_five(members, names):
    assert merged_groups(members) == names


def test_while_roles_alone_are_named_confirming_them_takes_an_unlock(workspace):
    """It tells how many people each group has, and two ways of cutting them can be subtracted."""
    for given in ({"by": "team"}, {"by": "region"}, {"roles": {"Clerk-Ada": "Lead"}}):
        with pytest.raises(WrongOption, match="individuals") as refused:
            workspace.confirm_roles("orders", **given)
        assert "ws.people.unlock" in refused.value.cure and not told(str(refused.value))
    words = ["people", "confirm", "orders", "--by", "team", "--workspace", str(workspace.folder)]
    found = CliRunner().invoke(command_line, words)
    assert found.exit_code != 0 and "Managers" not in found.output
    workspace.people.unlock(PURPOSE)
    assert workspace.confirm_roles("orders", by="team") == {"Clerks": 6, "Buyers": 5, "Managers": 2}


def test_saved_calendars_are_withheld_wherever_they_are_read(workspace):
    log = workspace.log("orders")
    assert log.saved_calendars == workspace.calendars() and not told(str(log.saved_calendars))
    workspace.people.unlock(PURPOSE)
    assert "Clerk-Ada" in log.saved_calendars["rota"] and log.saved_calendars == workspace.calendars()


def test_an_unlock_is_written_down_for_the_account_and_not_for_a_name_given(workspace, monkeypatch):
    pwd, os = pytest.importorskip("pwd"), pytest.importorskip("os")
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "somebody-else")
    workspace.people.unlock(PURPOSE)
    assert workspace.people.acts()[0]["who"] == pwd.getpwuid(os.getuid()).pw_name


def test_choosing_roles_warns_of_names_that_stand_in_activities_and_case_ids(tmp_path):
    def naming():
        for row in rows():
            case = (
                f"{row['case_id']} for {row['resource'].lower()}"
                if row["case_id"] == 3 and row["activity"] == "Buy"
                else row["case_id"]
            )
            activity = (
                "Ask CLERK-ADA" if row["case_id"] == 5 and row["activity"] == "Buy" else row["activity"]
            )
            yield {**row, "case_id": case, "activity": activity}

    made = made_of(naming(), tmp_path)
    assert made.names_in_texts() == {"orders": (["Ask CLERK-ADA"], 1)}
    found = CliRunner().invoke(command_line, ["people", "roles", "--workspace", str(made.folder)])
    said = " ".join(found.output.split())
    assert found.exit_code == 0 and "the activities Ask CLERK-ADA" in said and "the ids of 1 case" in said


def test_choosing_roles_says_nothing_where_no_text_names_anybody(workspace):
    assert workspace.names_in_texts() == {}
    found = CliRunner().invoke(command_line, ["people", "roles", "--workspace", str(workspace.folder)])
    assert "Names of people" not in found.output
