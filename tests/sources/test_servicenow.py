"""What is ServiceNow's own: pages by key, a trail that comes empty, and metrics instead."""

from __future__ import annotations

import importlib

import pytest
from office import stays, worked
from test_every_tool import told
from tool_server import Answer, running

import procmine as pm
from procmine.errors import SourceProblem

servicenow = importlib.import_module("servers.servicenow")


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("SERVICENOW_PASSWORD", "secret-key")


def synced(workspace, told_by, server):
    with running(told_by, server.office.clock) as served:
        workspace.sources.add("log", "servicenow", **server.settings(served.url))
        return workspace.sources.sync("log"), served


def test_more_changes_in_a_second_than_a_page_holds_are_all_read(workspace):
    """Status and assignee change at one instant: pages of a single row must not go round in circles there."""
    office = worked(2)
    server = servicenow.Server(office, at_once=1)
    synced(workspace, server.told, server)
    assert told(workspace.log("log")) == {(f"INC{number:07d}", *rest) for number, *rest in stays(office)}


def test_where_the_trail_comes_empty_metrics_are_read_and_it_is_said(workspace):
    office = worked(3)
    server = servicenow.Server(office, is_audited=False)
    outcome, served = synced(workspace, server.told, server)
    assert "metrics-for-audit" in {note.check for note in outcome.notes}
    assert told(workspace.log("log")) == {(f"INC{number:07d}", *rest) for number, *rest in stays(office)}
    assert any(asked.path.endswith("metric_instance") for asked in served.asked)


def test_a_server_that_reads_times_in_another_zone_is_not_believed(workspace):
    """It would leave out what lies between the clocks: here every `>=` is taken an hour later."""
    server = servicenow.Server(worked(3), at_once=2)

    def hurried(asked):
        query = asked.parameters["sysparm_query"]
        for hour in range(23, -1, -1):
            query = query.replace(f">=2026-03-01 {hour:02d}:", f">=2026-03-01 {hour + 1:02d}:")
        asked.parameters["sysparm_query"] = query
        return server.told(asked)

    with pytest.raises(SourceProblem, match="does not go on") as refused:
        synced(workspace, hurried, server)
    assert "GMT" in refused.value.cure


def test_who_did_it_and_who_has_it_are_one_person(workspace):
    """The trail tells logins, records tell numbers of accounts: one person, one name, without a number behind it."""
    server = servicenow.Server(worked(2))
    synced(workspace, server.told, server)
    rows = workspace.log("log").sql(
        "select distinct resource from event where resource is not null order by 1"
    )
    assert list(rows.resource) == ["Ben Builder", "Cleo Clerk"]
    people = pm.engine.engine.rows(
        workspace.log("log").version.path, "select person_id, name from kept_person order by 2"
    )
    assert [name for _, name in people] == ["Ada Admin", "Ben Builder", "Cleo Clerk"]


def test_a_refusal_is_told_with_its_cure(workspace):
    server = servicenow.Server(worked(1))
    with pytest.raises(SourceProblem, match="403") as refused:
        synced(workspace, lambda asked: Answer({"error": {"message": "ACL"}}, 403), server)
    assert "docs/sources" in refused.value.cure
