"""One case: how it went, piece by piece, what is known of it, and any other case by its name."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

import procmine as pm
from procmine.app import answer_card, chart, count, filter_button, kept_choice, table

TITLE, PATH, ORDER, ICON = "One case", "/case", 49, "case"
FIRST = [
    "place",
    "activity",
    "resource",
    "wait_hours",
    "work_hours",
    "slack_hours",
    "is_critical",
    "started_at",
    "ended_at",
]
MOST = 2000  # rows that a table holds
SLOWEST = "select case_id from case_span where not is_open order by span_seconds desc, case_id limit 15"
OPEN = "select case_id from case_span where is_open order by first_at, case_id limit 15"
FOUND = """select case_id from case_span where contains(lower(case_id), lower($words))
order by lower(case_id) <> lower($words), length(case_id), case_id limit 30"""


def layout(view):
    case = view.options.get("case")
    choice = dmc.Select(
        id="case-choice", data=offered(view.log, case), value=case, searchable=True, placeholder="Another case: type its name",
        nothingFoundMessage="No case of this view is called so", maxDropdownHeight=320, className="case-choice", **{"aria-label": "Case"},
    )  # fmt: skip
    went = answer_card(
        view,
        "case_timeline",
        title="How it went",
        extra=choice,
        body=lambda found: body(view, found),
        case=case,
    )
    return html.Div([went], className="stack")


def offered(log, case=None, words=""):
    """Names to choose from: those that hold the words, else the slowest and the longest open."""
    if words:
        found = log.select(FOUND, {"words": words}).case_id.tolist()
        return found if case is None or case in found else [*found, case]
    groups = {"Slowest, finished": SLOWEST, "Open longest": OPEN}
    lists = {title: log.select(statement).case_id.tolist() for title, statement in groups.items()}
    if case is not None and not any(case in names for names in lists.values()):
        lists = {"Shown": [case], **lists}
    return [{"group": title, "items": names} for title, names in lists.items() if names]


def body(view, found):
    case = found.tables["case"].case_id.iloc[0]
    only = filter_button("Filter to this case", view.clause(view.log.where(case_id=case)))
    known = found.frame.dropna(axis=1, how="all")
    first = [name for name in FIRST if name in known]
    rows = table(
        known[[*first, *known.columns.difference(first, sort=False)]], name="case_timeline", height=520
    )
    parts = [
        chart(found.figure(), found.headline),
        *attributes(found.tables["attributes"]),
        rows,
        *listed(len(known)),
        html.Div(only, className="actions"),
    ]
    return html.Div(parts, className="stack")


def listed(pieces):
    """How much of a very long case the table lists."""
    told = f"The first {count(MOST)} of {count(pieces)} pieces of work are listed; the evidence exports all."
    return [html.P(told, className="number-note")] if pieces > MOST else []


def attributes(known):
    """What is known of the case, as names and values."""
    if known.empty:
        return []
    pairs = [
        part for name, value in known.itertuples(index=False) for part in (html.Dt(name), html.Dd(value))
    ]
    return [html.Div([html.H3("What is known of it"), html.Dl(pairs, className="facts case-facts")])]


def register(app):
    kept_choice(app, "case-choice", "case")

    @app.callback(
        Output("case-choice", "data"),
        Input("case-choice", "searchValue"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def searched(words, search):
        view = app.seen(search)
        case = view.options.get("case")
        try:
            return offered(view.log, case, "" if words == case else (words or "").strip())
        except pm.ProcmineError:
            return no_update
