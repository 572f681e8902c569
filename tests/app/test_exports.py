"""Downloads are the answers themselves."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

import procmine as pm
from procmine.app import make_app

HERE = {"Host": "127.0.0.1:8050"}


def test_a_download_is_the_answer_of_the_view(client, workspace):
    log = workspace.log("orders").filter("region = North")
    got = client.get("/_procmine/export/json/variants?where=region+%3D+North", headers=HERE)
    assert json.loads(got.data) == json.loads(pm.variants(log).to_json())
    assert got.headers["Content-Disposition"] == 'attachment; filename="variants.json"'


def test_a_download_takes_the_options_of_its_card(client, workspace):
    got = client.get('/_procmine/export/csv/workload?parameters={"by":"resource"}', headers=HERE)
    assert got.data.decode() == pm.workload(workspace.log("orders"), by="resource").to_csv()
    assert b"'=1+1" in got.data  # a spreadsheet must not work it out


def test_an_excel_download_opens(client):
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/_procmine/export/excel/handovers", headers=HERE).data)
    )
    assert "about" in book.sheetnames


@pytest.mark.parametrize(
    "path",
    ["csv/nothing", "pdf/variants", "csv/variants?log=nothing", "csv/variants?where=slower", "csv/variants?parameters=[1]",
     'csv/variants?parameters={"log":1}', "csv/variants?parameters={"],
)  # fmt: skip
def test_a_download_that_cannot_be_made_says_why(client, path):
    got = client.get(f"/_procmine/export/{path}", headers=HERE)
    assert got.status_code == 400 and len(got.data.decode()) > 20


def test_the_map_module_is_the_one_of_notebooks_and_files(client):
    from procmine.figures.drawing import MODULE, STYLES

    assert client.get("/_procmine/process-map.mjs", headers=HERE).data == MODULE.read_bytes()
    assert client.get("/_procmine/process-map.css", headers=HERE).data == STYLES.read_bytes()


@pytest.fixture
def action(tmp_path):
    """An action with a document that would be dangerous if a browser ran it, in a workspace of its own."""
    opened = pm.open(tmp_path / "workspace")
    opened.actions.add("Pay daily", owner="Mina", due_on="2026-05-01")
    opened.actions.add("Check daily", owner="Otto")
    document = opened.actions.attach(1, 'Größe "x".html', content=b"<script>alert(1)</script>")
    return make_app(opened.folder).server.test_client(), document, opened


def test_a_document_is_saved_and_never_shown(action):
    client, document, _ = action
    answer = client.get(f"/_procmine/actions/1/document/{document.sha256}", headers=HERE)
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Gr__e _x_.html\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20_x_.html"
    )


def test_a_document_that_is_not_there_damaged_or_asked_for_from_elsewhere_is_refused(action):
    client, document, workspace = action
    address = f"/_procmine/actions/1/document/{document.sha256}"
    for wrong in (
        address.replace("/1/", "/2/"),
        address.replace("/1/", "/9/"),
        address[:-64] + ".." + "0" * 62,
    ):
        assert client.get(wrong, headers=HERE).status_code == 404
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get(address, headers=HERE | foreign).status_code == 403
    (workspace.folder / "attachments" / document.sha256).write_bytes(b"other")
    answer = client.get(address, headers=HERE)
    assert answer.status_code == 404 and "no longer what was attached" in answer.text


def test_the_register_is_saved_as_it_is_asked_for(action):
    client, _, _ = action
    calendar = client.get("/_procmine/actions.ics?owner=Otto", headers=HERE)
    assert "Check daily" in calendar.text and "Pay daily" not in calendar.text
    assert calendar.headers["Content-Disposition"].startswith('attachment; filename="improvements.ics"')
    assert client.get("/_procmine/actions.xlsx", headers=HERE).data[:2] == b"PK"
    assert client.get("/_procmine/actions.pdf", headers=HERE).status_code == 404


def test_no_question_of_an_address_reads_a_file(client, tmp_path):
    path = tmp_path / "secret.bpmn"
    path.write_text("<secret/>")
    for said in (path, f"{path}/", f" {path}/. "):
        got = client.get(f'/_procmine/export/json/deviations?parameters={{"model":"{said}"}}', headers=HERE)
        assert got.status_code == 400
        assert "An address reads no file" in got.text


def test_a_map_is_downloaded_in_each_form_it_has(client):
    for form, begins in (("svg", "<svg"), ("dot", "digraph"), ("bpmn", "<?xml")):
        got = client.get(f"/_procmine/export/{form}/process_map", headers=HERE)
        assert got.status_code == 200 and got.text.startswith(begins)
    assert client.get("/_procmine/export/pnml/process_map", headers=HERE).status_code == 400
