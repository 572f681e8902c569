"""Who carries it: when work is done, who hands to whom, what arrives and what is completed."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

from procmine.app import answer_card, chart

TITLE, PATH, ORDER, ICON = "Who carries it", "/people", 50, "people"
EVERYONE = "(all)"
MOST = 200


def layout(view):
    group = view.options.get("group")
    resources = view.log.resources
    group = group if group in resources else None
    choice = dmc.Select(
        id="people-group", data=[EVERYONE, *resources[:MOST]], value=group or EVERYONE, searchable=True, allowDeselect=False, className="group-choice",
        **{"aria-label": "Resource"},
    )  # fmt: skip
    by = {"by": "resource"} if group else {}
    return html.Div(
        [
            answer_card(
                view,
                "workload",
                title="When work is done",
                extra=choice if resources else None,
                body=lambda found: week(found, group),
                **by,
            ),
            html.Div(
                [
                    answer_card(view, "handovers", title="Who hands to whom"),
                    answer_card(view, "throughput", title="What arrives and what is completed"),
                ],
                className="pair",
            ),
        ],
        className="stack",
    )


def week(found, group):
    """The hours of the week, of everyone or of one resource."""
    if group is None:
        return chart(found.figure(), found.headline)
    from dataclasses import replace

    mine = replace(found, frame=found.frame[found.frame.group == group])
    if mine.frame.completions.sum() == 0:
        return html.P(f"{group} completed nothing in this view.", className="headline")
    return html.Div(
        [html.P(f"{group}: {mine.headline}", className="number-note"), chart(mine.figure(), mine.headline)]
    )


def register(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True),
        Input("people-group", "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def chosen(group, search):
        shown = app.seen(search).options.get("group", EVERYONE)
        return no_update if group in (None, shown) else {"group": "" if group == EVERYONE else group}
