"""Hand to hand: who passes work to whom, who does what, and where it is done."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html

from procmine.app import answer_card, belonging_choice, chart, kept_choice, known_belonging

TITLE, PATH, ORDER, ICON = "Hand to hand", "/together", 52, "together"
EACH = "(each person)"
DRAWN = {"": "as it fits", "network": "as a network", "matrix": "as a table", "sankey": "as streams"}


def layout(view):
    between, drawn = known_belonging(view, "between"), view.options.get("drawn", "")
    belonging = belonging_choice(view, between, id="together-between", alone=EACH, each="between {}", label="Between whom")  # fmt: skip
    forms = dmc.Select(
        id="together-drawn", data=[{"value": value, "label": label} for value, label in DRAWN.items()], value=drawn if drawn in DRAWN else "",
        allowDeselect=False, className="group-choice", **{"aria-label": "How it is drawn"},
    )  # fmt: skip
    hands = answer_card(
        view, "handovers", title="Who hands to whom", extra=html.Div([belonging, forms], className="card-tools"), body=drawing(drawn),
        **({"between": between} if between else {}),
    )  # fmt: skip
    places = answer_card(view, "sites", title="Where work is done")
    meeting = answer_card(view, "working_together", title="Who works on the same cases")
    alike = answer_card(view, "roles", title="Who does the same work")
    alone = answer_card(view, "specialisation", title="What hangs on one person")
    return html.Div([hands, html.Div([alike, alone], className="pair"), meeting, places], className="stack")


def drawing(drawn):
    """The handovers in the form that was chosen."""

    def body(found):
        figures = {"network": found.network, "matrix": found.matrix, "sankey": found.sankey}
        return chart(figures.get(drawn, found.figure)(), found.headline)

    return body


def register(app):
    kept_choice(app, "together-between", "between", EACH)
    kept_choice(app, "together-drawn", "drawn")
