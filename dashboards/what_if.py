"""What if: the recorded cases played again with changes said in words."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

from procmine.app import answer_card, chart, small_table

TITLE, PATH, ORDER, ICON = "What if", "/what-if", 64, "what-if"
HOW = (
    "no wait for N · 50% less wait for N · no batching for N (or contention, prioritisation, unavailability, extraneous) · N takes 30% less · "
    "N takes at most 2h · without N · N only once · N beside M · N on Mon-Fri 10:00; several are joined by ;"
)
SHOWN = {
    "change": "change",
    "mean_hours": "mean with it, h",
    "saved_hours": "saved a case, h",
    "cases": "cases touched",
    "saved_after_hours": "beside those above, h",
}
MOST = 20


def layout(view):
    changes = view.options.get("changes", "")
    said = dmc.Textarea(
        id="what-if-changes", value=changes, placeholder="no wait for Approve; Check takes 30% less", autosize=True, minRows=1,
        label="Changes",
    )  # fmt: skip
    asked = html.Section(
        [
            said,
            html.P(HOW, className="number-note"),
            dmc.Button("Play again", id="what-if-ask", className="touch"),
        ],
        className="card",
    )
    hours = (
        {"calendar": "mined"} if not view.address.calendar and view.log.zone and view.log.resources else {}
    )
    options = ({"changes": changes} if changes else {}) | hours
    return html.Div([asked, answer_card(view, "what_if", title="What it would save", body=body, **options)], className="stack")  # fmt: skip


def body(found):
    names = dict(SHOWN)
    if not found.parameters["changes"]:
        del names["saved_after_hours"]
    rows = html.Div(small_table(found.frame.head(MOST), names), className="scrolled", tabIndex="0")
    return html.Div([chart(found.figure(), found.headline), rows], className="stack")


def register(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input("what-if-ask", "n_clicks"), State("what-if-changes", "value"), prevent_initial_call=True
    )  # fmt: skip
    def asked(clicks, changes):
        return {"changes": " ".join((changes or "").split())} if clicks else no_update
