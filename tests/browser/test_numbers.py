"""What a page says is what Python says."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from serving import served

import procmine as pm
from conftest import purchases
from procmine.wording import amount_of_time, count, duration, share

pytestmark = pytest.mark.browser
QUERY = "log=purchases&version=1"
NASTY = "</script><b>x"


def chosen_facts(page) -> dict[str, str]:
    expect(page.locator("#map-panel.is-filled")).to_be_visible()
    names, values = (
        page.locator("#map-panel dt").all_inner_texts(),
        page.locator("#map-panel dd").all_inner_texts(),
    )
    return dict(zip(names, values, strict=True))


def test_the_overview_shows_the_numbers_of_python(page, address, log):
    page.goto(f"{address}?{QUERY}")
    row = pm.cycle_time(log).frame.iloc[0]
    for label, value in (
        ("Cases", count(60)),
        ("Median cycle time", duration(row.median_hours)),
        ("85 % done within", duration(row.p85_hours)),
    ):
        card = page.locator(".number-card").filter(has=page.get_by_text(label, exact=True))
        expect(card.locator(".number-value")).to_have_text(value)


@pytest.mark.parametrize(
    "question", ["bottlenecks", "waiting_time", "waiting_causes", "wip", "rework", "throughput", "handovers"]
)
def test_a_finding_is_the_headline_of_its_question(page, address, log, question):
    page.goto(f"{address}?{QUERY}")
    expect(page.locator(f"#finding-{question} p")).to_have_text(getattr(pm, question)(log).headline)


def test_filters_count_what_python_counts(page, address, log):
    page.goto(f"{address}variants?{QUERY}&where=region+%3D+North")
    kept = log.where(region="North").counts
    expect(page.locator("#kept")).to_have_text(
        f"{kept.cases} of 60 cases (50 %) · {kept.events} of {log.counts.events} events"
    )
    expect(page.locator("#variants .headline")).to_have_text(pm.variants(log.where(region="North")).headline)


def test_the_map_writes_how_often_and_how_long(page, address, log):
    page.goto(f"{address}map?{QUERY}&paths=1")
    edges = pm.process_map(log).frame.set_index(["from_activity", "to_activity"])
    label = page.locator(".pm-edge[data-id='Ask → Check'] .pm-label")
    expect(label).to_have_text(count(edges.loc[("Ask", "Check"), "steps"]))
    page.get_by_role("button", name="Time", exact=True).click()
    expect(label).to_have_text(duration(edges.loc[("Ask", "Check"), "median_wait_hours"]))
    expect(page).to_have_url(re.compile("overlay=time"))


def test_choosing_an_activity_shows_its_numbers_and_filters_to_it(page, address, log):
    page.goto(f"{address}map?{QUERY}&paths=1")
    node = pm.process_map(log).tables["nodes"].set_index("activity").loc["Approve"]
    page.locator(".pm-node[data-id='Approve']").click()
    facts = chosen_facts(page)
    assert (
        facts["Times"] == count(node.instances)
        and facts["Cases"] == f"{count(node.cases)} ({share(node.cases / 60)})"
    )
    page.get_by_role("button", name="Filter to").click()
    expect(page.locator("#kept")).to_contain_text(f"{log.passing('Approve').counts.cases} of 60 cases")
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    page.locator(".pm-node[data-id='Approve']").click()
    page.get_by_role("button", name="Filter to").click()
    expect(page.locator(".chip")).to_have_count(1)  # the same wish a second time is granted again


def test_choosing_a_path_shows_its_wait_and_filters_to_it(page, address, log):
    page.goto(f"{address}map?{QUERY}&paths=1")
    row = pm.process_map(log).frame.set_index(["from_activity", "to_activity"]).loc[("Check", "Approve")]
    page.locator(".pm-edge[data-id='Check → Approve'] .pm-hit").dispatch_event("click")
    assert chosen_facts(page)["Median wait"] == duration(row.median_wait_hours)
    page.get_by_role("button", name="Filter to").click()
    expect(page.locator("#kept")).to_contain_text(
        f"{log.following('Check', 'Approve', directly=True).counts.cases} of 60 cases"
    )


def test_the_keyboard_walks_the_map_and_chooses(page, address, log):
    page.goto(f"{address}map?{QUERY}&paths=1")
    page.locator(".pm-node[tabindex='0']").focus()
    expect(page.locator(".pm-node:focus")).to_have_attribute("data-id", "(start)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert chosen_facts(page)["Times"] == count((log.to_pandas().activity == "Ask").sum())
    page.keyboard.press("Escape")
    expect(page.locator("#map-panel h2")).to_have_text("Nothing chosen")


def test_a_slider_changes_what_is_drawn_and_no_page_of_the_history(page, address, log):
    page.goto(f"{address}map?{QUERY}&paths=1")
    every = pm.process_map(log)
    expect(page.locator(".pm-edge:not(.pm-indirect)")).to_have_count(len(every.frame))
    length = page.evaluate("history.length")
    page.get_by_role("slider", name="Paths").focus()
    page.keyboard.press("Home")
    few = pm.process_map(log, paths=0.0)
    assert few.frame.is_shown.sum() < len(every.frame)
    expect(page.locator(".pm-edge:not(.pm-indirect)")).to_have_count(int(few.frame.is_shown.sum()))
    expect(page).to_have_url(re.compile("paths=0&|paths=0$"))
    assert page.evaluate("history.length") == length
    page.reload()
    expect(page.locator("#map-headline")).to_have_text(few.headline)


def test_a_variant_is_clicked_and_its_cases_are_kept(page, address, log):
    page.goto(f"{address}variants?{QUERY}")
    second = pm.variants(log).frame.iloc[1]
    row = page.locator(".variant-list > li").nth(1)
    expect(row.locator(".step")).to_have_text(["Ask", "Check×2", "Approve", "Pay"])
    row.get_by_role("button").click()
    expect(page.locator("#kept")).to_contain_text(f"{second.cases} of 60 cases")


def test_under_a_filter_a_variant_still_keeps_its_own_cases(page, address, log):
    """The first variant of the view is the second of the log."""
    again = log.following("Check", "Check", directly=True)
    page.goto(f"{address}variants?{QUERY}&where=following+Check+%3D%3E+Check")
    page.get_by_role("button", name="Filter to variant 1").click()
    expect(page.locator(".chip > span").last).to_have_text("variants ids 2")
    expect(page.locator("#kept")).to_contain_text(f"{again.counts.cases} of 60 cases")
    page.goto(f"{address}variants?{QUERY}&where=only+activities+Ask%2C+Check")
    expect(page.locator(".variant-list > li").first).to_contain_text("Ask")
    expect(page.get_by_role("button", name="Filter to variant 1")).to_have_count(0)


def test_the_waiting_page_ranks_as_python_ranks(page, address, log):
    page.goto(f"{address}waiting?{QUERY}")
    expect(page.locator("#waiting_time .headline")).to_have_text(pm.waiting_time(log).headline)
    why = pm.waiting_causes(log)
    top = why.frame.iloc[0]
    expect(page.locator("#waiting_causes .headline")).to_have_text(why.headline)
    expect(page.locator("#waiting_causes .bar-name").first).to_have_text(
        f"{top.from_activity} → {top.to_activity}"
    )
    first = why.tables["causes"].iloc[0]
    told = page.locator("#waiting_causes .small-table tbody tr").first.locator("td").all_inner_texts()
    assert told[:3] == [first.cause, amount_of_time(first.hours), share(first.share)]
    expect(page.locator("#queue_discipline .headline")).to_have_text(pm.queue_discipline(log).headline)
    expect(page.locator("#arrivals .headline")).to_have_text(pm.arrivals(log).headline)
    expect(page.locator("#service_time .bar-name").first).to_have_text(pm.service_time(log).frame.activity[0])


def test_a_calendar_is_laid_beside_every_time_on_the_page(browser, lossy):
    log = lossy.log("lossy")
    with served(lossy.folder) as found:
        page = browser.new_page()
        page.goto(f"{found}waiting?log=lossy")
        expect(page.locator("#waiting_causes .headline")).to_be_visible()
        page.wait_for_load_state("networkidle")  # the page sets the calendar of the address once it stands
        given = page.get_by_role("textbox", name="Calendar of working time")
        given.fill("Mon-Fri 9-17")
        given.blur()
        expect(page.locator("#filter-problem .notice-found")).to_contain_text("The calendar cannot be read")
        given.fill("Mon-Fri 09:00-17:00")
        given.blur()
        expect(page).to_have_url(re.compile("calendar=Mon-Fri"))
        wanted = pm.waiting_causes(log, calendar="Mon-Fri 09:00-17:00").headline
        expect(page.locator("#waiting_causes .headline")).to_have_text(wanted)
        page.get_by_role("link", name="Overview").click()
        expect(page.locator("#finding-waiting_causes p")).to_have_text(wanted)
        page.close()


def test_work_may_wait_for_anyone_of_a_team(page, address, browser, tmp_path):
    """Where no attribute tells who belongs together, there is nothing to choose."""
    page.goto(f"{address}waiting?{QUERY}")
    expect(page.locator("#waiting_causes .headline")).to_be_visible()
    expect(page.locator("#waiting-pool")).to_have_count(0)
    team = {"Ann": "desk", "Bea": "desk", "Cid": "approvers"}
    rows = purchases()
    log = pm.open(tmp_path).read(rows.assign(team=rows.resource.map(team)), name="teams", zone="UTC")
    with served(tmp_path) as found:
        page = browser.new_page()
        page.goto(f"{found}waiting?log=teams")
        page.locator("#waiting-pool").click()
        page.get_by_role("option", name="anyone of its team").click()
        expect(page).to_have_url(re.compile("pool=team"))
        wanted = pm.waiting_causes(log, pool="team")
        expect(page.locator("#waiting_causes .headline")).to_have_text(wanted.headline)
        full = wanted.tables["pools"].set_index("pool").loc["desk"]
        told = page.locator("#waiting_causes .small-table").last.locator("tbody tr td").all_inner_texts()
        assert told == ["desk", "2", share(full.share_full)]
        page.close()


def test_what_is_open_is_what_python_says(page, address, workspace):
    log = workspace.log("ends only")
    page.goto(f"{address}open?log=ends+only")
    expect(page.locator("#wip .headline")).to_contain_text(pm.wip(log).headline.split(".")[0])


def test_what_a_log_cannot_bear_is_a_calm_notice(page, address, workspace):
    page.goto(f"{address}waiting?log=ends+only")
    with pytest.raises(pm.errors.CannotAnswer) as refused:
        pm.service_time(workspace.log("ends only"))
    expect(page.locator("#service_time .notice-found")).to_have_text(refused.value.found)


def test_the_work_of_one_resource_can_be_looked_at(page, address, log):
    page.goto(f"{address}people?{QUERY}")
    expect(page.locator("#workload .headline")).to_have_text(pm.workload(log).headline)
    page.locator("#people-group").click()
    page.get_by_role("option", name="Bea").click()
    by = pm.workload(log, by="resource").frame
    done = by[by.group == "Bea"].completions.sum()
    expect(page.locator("#workload .number-note")).to_contain_text(f"of {count(done)} pieces")


def test_a_name_that_looks_like_markup_is_text_on_every_page(page, address):
    for path in ("", "map", "variants", "waiting", "open", "over-time", "people"):
        page.goto(f"{address}{path}?{QUERY}&paths=1&where=passing+%22{'%3C/script%3E%3Cb%3Ex'}%22")
        expect(page.locator(".chip > span")).to_have_text(f'passing "{NASTY}"')
        expect(page.locator("#page h1")).to_have_count(1)
        assert page.locator("b").filter(has_text=re.compile("^x")).count() == 0


def drawn(page, told: str):
    """The page of time once all its pictures stand: before that they still push what is below them."""
    expect(page.locator("#dotted_chart .headline")).to_have_text(told)
    expect(page.locator("#cycle_time_scatter .js-plotly-plot path.point").first).to_be_attached()
    page.wait_for_load_state("networkidle")


def test_the_page_of_time_says_what_python_says(page, address, log):
    page.goto(f"{address}over-time?{QUERY}")
    for question, options in (
        ("performance_spectrum", {}),
        ("dotted_chart", {"clock": "week"}),
        ("cumulative_flow", {}),
        ("cycle_time_scatter", {}),
    ):
        found = getattr(pm, question)(log, **options)
        expect(page.locator(f"#{question} .headline")).to_have_text(found.headline)
        drawn = page.locator(
            f"#{question} .js-plotly-plot path.js-line, #{question} .js-plotly-plot path.point"
        )
        expect(drawn.first).to_be_attached()


def test_a_pair_of_activities_is_chosen_and_kept_in_the_address(page, address, log):
    page.goto(f"{address}over-time?{QUERY}")
    drawn(page, pm.dotted_chart(log, clock="week").headline)
    page.locator("input#time-pair").click()
    page.get_by_role("option", name="Check → Approve").click()
    expect(page).to_have_url(re.compile("from=Check&to=Approve"))
    found = pm.performance_spectrum(log, from_activity="Check", to_activity="Approve")
    expect(page.locator("#performance_spectrum .headline")).to_have_text(found.headline)
    page.reload()
    expect(page.locator("#performance_spectrum .headline")).to_have_text(found.headline)
    drawn(page, pm.dotted_chart(log, clock="week").headline)
    page.locator("input#time-pair").click()
    page.get_by_role("option", name="the five longest waits").click()
    expect(page).not_to_have_url(re.compile("from="))


def test_dots_are_seen_on_another_clock_and_in_another_order(page, address, log):
    page.goto(f"{address}over-time?{QUERY}")
    drawn(page, pm.dotted_chart(log, clock="week").headline)
    page.locator("input#time-clock").click()
    page.get_by_role("option", name="since the case began").click()
    expect(page).to_have_url(re.compile("clock=relative"))
    drawn(page, pm.dotted_chart(log, clock="relative").headline)
    page.locator("input#time-sort").click()
    page.get_by_role("option", name="shortest first").click()
    expect(page).to_have_url(re.compile("sort=duration"))
    found = pm.dotted_chart(log, clock="relative", sort="duration")
    expect(page.locator("#dotted_chart .headline")).to_have_text(found.headline)
    expect(page.locator("#dotted_chart .xtitle")).to_contain_text("since the case began")


def test_what_is_compared_is_typed_told_and_kept_in_the_address(page, address, log):
    """The other side is typed; the finding, a figure of the table and a path of the map are those of Python."""
    page.goto(f"{address}compare?{QUERY}&where=region+%3D+North")
    found = pm.compare(log.where(region="North"))
    expect(page.locator("#compare .headline")).to_contain_text(found.headline[:80])
    cells = page.locator("#compare tbody tr").first.locator("td").all_inner_texts()
    assert cells[1:3] == [duration(found.frame["this"].iloc[0]), duration(found.frame.other.iloc[0])]
    drawn = {edge["id"]: edge for edge in found.map().layout["edges"]}
    expect(page.locator("#difference-host .pm-edge")).to_have_count(len(drawn))
    page.locator("#compare-against").fill("sample 20")
    page.locator("#compare-against").press("Enter")
    against = pm.compare(log.where(region="North"), against="sample 20")
    expect(page.locator("#compare .headline")).to_contain_text(against.headline[:80])
    assert "against=sample+20" in page.url
    page.locator("#compare-against").fill("passing Nothing")
    page.locator("#compare-against").press("Enter")
    expect(page.locator("#compare-problem")).to_contain_text("No activity is called 'Nothing'")


def test_what_changed_is_what_python_says(page, address, log):
    page.goto(f"{address}changes?{QUERY}")
    expect(page.locator("#drift .headline")).to_contain_text(pm.drift(log).headline[:60])
    expect(page.locator("#drift .js-plotly-plot")).to_be_visible()
