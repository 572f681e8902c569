"""`procmine sources` and `procmine sync`, as somebody types them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "sources"))

from office import later, worked
from servers import redmine
from tool_server import running


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("REDMINE_API_KEY", "secret-key")
    office = worked()
    with running(redmine.Server(office).told, office.clock) as served:
        served.office = office
        yield served


def test_a_source_is_added_planned_synced_listed_and_dropped(procmine, server):
    added = procmine(
        "sources",
        "add",
        "support",
        "--kind",
        "redmine",
        "--url",
        server.url,
        "--done",
        "Closed",
        "--done",
        "Rejected",
    )
    assert added.code == 0 and "procmine sync support" in added.out
    plan = procmine("sources", "plan", "support")
    assert "Items: 5" in plan.out and "History: whole" in plan.out
    assert "5 items" in procmine("sync").out
    later(server.office)
    told = json.loads(procmine("sync", "support", "--json").out)
    assert (told["outcome"], told["version"], told["items"]) == ("done", 2, 3)
    assert "nothing new" in procmine("sync", "support").out
    listed = json.loads(procmine("sources", "list", "--json").out)["sources"]
    assert [(one["source"], one["tool"], one["outcome"]) for one in listed] == [
        ("support", "Redmine", "nothing new")
    ]
    assert procmine("sources", "drop", "support").code == 0
    assert "no source yet" in procmine("sources", "list").out
    assert "support" in procmine("logs").out, "its log stays"


def test_what_fails_is_told_with_its_cure_and_holds_up_no_other(procmine, server):
    procmine(
        "sources", "add", "a-broken", "--kind", "redmine", "--url", server.url, "--secret", "env:NO_SUCH_KEY"
    )
    procmine("sources", "add", "support", "--kind", "redmine", "--url", server.url)
    done = procmine("sync")
    assert done.code == 1 and "5 items" in done.out
    assert "export NO_SUCH_KEY=…" in done.err and "1 source of 2 failed" in done.err
    told = procmine("sync", "a-broken", "--json")
    assert told.code == 1 and json.loads(told.out)["error"]["cure"].startswith("Put it there")


def test_the_kinds_are_listed_with_their_settings(procmine):
    listed = json.loads(procmine("sources", "kinds", "--json").out)["kinds"]
    jira = next(one for one in listed if one["kind"] == "jira")
    assert jira["secret"] == "JIRA_API_TOKEN" and "jql" in {one["name"] for one in jira["settings"]}
    assert "--url" in procmine("sources", "kinds").out


def test_a_setting_without_its_value_is_wrong_usage(procmine):
    assert procmine("sources", "add", "x", "--kind", "redmine", "--url").code in (1, 2)
