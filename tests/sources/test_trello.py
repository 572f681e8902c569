"""What is Trello's own: boards of more cards than one answer tells, and actions that come to be told late."""

from __future__ import annotations

import pytest
from office import stays, worked
from servers import trello
from test_every_tool import told
from tool_server import Answer, running


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("TRELLO_TOKEN", "secret-key")
    monkeypatch.setattr("procmine.importers.tools.trello.A_MINUTE", 600_000)


def test_a_board_of_more_cards_than_one_answer_tells_is_read_whole(workspace):
    """Nine cards, two at once: the plan counts them all, and the log holds them all."""
    office = worked(9)
    with running(trello.Server(office, at_once=2).told, office.clock) as served:
        workspace.sources.add("log", "trello", **trello.Server(None).settings(served.url))
        assert workspace.sources.plan("log").items == 9
        workspace.sources.sync("log")
    assert told(workspace.log("log")) == {(f"#{number}", *rest) for number, *rest in stays(office)}


def test_a_server_that_knows_no_pages_is_asked_no_further(workspace):
    office = worked(3)
    server = trello.Server(office, at_once=1000)

    def whole(asked):
        if asked.path.endswith("/cards"):
            asked.parameters.pop("before", None)
        return server.told(asked)

    with running(whole, office.clock) as served:
        workspace.sources.add("log", "trello", **server.settings(served.url))
        workspace.sources.sync("log")
    assert workspace.log("log").counts.cases == 3
    assert len([asked for asked in served.asked if asked.path.endswith("/cards")]) == 2


def test_an_action_that_comes_to_be_told_late_is_not_stepped_over(workspace):
    """Of two actions within a minute the older one is not told yet at the first sync, as by a server that lags behind."""
    office = worked(2)
    office.set(2, "2026-03-20T09:00:00Z", "ben", status="Closed")
    office.set(1, "2026-03-20T09:00:40Z", "ben", status="In Progress")
    server = trello.Server(office, at_once=1000)
    lags = [True]

    def lagging(asked):
        answer = server.told(asked)
        if asked.path.endswith("/actions") and lags:
            return Answer([one for one in answer.body if one["date"] != "2026-03-20T09:00:00Z"])
        return answer

    with running(lagging, office.clock) as served:
        workspace.sources.add("log", "trello", **server.settings(served.url))
        workspace.sources.sync("log")
        lags.clear()
        office.now = "2026-04-30T12:00:00+00:00"
        workspace.sources.sync("log")
    assert told(workspace.log("log")) == {(f"#{number}", *rest) for number, *rest in stays(office)}
