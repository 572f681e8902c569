"""procmine: see how work really flows.

    import procmine as pm
    log = pm.read("tickets.csv")
    pm.bottlenecks(log)

Names are loaded on first use, so that `import procmine` is quick and silent.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "EventLog": "procmine.log",
    "ProcmineError": "procmine.errors",
    "Result": "procmine.result",
    "Workspace": "procmine.workspace",
    "bottlenecks": "procmine.timing.bottlenecks",
    "cycle_time": "procmine.timing.cycle_time",
    "errors": "",
    "handovers": "procmine.people.handovers",
    "log_of": "procmine.samples",
    "open": "procmine.workspace",
    "process_map": "procmine.discovery.process_map",
    "question": "procmine.questions",
    "questions": "",
    "read": "procmine.workspace",
    "rework": "procmine.discovery.rework",
    "samples": "",
    "service_time": "procmine.timing.service_time",
    "summary": "procmine.discovery.summary",
    "throughput": "procmine.timing.throughput",
    "variants": "procmine.discovery.variants",
    "waiting_time": "procmine.timing.waiting_time",
    "workload": "procmine.people.workload",
    "workspace": "",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'procmine' has no attribute {name!r}")
    home = _HOMES[name]
    found = (
        getattr(importlib.import_module(home), name) if home else importlib.import_module(f"procmine.{name}")
    )
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
