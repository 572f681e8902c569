"""The actions over time: begin, end, what needs what, when changes took effect, and today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from procmine.errors import CannotAnswer
from procmine.wording import counted

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.actions.action import Action

MOST = 60


def actions_gantt(actions: list[Action], today: date | None = None) -> go.Figure:
    """The actions that have a day, by their begin; how many have none or are beyond the 60 drawn stands in the title.

    Raises CannotAnswer where no action has one.
    """
    import pandas as pd

    from procmine.figures.plan import plan

    dated = sorted((action for action in actions if _first(action)), key=lambda one: (_first(one), one.no))
    if not dated:
        raise CannotAnswer(
            "No action has a day to be drawn at." if actions else "There is no action yet.",
            "actions over time",
            "Give one the day it is due: due_on, or --due on the command line.",
        )
    drawn = dated[:MOST]
    days = {"begins_at": "starts_on", "ends_at": "due_on", "changed_at": "changed_at"}
    rows = pd.DataFrame(
        {
            "key": [action.no for action in drawn],
            "label": [f"#{action.no} {action.title}" for action in drawn],
            "state": [action.status for action in drawn],
            "told": [_told(action) for action in drawn],
            **{
                name: pd.to_datetime([(getattr(action, field) or "")[:10] or None for action in drawn])
                for name, field in days.items()
            },
        }
    )
    links = [(other, action.no) for action in drawn for other in action.needs]
    return plan(rows, links, pd.Timestamp(today or date.today()), title=headline(actions, dated, today))


def headline(actions: list[Action], dated: list[Action], today: date | None = None) -> str:
    """How many there are, how many are late, how many cannot be seen."""
    late = sum(action.is_late(today) for action in actions)
    parts = [counted(len(actions), "action"), f"{late} late" if late else "none late"]
    without, beyond = len(actions) - len(dated), len(dated) - MOST
    parts += [f"{without} without a day {'is' if without == 1 else 'are'} not drawn"] if without else []
    parts += [f"{beyond} later ones are not drawn"] if beyond > 0 else []
    return ", ".join(parts)


def _first(action: Action) -> str:
    return action.starts_on or action.due_on or (action.changed_at or "")[:10]


def _told(action: Action) -> str:
    parts = [
        action.status,
        action.owner and f"owner {action.owner}",
        action.due_on and f"due {action.due_on}",
    ]
    return " · ".join(part for part in parts if part)
