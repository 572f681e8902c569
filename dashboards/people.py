"""Who carries it: how busy people are, how evenly the work is spread, when it is done, what is in hand."""

from __future__ import annotations

from dataclasses import replace

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

import procmine as pm
from procmine.app import (
    answer_card,
    belonging_choice,
    chart,
    kept_choice,
    known_belonging,
    refusal,
    small_table,
)

TITLE, PATH, ORDER, ICON = "Who carries it", "/people", 50, "people"
EVERYONE, EACH = "(all)", "(each person)"
MOST = 200
LOCKED = (
    "This workspace names roles only: every name stands for at least five people. "
    "Individuals can be named for an hour, for a purpose that is written down: then for everybody who uses this app on this machine."
)
SHARED = {"activity": "activity", "elapsed_hours": "from start to end, h", "apportioned_hours": "shared out, h"}  # fmt: skip


def layout(view):
    by = known_belonging(view, "by")
    choice = belonging_choice(view, by, id="people-by", alone=EACH, each="by {}", label="See people by")
    grouped = {"by": by} if by else {}
    hours = {"calendar": "mined"} if not view.address.calendar and view.log.zone else {}
    has_starts = view.whole.facts["share_with_start"] > 0
    busy = (
        answer_card(view, "utilisation", title="How busy people are", extra=choice, **grouped, **hours)
        if has_starts
        else answer_card(view, "completion_rate", title="What people complete")
    )
    even = answer_card(view, "fairness", title="How evenly the work is spread", extra=None if has_starts else choice, **grouped, **hours)  # fmt: skip
    parts = [html.Div([busy, even], className="pair")]
    if has_starts:
        load = answer_card(view, "load_over_time", title="What is in hand, and what waits", **grouped)
        several = answer_card(view, "multitasking", title="Several things at once", body=at_once)
        parts.append(html.Div([load, several], className="pair"))
    arriving = answer_card(view, "throughput", title="What arrives and is completed")
    return html.Div([*names_card(view), *parts, week_card(view), arriving], className="stack")


def names_card(view):
    """Where the workspace names roles only: that it does, until when individuals are unlocked, and the way to it."""
    rules = view.workspace.people
    if rules.mode != "roles":
        return []
    until = rules.unlocked_until
    if until:
        named = f"Individuals are named until {until.astimezone():%d %b %Y %H:%M} for everybody who uses this app on this machine"
        words = f"{named}; that and the purpose are written down."
        tools = [dmc.Button("Name roles only again", id="people-lock", variant="default", className="touch")]
    else:
        words = LOCKED
        tools = [
            dmc.TextInput(id="people-purpose", placeholder="What for: Rota for March in Berlin", className="against", **{"aria-label": "Purpose"}),
            dmc.Button("Name individuals for an hour, to all who use this app", id="people-unlock", className="touch"),
        ]  # fmt: skip
    problem = html.Div(id="people-problem", role="alert")
    return [
        html.Section(
            [html.H2("Who may be named"), html.P(words, className="number-note"), *tools, problem], className="card"
        )
    ]  # fmt: skip


def at_once(found):
    """How much of their time each person has several pieces in hand, and what activities take when the hours are shared out."""
    told = found.tables["activities"]
    if not found.frame.multitasking_hours.sum():
        return html.P("Times from start to end are the hours worked.", className="number-note")
    parts = [
        chart(found.figure(), found.headline),
        small_table(told.head(8).round({"elapsed_hours": 0, "apportioned_hours": 0}), SHARED),
    ]
    return html.Div(parts, className="stack")


def week_card(view):
    """When work is done, of everyone or of one resource."""
    group = view.options.get("group")
    resources = view.log.resources
    group = group if group in resources else None
    choice = dmc.Select(
        id="people-group", data=[EVERYONE, *resources[:MOST]], value=group or EVERYONE, searchable=True, allowDeselect=False, className="group-choice",
        **{"aria-label": "Resource"},
    )  # fmt: skip
    return answer_card(
        view,
        "workload",
        title="When work is done",
        extra=choice if resources else None,
        body=lambda found: week(found, group),
        **({"by": "resource"} if group else {}),
    )


def week(found, group):
    """The hours of the week, of everyone or of one resource."""
    if group is None:
        return chart(found.figure(), found.headline)
    mine = replace(found, frame=found.frame[found.frame.group == group])
    if mine.frame.completions.sum() == 0:
        return html.P(f"{group} completed nothing in this view.", className="headline")
    return html.Div(
        [html.P(f"{group}: {mine.headline}", className="number-note"), chart(mine.figure(), mine.headline)]
    )


def register(app):
    kept_choice(app, "people-group", "group", EVERYONE)
    kept_choice(app, "people-by", "by", EACH)

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Output("people-problem", "children"),
        Input("people-unlock", "n_clicks"), State("people-purpose", "value"), State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def unlocked(clicks, purpose, search):
        if not clicks:
            return no_update, None
        try:
            app.seen(search).workspace.people.unlock(purpose or "")
        except pm.ProcmineError as refused:
            return no_update, refusal(refused)
        return {"named": "yes"}, None

    @app.callback(
        Output("wish", "data", allow_duplicate=True),
        Input("people-lock", "n_clicks"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def locked(clicks, search):
        if not clicks:
            return no_update
        app.seen(search).workspace.people.lock()
        return {"named": ""}
