"""The published figures of edeaR for its patients log; idle time is ours, since its counter breaks on unpaired ends."""

from __future__ import annotations

import pytest

import procmine as pm


@pytest.fixture(scope="module")
def log(shared_data, tmp_path_factory):
    workspace = pm.open(tmp_path_factory.mktemp("patients"))
    return workspace.read(
        shared_data / "oracles" / "patients" / "patients.csv",
        case="patient", activity="activity", ended_at="timestamp", lifecycle="status", resource="resource", sequence=".order",
    )  # fmt: skip


def test_minutes_per_case(log):
    found = log.sql(
        """select case_id, span_seconds / 60 as throughput, busy_seconds / 60 as busy, (span_seconds - busy_seconds) / 60 as idle from case_span"""
    ).set_index("case_id")
    assert found.throughput.to_dict() == pytest.approx(
        {"John Doe": 1819.16667, "Jane Doe": 1492.58333, "George Doe": 0}
    )
    assert found.busy[:2].to_dict() == pytest.approx({"John Doe": 108.516667, "Jane Doe": 66.316667})
    assert found.loc["George Doe", "busy"] != found.loc["George Doe", "busy"], (
        "one event without a start: unknown, not zero"
    )
    assert found.idle[:2].to_dict() == pytest.approx({"John Doe": 1710.65, "Jane Doe": 1426.2667})


def test_mean_throughput_and_processing(log):
    assert pm.cycle_time(log).frame.closed_mean_hours[0] * 60 == pytest.approx(1103.916667)
    served = pm.service_time(log).frame
    assert served.total_hours.sum() * 60 == pytest.approx(108.516667 + 66.316667)


def test_the_rows_are_twelve_pieces_of_work(log):
    assert (log.facts["rows_read"], log.facts["events"], log.facts["quarantined"]) == (21, 12, 0)
