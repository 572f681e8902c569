"""procmine: see how work really flows.

    import procmine as pm
    log = pm.read("tickets.csv")
    pm.bottlenecks(log)

Names are loaded on first use, so that `import procmine` is quick and silent.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "EventLog": "procmine.log",
    "ProcessModel": "procmine.process_models",
    "ProcmineError": "procmine.errors",
    "Result": "procmine.result",
    "Workspace": "procmine.workspace",
    "actions": "",
    "active_period": "procmine.timing.active_period",
    "arrivals": "procmine.timing.arrivals",
    "assessment": "procmine.improvement.assessment",
    "attributes": "procmine.discovery.attributes",
    "automation_candidates": "procmine.discovery.automation_candidates",
    "availability": "procmine.people.availability",
    "batch_habits": "procmine.people.batch_habits",
    "bottlenecks": "procmine.timing.bottlenecks",
    "calendars": "",
    "cancelled_work": "procmine.discovery.cancelled_work",
    "candidate_rules": "procmine.conformance.candidate_rules",
    "case_timeline": "procmine.timing.case_timeline",
    "compare": "procmine.improvement.compare",
    "completion_rate": "procmine.people.completion_rate",
    "costs": "procmine.improvement.costs",
    "cumulative_flow": "procmine.timing.cumulative_flow",
    "cycle_time": "procmine.timing.cycle_time",
    "cycle_time_scatter": "procmine.timing.cycle_time_scatter",
    "dotted_chart": "procmine.timing.dotted_chart",
    "deviations": "procmine.conformance.deviations",
    "drift": "procmine.improvement.drift",
    "duplicated_work": "procmine.discovery.duplicated_work",
    "errors": "",
    "fairness": "procmine.people.fairness",
    "first_time_right": "procmine.discovery.first_time_right",
    "four_eyes": "procmine.conformance.four_eyes",
    "handovers": "procmine.people.handovers",
    "happy_path": "procmine.discovery.happy_path",
    "knock_outs": "procmine.discovery.knock_outs",
    "load_over_time": "procmine.people.load_over_time",
    "log_of": "procmine.samples",
    "loops": "procmine.discovery.loops",
    "models": "procmine.discovery.models",
    "multitasking": "procmine.people.multitasking",
    "my_work": "procmine.people.my_work",
    "open": "procmine.workspace",
    "opportunities": "procmine.improvement.opportunities",
    "performance_spectrum": "procmine.timing.performance_spectrum",
    "ping_pong": "procmine.people.ping_pong",
    "process_map": "procmine.discovery.process_map",
    "question": "procmine.questions",
    "questions": "",
    "queue_discipline": "procmine.timing.queue_discipline",
    "queues": "procmine.timing.queues",
    "read": "procmine.reading",
    "read_model": "procmine.process_models",
    "rework": "procmine.discovery.rework",
    "roles": "procmine.people.roles",
    "root_causes": "procmine.improvement.root_causes",
    "rules": "procmine.conformance.rules",
    "samples": "",
    "service_time": "procmine.timing.service_time",
    "sites": "procmine.people.sites",
    "skipped_work": "procmine.discovery.skipped_work",
    "sla": "procmine.conformance.sla",
    "slack": "procmine.timing.slack",
    "specialisation": "procmine.people.specialisation",
    "summary": "procmine.discovery.summary",
    "throughput": "procmine.timing.throughput",
    "utilisation": "procmine.people.utilisation",
    "variant_comparison": "procmine.discovery.variant_comparison",
    "variant_tree": "procmine.discovery.variant_tree",
    "variants": "procmine.discovery.variants",
    "verification": "procmine.improvement.verification",
    "waiting_causes": "procmine.timing.waiting_causes",
    "waiting_time": "procmine.timing.waiting_time",
    "what_if": "procmine.improvement.what_if",
    "wip": "procmine.timing.wip",
    "working_together": "procmine.people.working_together",
    "workload": "procmine.people.workload",
    "workload_effect": "procmine.people.workload_effect",
    "workspace": "",
}

ROOMS = tuple(f"procmine.{room}." for room in ("discovery", "timing", "people", "conformance", "improvement"))

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'procmine' has no attribute {name!r}")
    home = _HOMES[name]
    found: Any = (
        getattr(importlib.import_module(home), name) if home else importlib.import_module(f"procmine.{name}")
    )
    globals()[name] = _of_a_log(found) if home.startswith(ROOMS) else found
    return globals()[name]


def _of_a_log(question: Callable[..., Any]) -> Callable[..., Any]:
    """The question, refusing kindly what is not a log: a name or a frame that was never read."""

    @functools.wraps(question)
    def asked(log: Any, *given: Any, **options: Any) -> Any:
        from procmine.errors import WrongOption
        from procmine.log import EventLog

        if not isinstance(log, EventLog):
            raise WrongOption(
                f"A {type(log).__name__} is not a log.",
                f"{question.__name__}({log!r:.40}, …)",
                'Read it first: log = pm.read("tickets.csv"), or pm.open("workspace").log("tickets").',
            )
        return question(log, *given, **options)

    return asked


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
