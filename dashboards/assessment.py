"""Assessment: what a manager asks before changing anything, answered from data, and the survey of those who do the work."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

import procmine as pm
from procmine.app import answer, chart, evidence_button, headline, notice, refusal

TITLE, PATH, ORDER, ICON = "Assessment", "/assessment", 57, "assessment"
VERDICTS = {"keep": "is-high", "adjust": "is-medium", "change": "is-change"}
PICTURES = {"What does not work": "opportunities", "The most critical area": "bottlenecks"}
SCORES = {"1": "1 – badly", "2": "2", "3": "3 – so so", "4": "4", "5": "5 – well"}


def layout(view):
    found = answer(view, "assessment")
    if isinstance(found, pm.ProcmineError):
        return html.Div([html.Section([refusal(found)], className="card"), survey(view)], className="stack")
    head = html.Div(
        [html.H2("At a glance"), html.Div([document(view), evidence_button("assessment", "Assessment")], className="card-tools")],
        className="card-head",
    )  # fmt: skip
    sections = [section(found, name) for name in found.frame.section.unique()]
    return html.Div([html.Section([head, headline(found)], className="card", id="assessment"), *sections, survey(view)], className="stack")  # fmt: skip


def document(view):
    search = view.address.search
    return html.A(
        "Download as one page",
        href=f"/_procmine/export/html/assessment{search}",
        className="button",
        download="",
    )


def section(found, name):
    rows = found.section(name)
    listed = html.Ul([statement(row) for row in rows.itertuples()], className="statements")
    asked = found.answers.get(PICTURES.get(name, ""))
    picture = [chart(asked.figure(), asked.headline)] if asked is not None and len(asked.frame) else []
    return html.Section([html.Div(html.H2(name), className="card-head"), listed, *picture], className="card")


def statement(row):
    tag = [html.Span(row.verdict, className=f"tag {VERDICTS[row.verdict]}")] if row.verdict else []
    return html.Li([*tag, html.Span(row.statement)])


def survey(view):
    """The form that those who do the work fill in: three questions, no name."""
    data = [{"value": value, "label": label} for value, label in SCORES.items()]
    score = dmc.Select(
        id="survey-score",
        data=data,
        placeholder="choose",
        className="survey-score",
        **{"aria-labelledby": "survey-label"},
    )
    parts = [
        html.Div(html.H2("How does it work for you?"), className="card-head"),
        html.P("Three questions for those who do the work. Who answers is not kept; below five answers in a quarter nothing is told.", className="number-note"),
        html.Div([html.Span("How well does this process work for you?", id="survey-label"), score], role="group", **{"aria-labelledby": "survey-label"}),
        dmc.Textarea(id="survey-helps", label="What helps?", autosize=True, minRows=1),
        dmc.Textarea(id="survey-hinders", label="What hinders?", autosize=True, minRows=1),
        dmc.Button("Answer", id="survey-answer", className="touch"),
        html.Div(id="survey-told", role="status"),
    ]  # fmt: skip
    return html.Section(parts, className="card survey", id="survey")


def register(app):
    @app.callback(
        Output("survey-told", "children"), Output("survey-helps", "value"), Output("survey-hinders", "value"),
        Input("survey-answer", "n_clicks"),
        State("survey-score", "value"), State("survey-helps", "value"), State("survey-hinders", "value"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def answered(clicks, score, helps, hinders, search):
        if not clicks:
            return no_update, no_update, no_update
        view = app.seen(search)
        try:
            view.workspace.survey.answer(
                view.whole.name, int(score) if score else None, helps=helps or "", hinders=hinders or ""
            )
        except pm.ProcmineError as refused:
            return refusal(refused), no_update, no_update
        return notice("Thank you. Your answer is kept, without a name."), "", ""
