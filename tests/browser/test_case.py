"""The page of one case: reached by a link, by its name in a table, and by typing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import procmine as pm
from conftest import watched

pytestmark = pytest.mark.browser
QUERY = "log=purchases&version=1"


def headline(page):
    return page.locator("#case_timeline .headline")


def test_without_a_case_the_slowest_is_shown(page, address, log):
    page.goto(f"{address}case?{QUERY}")
    found = pm.case_timeline(log)
    expect(headline(page)).to_contain_text(found.headline.removesuffix(found.assumption))
    expect(page.locator(".chart .ytick")).to_have_count(len(found.frame))


def test_the_address_names_the_case(page, address, log):
    page.goto(f"{address}case?{QUERY}&case=p07")
    expect(headline(page)).to_have_text(pm.case_timeline(log, case="p07").headline)
    expect(page.locator("#case-choice")).to_have_value("p07")
    page.get_by_role("button", name="Filter to this case").click()
    expect(page.locator("#kept")).to_contain_text("1 of 60 cases")
    expect(headline(page)).to_have_text(pm.case_timeline(log, case="p07").headline)


def test_another_case_is_found_by_typing_part_of_its_name(page, address, log):
    page.goto(f"{address}case?{QUERY}")
    page.locator("#case-choice").click()
    expect(page.get_by_role("option")).to_have_count(15)
    page.locator("#case-choice").press_sequentially("P31")
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("option", name="p31").click()
    expect(page).to_have_url(re.compile("case=p31"))
    expect(headline(page)).to_have_text(pm.case_timeline(log, case="p31").headline)


def test_a_case_that_is_not_there_is_told_and_another_can_be_chosen(page, address):
    page.goto(f"{address}case?{QUERY}&case=p99")
    expect(page.locator("#case_timeline .notice-found")).to_have_text("No case is called 'p99'.")
    expect(page.locator("#case-choice")).to_be_visible()


def test_the_name_of_a_case_in_a_table_leads_to_it_through_the_same_filters(browser, open_work):
    where, log = open_work
    page, faults = watched(browser, where)
    page.goto(f"{where}open?log=tickets&where=region+%3D+North")
    page.locator(".grid a.case-link", has_text="t 3&x=1").click()
    expect(headline(page)).to_contain_text(pm.case_timeline(log, case="t 3&x=1").headline[:40])
    expect(page).to_have_url(re.compile(r"/case\?log=tickets&where=region"))
    expect(page.locator("#kept")).to_contain_text("2 of 5 cases")
    page.context.close()
    assert faults == []
