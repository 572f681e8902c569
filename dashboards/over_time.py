"""Over time: how work passes from one activity to the next, what happened when, where cases pile up, how long finished ones took."""

from __future__ import annotations

import json

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

import procmine as pm
from procmine.app import answer, answer_card

TITLE, PATH, ORDER, ICON = "Over time", "/over-time", 47, "time"
LONGEST = "the five longest waits"
MOST = 200
CLOCKS = {"week": "in the week", "relative": "since the case began", "calendar": "on the calendar"}
SORTS = {"start": "in order of start", "end": "in order of end", "duration": "shortest first"}


def layout(view):
    pairs = waiting_pairs(view)
    pair = chosen_pair(view, pairs)
    clock, sort = (chosen(view, name, known) for name, known in (("clock", CLOCKS), ("sort", SORTS)))
    between = {"from_activity": pair[0], "to_activity": pair[1]} if pair else {}
    spectrum = answer_card(
        view, "performance_spectrum", title="How work passes from one activity to the next",
        extra=pair_choice(pairs, pair) if pairs else None, **between,
    )  # fmt: skip
    choices = html.Div(
        [
            choice("time-clock", CLOCKS, clock, "Clock"),
            choice("time-sort", SORTS, sort, "Order of the cases"),
        ],
        className="card-tools",
    )
    dotted = answer_card(
        view, "dotted_chart", title="What happened when", extra=choices, clock=clock, sort=sort
    )
    flow = answer_card(view, "cumulative_flow", title="Where cases pile up")
    ends = answer_card(view, "cycle_time_scatter", title="How long finished cases took")
    return html.Div([spectrum, dotted, html.Div([flow, ends], className="pair")], className="stack")


def waiting_pairs(view):
    """The pairs between which work waits, the longest waits first."""
    found = answer(view, "waiting_time")
    if isinstance(found, pm.ProcmineError):
        return []
    return list(dict.fromkeys(zip(found.frame.from_activity, found.frame.to_activity, strict=True)))


def chosen_pair(view, pairs):
    """The pair that the address names, where work waits between them."""
    named = (view.options.get("from"), view.options.get("to"))
    return named if named in pairs else None


def chosen(view, name, known):
    """An option of the address, or the first of those there are."""
    given = view.options.get(name)
    return given if given in known else next(iter(known))


def pair_choice(pairs, pair):
    shown = pairs[:MOST] if pair is None or pair in pairs[:MOST] else [pair, *pairs[: MOST - 1]]
    data = [{"value": json.dumps(one), "label": " → ".join(one)} for one in shown]
    return dmc.Select(
        id="time-pair", data=[{"value": "[]", "label": LONGEST}, *data], value=json.dumps(pair or []), searchable=True, allowDeselect=False,
        className="pair-choice", **{"aria-label": "Between which activities"},
    )  # fmt: skip


def choice(name, known, value, label):
    data = [{"value": one, "label": told} for one, told in known.items()]
    return dmc.Select(
        id=name, data=data, value=value, allowDeselect=False, className="time-choice", **{"aria-label": label}
    )


def register(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True),
        Input("time-pair", "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def pair_chosen(value, search):
        options = app.seen(search).options
        wanted = json.loads(value or "[]") or ["", ""]
        if wanted == [options.get("from", ""), options.get("to", "")]:
            return no_update
        return dict(zip(("from", "to"), wanted, strict=True))

    @app.callback(
        Output("wish", "data", allow_duplicate=True),
        Input("time-clock", "value"),
        Input("time-sort", "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def picture_chosen(clock, sort, search):
        view = app.seen(search)
        wanted = {"clock": clock, "sort": sort}
        shown = {"clock": chosen(view, "clock", CLOCKS), "sort": chosen(view, "sort", SORTS)}
        return no_update if wanted == shown or None in wanted.values() else wanted
