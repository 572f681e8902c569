from __future__ import annotations

import sys

import pl4pm
import polars as pl

from timing import tell

log = (
    pl.read_parquet(sys.argv[1])
    .rename(
        {
            "case_id": "case:concept:name",
            "activity": "concept:name",
            "end_time": "time:timestamp",
            "start_time": "start_timestamp",
            "resource": "org:resource",
        }
    )
    .lazy()
)
tell(
    {
        "map": lambda: pl4pm.discover_dfg(log),
        "map with times": lambda: pl4pm.discover_performance_dfg(log, perf_aggregation_key="median"),
        "variants": lambda: pl4pm.get_variants(log),
        "durations": lambda: pl4pm.get_all_case_durations(log),
        "handovers": lambda: pl4pm.discover_handover_of_work_network(log),
        "a new filter's map": lambda: pl4pm.discover_dfg(
            pl4pm.filter_event_attribute_values(
                log, "concept:name", ["Activity 3"], level="case", retain=True, do_collect=False
            )
        ),
    },
    int(sys.argv[2]),
)
