"""Write docs/definitions.md anew: `make docs`. What it says is the docstring of each question, nothing else."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from procmine.across.handovers_across import HandoversAcross, handovers_across
from procmine.across.load_across import LoadAcross, load_across
from procmine.across.portfolio import Portfolio, portfolio
from procmine.improvement.scenario_comparison import ScenarioComparison, scenario_comparison
from procmine.questions import QUESTIONS, ROOMS

ACROSS = ((portfolio, Portfolio), (load_across, LoadAcross), (handovers_across, HandoversAcross))
HERE = Path(__file__).parent
HEAD = """# Definitions

What each question measures, with its edge cases. This page is made from the questions themselves by `make docs`;
a test holds the two together. Terms used throughout:

- **Event**: a piece of work (activity instance). Where a log has one row for a start and one for an end, the two are one event.
- **Position**: an event's place in its case, by start (by end where no start is known), then end, then the order of the source.
- **Enabler**: the work of the same case that ended last before this began and does not run in parallel with it.
- **Parallel**: judged once at the import, by pairs of activities, and listed by `log.parallel_pairs`. Where at least 80 % of the work has
  both stamps, two activities run in parallel when at least half of their instances that share a case overlap. Else the orders
  tell: both occur next to each other, neither far more often than the other, in cases that do each of the two once.
- **Critical path**: a case walked back from its last end, enabler by enabler; its waits and work add up to the cycle time.
- **Open**: not complete by the rule given (`--complete-when`); without a rule, a case that holds work without an end.
- **Left out**: every answer tells what it did not count and why; counted and left out add up to the events of the log.
- Hours are clock hours, nights and weekends included. NULL (–) is unknown and never zero.
"""


def definitions() -> str:
    parts = [HEAD]
    for room, title in ROOMS.items():
        parts.append(f"\n# {title}\n")
        parts += [_defined(one.function, one.result) for one in QUESTIONS if one.room == room]
    parts.append(
        '\n# Which of the saved changes is best?\n\nAsked of a workspace: `ws.compare_scenarios("purchase-orders")`.\n'
    )
    parts.append(_defined(scenario_comparison, ScenarioComparison))
    parts.append(
        "\n# What is there beyond one process?\n\nAsked of a workspace: `ws.portfolio()`, `ws.load_across()`, `ws.handovers_across()`.\n"
    )
    parts += [_defined(function, finding) for function, finding in ACROSS]
    return "".join(parts)


def _defined(function: Callable[..., Any], finding: type) -> str:
    rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in finding.columns.items())
    return (
        f"\n## {function.__name__}\n\n{inspect.getdoc(function)}\n\n| column | meaning |\n|---|---|\n{rows}\n"
    )


if __name__ == "__main__":
    (HERE / "definitions.md").write_text(definitions(), encoding="utf-8")
