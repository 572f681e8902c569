"""A source is read into a log, again and again: what each sync adds, what it keeps, and how it refuses."""

from __future__ import annotations

import pandas as pd
import pytest
from office import later, worked
from servers import redmine
from tool_server import running, trouble

import procmine as pm
from procmine.errors import SourceProblem, WrongOption


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("REDMINE_API_KEY", "secret-key")


def served(office):
    return running(redmine.Server(office).told, office.clock)


def test_stays_in_a_status_become_work(workspace):
    """Two issues worked by hand.

    #1  08:00 New, with Ben · 09:00 In Progress · 15:00 Closed, given to Cleo: closing takes no time.
    #2  08:00 New, with Ben · 09:00 In Progress, and it still is.
    """
    office = worked(2)
    with served(office) as server:
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


def test_a_sync_asks_only_for_what_is_new(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        later(office)
        before = len(server.asked)
        workspace.sources.sync("support")
        asked = [a.path for a in server.asked[before:] if a.path.startswith("/issues/")]
    assert asked == ["/issues/5.json", "/issues/1.json", "/issues/6.json"]


def test_where_nothing_is_new_there_is_no_new_version(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        done = workspace.sources.sync("support")
    assert (done.outcome, done.version) == ("nothing new", 1)
    assert [run.outcome for run in workspace.sources.runs("support")] == ["nothing new", "done"]


def test_a_refused_key_is_told_with_its_cure_and_the_last_good_version_stays(workspace, monkeypatch):
    office = worked()
    with served(office) as server:
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
    office = worked()
    with served(office) as server:
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
    office = worked()
    with served(office) as server:
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
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url, pseudonyms="env:PSEUDONYM_KEY")
        workspace.sources.sync("support")
        later(office)
        workspace.sources.sync("support")
    people = set(workspace.log("support").sql("select distinct resource from event").resource.dropna())
    assert len(people) == 3 and all(name.startswith("Person ") for name in people)
    for file in workspace.folder.rglob("*"):
        if file.is_file():
            assert b"Ben Builder" not in file.read_bytes(), file


def test_old_versions_go_and_the_wrong_number_of_them_is_refused(workspace):
    with pytest.raises(WrongOption, match="keep is"):
        workspace.sources.add("support", "redmine", url="https://redmine.example.org", keep="none")
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url, keep=2)
        for day in (6, 7, 8, 9):
            office.set(
                1, f"2026-03-{day:02d}T09:00:00Z", "ada", status="In Progress" if day % 2 else "Closed"
            )
            office.now = f"2026-03-{day:02d}T12:00:00+00:00"
            workspace.sources.sync("support")
    assert [version.version for version in workspace.versions("support")] == [3, 4]
    assert len(list((workspace.folder / "logs").glob("*/*.duckdb"))) == 2
