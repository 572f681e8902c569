"""Actions as they are recorded: the tables of the register put together."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from procmine.actions.action import Act, Action, Comment, Document, Task

if TYPE_CHECKING:
    from sqlalchemy import Row

    from procmine.store import Catalogue

PARTS = {
    "tasks": (
        Task,
        "select action_no, task_no as task, text, owner, due_on, done_at, done_by, created_at, created_by from action_task "
        "where :no is null or action_no = :no order by action_no, task_no",
    ),
    "comments": (
        Comment,
        "select action_no, comment_no as comment, at, who, text from action_comment "
        "where :no is null or action_no = :no order by action_no, comment_no",
    ),
    "documents": (
        Document,
        "select action_no, sha256, name, bytes, at, who from action_document "
        "where :no is null or action_no = :no order by action_no, at, name",
    ),
    "history": (
        Act,
        "select action_no, revision, at, who, what, was, becomes from action_act "
        "where :no is null or action_no = :no order by action_no, revision",
    ),
}
NEEDS = "select action_no, needs_no from action_needs where :no is null or action_no = :no order by action_no, needs_no"
ACTIONS = "select * from action where :no is null or action_no = :no order by action_no"
INNER = ("action_no", "planned_at", "verdict_version")


def recorded(catalogue: Catalogue, no: int | None = None) -> list[Action]:
    """Every action, or the one of that number; the action itself is read first, so that what is newer is newer in all of it."""
    rows = catalogue.rows(ACTIONS, no=no)
    parts = {name: _of_each(catalogue.rows(sql, no=no), made) for name, (made, sql) in PARTS.items()}
    needs: dict[int, list[int]] = defaultdict(list)
    for row in catalogue.rows(NEEDS, no=no):
        needs[row.action_no].append(row.needs_no)
    return [
        _action(
            row, {name: tuple(of[row.action_no]) for name, of in parts.items()}, tuple(needs[row.action_no])
        )
        for row in rows
    ]


def _of_each(rows: list[Row], made: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        known = dict(row._mapping)
        found[known.pop("action_no")].append(made(**known))
    return found


def _action(row: Row, parts: dict[str, Any], needs: tuple[int, ...]) -> Action:
    known = {name: value for name, value in row._mapping.items() if name not in INNER}
    for name in ("finding_from", "verdict"):
        known[name] = json.loads(known[name]) if known[name] else None
    known["guardrails"] = tuple(json.loads(known["guardrails"]))
    return Action(no=row.action_no, needs=needs, **known, **parts)
