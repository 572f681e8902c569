"""What to change first: the findings of all questions, ranked by what they are worth, nothing counted twice."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import dash_mantine_components as dmc
from dash import ALL, Input, Output, State, ctx, html, no_update

import procmine as pm
from procmine.app import (  # fmt: skip
    amount_of_time,
    answer,
    answer_card,
    chart,
    counted,
    evidence_button,
    filter_button,
    is_known,
    money,
    refusal,
    small_table,
)

TITLE, PATH, ORDER, ICON = "What to change first", "/opportunities", 58, "opportunities"
HOW = (
    "people 45 is an hour of everybody, people N that of a team or person, machine N of a machine, material N each time, delay what a later hour of "
    "a case costs whoever waits. Hours of waiting never count as labour."
)
EXAMPLE = "EUR; people 45; people Approvers 85; delay 0.50"
APART = {"kind": "kind", "subject": "of", "finding": "finding", "hours_per_month": "hours a month alone"}
SMALL = {"kind": "kind", "subject": "of", "finding": "finding"}


def layout(view):
    rates = view.options.get("rates", "")
    said = dmc.TextInput(
        id="opportunity-rates", value=rates, placeholder=EXAMPLE, label="Rates, to put money beside hours", debounce=True, className="rates-choice"
    )  # fmt: skip
    card = answer_card(
        view, "opportunities", title="What to change first", body=lambda found: body(view, found), **({"rates": rates} if rates else {})
    )  # fmt: skip
    asked = [said, html.Div(id="opportunity-problem", role="alert"), html.P(HOW, className="number-note")]
    kept = html.Div(id="opportunity-kept", role="status")
    return html.Div([kept, card, html.Section(asked, className="card")], className="stack")


def body(view, found):
    if found.frame.empty:
        return html.Div(hidden(found), className="stack")
    parts = [chart(found.figure(), found.headline)] if found.frame.hours_per_month.notna().any() else []
    parts.append(
        html.Ol([finding(view, found, row) for row in found.frame.itertuples()], className="finding-list")
    )
    return html.Div([*parts, *hidden(found)], className="stack")


def finding(view, found, row):
    """One finding: what it is, what it is worth and why one may believe it, and the ways on."""
    chips = [
        html.Span(row.kind, className="tag"),
        html.Span(f"confidence {row.confidence}", className=f"tag is-{row.confidence}"),
    ]
    words = [
        html.Div([html.Strong(f"{row.rank}. {row.finding}")]),
        html.Div(chips, className="tags"),
        html.Div(worth(found, row), className="number-note"),
        html.Details(
            [
                html.Summary("What the hours are made of"),
                html.P(f"{row.formula}. Confidence: {row.why}."),
                *within(row),
            ]
        ),
    ]
    return html.Li(
        [html.Div(words), html.Div(ways(view, found, row), className="finding-ways")],
        className="finding opportunity",
    )


def worth(found, row):
    """The hours, with their interval and what they add, and the money where there are rates."""
    if not is_known(row.hours_per_month):
        return f"{counted(row.cases, 'case')} · what they would have taken is not known"
    what = "cases sooner done" if row.gain == "sooner" else "of work would change hands"
    sure = f" ({row.low_hours:,.0f} to {row.high_hours:,.0f})" if is_known(row.low_hours) else ""
    told = [f"{amount_of_time(row.hours_per_month)} a month{sure} {what}"]
    if is_known(row.added_hours_per_month) and row.rank > 1:
        told.append(f"{amount_of_time(row.added_hours_per_month)} on top of those above")
    if is_known(row.effort_hours_per_month) and row.effort_hours_per_month >= 0.05:
        told.append(f"{amount_of_time(row.effort_hours_per_month)} of work less a month")
    if is_known(row.money_per_month) and row.money_per_month > 0:
        told.append(f"{money(row.money_per_month, found.parameters['currency'])} of work a month")
    if is_known(row.delay_money_per_month):
        told.append(
            f"{money(row.delay_money_per_month, found.parameters['currency'])} for later cases a month"
        )
    if is_known(row.cases):
        told.append(counted(row.cases, "case"))
    return " · ".join(told)


def within(row):
    return [html.P(f"Its hours are part of {row.within}.")] if row.within else []


def ways(view, found, row):
    """To its evidence, its cases, and the change to play with."""
    asked = found.tables["asked"].query("rank == @row.rank")
    options = {one.option: one.value for one in asked.itertuples() if one.option and one.value}
    buttons = [evidence_button(asked.question.iloc[0], f"{row.kind}: {row.subject}", **options)]
    if row.filters:
        buttons.append(
            filter_button("Show these cases", row.filters, **{"aria-label": f"Filter: {row.filters}"})
        )
    if row.change:
        link = (
            f"/what-if?{urlencode({'log': view.whole.name, **as_told(view, found), 'changes': row.change})}"
        )
        buttons.append(
            html.A("Play it", href=link, className="button", **{"aria-label": f"What if: {row.change}"})
        )
    keep = {"type": "keep-finding", "rank": row.rank}
    buttons.append(
        dmc.Button("Keep as an improvement", id=keep, variant="default", size="sm", className="touch")
    )
    return buttons


def as_told(view, found):
    """The view, and how its hours are told, so that the change plays to the same figures."""
    hours = {"calendar": found.parameters["calendar"], "pool": found.parameters["pool"], "hours": "clock"}
    given = {"version": view.address.version, "where": view.address.where, **hours}
    return {name: value for name, value in given.items() if value}


def hidden(found):
    """What is not ranked, and why."""
    parts = []
    for name, head, columns in (
        ("overlapping", "Already in those above", APART),
        ("small", "Worth less than a hundredth of the time and the work", SMALL),
    ):
        rows = found.tables[name]
        if len(rows):
            if "hours_per_month" in columns:
                rows = rows.assign(hours_per_month=[amount_of_time(hours) for hours in rows.hours_per_month])
            inside = html.Div(
                small_table(rows, columns),
                className="scrolled",
                tabIndex=0,
                role="group",
                **{"aria-label": head},
            )
            parts.append(html.Details([html.Summary(f"{head}: {len(rows)}"), inside]))
    return parts


def register(app):
    _rates(app)
    _keeping(app)


def _keeping(app):
    """A finding becomes an action, which its page then shows."""

    @app.callback(
        Output("opportunity-kept", "children"), Input({"type": "keep-finding", "rank": ALL}, "n_clicks"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def kept(clicks, search):
        if not ctx.triggered_id or not any(clicks):
            return no_update
        view = app.seen(search)
        found = answer(
            view, "opportunities", **({"rates": view.options["rates"]} if view.options.get("rates") else {})
        )
        row = found.frame[found.frame["rank"] == ctx.triggered_id["rank"]].iloc[0]
        made = view.workspace.actions.from_finding(row, view.log)
        link = html.A(
            "Open it", href=f"/actions?log={quote(view.whole.name)}&action={made.no}", className="quiet-link"
        )
        return notice_of(f"Kept as improvement #{made.no}: {made.title}", link)


def notice_of(text, link):
    return html.P([f"{text} ", link], className="kept-note")


def _rates(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Output("opportunity-problem", "children"),
        Input("opportunity-rates", "value"), State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def rates_given(rates, search):
        view = app.seen(search)
        rates = " ".join((rates or "").split())
        if rates == view.options.get("rates", ""):
            return no_update, None
        try:
            if rates:
                pm.costs(view.log, rates=rates)
        except (pm.errors.WrongOption, pm.errors.UnknownName) as refused:
            return no_update, refusal(refused)
        except pm.ProcmineError:
            pass  # the card says it
        return {"rates": rates}, None
