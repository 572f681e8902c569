"""An answer as a workbook: what a cell cannot hold is left out or cut, and said so; nothing becomes a formula."""

from __future__ import annotations

import pandas as pd

import procmine as pm
from procmine.samples import log_of_rows
from procmine.samples.worked import MONDAY


def activities(tmp_path, *names):
    rows = [{"case_id": "c", "activity": name, "started_at": MONDAY, "ended_at": MONDAY + pd.Timedelta(hours=n)} for n, name in enumerate(names)]  # fmt: skip
    path = pm.service_time(log_of_rows(rows)).to_excel(tmp_path / "answer.xlsx")
    return set(pd.read_excel(path, sheet_name="service_time", engine="openpyxl").activity)


def test_control_letters_are_left_out_of_a_workbook(tmp_path):
    assert activities(tmp_path, "Ring\x07 the bell", "\x00=1+1", "a\tb") == {
        "Ring the bell",
        "'=1+1",
        "a\tb",
    }


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path):
    found = activities(tmp_path, "x" * 40_000, "y" * 32_767)
    assert found == {"x" * 32_766 + "…", "y" * 32_767}
