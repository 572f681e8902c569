"""Open work: what is open now, what has lain longer than usual, and where."""

from __future__ import annotations

from dash import html

from procmine.app import answer_card, chart, filter_button, small_table, table

TITLE, PATH, ORDER, ICON = "Open work", "/open", 45, "open"
TOLD = [
    "case_id",
    "last_activity",
    "is_in_work",
    "last_resource",
    "stage_age_hours",
    "stage_p85_hours",
    "age_hours",
    "is_ageing",
]
STAGE = {
    "stage": "stage",
    "open_cases": "open",
    "ageing_cases": "ageing",
    "stage_p85_hours": "85 % stay up to",
}


def layout(view):
    only_open = filter_button("Only open cases", "open")
    ages = answer_card(view, "wip", title="What is open, and since when", body=body, extra=only_open)
    return html.Div([ages], className="stack")


def body(found):
    if found.frame.empty:
        return html.P("All cases of this view are finished.", className="muted")
    stages = found.tables["stages"]
    stages = stages[stages.open_cases > 0]
    named = [
        f"{'in' if on else 'after'} {stage}"
        for stage, on in zip(stages.stage, stages.is_in_work, strict=True)
    ]
    lying = small_table(stages.assign(stage=named), STAGE)
    rows = table(found.frame[TOLD], name="wip", height=470)
    return html.Div(
        [html.Div([chart(found.figure(), found.headline), lying], className="pair"), rows], className="stack"
    )
