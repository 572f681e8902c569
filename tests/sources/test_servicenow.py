"""What is ServiceNow's own: pages by key, a trail that comes empty, and metrics instead."""

from __future__ import annotations

import importlib

import pytest
from office import later, stays, worked
from test_every_tool import told
from tool_server import Answer, running

import procmine as pm
from procmine.engine import engine
from procmine.errors import SourceProblem
from procmine.importers.pseudonyms import pseudonym

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


def test_a_trail_that_shows_changes_later_is_not_mixed_with_metrics_and_it_is_said(workspace):
    """The trail is opened to the user after the first sync. The log goes on by metrics; read anew by the trail where that is asked for."""
    office = worked(3)
    server = servicenow.Server(office, is_audited=False)
    with running(server.told, office.clock) as served:
        workspace.sources.add("log", "servicenow", **server.settings(served.url))
        assert "audit-is-there-incident" not in {note.check for note in workspace.sources.sync("log").notes}
        server.is_audited = True
        later(office)
        second = workspace.sources.sync("log")
        assert {"metrics-for-audit", "audit-is-there-incident"} <= {note.check for note in second.notes}
        assert told(workspace.log("log")) == {(f"INC{number:07d}", *rest) for number, *rest in stays(office)}
        (people,) = engine.rows(workspace.log("log").version.path, "select count(*) from kept_change where who_id is not null")  # fmt: skip
        assert people == (0,)  # metrics tell nobody's name
        workspace.sources.drop("log")
        workspace.sources.add("log", "servicenow", history="audit", **server.settings(served.url))
        third = workspace.sources.sync("log")
    assert not {note.check for note in third.notes} & {"metrics-for-audit", "audit-is-there-incident"}
    assert told(workspace.log("log")) == {(f"INC{number:07d}", *rest) for number, *rest in stays(office)}
    (people,) = engine.rows(workspace.log("log").version.path, "select count(*) from kept_change where who_id is null")  # fmt: skip
    assert people == (0,)


def test_where_neither_tells_anything_nothing_is_decided_and_the_trail_is_read_whole_later(workspace):
    """Changes made before the first sync are told by a trail that is opened after it."""
    office = worked(3)
    server = servicenow.Server(office, is_audited=False, is_counted=False)
    with running(server.told, office.clock) as served:
        workspace.sources.add("log", "servicenow", **server.settings(served.url))
        workspace.sources.sync("log")
        server.is_audited = server.is_counted = True
        later(office)
        workspace.sources.sync("log")
    assert told(workspace.log("log")) == {(f"INC{number:07d}", *rest) for number, *rest in stays(office)}


def test_under_pseudonyms_whom_metrics_tell_by_name_is_who_records_tell_by_number(workspace, monkeypatch):
    monkeypatch.setenv("PSEUDONYM_KEY", "only we know")
    office = worked(3)
    server = servicenow.Server(office, is_audited=False)
    with running(server.told, office.clock) as served:
        workspace.sources.add(
            "log", "servicenow", pseudonyms="env:PSEUDONYM_KEY", **server.settings(served.url)
        )
        notes = {note.check for note in workspace.sources.sync("log").notes}
    resources = workspace.log("log").sql("select distinct resource from event where resource is not null")
    assert sorted(resources.resource) == sorted(pseudonym(servicenow.USER_IDS[one], "only we know") for one in ("ben", "cleo"))  # fmt: skip
    assert not [check for check in notes if check.startswith("history-")]


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
