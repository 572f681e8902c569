"""The register as tables: a row an action, a row a task, a comment, a document, a line of history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from procmine.actions.action import Action

COLUMNS = {
    "action": "number of the action",
    "title": "what is to change",
    "status": "proposed, planned, in progress, done or dropped",
    "owner": "who sees to it",
    "log": "the log it is about; none where it is about more than one process",
    "starts_on": "day on which the work on it starts",
    "due_on": "day on which it is due",
    "is_late": "whether that day has passed and it is neither done nor dropped",
    "tasks": "tasks in all",
    "tasks_done": "tasks done",
    "expected_hours_per_month": "hours a month that it is expected to save",
    "expected_low_hours": "lower bound of them",
    "expected_high_hours": "upper bound of them",
    "metric": "what it is measured by",
    "changed_at": "day or instant at which the change took effect in real work",
    "is_pre_registered": "whether metric, cohort, control and guardrails were settled before the change",
    "verdict": "what was found of its effect, frozen",
    "needs": "numbers of the actions that must be done first",
    "comments": "number of comments",
    "documents": "number of documents",
    "filters": "the view of the log it is about",
    "cohort": "the cases that are measured",
    "control": "the cases that the change did not touch",
    "guardrails": "metrics that must not get worse",
    "finding": "the finding that it came from",
    "cites_version": "version of the log in which that was found",
    "revision": "number of changes so far",
    "created_at": "when it was added, UTC",
    "created_by": "who added it",
}
NUMBERS = ("expected_hours_per_month", "expected_low_hours", "expected_high_hours")
TASKS = ("task", "text", "owner", "due_on", "done_at", "done_by", "created_at", "created_by")
COMMENTS, DOCUMENTS = ("comment", "at", "who", "text"), ("name", "bytes", "sha256", "at", "who")
HISTORY = ("revision", "at", "who", "what", "was", "becomes")


def actions_frame(actions: Iterable[Action]) -> pd.DataFrame:
    """One row per action, with the columns of `COLUMNS`; days are ISO texts."""
    import pandas as pd

    frame = pd.DataFrame([_row(action) for action in actions], columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(NUMBERS, float) | {"cites_version": "Int64"})


def _row(action: Action) -> dict[str, Any]:
    known: dict[str, Any] = {name: getattr(action, name, None) for name in COLUMNS}
    verdict = action.verdict or {}
    return known | {
        "action": action.no,
        "is_late": action.is_late(),
        "tasks": len(action.tasks),
        "tasks_done": sum(task.is_done for task in action.tasks),
        "comments": len(action.comments),
        "documents": len(action.documents),
        "needs": ", ".join(f"#{no}" for no in action.needs),
        "guardrails": "; ".join(action.guardrails),
        "verdict": verdict.get("verdict"),
    }


def parts_frame(actions: Iterable[Action], part: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """The tasks, comments, documents or history of all actions, each with the number and title of its own."""
    import pandas as pd

    rows = [
        {"action": action.no, "title": action.title, **{name: getattr(one, name) for name in columns}}
        for action in actions
        for one in getattr(action, part)
    ]
    return pd.DataFrame(rows, columns=["action", "title", *columns])
