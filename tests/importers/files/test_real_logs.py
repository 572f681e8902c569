"""Real logs of other people's tools come in whole, row for row."""

import pytest

EXPECTED = {
    "uci_servicenow_incidents.parquet": 141_712,
    "sap_bpi2019_sample_truth.parquet": 6_964,
    "ibm_client_onboarding.parquet": 54_224,
    "patients_bupar__events.parquet": 5_442,
    "Loan_Application.csv.gz": 11_805,
    "Loan_Application_5_timers.csv.gz": 10_968,
    "Procure_to_Pay.csv.gz": 13_290,
    "Procure_to_Pay_5_timers.csv.gz": 13_409,
    "Loan_Application_batched.csv.gz": 70_162,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_log_comes_in_row_for_row(read, shared_data, name):
    found = read(shared_data / "logs" / name)
    assert found.source.rows == EXPECTED[name]
    assert found.faults() == []
    assert found.source.notes == ()
    assert found.source.name == name.split(".")[0]


def test_stray_spaces_in_activity_names_are_kept(read, shared_data):
    found = read(shared_data / "logs" / "Loan_Application_batched.csv.gz")
    names = {name for (name,) in found.asked('select distinct "Activity" from staged')}
    assert " Check  application  form completeness" in names


def test_the_tables_of_sap_are_all_read(read, shared_data):
    tables = sorted((shared_data / "logs" / "sap_p2p_tables").glob("*.csv"))
    assert tables
    for path in tables:
        found = read(path)
        assert found.source.rows == len(path.read_text(encoding="utf-8").splitlines()) - 1
        assert found.faults() == []
