"""Improvements: what is to be changed, by whom and until when, and whether it then worked."""

from __future__ import annotations

from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import ALL, Input, Output, State, ctx, html, no_update

import procmine as pm
from procmine.app import (
    ACTION_FORMS,
    EVERY_ACTION,
    action_details,
    action_register,
    actions_shown,
    kept_choice,
    refusal,
    register_action_details,
)

TITLE, PATH, ORDER, ICON = "Improvements", "/actions", 66, "actions"
PROFILE = "It is kept in this browser and signs what you add and change. It proves nothing: anybody can type any name."


def layout(view):
    register = html.Section(
        [
            html.Div([html.H2("What is to change"), html.Div(tools(view), className="card-tools")], className="card-head"),
            html.Div(choices(view), className="card-tools action-choices"),
            html.Div(id="actions-problem", role="alert"),
            html.Div(actions_shown(view), id="actions-register"),
        ],
        className="card",
        id="actions",
    )  # fmt: skip
    return html.Div([html.Section([adding(view), profile()], className="card folded"), register, drawer(view)], className="stack")  # fmt: skip


def tools(view):
    options = {name: view.options[name] for name in EVERY_ACTION if view.options.get(name)}
    query = f"?{urlencode(options)}" if options else ""
    return [
        html.A("Calendar", href=f"/_procmine/actions.ics{query}", className="button", download="", **{"aria-label": "Download as a calendar"}),
        html.A("Excel", href=f"/_procmine/actions.xlsx{query}", className="button", download="", **{"aria-label": "Download as Excel"}),
    ]  # fmt: skip


def choices(view):
    """The form of the register, and which actions are asked for."""
    actions = action_register(view).all()
    offered = {
        "of": view.workspace.names(),
        "status": pm.actions.STATUSES,
        "owner": sorted({action.owner for action in actions if action.owner}),
    }
    labels = {"of": "Process", "status": "Status", "owner": "Owner"}
    form = view.options.get("shown")
    data = [{"value": value, "label": label} for value, label in ACTION_FORMS.items()]
    selects = [
        dmc.Select(
            id=f"actions-{option}", data=[EVERY_ACTION[option], *known], value=view.options.get(option) or EVERY_ACTION[option], allowDeselect=False,
            className="time-choice", **{"aria-label": labels[option]},
        )
        for option, known in offered.items()
    ]  # fmt: skip
    shown = dmc.SegmentedControl(
        id="actions-shown",
        data=data,
        value=form if form in ACTION_FORMS else "board",
        size="md",
        **{"aria-label": "How it is shown"},
    )
    return [shown, *selects]


def adding(view):
    """A new action in one line; all else is said once it is there."""
    title = dmc.TextInput(
        id="new-action", value="", label="What is to change", placeholder="Approve every morning, not on Fridays", className="is-wide"
    )  # fmt: skip
    owner = dmc.TextInput(id="new-action-owner", value="", label="Owner")
    due = dmc.TextInput(id="new-action-due", value="", label="Due on", inputProps={"type": "date"})
    add = dmc.Button(f"Add to {view.whole.name}", id="add-action", className="touch")
    inside = html.Div([html.Div([title, owner, due], className="action-form"), add], className="part")
    return html.Details([html.Summary("Add an improvement"), inside], open=not action_register(view).all())


def profile():
    """The name that signs, typed once and kept in the browser."""
    name = dmc.TextInput(
        id="profile", value="", label="Your name", persistence=True, persistence_type="local", debounce=True, className="profile"
    )  # fmt: skip
    return html.Details(
        [
            html.Summary("Who you are"),
            html.Div([name, html.P(PROFILE, className="number-note")], className="part"),
        ]
    )


def drawer(view):
    """The action that the address names, in full."""
    title, inside = "Improvement", []
    number = view.options.get("action", "")
    if number.isdecimal():
        try:
            action = action_register(view).get(int(number))
            title, inside = f"#{action.no} {action.title}", action_details(action)
        except pm.ProcmineError as refused:
            title, inside = f"#{number}", refusal(refused)
    return dmc.Drawer(
        inside, id="action-drawer", opened=bool(inside), position="right", size="min(720px, 100vw)", title=html.Span(title, id="action-title"), zIndex=200,
        closeButtonProps={"aria-label": "Close the improvement", "size": 44}, transitionProps={"duration": 0},
    )  # fmt: skip


def register(app):
    kept_choice(app, "actions-shown", "shown", "board")
    for option, everything in EVERY_ACTION.items():
        kept_choice(app, f"actions-{option}", option, everything)
    register_action_details(app)
    _adding(app)
    _opening(app)
    _moving(app)


def _adding(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Output("actions-problem", "children"), Input("add-action", "n_clicks"),
        Input("new-action", "n_submit"), State("new-action", "value"), State("new-action-owner", "value"), State("new-action-due", "value"),
        State("profile", "value"), State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def added(clicks, submits, title, owner, due, who, search):
        if not (clicks or submits):
            return no_update, None
        view = app.seen(search)
        filters = str(view.log.filters)
        try:
            made = action_register(view, who).add(
                title, log=view.whole.name, owner=owner, due_on=due, filters=filters
            )
        except pm.ProcmineError as refused:
            return no_update, refusal(refused)
        return {"action": str(made.no)}, None


def _opening(app):
    """The action that is open stands in the address."""

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input({"type": "open-action", "no": ALL}, "n_clicks"), prevent_initial_call=True
    )  # fmt: skip
    def opened(clicks):
        return {"action": str(ctx.triggered_id["no"])} if ctx.triggered_id and any(clicks) else no_update

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input("action-drawer", "opened"), State("address", "search"), prevent_initial_call=True
    )  # fmt: skip
    def closed(is_open, search):
        return {"action": ""} if is_open is False and app.seen(search).options.get("action") else no_update


def _moving(app):
    @app.callback(
        Output("actions-register", "children"), Output("actions-problem", "children", allow_duplicate=True),
        Input({"type": "move-action", "no": ALL, "seen": ALL}, "value"), State("profile", "value"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def moved(values, who, search):
        if not ctx.triggered_id:
            return no_update, no_update
        view, card, status = app.seen(search), ctx.triggered_id, ctx.triggered[0]["value"]
        # A board that is drawn anew tells its values too, and nobody moved anything.
        if action_register(view).get(card["no"]).status == status:
            return no_update, no_update
        try:
            action_register(view, who).change(card["no"], seen=card["seen"], status=status)
        except pm.ProcmineError as refused:
            return actions_shown(view), refusal(refused)
        return actions_shown(view), None
