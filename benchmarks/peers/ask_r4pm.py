from __future__ import annotations

import sys

import polars as pl
import r4pm

from timing import tell

frame = pl.read_parquet(sys.argv[1]).rename(
    {
        "case_id": "case:concept:name",
        "activity": "concept:name",
        "end_time": "time:timestamp",
        "resource": "org:resource",
    }
)
frame = frame.with_columns(pl.col("time:timestamp").dt.replace_time_zone("UTC")).drop("start_time")
log = r4pm.import_item_from_df("EventLog", frame)
ask = r4pm.bindings
tell(
    {
        "map": lambda: ask.discover_dfg(log),
        "variants": lambda: ask.get_variants(ask.log_to_activity_projection(log)),
    },
    int(sys.argv[2]),
)
