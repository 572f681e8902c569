"""My work: one person's own view, for them and not for ranking."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html

from procmine.app import answer_card, chart, kept_choice, notice, small_table

TITLE, PATH, ORDER, ICON = "My work", "/mine", 53, "mine"
MOST = 2000
ITEMS = {"case_id": "case", "activity": "activity", "age_hours": "in hand for, h"}
ACTIVITIES = {"activity": "activity", "pieces": "pieces", "median_hours": "median, h"}
SUFFERED = {"from_resource": "from", "waits": "times", "median_wait_hours": "median wait, h"}
CAUSED = {"to_resource": "to", "handovers": "times", "median_hours": "median until handed on, h"}


def layout(view):
    rules = view.workspace.people
    if rules.is_screened:
        words = "This workspace names roles only, and one person is a group of one."
        return notice(
            words,
            cure="Individuals can be named for an hour, for a purpose, on the page Who carries it.",
        )
    resources = view.log.resources
    who = view.options.get("who")
    who = who if who in resources else None
    choice = dmc.Select(
        id="mine-who", data=resources[:MOST], value=who, searchable=True, placeholder="Whose?", className="group-choice", **{"aria-label": "Person"}
    )  # fmt: skip
    if who is None:
        words = "Choose yourself: what is in your hands, your weeks, the waits on both sides of you. Nobody is ranked here."
        if not resources:
            words = "This log has no resources, so whose work is whose is not known."
        return html.Section([html.P(words), choice], className="card")
    return html.Div(
        [answer_card(view, "my_work", title=f"The work of {who}", extra=choice, body=body, resource=who)],
        className="stack",
    )


def body(found):
    parts = [chart(found.figure(), found.headline)]
    shown = (
        ("In hand", "open_items", ITEMS),
        ("What is done", "activities", ACTIVITIES),
        ("Waits before", "waits_suffered", SUFFERED),
        ("Handed on", "waits_caused", CAUSED),
    )
    tables = [
        html.Div([html.H3(title), small_table(found.tables[name].head(8).round(1), columns)])
        for title, name, columns in shown
        if len(found.tables[name])
    ]
    pairs = [html.Div(tables[place : place + 2], className="pair") for place in range(0, len(tables), 2)]
    return html.Div([*parts, *pairs], className="stack")


def register(app):
    kept_choice(app, "mine-who", "who")
