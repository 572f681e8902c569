from __future__ import annotations

import itertools
import sys

import procmine as pm
from timing import tell

folder, times = sys.argv[1], int(sys.argv[2])
log = pm.open(folder).log("log")
fresh = itertools.count(5)
first = log.passing("Activity 3").faster_than(hours=10**6)
calls = {
    "map": lambda: pm.process_map(log),
    "map with times": lambda: pm.process_map(log),
    "variants": lambda: pm.variants(log),
    "durations": lambda: pm.cycle_time(log),
    "handovers": lambda: pm.handovers(log),
    # Each call is a filter nobody has asked before.
    "a new filter's map": lambda: pm.process_map(
        log.passing("Activity 3").faster_than(hours=10**6 + next(fresh))
    ),
    "then waiting_time": lambda: pm.waiting_time(first),
    "then cycle_time": lambda: pm.cycle_time(first),
    "workload": lambda: pm.workload(log),
    "utilisation": lambda: pm.utilisation(log),
    "bottlenecks": lambda: pm.bottlenecks(log),
    "rework": lambda: pm.rework(log),
}
first.counts  # noqa: B018 - the filter is worked out once, then any question is asked on it
tell(calls, times)
