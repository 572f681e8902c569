"""Where work waits: what makes cases long, where work lies, and how long the work itself takes."""

from __future__ import annotations

from dash import html

from procmine.app import answer_card, bars, table

TITLE, PATH, ORDER, ICON = "Where work waits", "/waiting", 40, "waiting"


def layout(view):
    long = answer_card(view, "bottlenecks", title="What makes cases long")
    work = answer_card(view, "service_time", title="How long the work itself takes")
    lying = answer_card(view, "waiting_time", title="Where work lies", body=waits)
    return html.Div([html.Div([long, work], className="pair"), lying], className="stack")


def waits(found):
    """The pairs as bars, and below them all their figures, the most telling first."""
    told = ["from_activity", "to_activity", "total_hours", "waits", "median_hours", "p90_hours"]
    rows = found.frame[[*told, *(name for name in found.frame if name not in told)]]
    return html.Div(
        [bars(found.figure()), table(rows, name="waiting_time", height=470, is_fitted=True)],
        className="stack",
    )
