"""Where work waits: what makes cases long, why work waits, in which order it is taken up, and how long the work itself takes."""

from __future__ import annotations

from dash import html

from procmine.app import answer_card, picture, small_table, table

TITLE, PATH, ORDER, ICON = "Where work waits", "/waiting", 40, "waiting"
CAUSE = {
    "cause": "cause",
    "hours": "all",
    "share": "share",
    "critical_hours": "delays cases",
    "saving_hours": "cases shorter without it",
}


def layout(view):
    long = answer_card(view, "bottlenecks", title="What makes cases long")
    why = answer_card(view, "waiting_causes", title="Why work waits", body=causes)
    lying = answer_card(view, "waiting_time", title="Where work lies", body=waits)
    room = answer_card(view, "slack", title="What could take longer")
    holding = answer_card(view, "active_period", title="Who holds up the others, moment by moment")
    standing = answer_card(view, "queues", title="How much work waits")
    order = answer_card(view, "queue_discipline", title="In which order work is taken up")
    coming = answer_card(view, "arrivals", title="When cases arrive")
    work = answer_card(view, "service_time", title="How long the work itself takes")
    left = html.Div([long, work], className="stack")
    pairs = ([left, why], [standing, order], [room, holding])
    return html.Div([*(html.Div(pair, className="pair") for pair in pairs), coming, lying], className="stack")


def causes(found):
    """The parts of each wait, and below them what each cause delays and what its end would save."""
    told = found.tables["causes"]
    return html.Div([picture(found), small_table(told[told.hours > 0], CAUSE)], className="stack")


def waits(found):
    """All figures of the pairs, the most telling first: the bars stand above, by cause."""
    told = ["from_activity", "to_activity", "total_hours", "waits", "median_hours", "p90_hours"]
    rows = found.frame[[*told, *(name for name in found.frame if name not in told)]]
    return table(rows, name="waiting_time", height=470, is_fitted=True)
