"""How people work: when they are there, in which batches, and whether load slows them down."""

from __future__ import annotations

from dash import html

from procmine.app import answer_card

TITLE, PATH, ORDER, ICON = "How people work", "/habits", 51, "habits"


def layout(view):
    there = answer_card(view, "availability", title="When people are there")
    batches = answer_card(view, "batch_habits", title="Who gathers work into batches")
    slower = answer_card(view, "workload_effect", title="Does load slow people down?")
    return html.Div([there, html.Div([batches, slower], className="pair")], className="stack")
