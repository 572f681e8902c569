"""Project plans as logs: what MS Project and Smartsheet tell alike.

A task that has begun is one piece of work of its project, from its actual start to its actual finish. Summary tasks are roll-ups of
those below, so they are none; tasks that have not begun are counted and left out. Predecessors are the flow that was designed, not
the one that happened: they are kept as text (`Design FS +2d`), and nothing is made of them here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from procmine.importers.source import Note
from procmine.wording import counted

COLUMNS = (
    "Project", "Phase", "Task", "Started", "Finished", "Resource", "Task number", "Planned start", "Planned finish",
    "Baseline start", "Baseline finish", "Predecessors", "Milestone", "Percent complete",
)  # fmt: skip
TYPED = {name: "instant_text" for name in ("Started", "Finished", *COLUMNS[7:11])} | {"Task number": "number", "Percent complete": "number"}  # fmt: skip
_LINK = re.compile(
    r"(\d+)\s*(FS|SS|FF|SF)?\s*(?:([+-])\s*(\d+(?:[.,]\d+)?)\s*(e?(?:mo|[smhdw%])))?", re.IGNORECASE
)


@dataclass(frozen=True)
class Link:
    """A predecessor: the number of its task, how they are linked, and the lag as it is written (`+2d`)."""

    number: str
    kind: str = "FS"
    lag: str = ""


@dataclass
class PlanTask:
    """One line of a plan. Instants are ISO text on the plan's own clock."""

    number: str
    level: int
    name: str | None
    is_summary: bool = False
    started: str | None = None
    finished: str | None = None
    resource: str | None = None
    planned: tuple[str | None, str | None] = (None, None)
    baseline: tuple[str | None, str | None] = (None, None)
    links: Sequence[Link] = ()
    is_milestone: bool = False
    percent: str | None = None
    line: int | None = None


def links_of(text: str | None) -> tuple[Link, ...]:
    """Predecessors as people write them: `12FS +2d, 14SS -1w, 7`. Raises ValueError with the part that is none.

    Without a type a task follows the finish of another (FS). Units are s, m, h, d, w and mo, elapsed time with an e before.
    """
    found = []
    for part in re.split(r"[,;]\s*(?=\d+\s*(?:[A-Za-z]{2}|[+-]|$|[,;]))", (text or "").strip()):
        if not part.strip():
            continue
        met = _LINK.fullmatch(part.strip())
        if met is None:
            raise ValueError(part.strip())
        number, kind, sign, much, unit = met.groups()
        found.append(Link(number, (kind or "FS").upper(), f"{sign}{much}{unit.lower()}" if sign else ""))
    return tuple(found)


def plan_rows(project: str, tasks: Sequence[PlanTask]) -> Iterator[tuple[int | None, list[str | None]]]:
    """The rows of `staged`: the tasks that have begun and are no summaries."""
    names = {task.number: task.name for task in tasks}
    phase: str | None = None
    for task in tasks:
        if task.level == 1:
            phase = task.name if task.is_summary else None
        if not _is_work(task):
            continue
        links = "; ".join(" ".join(filter(None, (names.get(one.number) or one.number, one.kind, one.lag))) for one in task.links)  # fmt: skip
        yield task.line, [
            project, phase, task.name, task.started, task.finished, task.resource, task.number, *task.planned, *task.baseline,
            links or None, "yes" if task.is_milestone else None, task.percent,
        ]  # fmt: skip


def plan_notes(tasks: Sequence[PlanTask]) -> Iterator[Note]:
    """What was left out, and why."""
    summaries = sum(task.is_summary for task in tasks)
    waiting = sum(not task.is_summary and not _is_work(task) for task in tasks)
    if summaries:
        message = (
            f"Left out, because the tasks below are counted themselves: {counted(summaries, 'summary task')}."
        )
        yield Note("summary-tasks", "info", message, summaries)
    if waiting:
        message = f"Left out, because nothing was begun: {counted(waiting, 'task')} of the plan."
        yield Note("tasks-not-begun", "info", message, waiting)


def _is_work(task: PlanTask) -> bool:
    return not task.is_summary and bool(task.started or task.finished)
