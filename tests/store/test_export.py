"""A log that was written reads back as it was: open work, zones, attributes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import procmine as pm
from procmine.exporting import export_log
from procmine.samples import log_of_rows

AT = datetime(2024, 3, 30, 8)


@pytest.fixture(scope="module", params=["Europe/Berlin", None])
def log(request):
    rows = [
        {"case_id": f"c{i}", "activity": a, "resource": "Ann" if i else None, "started_at": AT + timedelta(hours=i * 9 + s),
         "ended_at": None if e is None else AT + timedelta(hours=i * 9 + e), "Region": "N<&>", "team": f"t{s}"}
        for i in range(4) for a, s, e in (("A", 0, 1), ("B", 2, 4), ("C", 5, None if i == 3 else 6))
    ]  # fmt: skip
    return log_of_rows(rows, zone=request.param)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xes"])
def test_a_written_log_reads_back_as_it_was(ending, log, tmp_path):
    again = pm.read(export_log(log, tmp_path / f"log.{ending}"), zone=log.zone)
    columns = ["case_id", "activity", "resource", "started_at", "ended_at", "wait_hours", "is_critical"]
    assert again.to_pandas()[columns].astype(str).equals(log.to_pandas()[columns].astype(str))
    assert pm.summary(again).frame.open_cases.tolist() == pm.summary(log).frame.open_cases.tolist() == [1]
    prefix = "case:" if ending == "xes" else ""
    assert again.attributes | {} == {f"{prefix}Region": "case", "team": "event"}
    assert again.where({f"{prefix}Region": "N<&>"}).counts == log.counts
