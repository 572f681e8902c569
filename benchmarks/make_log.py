"""A log of about `n` events: some 2,000 variants, 40 resources, start and end, as CSV and as Parquet sorted by case."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

LOG = """
with trace as (
    -- The lower the number, the more common: a few sequences make up most cases.
    select i as case_no, floor(2000 * pow(hash(i) % 1000003 / 1000003.0, 3))::bigint as variant,
        timestamp '2024-01-01' + to_seconds((hash(i, 1) % 31000000)::bigint) as arrived_at
    from range({cases}) r(i)
),
step as (select *, unnest(range((6 + variant % 5)::bigint)) as place from trace)
select 'case ' || case_no as case_id,
    'Activity ' || case when place < 2 then place else 2 + hash(variant, place) % 13 end as activity,
    strftime(arrived_at + to_seconds((place * 7200 + hash(case_no, place) % 3600)::bigint), '%Y-%m-%d %H:%M:%S') as start_time,
    strftime(arrived_at + to_seconds((place * 7200 + 3600 + hash(case_no, place, 2) % 3000)::bigint), '%Y-%m-%d %H:%M:%S') as end_time,
    'person ' || hash(case_no, place, 3) % 40 as resource
from step
"""


def make_log(events: int, folder: Path) -> tuple[Path, Path]:
    """The CSV, its rows shuffled, and the Parquet file that peers get."""
    folder.mkdir(parents=True, exist_ok=True)
    csv, parquet = folder / f"log-{events}.csv", folder / f"log-{events}.parquet"
    if not parquet.exists():
        con = duckdb.connect()
        con.execute(f"create table log as {LOG.format(cases=events // 8)}")
        con.execute(f"copy (select * from log order by hash(case_id, start_time)) to '{csv}' (header)")
        con.execute(
            "copy (select case_id, activity, start_time::timestamp as start_time, end_time::timestamp as end_time, resource "
            f"from log order by case_id, start_time) to '{parquet}' (format parquet)"
        )
    return csv, parquet


if __name__ == "__main__":
    print(*make_log(int(sys.argv[1]), Path(sys.argv[2])))
