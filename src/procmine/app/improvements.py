"""The register of improvements on a page: as a board, as a list, over time."""

from __future__ import annotations

from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import html

import procmine as pm
from procmine.app.address import View
from procmine.app.bar_lists import legend
from procmine.app.cards import notice, refusal
from procmine.app.pictures import chart, table
from procmine.wording import amount_of_time, counted

ACTION_FORMS = {"board": "Board", "list": "List", "plan": "Over time"}
EVERY_ACTION = {"of": "(all processes)", "status": "(every status)", "owner": "(everybody)"}
FIELD = {"of": "log", "status": "status", "owner": "owner"}
COLUMNS = [
    "action", "title", "status", "owner", "log", "due_on", "is_late", "tasks_done", "tasks", "expected_hours_per_month", "metric",
    "is_pre_registered", "verdict", "needs",
]  # fmt: skip


def action_register(view: View, name: str | None = None) -> Any:
    """The register, signed with the name that somebody gave in the browser."""
    return view.workspace.actions.signed(name)


def actions_asked_for(view: View) -> dict[str, str]:
    """Which actions the address asks for."""
    return {FIELD[option]: view.options[option] for option in EVERY_ACTION if view.options.get(option)}


def actions_shown(view: View) -> html.Div:
    """The actions that are asked for, in the form that is asked for."""
    register, where = action_register(view), actions_asked_for(view)
    found = register.all(**where)
    if not found:
        cure = "Choose others above." if where else "Add one above, or make one of a finding."
        return html.Div(notice("No action is asked for." if where else "There is no action yet.", "", cure))
    form = view.options.get("shown")
    drawn = (
        table(register.list(**where)[COLUMNS], name="actions", height=560)
        if form == "list"
        else _over_time(register, where)
        if form == "plan"
        else _board(found)
    )
    return html.Div([html.P(actions_in_short(found), className="headline"), drawn])


def actions_in_short(actions: list[Any]) -> str:
    """How many there are, how many are late, what the open ones are expected to save."""
    still = [action for action in actions if not action.is_over]
    late = sum(action.is_late() for action in actions)
    hours = [
        action.expected_hours_per_month for action in still if action.expected_hours_per_month is not None
    ]
    parts = [f"{counted(len(actions), 'improvement')}, {len(still)} open"]
    parts += [f"{late} late"] if late else []
    parts += [f"{amount_of_time(sum(hours))} a month expected of {len(hours)}"] if hours else []
    return ", ".join(parts) + "."


def _over_time(register: Any, where: dict[str, str]) -> Any:
    try:
        figure = register.figure(**where)
    except pm.ProcmineError as nothing:
        return refusal(nothing)
    label = figure.layout.title.text
    names = {trace.name: trace.marker.color or trace.line.color for trace in figure.data}
    figure.update_layout(showlegend=False)  # as text it folds on a phone
    return html.Div([html.P(label, className="number-note"), legend(names), chart(figure, label)])


def _board(actions: list[Any]) -> html.Div:
    columns = [
        (status, [action for action in actions if action.status == status]) for status in pm.actions.STATUSES
    ]
    return html.Div([_column(status, some) for status, some in columns], className="board")


def _column(status: str, actions: list[Any]) -> html.Section:
    head = html.H3([status.capitalize(), html.Span(f" {len(actions)}", className="board-count")])
    cards = html.Ul([_card(action) for action in actions], className="board-cards")
    return html.Section([head, cards], className="board-column", **{"aria-label": status.capitalize()})


def _card(action: Any) -> html.Li:
    done = sum(task.is_done for task in action.tasks)
    parts = [
        action.owner,
        action.due_on and f"due {_in_words(action.due_on)}",
        action.tasks and f"{done} of {counted(len(action.tasks), 'task')}",
        action.needs and "needs " + ", ".join(f"#{no}" for no in action.needs),
        action.expected_hours_per_month is not None
        and f"{amount_of_time(action.expected_hours_per_month)} a month",
        action.verdict and str(action.verdict.get("verdict", "")),
    ]
    late = [html.Strong("Late ", className="is-late")] if action.is_late() else []
    facts = html.P([*late, " · ".join(str(part) for part in parts if part)], className="number-note")
    move = dmc.Select(
        id={"type": "move-action", "no": action.no, "seen": action.revision}, data=list(pm.actions.STATUSES), value=action.status,
        allowDeselect=False, size="sm", **{"aria-label": f"Status of #{action.no}"},
    )  # fmt: skip
    return html.Li([open_button(action), facts, move], className="board-card")


def _in_words(day: str) -> str:
    """A day in words that stay on one line."""
    return f"{date.fromisoformat(day):%d %b %Y}".lstrip("0").replace(" ", "\u00a0")


def open_button(action: Any) -> html.Button:
    """The name of an action, which opens it."""
    return html.Button(
        [html.Span(f"#{action.no} ", className="board-count"), action.title],
        id={"type": "open-action", "no": action.no},
        className="board-title",
    )
