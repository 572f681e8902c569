"""The page says of a change what Python says, and a wrong word is answered kindly."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import procmine as pm

pytestmark = pytest.mark.browser
DATE = "2024-03-20"


def test_a_change_is_judged_with_its_guardrails(page, address, workspace):
    log = workspace.log("purchases")
    page.goto(f"{address}verification?log=purchases")
    expect(page.locator(".notice-found")).to_have_text("Say when something was changed.")
    page.locator("#verification-date").fill(DATE)
    page.locator("#verification-expected").fill("2h")
    page.locator("#verification-ask").click()
    found = pm.verification(log, changed_at=DATE, expected="2h")
    expect(page.locator("#verification .headline")).to_have_text(found.headline)
    page.goto(
        f"{address}verification?log=purchases&changed_at={DATE}&metric=rework&guardrails=effort;+handovers"
    )
    found = pm.verification(log, changed_at=DATE, metric="rework", guardrails=["effort", "handovers"])
    expect(page.locator("#verification .headline")).to_have_text(found.headline)
    row = found.frame.iloc[0]
    expect(page.locator("#verification .small-table").first).to_contain_text(
        f"{row.cases_before:,} and {row.cases_after:,}"
    )
    expect(page.locator("#verification .small-table").nth(1)).to_contain_text("handovers")


def test_a_date_that_is_none_is_answered_kindly(page, address):
    page.goto(f"{address}verification?log=purchases&changed_at=soon")
    expect(page.locator("#verification .notice-cure")).to_contain_text("Write 2026-03-31 for a whole day")
