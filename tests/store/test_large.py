"""What must hold when a log is spread over many row groups and threads: small logs cannot show it."""

from __future__ import annotations

import duckdb
import pytest

import procmine as pm

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    made = """
        with step as (select i // 7 as c, i % 7 as p, hash(i) % 5000 as w, hash(i, 1) % 9000 as d, hash(i, 2) as h from range(420000) r(i))
        select 'case ' || c as case_id, 'activity ' || (p + h % 3) as activity, 'person ' || h % 40 as resource,
            timestamp '2024-01-01' + to_seconds(c * 300 + p * 9000 + w) as start_time,
            timestamp '2024-01-01' + to_seconds(c * 300 + p * 9000 + w + d) as end_time
        from step order by hash(c, p)"""
    duckdb.sql(f"copy ({made}) to '{folder}/large.parquet' (format parquet)")
    return pm.open(folder / "w").read(folder / "large.parquet")


def test_events_are_numbered_in_order_of_case_and_position(log):
    wrong = log.sql(
        "-- run as it is\nselect count(*) as n from (select event_no, row_number() over (order by case_no, position) - 1 as place from events) where event_no <> place"
    )
    assert wrong.n[0] == 0


def test_critical_paths_add_up_to_cycle_times_in_every_case(log):
    apart = log.sql(
        """select count(*) as n from case_span join (
            select case_no, sum(wait_seconds + coalesce(work_seconds, 0)) as seconds from events where is_critical group by case_no
        ) using (case_no) where abs(seconds - span_seconds) > 0.001"""
    )
    assert apart.n[0] == 0


def test_a_filter_on_one_half_and_the_other_adds_up(log):
    early, late = (
        log.between("2024-01-01", "2024-03-31", by="start"),
        log.between("2024-04-01", "2030-01-01", by="start"),
    )
    assert early.counts.cases + late.counts.cases == 60_000
    assert (
        pm.process_map(early).frame.steps.sum() + pm.process_map(late).frame.steps.sum()
        == pm.process_map(log).frame.steps.sum()
    )
