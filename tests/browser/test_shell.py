"""Around the pages: filters, logs, evidence, colour scheme, phone."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import expect
from serving import served

import procmine as pm
from procmine.wording import count

pytestmark = pytest.mark.browser
QUERY = "log=purchases&version=1"


def test_a_filter_is_typed_shown_as_a_chip_and_removed(page, address, log):
    page.goto(f"{address}?{QUERY}")
    expect(page.locator("#kept")).to_contain_text("60 of 60 cases")
    page.get_by_label("Filter in words").fill("slower than 9h")
    page.keyboard.press("Enter")
    expect(page.locator(".chip > span")).to_have_text("slower than 9h")
    slow = log.slower_than(hours=9)
    expect(page.locator("#kept")).to_contain_text(f"{slow.counts.cases} of 60 cases")
    expect(page.locator(".number-value").first).to_have_text(count(slow.counts.cases))
    page.get_by_role("button", name="Remove the filter slower than 9h").click()
    expect(page.locator("#kept")).to_contain_text("60 of 60 cases")
    page.go_back()
    expect(page.locator(".chip > span")).to_have_text("slower than 9h")


def test_words_that_are_no_filter_are_answered_kindly(page, address, log):
    page.goto(f"{address}?{QUERY}")
    page.get_by_label("Filter in words").fill("regoin = North")
    page.get_by_role("button", name="Add", exact=True).click()
    with pytest.raises(pm.ProcmineError) as refused:
        log.filter("regoin = North")
    expect(page.locator("#filter-problem .notice-found")).to_have_text(refused.value.found)
    expect(page.locator("#kept")).to_contain_text("60 of 60 cases")


def test_filters_go_along_to_the_other_pages(page, address, log):
    page.goto(f"{address}?{QUERY}&where=region+%3D+North")
    page.get_by_role("link", name="Variants").click()
    expect(page.locator("#variants .headline")).to_have_text(pm.variants(log.where(region="North")).headline)


def test_another_log_and_another_version_are_chosen_above(page, address, workspace):
    page.goto(f"{address}?{QUERY}")
    page.locator("#version").click()
    page.get_by_role("option", name="Version 2").click()
    expect(page.locator("#kept")).to_contain_text(f"of {workspace.log('purchases', 2).counts.events} events")
    page.locator("#log").click()
    page.get_by_role("option", name="ends only").click()
    expect(page).to_have_url(re.compile(r"\?log=ends\+only$"))
    expect(page.locator("#finding-bottlenecks p")).to_have_text(
        pm.bottlenecks(workspace.log("ends only")).headline
    )


def test_the_evidence_shows_definition_statement_rows_and_a_cell(page, address, log, tmp_path):
    page.goto(f"{address}waiting?{QUERY}&where=region+%3D+North")
    seen = log.where(region="North")
    answer = pm.bottlenecks(seen)
    page.get_by_role("button", name="Evidence for What makes cases long").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".headline")).to_have_text(answer.headline)
    expect(drawer.locator(".definition p").first).to_have_text(answer.definition.splitlines()[0])
    expect(drawer.get_by_text(f"Rows ({len(answer.frame)})")).to_be_visible()
    expect(drawer.locator(".ag-center-cols-container .ag-row")).to_have_count(len(answer.frame))
    drawer.get_by_text("SQL", exact=True).click()
    assert drawer.locator("pre").last.inner_text().strip() == answer.sql.strip()
    expect(drawer.get_by_role("button", name="Copy the script for DuckDB")).to_be_visible()
    with page.expect_download() as awaited:
        drawer.get_by_role("link", name="Download CSV").click()
    awaited.value.save_as(tmp_path / "answer.csv")
    assert (tmp_path / "answer.csv").read_text(encoding="utf-8") == answer.to_csv()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def test_the_map_is_saved_as_a_picture(page, address, tmp_path):
    page.goto(f"{address}map?{QUERY}")
    with page.expect_download() as awaited:
        page.get_by_role("button", name="Save as SVG").click()
    awaited.value.save_as(tmp_path / "map.svg")
    import xml.etree.ElementTree as ElementTree

    svg = ElementTree.parse(tmp_path / "map.svg").getroot()
    assert {"Ask", "Check", "Approve", "Pay"} <= {
        element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")
    }


def test_the_map_as_one_file_works_from_the_disk(browser, log, tmp_path):
    pm.process_map(log).figure(overlay="time").to_html(tmp_path / "map.html")
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda problem: faults.append(str(problem)))
    page.on("request", lambda sent: None if sent.url.startswith("file:") else faults.append(sent.url))
    page.goto((tmp_path / "map.html").as_uri())
    expect(page.locator(".pm-node.pm-activity")).to_have_count(len(log.activities))
    page.locator(".pm-node[data-id='Approve']").click()
    expect(page.locator(".pm-told")).to_contain_text("Selected: Approve")
    page.close()
    assert faults == []


def test_light_or_dark_is_remembered(page, address):
    page.goto(f"{address}?{QUERY}")
    root = page.locator("html")
    expect(root).to_have_attribute("data-mantine-color-scheme", "light")
    page.get_by_role("button", name="Light or dark").click()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")


def test_on_a_phone_the_pages_are_behind_the_burger_and_a_choice_is_a_sheet(phone, address, log):
    phone.goto(f"{address}variants?{QUERY}")
    phone.get_by_role("button", name="Pages").tap()
    phone.get_by_role("link", name="Process map").tap()
    phone.locator(".pm-node[data-id='Check']").tap()
    sheet = phone.locator("#map-panel.is-filled")
    expect(sheet.locator("dd").first).to_have_text(count((log.to_pandas().activity == "Check").sum()))
    box = sheet.bounding_box()
    assert box is not None and round(box["y"] + box["height"]) == 844
    sheet.get_by_role("button", name="Close").tap()
    expect(phone.locator("#map-panel.is-filled")).to_have_count(0)


def test_an_empty_workspace_says_how_to_import(browser, tmp_path):
    with served(tmp_path / "empty") as empty:
        page = browser.new_page()
        page.goto(f"{empty}map")
        expect(page.locator("#page")).to_contain_text("procmine import")
        expect(page.locator("#filters")).to_be_hidden()
        page.close()


def test_a_link_that_cannot_be_followed_offers_a_way_out(page, address):
    page.goto(f"{address}variants?{QUERY}&where=regoin+%3D+North")
    page.get_by_role("link", name="Remove all filters").click()
    expect(page.locator("#kept")).to_contain_text("60 of 60 cases")
    page.goto(f"{address}variants?log=nothing")
    page.locator("#log").click()
    page.get_by_role("option", name="purchases").click()
    expect(page.locator("#kept")).to_contain_text("of 60 cases")


def test_how_the_log_was_read_stands_on_every_page(browser, address, page, lossy):
    for path in ("", "map", "variants", "waiting", "open", "people"):
        page.goto(f"{address}{path}?{QUERY}")
        expect(page.locator(".reading")).to_have_text(
            "clock as recorded, no zone · complete where no work is unfinished (assumed)"
        )
    log = lossy.log("lossy")
    lost, read = log.facts["quarantined"], log.facts["rows_read"]
    with served(lossy.folder) as found:
        page = browser.new_page()
        page.goto(found)
        expect(page.locator(".reading")).to_have_text(
            f"Europe/Paris · complete when activity in (Pay) · {lost} of {read} rows not used"
        )
        expect(page.locator(".reading .many-lost")).to_have_text(f"{lost} of {read} rows not used")
        page.get_by_role("button", name="Evidence for Arrivals and completions").click()
        expect(page.get_by_role("dialog")).to_contain_text(f"{lost} of {read} rows read could not be used")
        page.close()


def test_every_column_of_the_waits_is_in_sight(page, address, log):
    page.goto(f"{address}waiting?{QUERY}")
    heads = page.locator("#waiting_time .ag-header-cell")
    expect(heads).to_have_count(len(pm.waiting_time(log).frame.columns))
    grid = page.locator("#waiting_time .grid").bounding_box()
    page.wait_for_function("document.querySelectorAll('#waiting_time .ag-header-cell').length > 0")
    for box in (head.bounding_box() for head in heads.all()):
        assert box["x"] + box["width"] <= grid["x"] + grid["width"] + 1


def test_on_a_phone_no_name_of_the_map_is_cut_at_the_left(phone, address):
    phone.goto(f"{address}map?{QUERY}&paths=1")
    phone.locator(".pm-node.pm-activity").first.wait_for()
    left = phone.locator("#map-host").bounding_box()["x"]
    assert all(box.bounding_box()["x"] >= left for box in phone.locator(".pm-node").all())


def test_the_map_is_saved_as_a_picture_of_its_own_size(page, address):
    page.goto(f"{address}map?{QUERY}&paths=1")
    page.locator(".pm-node.pm-activity").first.wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as PNG").click()
    picture = Path(saved.value.path()).read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert picture[:8] == b"\x89PNG\r\n\x1a\n" and width > 300 and height > 300 and len(picture) > 5000
