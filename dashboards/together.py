"""Hand to hand: who passes work to whom, who does what, and where it is done."""

from __future__ import annotations

from dash import html

from procmine.app import answer_card

TITLE, PATH, ORDER, ICON = "Hand to hand", "/together", 52, "together"


def layout(view):
    hands = answer_card(view, "handovers", title="Who hands to whom")
    places = answer_card(view, "sites", title="Where work is done")
    meeting = answer_card(view, "working_together", title="Who works on the same cases")
    alike = answer_card(view, "roles", title="Who does the same work")
    alone = answer_card(view, "specialisation", title="What hangs on one person")
    return html.Div([hands, html.Div([alike, alone], className="pair"), meeting, places], className="stack")
