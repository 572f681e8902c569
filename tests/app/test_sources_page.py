"""The page of sources: a sync that is on is told, and since when."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.app import make_app
from procmine.app.callbacks import _content

HOST = {"Host": "127.0.0.1:8050"}


@pytest.fixture
def workspace(tmp_path):
    opened = pm.open(tmp_path / "workspace")
    opened.sources.add("support", "redmine", url="https://redmine.example.org")
    yield opened
    opened.close()


def pressed(app, name):
    """What the page is told when the button of a source is pressed."""
    button = {"type": "sync-now", "source": name}
    body = {
        "output": "..sources-problem.children...sources-look.disabled..",
        "outputs": [{"id": "sources-problem", "property": "children"}, {"id": "sources-look", "property": "disabled"}],
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "changedPropIds": [f'{{"source":"{name}","type":"sync-now"}}.n_clicks'],
    }  # fmt: skip
    answer = app.server.test_client().post("/_dash-update-component", json=body, headers=HOST)
    assert answer.status_code == 200, answer.data
    told = answer.get_json()["response"]
    return str(told["sources-problem"]["children"]), told["sources-look"]["disabled"]


def test_sync_now_while_one_is_on_says_so_and_since_when(workspace):
    """The page goes on looking how it ends, and no second run is begun."""
    run = workspace.sources._saved.begin("support", None)
    app = make_app(workspace.folder)
    told, is_idle = pressed(app, "support")
    assert f"support is being synced since {run.began_at:%d %b %Y, %H:%M} UTC." in told
    assert is_idle is False
    assert len(workspace.sources.runs("support")) == 1


def test_a_page_that_is_opened_while_a_sync_is_on_looks_how_it_ends(workspace):
    app = make_app(workspace.folder)
    assert _content(app, "/sources", "")["sources-look"].disabled
    run = workspace.sources._saved.begin("support", None)
    page = _content(app, "/sources", "")
    assert not page["sources-look"].disabled
    assert f"since {run.began_at:%d %b %Y, %H:%M} UTC" in str(page)


def test_of_a_source_that_never_had_a_version_none_is_said_to_stay(workspace, monkeypatch):
    monkeypatch.delenv("REDMINE_API_KEY", raising=False)
    with pytest.raises(pm.errors.SourceProblem):
        workspace.sources.sync("support")
    told = str(_content(make_app(workspace.folder), "/sources", ""))
    assert "There is no key in the variable REDMINE_API_KEY" in told
    assert "last good version" not in told


def test_a_run_that_was_killed_says_so_and_what_to_do(workspace):
    run = workspace.sources._saved.begin("support", None)
    with workspace.sources._saved._catalogue.executing() as execute:  # no process has this number
        execute("update source_run set pid = 2147483646 where run = :run", run=run.run)
    told = workspace.sources.table().iloc[0]
    assert (told.outcome, told.cure) == ("broken off", "Sync again: it goes on where it stopped.")
    assert told.told in str(_content(make_app(workspace.folder), "/sources", ""))
