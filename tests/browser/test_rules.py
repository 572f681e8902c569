"""The page of rules: what suggests itself, what is said there, and the cases that break it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import procmine as pm
from procmine.wording import count

pytestmark = pytest.mark.browser
QUERY = "log=purchases&version=1"
SAID = "existence(Approve) within 1h; precedence(Check, Approve)"


def test_rules_are_said_judged_and_lead_to_their_cases(page, address, log):
    page.goto(f"{address}rules?{QUERY}")
    expect(page.locator("#candidate_rules .headline")).to_have_text(pm.candidate_rules(log).headline)
    page.locator("#rules-said").fill(SAID)
    page.get_by_role("button", name="Check", exact=True).click()
    found = pm.rules(log, rules=SAID)
    expect(page.locator("#rules .headline")).to_have_text(found.headline)
    expect(page.locator("#rules .small-table tbody tr").first).to_contain_text(count(found.frame.violated[0]))
    first = found.tables["cases"].case_id[0]
    page.locator("#rules .grid a").get_by_text(str(first), exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/case\?"))
    expect(page.locator("#case_timeline .headline")).to_have_text(pm.case_timeline(log, case=first).headline)


def test_a_promised_time_is_said_and_kept_in_the_address(page, address, log):
    page.goto(f"{address}rules?{QUERY}")
    page.locator("#rules-within").fill("3h")
    page.locator("#rules-within-ask").click()
    expect(page.locator("#sla .headline")).to_have_text(pm.sla(log, within="3h").headline)
    page.reload()
    expect(page.locator("#rules-within")).to_have_value("3h")


def test_what_is_wrong_with_rules_is_told_beside_them(page, address):
    page.goto(f"{address}rules?{QUERY}&rules=respons(Ask)%3B+absence(Nothing)")
    expect(page.locator("#rules .notice-found")).to_contain_text("no template is called 'respons'")
    expect(page.locator("#rules .notice-found")).to_contain_text("no activity is called 'Nothing'")
    expect(page.locator("#rules-said")).to_have_value("respons(Ask); absence(Nothing)")
