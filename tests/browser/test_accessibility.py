"""Every page, wide and narrow, light and dark: no serious finding, nothing to scroll sideways, nothing too small to hit."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from serving import PAGES

from conftest import LOOKS, watched

pytestmark = pytest.mark.browser
QUERY = "log=purchases&version=1&where=slower+than+2h"
SMALL = """[...document.querySelectorAll('#page a, #page button, header button, header input, .filters button, .filters input, nav a')]
  .filter((e) => e.offsetParent && !e.closest('.grid') && (e.getBoundingClientRect().height < 43.5 || e.getBoundingClientRect().width < 31))
  .map((e) => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_can_be_read_and_used_by_everyone(browser, address, size, scheme):
    page, faults = watched(browser, address, viewport=size, color_scheme=scheme, bypass_csp=True)
    for name, path in PAGES.items():
        page.goto(f"{address}{path}?{QUERY}")
        expect(page.locator("#page h1")).to_have_count(1)
        expect(page.locator(".chip")).to_have_count(1)
        page.wait_for_load_state("networkidle")
        found = [
            one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")
        ]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        assert page.locator("html[lang=en] h1").count() == 1
        assert page.evaluate(SMALL) == [], name
    page.context.close()
    assert faults == []
