"""Downloads are the answers themselves."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

import procmine as pm

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
