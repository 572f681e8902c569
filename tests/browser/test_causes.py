"""What goes with slow cases is told as Python tells it, and a finding is one click from its cases."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from serving import served

import procmine as pm
from procmine.samples import generate, steady_scenario

pytestmark = pytest.mark.browser
ROLES = {"case": "purchase order", "activity": "activity", "started_at": "start", "ended_at": "end", "zone": "Europe/Berlin"}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    made = generate(steady_scenario(1, planted="longer"))
    opened = pm.open(tmp_path_factory.mktemp("causes") / "workspace")
    told = made.frame[
        ["purchase order", "activity", "start", "end", "amount", "category", "channel", "priority"]
    ]
    opened.read(told, name="requests", complete_when="activity = Close", **ROLES)
    return opened


@pytest.fixture(scope="module")
def address(workspace):
    with served(workspace.folder) as found:
        yield found


def test_a_finding_is_told_and_filters_to_its_cases(page, address, workspace):
    found = pm.root_causes(workspace.log("requests"))
    top = found.frame.iloc[0]
    assert top.finding == 'category = "Spare parts"' and top.is_confirmed
    page.goto(f"{address}causes?log=requests")
    expect(page.locator("#root_causes .headline")).to_contain_text(found.headline[:80])
    expect(page.locator("#root_causes .finding")).to_have_count(int(found.frame.is_confirmed.sum()))
    page.locator("#root_causes .finding details summary").first.click()
    expect(page.locator("#root_causes .finding details table").first).to_be_visible()
    page.get_by_role("button", name=f"Filter: {top['filter']}").click()
    expect(page).to_have_url(re.compile("where=category"))
    expect(page.locator("#reading, #filters").first).to_be_visible()
    expect(page.locator("#filters")).to_contain_text(f"{top.cases}")


def test_the_outcome_and_from_when_a_case_is_late_are_chosen(page, address, workspace):
    page.goto(f"{address}causes?log=requests")
    page.locator("input#causes-outcome").click()
    page.get_by_role("option", name="late cases").click()
    expect(page).to_have_url(re.compile("outcome=late"))
    page.locator("#causes-late").fill("3d")
    page.locator("#causes-late").press("Enter")
    expect(page).to_have_url(re.compile("late=3d"))
    late = pm.root_causes(workspace.log("requests"), outcome="late", late_after="3d")
    expect(page.locator("#root_causes .headline")).to_contain_text(late.headline[:60])
    page.locator("#causes-late").fill("soon")
    page.locator("#causes-late").press("Enter")
    expect(page.locator("#causes-problem")).to_contain_text("'soon' is not a duration")
