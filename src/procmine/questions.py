"""The one list of all questions: CLI, app, documentation and tests are made from it."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ROOMS = {
    "discovery": "How does the work really flow?",
    "timing": "How long, where and why does it wait?",
    "people": "Who carries it, and is that fair?",
    "conformance": "Does it follow the rules?",
    "improvement": "What should change, and did it work?",
}


@dataclass(frozen=True)
class Question:
    """A question by its one name: module, SQL, result class, test, CLI word, card and heading follow from it."""

    name: str
    room: str
    has_sql: bool = True
    needs: tuple[str, ...] = ()  # options without which it refuses

    @property
    def word(self) -> str:
        """As the command line writes it: `waiting-time`."""
        return self.name.replace("_", "-")

    @property
    def class_name(self) -> str:
        return "".join(part.capitalize() for part in self.name.split("_"))

    @property
    def module(self) -> Any:
        return importlib.import_module(f"procmine.{self.room}.{self.name}")

    @property
    def function(self) -> Callable[..., Any]:
        return getattr(self.module, self.name)

    @property
    def result(self) -> type:
        return getattr(self.module, self.class_name)

    @property
    def asks(self) -> str:
        """The question in one line."""
        return (inspect.getdoc(self.function) or "").splitlines()[0]

    @property
    def options(self) -> dict[str, inspect.Parameter]:
        """What can be asked for beyond the log."""
        return {
            name: p
            for name, p in inspect.signature(self.function).parameters.items()
            if p.kind is p.KEYWORD_ONLY
        }


QUESTIONS = (
    Question("summary", "discovery"),
    Question("attributes", "discovery"),
    Question("process_map", "discovery"),
    Question("variants", "discovery"),
    Question("variant_tree", "discovery"),
    Question("variant_comparison", "discovery"),
    Question("happy_path", "discovery"),
    Question("rework", "discovery"),
    Question("loops", "discovery"),
    Question("skipped_work", "discovery"),
    Question("duplicated_work", "discovery"),
    Question("cancelled_work", "discovery", needs=("cancelled",)),
    Question("first_time_right", "discovery"),
    Question("knock_outs", "discovery", needs=("rejections",)),
    Question("automation_candidates", "discovery"),
    Question("models", "discovery"),
    Question("cycle_time", "timing"),
    Question("cycle_time_scatter", "timing"),
    Question("service_time", "timing"),
    Question("waiting_time", "timing"),
    Question("waiting_causes", "timing"),
    Question("bottlenecks", "timing"),
    Question("slack", "timing"),
    Question("active_period", "timing"),
    Question("queues", "timing"),
    Question("queue_discipline", "timing"),
    Question("performance_spectrum", "timing"),
    Question("dotted_chart", "timing"),
    Question("cumulative_flow", "timing"),
    Question("arrivals", "timing"),
    Question("wip", "timing"),
    Question("case_timeline", "timing"),
    Question("throughput", "timing"),
    Question("utilisation", "people"),
    Question("workload", "people"),
    Question("load_over_time", "people"),
    Question("multitasking", "people"),
    Question("completion_rate", "people"),
    Question("fairness", "people"),
    Question("handovers", "people"),
    Question("ping_pong", "people"),
    Question("working_together", "people"),
    Question("roles", "people"),
    Question("specialisation", "people"),
    Question("availability", "people"),
    Question("workload_effect", "people"),
    Question("batch_habits", "people"),
    Question("sites", "people"),
    Question("my_work", "people", needs=("resource",)),
    Question("deviations", "conformance", needs=("model",)),
    Question("rules", "conformance", needs=("rules",)),
    Question("sla", "conformance", needs=("within",)),
    Question("four_eyes", "conformance"),
    Question("candidate_rules", "conformance"),
    Question("compare", "improvement"),
    Question("drift", "improvement"),
    Question("root_causes", "improvement"),
    Question("what_if", "improvement"),
    Question("opportunities", "improvement"),
    Question("costs", "improvement", needs=("rates",)),
    Question("verification", "improvement", needs=("changed_at",)),
    Question("assessment", "improvement"),
)


def question(name: str) -> Question:
    """The question called `name`, written with `_` or `-`."""
    for one in QUESTIONS:
        if name.replace("-", "_") == one.name:
            return one
    from procmine.errors import UnknownName

    raise UnknownName("question", name, [one.word for one in QUESTIONS])
