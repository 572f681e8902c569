"""The page of models: a file is uploaded, work is held against it, a model is found and kept; the map carries chosen numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import procmine as pm
from procmine.process_models import sequence_model

pytestmark = pytest.mark.browser
QUERY = "log=purchases"


@pytest.fixture
def flow(tmp_path):
    return sequence_model(["Ask", "Check", "Approve", "Pay"], "flow").save(tmp_path / "agreed.bpmn")


def test_a_model_is_uploaded_and_work_is_held_against_it(page, address, workspace, flow):
    page.goto(f"{address}model?{QUERY}")
    expect(page.locator("#page")).to_contain_text("Choose a saved model")
    page.locator("#model-upload input[type=file]").set_input_files(str(flow))
    found = pm.deviations(workspace.log("purchases"), model=flow)
    expect(page.locator("#deviations .headline")).to_contain_text(
        found.headline.removesuffix(found.assumption)
    )
    assert "model=agreed" in page.url and workspace.models() == ["agreed"]
    expect(page.locator("#model-held-host .pm-node.pm-activity")).to_have_count(4)
    told = page.locator("#model-held-host .pm-node[data-id='task_2'] .pm-value")
    expect(told).to_have_text(f"{sum(walk.cases for walk in found.walks.each)}")
    page.locator("#model-upload input[type=file]").set_input_files(
        files=[{"name": "bad.bpmn", "mimeType": "text/xml", "buffer": b"<x/>"}]
    )
    expect(page.locator("#model-told")).to_contain_text("not BPMN 2.0")
    workspace.drop_model("agreed")


def test_a_model_is_found_judged_and_kept(page, address, workspace):
    page.set_default_timeout(60_000)
    page.goto(f"{address}model?{QUERY}&miner=inductive")
    found = pm.models(workspace.log("purchases"), miner="inductive")
    expect(page.locator("#models .headline")).to_contain_text(
        found.headline.removesuffix(found.assumption), timeout=60_000
    )
    expect(page.locator("#models td").nth(1)).to_have_text(f"{found.frame.fitness[0]:.2f}")
    page.locator("#model-keep").click()
    expect(page.locator("#deviations .headline")).to_be_visible()
    assert workspace.models() == ["purchases, inductive"]
    workspace.drop_model("purchases, inductive")


def test_the_map_carries_the_numbers_one_chooses(page, address, workspace):
    page.goto(f"{address}map?{QUERY}&paths=1&frequency=share&time=total&marks=warn Check times > 1")
    drawn = pm.process_map(workspace.log("purchases"), frequency="share", time="total")
    texts = {node["id"]: node["frequency"]["text"] for node in drawn.figure().layout["nodes"]}
    expect(page.locator(".pm-node[data-id='Pay'] .pm-value")).to_have_text(texts["Pay"])
    expect(page.locator(".pm-node[data-id='Check'] .pm-rule-warning")).to_have_count(1)
    page.locator("#map-frequency").click()
    page.get_by_role("option", name="Net loop gain").click()
    expect(page.locator(".pm-legend")).to_contain_text("net loop gain")
    page.locator("#map-marks").fill("warn Nobody wait > 1h")
    page.locator("#map-marks-ask").click()
    expect(page.locator("#page")).to_contain_text("there is no activity 'Nobody'")
