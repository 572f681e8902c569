"""A file whose only time is called like a start: one instant a row, or starts alone where the user says so."""

from __future__ import annotations

import pytest

import procmine as pm

ROWS = """case,activity,start_time
1,Open,2024-03-04 09:00
1,Work,2024-03-04 11:00
1,Close,2024-03-04 15:00
2,Open,2024-03-04 10:00
2,Work,2024-03-04 12:00
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "tickets.csv"
    file.write_text(ROWS)
    return file


def told(log):
    return log.sql("select check_name, message from notes").set_index("check_name").message.to_dict()


def test_the_one_instant_of_a_row_is_its_end_and_the_import_says_so(path):
    log = pm.read(path)
    assert log.to_pandas().ended_at.notna().all()
    assert pm.summary(log).frame.open_cases.tolist() == [0]
    assert pm.cycle_time(log).frame.median_hours.tolist() == [2.0]
    assert "only time there is" in told(log)["one-instant"]


def test_starts_named_as_starts_stay_starts_and_what_follows_is_told(path):
    log = pm.read(path, started_at="start_time")
    assert log.to_pandas().ended_at.isna().all()
    assert pm.summary(log).frame.open_cases.tolist() == [2]
    assert "every case is open unless a rule" in told(log)["starts-only"]


def test_a_rule_for_complete_cases_works_where_only_starts_are_known(path):
    log = pm.read(path, started_at="start_time", complete_when="activity = Close")
    assert pm.summary(log).frame.open_cases.tolist() == [1]
    assert log.complete_cases().sql("select case_id from case_span").case_id.tolist() == ["1"]
