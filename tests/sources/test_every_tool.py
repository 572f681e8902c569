"""Every tool tells the same office's work in its own way: each must give the same log, whatever its server does."""

from __future__ import annotations

import importlib
import random
from pathlib import Path

import pytest
from office import later, stays, worked
from tool_server import CUT, running, trouble

import procmine as pm
from procmine.errors import SourceProblem

TOOLS = [
    importlib.import_module(f"servers.{path.stem}")
    for path in sorted((Path(__file__).parent / "servers").glob("*.py"))
]
RESUMED = ("jira", "github", "trello", "azure_devops")  # a token, links, a cursor of its own, a stream
EACH = pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.NAME)
ALL = """select case_id, activity, strftime(started_at, '%Y-%m-%dT%H:%M:%SZ') as a, strftime(ended_at, '%Y-%m-%dT%H:%M:%SZ') as b, resource
from event order by all"""
TROUBLES = [
    trouble(429, Retry_After="0"), trouble(429), trouble(403, Retry_After="0"), trouble(500), trouble(502), trouble(503, Retry_After="0"), CUT,
    trouble(429, X_RateLimit_Remaining="0", X_RateLimit_Reset="1"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Keys lie where each tool looks for them, and nobody waits long for a second try."""
    for tool in TOOLS:
        monkeypatch.setenv(tool.SECRET, "secret-key")
    monkeypatch.setattr("procmine.importers.fetching.refusals.FIRST_PAUSE", 0.001)


def told(log):
    rows = log.sql(ALL).astype(object)
    return {tuple(row) for row in rows.where(rows.notna(), None).to_numpy()}


def expected(tool, office):
    """What the office's twin says, as this tool can tell it."""
    known = getattr(tool, "as_told", lambda found: found)(stays(office))
    return {(tool.KEY.format(number), *rest) for number, *rest in known}


def synced(folder, tool, url):
    workspace = pm.open(folder)
    workspace.sources.add("log", tool.NAME, **tool.Server(None).settings(url))
    workspace.sources.sync("log")
    return workspace


@EACH
def test_the_log_is_what_was_done_and_what_is_added_is_what_was_done_since(tmp_path, tool):
    """Planned, read, read again with nothing new, worked on, read on; and read afresh by a server that makes every trouble."""
    office = worked()
    with running(tool.Server(office).told, office.clock) as server:
        workspace = pm.open(tmp_path)
        workspace.sources.add("log", tool.NAME, **tool.Server(None).settings(server.url))
        plan = workspace.sources.plan("log")
        assert plan.items in (5, None) and plan.scope and plan.history and len(server.asked) <= 4
        workspace.sources.sync("log")
        assert told(workspace.log("log")) == expected(tool, office)
        assert staged_in_disorder(tmp_path, tool, server.url) == expected(tool, office)
        assert workspace.sources.sync("log").outcome == "nothing new"
        later(office)
        assert workspace.sources.sync("log").version == 2
        assert told(workspace.log("log")) == expected(tool, office)
        chance = random.Random(tool.NAME)
        for met in TROUBLES:
            server.troubles += [None] * chance.randrange(1, 3) + [met]
        afresh = synced(tmp_path / "afresh", tool, server.url)
    assert told(afresh.log("log")) == told(workspace.log("log"))
    file = workspace.log("log").version.path
    notes = [note for (note,) in pm.engine.engine.rows(file, "select check_name from notes")]
    assert not [note for note in notes if note.startswith("history-")]


def staged_in_disorder(folder, tool, url):
    """What an import would read if the pages of a run came twice and in any order: parsers depend on none."""
    import duckdb

    from procmine.importers.fetching.archive import Archive
    from procmine.importers.histories.history import History
    from procmine.importers.tools import tool_of
    from procmine.importers.tools.checking import checked_settings

    kind = tool_of(tool.NAME)
    settings = checked_settings(kind, tool.Server(None).settings(url))
    pages = 2 * list(Archive(next((folder / "raw").glob("*/[0-9]*"))).pages())
    random.Random(1).shuffle(pages)

    def tell(rows):
        for page in pages:
            kind.parse(page, rows, settings)

    done = settings.many("done") or None
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        History("log", tool.NAME, tell, done=done, people=kind.people, seen_at=pages[0].fetched_at).stage(con)
        return set(
            con.execute(
                """select "Item", "Status", strftime("Entered", '%Y-%m-%dT%H:%M:%SZ'), strftime("Left", '%Y-%m-%dT%H:%M:%SZ'), "Assignee" from staged"""
            ).fetchall()
        )


@pytest.mark.parametrize("tool", [one for one in TOOLS if one.NAME in RESUMED], ids=lambda tool: tool.NAME)
def test_a_sync_broken_off_anywhere_goes_on_to_the_same_log(workspace, tool):
    office = worked()
    with running(tool.Server(office).told, office.clock) as server:
        workspace.sources.add("log", tool.NAME, **tool.Server(None).settings(server.url))
        for asked_before in (1, 2, 2, 3):
            server.troubles = [None] * asked_before + [trouble(401)]
            try:
                workspace.sources.sync("log")
                break
            except SourceProblem as refused:
                assert refused.status == 401
        server.troubles = []
        if "log" not in workspace.names():
            workspace.sources.sync("log")
        assert told(workspace.log("log")) == expected(tool, office)
        assert len(server.asked) < 40
