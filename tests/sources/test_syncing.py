"""A source is read into a log, again and again: nothing is lost, nothing is doubled, whatever the server does."""

from __future__ import annotations

import pandas as pd
import pytest
from redmine_server import RedmineServer
from tool_server import CUT, running, trouble

import procmine as pm
from procmine.errors import SourceProblem, WrongOption

ALL = "select case_id, activity, started_at, ended_at, resource from event order by all"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("REDMINE_API_KEY", "secret-key")


def worked(many: int = 5) -> RedmineServer:
    """Issues that are taken up, handed over and closed, but for the last one."""
    tool = RedmineServer(at_once=3)
    for number in range(1, many + 1):
        tool.create(number, f"2026-03-0{number}T08:00:00Z", assignee=2)
        tool.work(number, f"2026-03-0{number}T09:00:00Z", 2, status=2)
        if number < many:
            tool.work(number, f"2026-03-0{number}T15:00:00Z", 2, status=5, assignee=3)
    return tool


def test_stays_in_a_status_become_work(workspace):
    """Two issues worked by hand.

    #1  08:00 New, with Ben · 09:00 In Progress · 15:00 Closed, given to Cleo: closing takes no time.
    #2  08:00 New, with Ben · 09:00 In Progress, and it still is.
    """
    tool = worked(2)
    with running(tool.told, tool.clock) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        done = workspace.sources.sync("support")
    log = workspace.log("support")
    assert (done.outcome, done.items, log.counts.cases) == ("done", 2, 2)
    rows = log.sql(
        "select case_id, activity, started_at::varchar, ended_at::varchar, resource from event order by all"
    )
    assert [tuple(row) for row in rows.astype(object).where(rows.notna(), None).to_numpy()] == [
        ("#1", "Closed", "2026-03-01 15:00:00", "2026-03-01 15:00:00", "Cleo Clerk"),
        ("#1", "In Progress", "2026-03-01 09:00:00", "2026-03-01 15:00:00", "Ben Builder"),
        ("#1", "New", "2026-03-01 08:00:00", "2026-03-01 09:00:00", "Ben Builder"),
        ("#2", "In Progress", "2026-03-02 09:00:00", None, "Ben Builder"),
        ("#2", "New", "2026-03-02 08:00:00", "2026-03-02 09:00:00", "Ben Builder"),
    ]
    assert pm.wip(log).frame.case_id.tolist() == ["#2"]


def test_each_sync_adds_what_is_new_and_equals_one_that_reads_all(workspace, tmp_path):
    tool = worked()
    with running(tool.told, tool.clock) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        tool.now = "2026-04-30T12:00:00+00:00"
        tool.work(5, "2026-04-06T09:00:00Z", 3, status=5)
        tool.create(6, "2026-04-06T10:00:00Z")
        before = len(server.asked)
        done = workspace.sources.sync("support")
        assert [a.path for a in server.asked[before:] if a.path.startswith("/issues/")] == [
            "/issues/5.json",
            "/issues/6.json",
        ]
        assert (done.outcome, done.version) == ("done", 2)
        afresh = pm.open(tmp_path / "afresh")
        afresh.sources.add("support", "redmine", url=server.url)
        afresh.sources.sync("support")
    assert workspace.log("support").sql(ALL).equals(afresh.log("support").sql(ALL))


def test_where_nothing_is_new_there_is_no_new_version(workspace):
    tool = worked()
    with running(tool.told, tool.clock) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        done = workspace.sources.sync("support")
    assert (done.outcome, done.version) == ("nothing new", 1)
    assert [run.outcome for run in workspace.sources.runs("support")] == ["nothing new", "done"]


TROUBLES = {
    "haste with a wait": [trouble(429, Retry_After="0")],
    "haste without a wait": [None, trouble(429)],
    "a secondary limit": [None, None, trouble(403, Retry_After="0")],
    "breakdowns": [trouble(500), None, trouble(502), trouble(503)],
    "lines that break": [None, CUT, None, None, CUT],
    "a used up budget": [None, trouble(429, X_RateLimit_Remaining="0", X_RateLimit_Reset="1")],
}


@pytest.mark.parametrize("troubles", TROUBLES.values(), ids=TROUBLES.keys())
def test_whatever_the_server_does_the_log_is_the_same(workspace, tmp_path, troubles, monkeypatch):
    monkeypatch.setattr("procmine.importers.fetching.refusals.FIRST_PAUSE", 0.001)
    tool = worked()
    with running(tool.told, tool.clock) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        server.troubles = list(troubles)
        other = pm.open(tmp_path / "other")
        other.sources.add("support", "redmine", url=server.url)
        other.sources.sync("support")
        assert not server.troubles, "every trouble was met"
    assert other.log("support").sql(ALL).equals(workspace.log("support").sql(ALL))


def test_a_refused_key_is_told_with_its_cure_and_the_last_good_version_stays(workspace, monkeypatch):
    tool = worked()
    with running(tool.told, tool.clock) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        monkeypatch.setenv("REDMINE_API_KEY", "old-key")
        with pytest.raises(SourceProblem, match="401") as refused:
            workspace.sources.sync("support")
    assert "make a new one" in refused.value.cure
    assert workspace.log("support").version.version == 1
    told = workspace.sources.table().iloc[0]
    assert told.outcome == "failed" and "401" in told.told and told.cure == refused.value.cure
    for file in (workspace.folder).rglob("*"):
        if file.is_file():
            assert b"secret-key" not in file.read_bytes() and b"old-key" not in file.read_bytes(), file


def test_a_sync_that_was_broken_off_goes_on_where_it_stopped(workspace):
    tool = worked()
    with running(tool.told, tool.clock) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        server.troubles = [None] * 7 + [trouble(400)]
        with pytest.raises(SourceProblem):
            workspace.sources.sync("support")
        asked = {(a.path, str(a.parameters)) for a in server.asked[:7]}
        before = len(server.asked)
        workspace.sources.sync("support")
        again = {(a.path, str(a.parameters)) for a in server.asked[before:]}
    assert len(asked) == 7 and not asked & again
    assert workspace.log("support").counts.cases == 5


def test_where_what_was_read_has_expired_all_is_asked_for_anew(workspace):
    tool = worked()
    with running(tool.told, tool.clock) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        server.troubles = [None] * 4 + [trouble(400)]
        with pytest.raises(SourceProblem):
            workspace.sources.sync("support")
        server.troubles = [trouble(410)]  # the second page of the list, after what is there already
        done = workspace.sources.sync("support")
    assert done.items == 5 and workspace.log("support").counts.cases == 5


def test_all_faults_of_the_settings_are_told_at_once(workspace):
    with pytest.raises(WrongOption) as wrong:
        workspace.sources.add("support", "redmine", projct="x", token="y")
    for fault in ("'projct' is no setting", "'token' is no setting", "url is missing"):
        assert fault in wrong.value.found
    with pytest.raises(WrongOption) as wrong:
        workspace.sources.add("support", "redmine", url="https://redmine.example.org", secret="abc123")
    assert "abc123" not in str(wrong.value)


def test_a_log_that_was_imported_is_not_overwritten(workspace):
    workspace.read(
        pd.DataFrame(
            {"case_id": ["a", "a"], "activity": ["A", "B"], "ended_at": ["2026-01-01", "2026-01-02"]}
        ),
        name="support",
    )
    with pytest.raises(WrongOption, match="not read from this source"):
        workspace.sources.add("support", "redmine", url="https://redmine.example.org")


def test_the_key_is_sent_to_no_other_host_and_over_no_open_line(workspace):
    workspace.sources.add("open", "redmine", url="http://redmine.example.org")
    with pytest.raises(SourceProblem, match="http://"):
        workspace.sources.sync("open")


def test_people_go_by_pseudonyms_where_a_key_is_named(workspace, monkeypatch):
    monkeypatch.setenv("PSEUDONYM_KEY", "only we know")
    tool = worked()
    with running(tool.told, tool.clock) as server:
        workspace.sources.add("support", "redmine", url=server.url, pseudonyms="env:PSEUDONYM_KEY")
        workspace.sources.sync("support")
        tool.now = "2026-04-30T12:00:00+00:00"
        tool.work(5, "2026-04-06T09:00:00Z", 3, status=5)
        workspace.sources.sync("support")
    people = set(workspace.log("support").sql("select distinct resource from event").resource.dropna())
    assert len(people) == 2 and all(name.startswith("Person ") for name in people)
    for file in workspace.folder.rglob("*"):
        if file.is_file():
            assert b"Ben Builder" not in file.read_bytes(), file
