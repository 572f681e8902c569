"""Pages are files; one that fails says why, and the app lives."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from urllib.parse import urlencode

import pandas as pd
import pytest

import procmine as pm
from procmine.app import make_app
from procmine.app.callbacks import _content
from procmine.app.pages import load_pages

GOOD = 'from dash import html\nTITLE, PATH, ORDER, ICON = "Mine", "/mine", 5, "page"\ndef layout(view):\n    return html.P(view.log.name)\n'


def shown(app, path: str, search: str = "") -> str:
    return str(_content(app, path, search))


def test_the_shipped_pages_are_in_their_order():
    assert [page.path for page in load_pages()] == [
        "/",
        "/map",
        "/variants",
        "/happy-path",
        "/model",
        "/rework",
        "/waiting",
        "/open",
        "/over-time",
        "/rules",
        "/case",
        "/people",
        "/habits",
        "/together",
        "/mine",
        "/changes",
        "/assessment",
        "/opportunities",
        "/compare",
        "/causes",
        "/what-if",
        "/actions",
        "/verification",
        "/portfolio",
        "/sources",
    ]
    assert not [page.problem for page in load_pages() if page.problem]


def test_a_page_of_ones_own_stands_among_the_shipped_ones(tmp_path, workspace):
    (tmp_path / "mine.py").write_text(GOOD)
    assert "orders" in shown(make_app(workspace.folder, tmp_path), "/mine")
    assert next(page.title for page in load_pages(tmp_path)) == "Mine"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "import nothing_of_that_name\n",
            "ModuleNotFoundError: No module named 'nothing_of_that_name' (own.py, line 1)",
        ),
        ("def layout(view:\n", "(own.py, line 1)"),
        ("TITLE = 'No layout'\n", "AttributeError"),
        ("def layout(view):\n    return 1 / 0\n", "ZeroDivisionError: division by zero (own.py, line 2)"),
        (
            "def layout(view):\n    return ''\ndef register(app):\n    raise ValueError('no callback')\n",
            "ValueError: no callback",
        ),
    ],
)
def test_a_page_that_fails_says_why_and_the_others_live(tmp_path, workspace, capsys, text, told):
    (tmp_path / "own.py").write_text(text)
    app = make_app(workspace.folder, tmp_path)
    assert told in shown(app, "/own")
    assert "What was found" in shown(app, "/")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/map",
        "/variants",
        "/happy-path",
        "/rework",
        "/waiting",
        "/open",
        "/over-time",
        "/rules",
        "/people",
        "/habits",
        "/together",
        "/mine",
        "/changes",
        "/compare",
        "/causes",
        "/what-if",
        "/actions",
        "/verification",
        "/portfolio",
    ],
)
def test_a_refusal_is_a_calm_notice(app, path):
    assert "No log is called 'nothing'" in shown(app, path, "?log=nothing")
    assert "cannot be read" in shown(app, path, "?where=slower+then+3+apples")
    assert "This page broke" not in shown(app, path, "?where=case_id+%3D+nobody")


def test_a_workspace_without_logs_says_how_to_import(tmp_path):
    assert "procmine import" in shown(make_app(tmp_path / "empty"), "/map")


def test_sources_are_shown_where_there_is_no_log_yet(tmp_path):
    workspace = pm.open(tmp_path / "new")
    app = make_app(workspace.folder)
    assert "No tool is connected yet." in shown(app, "/sources")
    workspace.sources.add("support", "redmine", url="http://127.0.0.1:1")
    assert "It was never synced." in shown(app, "/sources")
    with pytest.raises(pm.ProcmineError):  # there is no key
        workspace.sources.sync("support")
    told = shown(app, "/sources")
    assert "There is no key in the variable REDMINE_API_KEY" in told and "export REDMINE_API_KEY=…" in told


def test_a_path_that_is_no_page_says_so(app):
    assert "There is no page /nowhere." in shown(app, "/nowhere")


def test_the_map_tells_an_activity_from_the_end_it_is_called_like(tmp_path):
    frame = pd.DataFrame(
        [("a", "(start)", "2024-03-04 09:00"), ("a", "(end)", "2024-03-04 11:00"), ("b", "(end)", "2024-03-05 11:00")],
        columns=["case", "activity", "end"],
    )  # fmt: skip
    pm.open(tmp_path).read(frame, name="ends", case="case", activity="activity", ended_at="end")
    app = make_app(tmp_path)
    page = next(page for page in app.own_pages if page.path == "/map")
    panel = page.layout.__globals__["panel"]

    def told(**selection):
        return str(panel(app.seen(""), selection))

    assert "“(end)”" in str(page.layout(app.seen("")))
    assert 'passing "(end)"' in told(kind="node", activity="“(end)”").replace("\\", "")
    assert "H2('End')" in told(kind="node", activity="(end)")
    assert "ending with" in told(kind="edge", **{"from": "“(end)”", "to": "(end)"})


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/map",
        "/variants",
        "/happy-path",
        "/rework",
        "/waiting",
        "/over-time",
        "/rules",
        "/people",
        "/habits",
        "/together",
        "/mine",
        "/changes",
        "/compare",
        "/causes",
        "/what-if",
        "/actions",
        "/verification",
        "/portfolio",
    ],
)
@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("slower then 3 apples", "cannot be read"),
        ("region = Nort", "region is never 'Nort'; there is 'North'"),
    ],
)
def test_a_filter_that_keeps_nothing_is_told_once_with_its_cure(app, path, where, said):
    told = shown(app, path, f"?{urlencode({'where': where})}")
    assert told.count("notice-found") == 1 and said in told


def test_the_flow_is_seen_on_the_page_that_draws_it(app):
    told = shown(app, "/")
    assert "href='#throughput'" in told and "id='throughput'" in told


def test_rules_are_judged_where_they_are_said_and_suggest_themselves_else(app):
    assert "suggest themselves" in shown(app, "/rules") and "id='candidate_rules'" in shown(app, "/rules")
    told = shown(app, "/rules", f"?{urlencode({'rules': 'response(Check, Pay) within 2h; absence(Pay)', 'within': '1d', 'stops': 'Check', 'pairs': 'Check & Pay'})}")  # fmt: skip
    assert (
        "2 of 2 rules are broken" in told
        and "No one person did both of what two should do, in 2 cases with both." in told
        and "kept the promised 1d" in told
    )
    assert "Filter to the 2 cases that break absence(Pay)" in told and "case in (b, a)" in told
    faulty = shown(app, "/rules", f"?{urlencode({'rules': 'respons(Check, Pay); absence(Pai)'})}")
    assert "no template is called" in faulty and "did you mean response?" in faulty


def test_rules_on_lines_of_their_own_stay_apart():
    on_one_line = run_path(str(Path(__file__).parents[2] / "dashboards" / "rules.py"))["on_one_line"]
    said = on_one_line("response(Check,  Pay) within 2h\n\n# a remark\nabsence(Pay);\nend(Pay)")
    assert said == "response(Check, Pay) within 2h; absence(Pay); end(Pay)"
    assert on_one_line("On hold; state = Waiting") == "On hold; state = Waiting"


def test_an_address_makes_the_page_of_rules_read_no_file(app, tmp_path):
    path = tmp_path / "secret.toml"
    path.write_text('secret = "word"')
    assert "not read from a file" in shown(app, "/rules", f"?{urlencode({'rules': str(path)})}")
