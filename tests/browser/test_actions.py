"""An improvement from the page's first line to what is read after a reload: nothing but what Python says, and for everybody to use."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from serving import served

import procmine as pm
from conftest import LOOKS, purchases, watched

pytestmark = pytest.mark.browser
ROLES = {"case": "case", "activity": "activity", "started_at": "start", "ended_at": "end", "resource": "resource"}  # fmt: skip
DUE = (date.today() + timedelta(days=30)).isoformat()


@pytest.fixture
def workspace(tmp_path):
    opened = pm.open(tmp_path / "workspace")
    opened.read(purchases(), name="purchases", **ROLES)
    return opened


@pytest.fixture
def address(workspace):
    with served(workspace.folder) as found:
        yield found


def saved(page, words):
    """Wait until the history tells of it: only then is it kept."""
    expect(page.locator("#action-history")).to_contain_text(words)


def test_an_improvement_is_added_moved_commented_and_there_after_a_reload(page, address, workspace, tmp_path):
    register = workspace.actions
    page.goto(f"{address}actions?log=purchases&where=region+%3D+North")
    expect(page.locator("#actions")).to_contain_text("There is no action yet")
    page.get_by_text("Who you are").click()
    page.locator("#profile").fill("Mina")
    page.locator("#profile").blur()
    page.locator("#new-action").fill("Approve <b>daily</b>")
    page.locator("#new-action-due").fill(DUE)
    page.locator("#add-action").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("#action-title")).to_have_text("#1 Approve <b>daily</b>")
    made = register.get(1)
    assert (made.log, made.filters, made.due_on, made.created_by) == (
        "purchases",
        "region = North",
        DUE,
        "Mina",
    )
    drawer.locator("#new-task").fill("Ask the desk")
    drawer.locator("#add-task").click()
    drawer.get_by_label("Ask the desk").check()
    saved(page, "task 1 open → done")
    drawer.locator("#new-comment").fill("All <i>agree</i>")
    drawer.locator("#add-comment").click()
    saved(page, "comment 1")
    (tmp_path / "plan.html").write_text("<script>alert(1)</script>")
    with page.expect_file_chooser() as chooser:
        drawer.get_by_text("Attach a file of up to 25 MB").click()
    chooser.value.set_files(tmp_path / "plan.html")
    saved(page, "document plan.html")
    drawer.get_by_text("How its effect is found").click()
    drawer.get_by_label("Measured by").fill("cycle time")
    drawer.locator("#action-save").click()
    saved(page, "metric cycle time")
    page.reload()
    expect(drawer.locator(".comment")).to_contain_text("All <i>agree</i>")
    expect(drawer.locator(".comment")).to_contain_text("Mina")
    expect(drawer.get_by_label("Ask the desk")).to_be_checked()
    with page.expect_download() as downloaded:
        drawer.get_by_role("link", name="plan.html").click()
    assert downloaded.value.path().read_bytes() == b"<script>alert(1)</script>"
    drawer.get_by_role("button", name="Close the improvement").click()
    expect(page).not_to_have_url(re.compile("action="))
    page.get_by_label("Status of #1").first.click()
    page.get_by_role("option", name="in progress").click()
    column = page.get_by_role("region", name="In progress")
    expect(column.locator(".board-card")).to_have_count(1)
    expect(column).to_contain_text("1 of 1 task")
    found = register.get(1)
    assert (found.status, found.metric, found.history[-1].who) == ("in progress", "cycle time", "Mina")
    page.reload()
    expect(page.get_by_role("region", name="In progress").locator(".board-card")).to_have_count(1)
    expect(page.locator("#actions .headline")).to_have_text("1 improvement, 1 open.")


def test_who_saves_what_another_changed_meanwhile_is_told(page, address, workspace):
    workspace.actions.add("Approve daily", log="purchases", owner="Mina")
    page.goto(f"{address}actions?log=purchases&action=1")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_label("Owner")).to_have_value("Mina")
    workspace.actions.signed("Otto").change(1, owner="Otto", due_on=DUE)
    drawer.get_by_label("Owner").fill("Li")
    drawer.locator("#action-save").click()
    expect(drawer.locator("#action-problem")).to_contain_text("Otto set the owner to Otto")
    assert workspace.actions.get(1).owner == "Otto"
    drawer.locator("#action-save").click()
    saved(page, "owner Otto → Li")
    assert (workspace.actions.get(1).owner, workspace.actions.get(1).due_on) == ("Li", DUE)
    drawer.locator("#new-needs").fill("#1")
    drawer.locator("#add-needs").click()
    expect(drawer.locator("#action-problem")).to_contain_text("cannot need itself")


def test_a_large_document_is_taken_and_one_that_is_too_large_is_told(page, address, workspace, tmp_path):
    workspace.actions.add("Approve daily", log="purchases")
    most = pm.actions.LARGEST_BYTES
    for name, size in (("large.bin", most), ("larger.bin", most + 1)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    page.goto(f"{address}actions?log=purchases&action=1")
    chosen = page.locator("#action-upload input[type=file]")
    chosen.set_input_files(tmp_path / "larger.bin")
    expect(page.locator("#action-problem")).to_contain_text("larger.bin has 25.0 MB and was not attached")
    chosen.set_input_files(tmp_path / "large.bin")
    saved(page, "document large.bin")
    (held,) = workspace.actions.get(1).documents
    assert held.bytes == most


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_form_of_the_register_can_be_read_and_used_by_everyone(
    browser, address, workspace, size, scheme
):
    register = workspace.actions
    for status in pm.actions.STATUSES:
        register.add(f"An action that is {status}", log="purchases", status=status, owner="Mina", starts_on="2024-03-01", due_on="2024-04-01")  # fmt: skip
    register.needs(2, 1)
    register.task(1, "Ask the desk", due_on="2024-03-02")
    register.comment(1, "A word " * 40)
    register.attach(1, "a" * 90 + ".txt", content=b"x")
    register.freeze(1, {"verdict": "worked", "version": 1, "headline": "It worked."})
    register.change(1, metric="cycle time", changed_at="2024-03-20")
    page, faults = watched(browser, address, viewport=size, color_scheme=scheme, bypass_csp=True)
    for query in ("", "&shown=list", "&shown=plan", "&action=1"):
        page.goto(f"{address}actions?log=purchases{query}")
        expect(page.locator("#actions .headline")).to_have_text("5 improvements, 3 open, 3 late.")
        page.wait_for_load_state("networkidle")
        for summary in page.locator("[role=dialog] summary").all():
            summary.click()
        found = [
            one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")
        ]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], query
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], query
    page.context.close()
    assert faults == []
