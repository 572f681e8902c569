"""Counts of the map and of the variants equal pm4py's on every real log, given our positions as its time.

pm4py is an oracle for counts and models, never for times.
"""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

import procmine as pm

pytestmark = pytest.mark.slow
NAMES = [
    "Loan_Application", "Loan_Application_5_timers", "Loan_Application_batched", "Procure_to_Pay", "Procure_to_Pay_5_timers",
    "ibm_client_onboarding", "japanese_itsm", "patients_bupar__events", "sap_bpi2019_sample_truth", "uci_servicenow_incidents",
]  # fmt: skip


@pytest.fixture(scope="module")
def pm4py():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("pm4py")


def as_pm4py_reads(log) -> pd.DataFrame:
    work = log.to_pandas()
    at = (pd.Timestamp("2000-01-01") + pd.to_timedelta(work.position, unit="s")).dt.as_unit("ns")
    return pd.DataFrame(
        {"case:concept:name": work.case_id, "concept:name": work.activity, "time:timestamp": at}
    )


@pytest.mark.parametrize("name", NAMES)
def test_steps_starts_and_ends(name, shared_logs, pm4py):
    log = shared_logs[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        follows, starts, ends = pm4py.discover_dfg(as_pm4py_reads(log))
    found = pm.process_map(log).frame
    inner = found[(found.from_no > 0) & (found.to_no > 0)]
    assert dict(
        zip(zip(inner.from_activity, inner.to_activity, strict=True), inner.steps, strict=True)
    ) == dict(follows)
    assert found[found.from_no <= 0].groupby("to_activity").steps.sum().to_dict() == dict(starts)
    assert found[found.to_no <= 0].groupby("from_activity").steps.sum().to_dict() == dict(ends)


@pytest.mark.parametrize("name", NAMES)
def test_variants(name, shared_logs, pm4py):
    log = shared_logs[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = pm4py.get_variants(as_pm4py_reads(log))
    found = pm.variants(log).frame
    counts = {key: value if isinstance(value, int) else len(value) for key, value in oracle.items()}
    assert {tuple(row.activities): row.cases for row in found.itertuples()} == counts
