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
