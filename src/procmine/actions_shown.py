"""An action of the register on a terminal."""

from __future__ import annotations

from typing import Any

from procmine import terminal
from procmine.wording import amount_of_time

FACTS = (
    "log", "filters", "owner", "starts_on", "due_on", "changed_at", "metric", "cohort", "control", "finding",
)  # fmt: skip


def show_action(action: Any) -> None:
    """The action, how its effect is to be found, and what hangs on it; the history last."""
    terminal.out.print(f"{action}", style="bold", markup=False)
    for name in FACTS:
        if getattr(action, name):
            terminal.out.print(
                f"  {name.removesuffix('_on').replace('_', ' '):<11} {getattr(action, name)}", markup=False
            )
    _show_plan(action)
    _show_parts(action)
    for act in action.history:
        terminal.out.print(f"  {act.at[:16]} {act.who}: {act.told}", style="dim", markup=False)


def _show_plan(action: Any) -> None:
    """What must not get worse, what is expected, whether the plan came first, and what came of it."""
    hours = action.expected_hours_per_month
    for name, value in (
        ("guardrails", "; ".join(action.guardrails)),
        ("expected", hours is not None and f"{amount_of_time(hours)} a month"),
        ("needs", ", ".join(f"#{no}" for no in action.needs)),
        ("plan", action.registration.rstrip(".").lower()),
        ("verdict", (action.verdict or {}).get("verdict")),
    ):
        if value:
            terminal.out.print(f"  {name:<11} {value}", markup=False)
    for remark in action.remarks:
        terminal.out.print(f"  {remark}", style="yellow", markup=False)


def _show_parts(action: Any) -> None:
    for task in action.tasks:
        by = " · ".join(part for part in (task.owner, task.due_on and f"due {task.due_on}") if part)
        terminal.out.print(
            f"  [{'x' if task.is_done else ' '}] {task.task}. {task.text}{f'  ({by})' if by else ''}",
            markup=False,
        )
    for comment in action.comments:
        terminal.out.print(f"  {comment.at[:16]} {comment.who}: {comment.text}", markup=False)
    for one in action.documents:
        terminal.out.print(f"  {one.name}  {one.bytes:,} bytes  {one.sha256[:12]}", markup=False)
