"""What goes with it: what known as cases begin goes with slow, reworked or late ones, confirmed on later cases."""

from __future__ import annotations

import math

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

import procmine as pm
from procmine.app import (  # fmt: skip
    amount_of_time,
    answer,
    answer_card,
    chart,
    counted,
    duration,
    filter_button,
    is_known,
    refusal,
    share,
    small_table,
)

TITLE, PATH, ORDER, ICON = "What goes with it", "/causes", 62, "causes"
OUTCOMES = {"cycle_time": "slow cases", "rework": "work done again", "late": "late cases"}
UNSURE = {
    "finding": "found in earlier cases",
    "difference": "difference in later ones",
    "reason": "why it is not confirmed",
}
UNUSED = {"attribute": "attribute", "reason": "why it was not tried"}
WITHIN = {
    "stratum": "stratum",
    "cases": "its cases",
    "rest_cases": "others",
    "this": "this",
    "rest": "others, in the mean",
    "difference": "difference",
}


def layout(view):
    outcome = chosen_outcome(view)
    given = {"outcome": outcome}
    if outcome == "late":
        given["late_after"] = view.options.get("late") or usual_limit(view)
    card = answer_card(
        view, "root_causes", title="What goes with it, as cases begin", body=body, extra=choices(outcome, given.get("late_after")), **given
    )  # fmt: skip
    return html.Div([card], className="stack")


def chosen_outcome(view):
    outcome = view.options.get("outcome")
    return outcome if outcome in OUTCOMES else "cycle_time"


def usual_limit(view):
    """Longer than 85 % of the cases take, in whole days: late until something else is said."""
    found = answer(view, "cycle_time")
    if isinstance(found, pm.ProcmineError) or not is_known(found.frame.p85_hours.iloc[0]):
        return "7d"
    return f"{max(1, math.ceil(found.frame.p85_hours.iloc[0] / 24))}d"


def choices(outcome, late_after):
    data = [{"value": name, "label": told} for name, told in OUTCOMES.items()]
    what = dmc.Select(
        id="causes-outcome", data=data, value=outcome, allowDeselect=False, className="time-choice", **{"aria-label": "Goes with what"}
    )  # fmt: skip
    limit = dmc.TextInput(
        id="causes-late", value=late_after or "", placeholder="5d", debounce=True, className="late-choice",
        style={} if outcome == "late" else {"display": "none"}, **{"aria-label": "Late after, such as 5d or 36h"},
    )  # fmt: skip
    return html.Div([what, limit, html.Div(id="causes-problem", role="alert")], className="card-tools")


def body(found):
    sure, unsure = found.frame[found.frame.is_confirmed], found.frame[~found.frame.is_confirmed]
    parts = [chart(found.figure(), found.headline)] if len(found.frame) else []
    if len(sure):
        listed = html.Ol([finding(found, row) for row in sure.itertuples()], className="finding-list")
        parts.append(html.Div([html.H3("Confirmed on later cases"), listed]))
    if len(unsure):
        rows = unsure.assign(difference=[told(found, value, is_signed=True) for value in unsure.difference])
        parts.append(opened(f"Not confirmed: {len(unsure)}", rows, UNSURE))
    unused = found.tables["attributes"].query("not is_used")
    parts += [opened(f"Not tried, and why: {len(unused)}", unused, UNUSED)] if len(unused) else []
    return html.Div(parts, className="stack")


def finding(found, row):
    """One finding: in words, what it amounts to, what it goes with, and the way to its cases."""
    is_more = row.difference > 0
    hours = row.contribution_worked_hours if found.parameters["calendar"] else row.contribution_hours
    amount = (
        f"{amount_of_time(abs(hours))} {'more' if is_more else 'less'}"
        if is_known(hours)
        else f"{counted(round(abs(row.contribution_cases)), 'case')} {'more' if is_more else 'fewer'}"
    )
    figures = (
        f"{told(found, row.this)} against {told(found, row.rest)}, {told(found, row.difference, True)} "
        f"({told(found, row.low, True)} to {told(found, row.high, True)}) · {counted(row.cases, 'case')} ({share(row.share_cases)}) · {amount} in all"
    )
    words = [html.Strong(row.finding), html.Div(figures, className="number-note")]
    words += [html.Div(f"It {row.remark}.", className="finding-remark")] if row.remark else []
    words += strata(found, row)
    button = [filter_button("Show these cases", row.filter, **{"aria-label": f"Filter: {row.filter}"})] if isinstance(row.filter, str) else []  # fmt: skip
    return html.Li(
        [html.Div(words), html.Div(button)], className=f"finding is-{'more' if is_more else 'less'}"
    )


def strata(found, row):
    """The difference within the strata of what leaves least of it."""
    if not isinstance(row.adjusted_for, str):
        return []
    rows = found.tables["strata"].query("finding == @row.finding and stratified_by == @row.adjusted_for")
    rows = rows.assign(
        **{
            name: [told(found, value, name == "difference") for value in rows[name]]
            for name in ("this", "rest", "difference")
        }
    )
    head = f"Within {row.adjusted_for}: {told(found, row.adjusted_difference, True)} ({share(max(row.ratio_left, 0))} of the difference left)"
    return [opened(head, rows, WITHIN)]


def opened(head, rows, columns):
    inside = html.Div(
        small_table(rows, columns), className="scrolled", tabIndex=0, role="group", **{"aria-label": head}
    )
    return html.Details([html.Summary(head), inside])


def told(found, value, is_signed=False):
    if not is_known(value):
        return "–"
    sign = ("+" if value > 0 else "−" if value < 0 else "") if is_signed else ""
    if found.parameters["outcome"] == "cycle_time":
        return sign + duration(abs(value))
    return f"{sign}{abs(value) * 100:.1f} points" if is_signed else share(value)


def register(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True),
        Input("causes-outcome", "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def outcome_chosen(outcome, search):
        return no_update if outcome in (None, chosen_outcome(app.seen(search))) else {"outcome": outcome}

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Output("causes-problem", "children"),
        Input("causes-late", "value"), State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def limit_given(late_after, search):
        view = app.seen(search)
        if (
            chosen_outcome(view) != "late"
            or not late_after
            or late_after == (view.options.get("late") or usual_limit(view))
        ):
            return no_update, None
        try:
            pm.root_causes(view.log, outcome="late", late_after=late_after)
        except pm.errors.WrongFilter as refused:
            return no_update, refusal(refused)
        except pm.ProcmineError:
            pass  # the card says it
        return {"late": late_after}, None
