"""Compare: the cases of this view beside others, and what makes the difference."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import ClientsideFunction, Input, Output, State, dcc, html, no_update

import procmine as pm
from procmine.app import answer_card, chart, duration, is_known, refusal, share, small_table

TITLE, PATH, ORDER, ICON = "Compare", "/compare", 60, "compare"
COLUMNS = {
    "measure": "figure", "this": "this view", "other": "others", "difference": "difference", "interval": "95 % interval", "effect": "size",
}  # fmt: skip
SIZES = ((0.147, "hardly any"), (0.33, "small"), (0.474, "medium"), (2, "large"))
AT_LEAST = {"hours": duration, "share": share, "count": lambda value: f"{value:,.2f}"}


def layout(view):
    against = view.options.get("against")
    card = answer_card(
        view,
        "compare",
        title="What differs, and by how much",
        body=body,
        **({"against": against} if against else {}),
    )
    return html.Div([_choice(view, against), card], className="stack")


def _choice(view, against):
    """With what the view is compared: a filter, typed."""
    this = str(view.log.filters)
    words = (
        f"The cases of this view ({this}) are compared with all others, unless you say with which."
        if this
        else "No filter is set: the later half of the cases is compared with the earlier half. "
        "Set a filter to compare its cases with all others, or say here what the rest is compared with."
    )
    typed = dmc.TextInput(
        id="compare-against", value=against or "", placeholder="region = South · between 2026-01-01..2026-03-31 by start",
        debounce=True, className="against", **{"aria-label": "Compare with"},
    )  # fmt: skip
    problem = html.Div(id="compare-problem", role="alert")
    return html.Section(
        [html.H2("Compare with"), typed, problem, html.P(words, className="number-note")], className="card"
    )


def body(found):
    measures = html.Div(small_table(_measures(found.frame), COLUMNS), className="scrolled")
    curves = chart(
        found.curves(), "The share of cases not finished by the time since they began, of both sides"
    )
    the_map = html.Section(
        [html.Div(id="difference-host", className="pm-map"), dcc.Store(id="difference-layout", data=found.map().layout)],
        className="difference-map", **{"aria-label": "Map of differences"},
    )  # fmt: skip
    return html.Div(
        [
            html.Div([_part("What makes the difference", chart(found.figure(), found.headline)), _part("How long cases last", curves)], className="pair"),
            _part("Figure by figure", measures),
            _part("Where the ways part", the_map),
        ],
        className="stack",
    )  # fmt: skip


def _part(title, inside):
    return html.Div([html.H3(title), inside])


def _measures(frame):
    """The figures in words a person reads at a glance."""
    rows = []
    for row in frame.to_dict("records"):
        told = AT_LEAST[row["unit"]]
        rows.append(
            {
                "measure": row["measure"], "this": told(row["this"]), "other": told(row["other"]), "difference": _signed(row["difference"], told),
                "interval": f"{_signed(row['low'], told)} to {_signed(row['high'], told)}" if is_known(row["low"]) else "too few cases",
                "effect": _size(row),
            }
        )  # fmt: skip
    return type(frame)(rows)


def _signed(value, told):
    return "–" if not is_known(value) else ("+" if value > 0 else "−" if value < 0 else "") + told(abs(value))


def _size(row):
    if not is_known(row["low"]) or row["low"] <= 0 <= row["high"]:
        return "may be chance"
    if not is_known(row["effect"]):
        return "beyond chance"
    return next(word for limit, word in SIZES if abs(row["effect"]) < limit)


def register(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Output("compare-problem", "children"),
        Input("compare-against", "value"), State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def chosen(against, search):
        view = app.seen(search)
        if (against or "") == view.options.get("against", ""):
            return no_update, None
        try:
            view.whole.filter(against or "")
        except pm.ProcmineError as refused:
            return no_update, refusal(refused)
        return {"against": against or ""}, None

    app.clientside_callback(
        ClientsideFunction("procmine", "drawDifference"),
        Output("difference-host", "title"),
        Input("difference-layout", "data"),
    )
