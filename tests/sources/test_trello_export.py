"""A Trello board exported as JSON: the same log as by the API, as far as the export reaches."""

from __future__ import annotations

import json

import pytest
from office import stays, worked
from servers import trello

from procmine.errors import SourceProblem, WrongOption


def exported(office):
    server = trello.Server(office, at_once=1000)
    parts = {}
    for kind in ("lists", "members", "cards", "actions"):
        asked = type(
            "Asked",
            (),
            {"path": f"/1/boards/iqXXzYEj/{kind}", "parameters": {"filter": "all", "limit": "1000"}},
        )
        asked.headers = {"authorization": 'OAuth oauth_consumer_key="open-key", oauth_token="secret-key"'}
        parts[kind] = server.told(asked).body
    return {"id": "53582e2da0fac5676a714277", "name": "Support", **parts}


def test_an_exported_board_gives_the_log_of_its_cards(workspace, tmp_path):
    office = worked()
    (tmp_path / "board.json").write_text(json.dumps(exported(office)))
    workspace.sources.add("board", "trello", file=str(tmp_path / "board.json"), done="Closed")
    plan = workspace.sources.plan("board")
    assert plan.items == 5 and "an export holds no more" in plan.history
    workspace.sources.sync("board")
    rows = workspace.log("board").sql(
        "select case_id, activity, strftime(started_at, '%Y-%m-%dT%H:%M:%SZ') as a, strftime(ended_at, '%Y-%m-%dT%H:%M:%SZ') as b, resource from event"
    )
    found = {tuple(row) for row in rows.astype(object).where(rows.notna(), None).to_numpy()}
    assert found == {(f"#{number}", *rest) for number, *rest in stays(office)}
    assert workspace.sources.sync("board").outcome == "nothing new"


def test_what_is_no_export_and_what_is_not_said_is_refused(workspace, tmp_path):
    (tmp_path / "board.json").write_text('{"lists": []}')
    workspace.sources.add("board", "trello", file=str(tmp_path / "board.json"))
    with pytest.raises(SourceProblem, match="not the export"):
        workspace.sources.sync("board")
    with pytest.raises(WrongOption, match="api_key must be said, or a file"):
        workspace.sources.add("nothing", "trello", board="iqXXzYEj")
