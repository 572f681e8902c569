"""Variants, the happy path, and rework and waste: the pages say what Python says, and a path is confirmed on one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import procmine as pm

pytestmark = pytest.mark.browser
QUERY = "log=purchases"


def test_variety_and_where_ways_part(page, address, workspace):
    page.goto(f"{address}variants?{QUERY}")
    log = workspace.log("purchases")
    row = pm.variants(log).tables["diversity"].iloc[0]
    values = page.locator("#page .number-value")
    expect(values.first).to_have_text(f"{row.variants:.0f}")
    expect(values.nth(2)).to_have_text(f"{row.effective_variants:.1f}")
    found = pm.variant_tree(log)
    expect(page.locator("#variant_tree .headline")).to_have_text(found.headline)
    expect(page.locator("#variant_tree .tree-list > li")).to_have_count(len(found.frame))
    expect(page.locator("#variant_tree .tree-list > li").first).to_contain_text(
        f"{found.frame.cases[0]} cases"
    )


def test_a_happy_path_is_confirmed_and_dropped(page, address, workspace):
    log = workspace.log("purchases")
    page.goto(f"{address}happy-path?{QUERY}")
    suggested = pm.happy_path(log)
    expect(page.locator("#happy_path .headline")).to_contain_text(
        suggested.headline.removesuffix(suggested.assumption)
    )
    place = suggested.frame["rank"][suggested.frame.is_suggested].iloc[0]
    page.get_by_role("button", name=f"Confirm way {place} as the happy path").click()
    expect(page.locator("#happy_path .headline")).to_contain_text("follow the confirmed happy path")
    assert log.happy_path == suggested.suggested
    page.get_by_role("button", name="No longer confirmed").click()
    expect(page.locator("#happy_path .headline")).to_contain_text("nobody has confirmed it yet")
    assert log.happy_path is None
    page.locator("#happy-ends").fill(log.activities[0])
    page.locator("#happy-ends-ask").click()
    expect(page.locator("#happy_path .headline")).to_have_text(
        pm.happy_path(log, ending_with=log.activities[0]).headline
    )


def test_two_ways_are_chosen_and_kept_in_the_address(page, address, workspace):
    log = workspace.log("purchases")
    page.goto(f"{address}happy-path?{QUERY}&second=3")
    found = pm.variant_comparison(log, second=3)
    expect(page.locator("#variant_comparison .headline")).to_have_text(found.headline)
    expect(page.locator("#variant_comparison tbody tr")).to_have_count(len(found.frame))
    page.locator("#second-way").click()
    page.get_by_role("option", name="Variant 2").click()
    expect(page.locator("#variant_comparison .headline")).to_have_text(pm.variant_comparison(log).headline)


def test_rework_and_what_went_into_unwanted_ends(page, address, workspace):
    log = workspace.log("purchases")
    page.goto(f"{address}rework?{QUERY}")
    for name in (
        "rework",
        "loops",
        "ping_pong",
        "first_time_right",
        "skipped_work",
        "duplicated_work",
        "automation_candidates",
    ):
        expect(page.locator(f"#{name} .headline")).to_have_text(pm.question(name).function(log).headline)
    expect(page.locator("#cancelled_work")).to_have_count(0)
    page.locator("#waste-unwanted").fill("Check")
    page.locator("#waste-unwanted-ask").click()
    expect(page.locator("#cancelled_work .headline")).to_have_text(
        pm.cancelled_work(log, cancelled="Check").headline
    )
    expect(page.locator("#knock_outs .headline")).to_have_text(
        pm.knock_outs(log, rejections="Check").headline
    )
    page.locator("#waste-unwanted").fill("Chek")
    page.locator("#waste-unwanted-ask").click()
    expect(page.locator("#cancelled_work .notice-cure")).to_contain_text("Did you mean 'Check'?")


@pytest.mark.parametrize("path", ["variants", "happy-path", "rework?unwanted=Check"])
def test_a_phone_shows_them_without_scrolling_sideways(phone, address, path):
    phone.goto(f"{address}{path}{'&' if '?' in path else '?'}{QUERY}")
    phone.locator("#page .headline").first.wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
