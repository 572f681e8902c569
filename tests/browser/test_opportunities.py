"""The page of opportunities says what Python says, puts money beside hours, and leads to cases and to the change."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import procmine as pm

pytestmark = pytest.mark.browser
RATES = "EUR; people 45; delay 2"


def test_findings_are_ranked_with_their_worth(page, address, workspace):
    log = workspace.log("purchases")
    found = pm.opportunities(log)
    page.goto(f"{address}opportunities?log=purchases")
    expect(page.locator("#opportunities .headline")).to_have_text(found.headline)
    findings = page.locator("#opportunities .opportunity")
    expect(findings).to_have_count(len(found.frame))
    first = found.frame.iloc[0]
    expect(findings.first).to_contain_text(first.finding)
    expect(findings.first).to_contain_text(f"confidence {first.confidence}")

    page.locator("#opportunity-rates").fill(RATES)
    page.locator("#opportunity-rates").press("Enter")
    expect(page.locator("#opportunities .headline")).to_have_text(pm.opportunities(log, rates=RATES).headline)
    page.locator("#opportunity-rates").fill("people Anne 45")
    page.locator("#opportunity-rates").press("Enter")
    expect(page.locator("#opportunity-problem .notice-found")).to_contain_text(
        "No resource or team is called 'Anne'."
    )


def test_a_finding_leads_to_its_cases_and_to_the_change(page, address, workspace):
    log = workspace.log("purchases")
    found = pm.opportunities(log)
    row = found.frame.query("change != ''").iloc[0]
    page.goto(f"{address}opportunities?log=purchases")
    findings = page.locator("#opportunities .opportunity")
    findings.nth(row["rank"] - 1).get_by_role("link", name="What if:").click()
    expect(page.locator("#what_if .headline")).to_have_text(
        pm.what_if(log, changes=row.change, calendar=found.parameters["calendar"], hours="clock").headline
    )


def test_a_finding_is_kept_as_an_improvement(page, address, workspace):
    row = pm.opportunities(workspace.log("purchases")).frame.iloc[0]
    page.goto(f"{address}opportunities?log=purchases")
    page.locator("#opportunities .opportunity").first.get_by_role(
        "button", name="Keep as an improvement"
    ).click()
    expect(page.locator("#opportunity-kept")).to_contain_text("Kept as improvement #")
    made = workspace.actions.all()[-1]
    assert made.finding == row.finding and made.metric == row.metric
    page.locator("#opportunity-kept a").click()
    expect(page.get_by_role("dialog")).to_contain_text(row.finding)
    expect(page.get_by_role("dialog")).to_contain_text("Say the log, when it changed and what is measured")


def test_an_improvement_is_asked_whether_it_worked(page, address, workspace):
    made = workspace.actions.add("Check once", log="purchases", changed_at="2024-03-15", metric="cycle time")
    page.goto(f"{address}actions?log=purchases&action={made.no}")
    page.locator("#verify-action").click()
    told = page.locator("#action-verdict .headline")
    expect(told).to_have_text(
        pm.verification(workspace.log("purchases"), changed_at="2024-03-15", metric="cycle time").headline
    )
    assert workspace.actions.get(made.no).verdict["verdict"] in (
        "worked",
        "no evidence",
        "worse",
        "too early",
    )
