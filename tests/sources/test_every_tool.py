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
    office = worked()
    with running(tool.Server(office).told, office.clock) as server:
        workspace = synced(tmp_path, tool, server.url)
        assert told(workspace.log("log")) == expected(tool, office)
        assert workspace.sources.sync("log").outcome == "nothing new"
        later(office)
        assert workspace.sources.sync("log").version == 2
        assert told(workspace.log("log")) == expected(tool, office)
        afresh = synced(tmp_path / "afresh", tool, server.url)
    assert told(afresh.log("log")) == told(workspace.log("log"))
    notes = [
        note
        for note, *_ in pm.engine.engine.rows(
            workspace.log("log").version.path, "select check_name from notes"
        )
    ]
    assert not [note for note in notes if note.startswith("history-")]


@EACH
def test_whatever_the_server_does_nothing_is_lost_and_nothing_doubled(tmp_path, tool):
    office = worked()
    chance = random.Random(tool.NAME)
    with running(tool.Server(office).told, office.clock) as server:
        for met in TROUBLES:
            server.troubles += [None] * chance.randrange(1, 3) + [met]
        workspace = synced(tmp_path, tool, server.url)
        assert told(workspace.log("log")) == expected(tool, office)


@EACH
def test_pages_that_come_twice_or_in_another_order_change_nothing(tmp_path, tool):
    """The archive of a run is shuffled, and each page is in it twice: parsers depend on no order."""
    office = worked()
    with running(tool.Server(office).told, office.clock) as server:
        workspace = synced(tmp_path, tool, server.url)
        from procmine.importers.histories.history import History
        from procmine.importers.importing import import_log
        from procmine.importers.options import ImportOptions
        from procmine.importers.tools import tool_of
        from procmine.importers.tools.tool import checked_settings

        pages = list(archive_of(tmp_path).pages())
        kind = tool_of(tool.NAME)
        settings = checked_settings(kind, tool.Server(None).settings(server.url))
    shuffled = [*pages, *pages]
    random.Random(1).shuffle(shuffled)

    def tell(rows):
        for page in shuffled:
            kind.parse(page, rows, settings)

    done = settings.many("done") or None
    history = History("log", tool.NAME, tell, done=done, people=kind.people, seen_at=pages[0].fetched_at)
    imported = import_log(tmp_path, "again", history, ImportOptions(**history.roles))
    version = workspace._catalogue.register(
        "again", str(imported.file.relative_to(tmp_path)), imported.description
    )
    assert told(pm.log.EventLog(version)) == expected(tool, office)


def archive_of(folder):
    from procmine.importers.fetching.archive import Archive

    return Archive(next((folder / "raw").glob("*/*")))


@EACH
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


@EACH
def test_the_plan_says_how_much_there_is_before_it_is_read(workspace, tool):
    office = worked()
    with running(tool.Server(office).told, office.clock) as server:
        workspace.sources.add("log", tool.NAME, **tool.Server(None).settings(server.url))
        plan = workspace.sources.plan("log")
    assert plan.items in (5, None) and plan.scope and plan.history
    assert len(server.asked) <= 4
