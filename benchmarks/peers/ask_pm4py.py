from __future__ import annotations

import sys
import warnings

warnings.simplefilter("ignore")
import pandas as pd  # noqa: E402
import pm4py  # noqa: E402

from timing import tell  # noqa: E402

log = pd.read_parquet(sys.argv[1]).rename(
    columns={
        "case_id": "case:concept:name",
        "activity": "concept:name",
        "end_time": "time:timestamp",
        "start_time": "start_timestamp",
        "resource": "org:resource",
    }
)
for column in ("time:timestamp", "start_timestamp"):
    log[column] = log[column].dt.tz_localize("UTC").dt.as_unit("ns")
for column in ("case:concept:name", "concept:name", "org:resource"):
    log[column] = log[column].astype(object)
tell(
    {
        "map": lambda: pm4py.discover_dfg(log),
        "map with times": lambda: pm4py.discover_performance_dfg(log, perf_aggregation_key="median"),
        "variants": lambda: pm4py.get_variants(log),
        "durations": lambda: pm4py.get_all_case_durations(log),
        "handovers": lambda: pm4py.discover_handover_of_work_network(log),
        "a new filter's map": lambda: pm4py.discover_dfg(
            pm4py.filter_event_attribute_values(
                log, "concept:name", ["Activity 3"], level="case", retain=True
            )
        ),
    },
    int(sys.argv[2]),
)
