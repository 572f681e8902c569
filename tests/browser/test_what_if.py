"""The page of changes says what Python says, and answers a wrong word kindly."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import procmine as pm

pytestmark = pytest.mark.browser
CHANGES = "Check only once; no wait for Check"


def test_changes_are_said_in_words(page, address, workspace):
    log = workspace.log("purchases")
    page.goto(f"{address}what-if?log=purchases")
    expect(page.locator("#what_if .headline")).to_have_text(pm.what_if(log).headline)
    page.locator("#what-if-changes").fill(CHANGES)
    page.locator("#what-if-ask").click()
    found = pm.what_if(log, changes=CHANGES)
    expect(page.locator("#what_if .headline")).to_have_text(found.headline)
    expect(page.locator("#what_if .small-table")).to_contain_text("(all together)")
    page.locator("#what-if-changes").fill("Chek only once")
    page.locator("#what-if-ask").click()
    expect(page.locator("#what_if .notice-cure")).to_contain_text("Did you mean 'Check'?")


def test_changes_are_saved_compared_played_and_dropped(page, address, workspace):
    page.goto(f"{address}what-if?log=purchases&where=region+%3D+North")
    page.locator("#what-if-changes").fill(CHANGES)
    page.locator("#scenario-name").fill("Checked once")
    page.locator("#scenario-save").click()
    expect(page.locator("#scenario-told")).to_contain_text("“Checked once” is saved.")
    workspace.save_scenario("No wait", workspace.log("purchases"), "no wait for Check")
    page.locator("#what-if-changes").fill("Chek only once")
    page.locator("#scenario-name").fill("Wrong")
    page.locator("#scenario-save").click()
    expect(page.locator("#scenario-told")).to_contain_text("Did you mean 'Check'?")
    page.goto(f"{address}what-if?log=purchases")
    found = workspace.compare_scenarios("purchases")
    assert set(found.frame.scenario) == {"Checked once", "No wait"}
    expect(page.locator("#scenario_comparison .headline")).to_have_text(found.headline)
    expect(page.locator("#scenario_comparison .finding strong")).to_have_text(found.frame.scenario.tolist())
    page.get_by_role("link", name="Play Checked once").click()
    alone = pm.what_if(workspace.log("purchases").filter("region = North"), changes=CHANGES)
    expect(page.locator("#what_if .headline")).to_have_text(alone.headline)
    expect(page.locator("#what-if-changes")).to_have_value(CHANGES)
    for name, left in (("Checked once", 1), ("No wait", 0)):
        page.get_by_role("button", name=f"Drop {name}").click()
        expect(page.locator("#scenario-told")).to_contain_text(f"“{name}” is no longer saved.")
        expect(page.locator("#scenario_comparison .finding")).to_have_count(left)
    assert workspace.scenarios("purchases") == []
