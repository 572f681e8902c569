"""The median of a few calls, as JSON on stdout."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable


def seconds(call: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def tell(calls: dict[str, Callable[[], object]], times: int) -> None:
    print(json.dumps({name: seconds(call, times) for name, call in calls.items()}))
