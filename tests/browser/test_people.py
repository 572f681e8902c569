"""Pages about people: they say what Python says, and name nobody where roles alone may be named."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from serving import served

import procmine as pm
from conftest import watched
from procmine.demo import import_sample

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def by_role(tmp_path_factory):
    """The sample in a workspace that names roles only, and where its app is."""
    workspace = pm.open(tmp_path_factory.mktemp("people") / "workspace")
    log = import_sample(workspace)
    workspace.confirm_roles(log.name, by="team")
    workspace.people.choose("roles")
    with served(workspace.folder) as address:
        yield workspace, address


@pytest.fixture
def page(browser, by_role):
    """A page that fails its test when it asks anything of the world, or complains."""
    opened, faults = watched(browser, by_role[1])
    yield opened
    opened.context.close()
    assert faults == []


def test_the_page_says_what_python_says_by_team(page, by_role):
    workspace, address = by_role
    log = workspace.log(workspace.names()[0])
    page.goto(f"{address}people")
    expect(page.locator("#utilisation .headline")).to_have_text(pm.utilisation(log, calendar="mined").headline)  # fmt: skip
    page.locator("#people-by").click()
    page.get_by_role("option", name="by role").click()
    expect(page.locator("#fairness .headline")).to_have_text(pm.fairness(log, by="role", calendar="mined").headline)  # fmt: skip


def test_individuals_appear_only_while_they_are_unlocked(page, by_role):
    workspace, address = by_role
    page.goto(f"{address}people")
    expect(page.locator("#utilisation .headline")).to_contain_text("Half of")
    assert "David Wolf" not in page.content()
    page.locator("#people-unlock").click()
    expect(page.locator("#people-problem .notice-found")).to_contain_text("what individuals are named for")
    page.locator("#people-purpose").fill("Rota for March in Berlin")
    page.locator("#people-unlock").click()
    expect(page.locator("#people-lock")).to_be_visible()
    expect(page.get_by_text("David Wolf").first).to_be_visible()
    assert workspace.people.acts()[0]["purpose"] == "Rota for March in Berlin"
    page.locator("#people-lock").click()
    expect(page.locator("#people-unlock")).to_be_visible()
    assert "David Wolf" not in page.content()
    for path in ("habits", "together", "waiting", "open", "over-time", "case", ""):
        page.goto(f"{address}{path}")
        page.locator("#page h1").wait_for()
        page.wait_for_load_state("networkidle")
        assert "David Wolf" not in page.content(), path


def test_one_person_sees_their_own_work_and_only_while_names_are_unlocked(page, by_role):
    workspace, address = by_role
    page.goto(f"{address}mine?who=David+Wolf")
    expect(page.locator("#page .notice-found")).to_contain_text("names roles only")
    workspace.people.unlock("A look at my own work")
    page.goto(f"{address}mine")
    page.locator("#mine-who").click()
    page.get_by_role("option", name="David Wolf").click()
    mine = pm.my_work(workspace.log(workspace.names()[0]), resource="David Wolf")
    expect(page.locator("#my_work .headline")).to_have_text(mine.headline)
    workspace.people.lock()


def test_a_page_with_a_map_asks_nothing_of_the_world(page, by_role):
    _, address = by_role
    page.goto(f"{address}together")
    expect(page.locator("#sites .headline")).to_contain_text("Most work is done in Munich")
    expect(page.locator("#sites .js-plotly-plot")).to_be_visible()
    page.wait_for_load_state("networkidle")


def test_handovers_are_drawn_as_one_likes_and_between_the_groups_one_likes(page, by_role):
    workspace, address = by_role
    workspace.people.unlock("Rota for March in Berlin")
    page.goto(f"{address}together")
    page.locator("#together-between").click()
    page.get_by_role("option", name="between role").click()
    found = pm.handovers(workspace.log(workspace.names()[0]), between="role")
    expect(page.locator("#handovers .headline")).to_have_text(found.headline)
    page.locator("#together-drawn").click()
    page.get_by_role("option", name="as streams").click()
    expect(page.locator("#handovers .sankey").first).to_be_visible()
    workspace.people.lock()


def test_all_processes_stand_beside_each_other_and_nobody_is_named_over_them(page, by_role):
    workspace, address = by_role
    page.goto(f"{address}portfolio")
    expect(page.locator("#portfolio .headline")).to_have_text(workspace.portfolio().headline)
    expect(page.locator("#load_across .notice-found")).to_contain_text("names roles only")
    page.get_by_role("link", name="purchase-orders").click()
    expect(page.locator("#page h1")).to_have_text("Overview")
