"""Process map: how the work really flows, with two sliders and a panel for what is chosen."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import ClientsideFunction, Input, Output, State, ctx, dcc, html, no_update

import procmine as pm
from procmine.app import (
    amount_of_time,
    count,
    duration,
    evidence_button,
    filter_button,
    kept_choice,
    refusal,
    share,
)

TITLE, PATH, ORDER, ICON = "Process map", "/map", 20, "map"
START, BEFORE, END, OPEN = 0, -1, -2, -3  # the numbers of where cases begin and end
PATHS_AT_FIRST = 0.5
OFTEN = {
    "steps": "How often",
    "cases": "In how many cases",
    "share": "Share of the cases",
    "repeats": "Most times in one case",
    "loops": "Net loop gain",
}
LASTS = {"median": "Median time", "mean": "Mean time", "p90": "90 % take at most", "total": "Total time"}
CLOCKS = {"elapsed": "By the clock", "worked": "Working time"}
MARKED = "warn wait > 1d; error wait > 3d; error Approve work > 8h"


def layout(view):
    activities, paths = view.number("activities", 1.0), view.number("paths", PATHS_AT_FIRST)
    given = chosen_numbers(view)
    refused = None
    try:
        drawn = pm.process_map(view.log, activities=activities, paths=paths, **given)
    except pm.errors.WrongOption as problem:  # marks that cannot be read: the map is shown without them
        refused, given = refusal(problem), {**given, "marks": None}
        drawn = pm.process_map(view.log, activities=activities, paths=paths, **given)
    the_map = html.Section(
        [html.Div(id="map-host", className="pm-map"), dcc.Store(id="map-layout", data=layout_of(view, drawn)), dcc.Store(id="map-selection")],
        className="card map-card", **{"aria-label": "Map"},
    )  # fmt: skip
    sliders = html.Section(
        [
            html.Div(
                [
                    html.H2("What is drawn"),
                    html.Div(
                        evidence_button("process_map", TITLE, activities=activities, paths=paths, **given),
                        id="map-evidence",
                    ),
                ],
                className="card-head",
            ),
            *_slider("activities", "Activities", activities),
            *_slider("paths", "Paths", paths),
            dmc.Button(
                "Tidy up",
                id="map-tidy",
                variant="default",
                size="sm",
                className="touch",
                **{"aria-label": "Lay the map out anew"},
            ),
            *numbers(view, given, refused),
            html.P(
                "Sliders choose what is drawn; they never change a number. Filters do.",
                className="number-note",
            ),
        ],
        className="card",
    )
    finding = html.P(drawn.headline, className="headline", id="map-headline")
    side = html.Div(
        [sliders, html.Section(_hint(), id="map-panel", className="card panel")], className="map-side"
    )
    return html.Div([finding, html.Div([the_map, side], className="map-page")], id="process_map")


def layout_of(view, found, before=None):
    """The drawing as JSON; what stands in the layout `before` keeps its place."""
    return found.figure(is_beside=view.options.get("both") == "yes").layout_like(before)


def chosen_numbers(view):
    """What the map carries, as the address says it: how often, how long, by which clock, and what is marked."""
    said = view.options
    given = {
        name: said[name] for name, known in (("frequency", OFTEN), ("time", LASTS)) if said.get(name) in known
    }
    if view.address.calendar:
        given["calendar"] = view.address.calendar
        given["clock"] = said["clock"] if said.get("clock") in CLOCKS else "elapsed"
    return {**given, "marks": said.get("marks")}


def numbers(view, given, refused):
    """The choices of what the map carries."""
    chosen = [("frequency", OFTEN, "steps"), ("time", LASTS, "median")] + (
        [("clock", CLOCKS, "elapsed")] if view.address.calendar else []
    )
    picks = [
        dmc.Select(
            id=f"map-{name}", data=[{"value": value, "label": label} for value, label in known.items()], value=given.get(name, default),
            allowDeselect=False, **{"aria-label": label_of},
        )
        for (name, known, default), label_of in zip(chosen, ("Frequency", "Time", "Clock"), strict=False)
    ]  # fmt: skip
    both = dmc.Switch(
        id="map-both", label="Write both beside each other", checked=view.options.get("both") == "yes"
    )
    marks = dmc.TextInput(
        id="map-marks",
        value=view.options.get("marks", ""),
        placeholder=MARKED,
        label="Marks",
        description="What is to be watched, or too much",
    )
    ask = dmc.Button("Mark", id="map-marks-ask", variant="default", size="sm", className="touch")
    open_ = bool(given.get("marks")) or any(
        name in view.options for name in ("frequency", "time", "clock", "both")
    )
    inside = html.Div([*picks, both, marks, ask, html.Div(refused, role="status")], className="stack tight")
    return [html.Details([html.Summary("Numbers and marks"), inside], open=open_)]


def _slider(name, label, value):
    slider = dmc.Slider(
        id=f"map-{name}", value=round(100 * value), min=0, max=100, step=5, updatemode="mouseup", label=None, size="md",
        thumbLabel=label, className="slider", thumbSize=22,
    )  # fmt: skip
    return html.Div(
        [html.Span(label), html.Span(f"{100 * value:.0f} %", id=f"map-{name}-told")], className="slider-label"
    ), slider


def _hint():
    return [
        html.H2("Nothing chosen"),
        html.P(
            "Click an activity or a path, or move with the arrow keys and press Enter. Drag to move the map; Ctrl and the wheel, or + and −, zoom.",
            className="number-note",
        ),
    ]


def register(app):
    @app.callback(
        Output("map-layout", "data"), Output("map-headline", "children"), Output("map-activities-told", "children"),
        Output("map-paths-told", "children"), Output("map-evidence", "children"),
        Input("map-activities", "value"), Input("map-paths", "value"), Input("map-tidy", "n_clicks"), State("map-layout", "data"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def redrawn(activities, paths, _tidied, before, search):
        view = app.seen(search)
        given = {"activities": activities / 100, "paths": paths / 100, **chosen_numbers(view)}
        try:
            found = pm.process_map(view.log, **given)
        except pm.errors.WrongOption:  # told beside the marks
            given["marks"] = None
            found = pm.process_map(view.log, **given)
        told = (f"{activities:.0f} %", f"{paths:.0f} %")
        return (
            layout_of(view, found, None if ctx.triggered_id == "map-tidy" else before),
            found.headline,
            *told,
            evidence_button("process_map", TITLE, **given),
        )

    @app.callback(
        Output("map-panel", "children"), Output("map-panel", "className"),
        Input("map-selection", "data"), State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def chosen(selection, search):
        if not selection:
            return _hint(), "card panel"
        try:
            return panel(app.seen(search), selection), "card panel is-filled"
        except pm.ProcmineError as refused:
            return refusal(refused), "card panel is-filled"

    for name, nothing in (("frequency", "steps"), ("time", "median"), ("clock", "elapsed")):
        kept_choice(app, f"map-{name}", name, nothing)

    @app.callback(
        Output("wish", "data", allow_duplicate=True),
        Input("map-both", "checked"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def beside(is_checked, search):
        is_shown = app.seen(search).options.get("both") == "yes"
        return no_update if bool(is_checked) == is_shown else {"both": "yes" if is_checked else ""}

    @app.callback(
        Output("wish", "data", allow_duplicate=True),
        Input("map-marks-ask", "n_clicks"),
        State("map-marks", "value"),
        prevent_initial_call=True,
    )
    def marked(clicks, text):
        return {"marks": text or ""} if clicks else no_update

    _in_the_browser(app)


def _in_the_browser(app):
    """Drawing, remembering the sliders in the address, closing the sheet: none needs Python."""
    sliders = Input("map-activities", "value"), Input("map-paths", "value")
    for name, output, inputs in (
        ("drawMap", Output("map-host", "title"), [Input("map-layout", "data")]),
        ("remember", Output("map-host", "lang"), sliders),
        ("deselect", Output("map-panel", "title"), [Input("panel-close", "n_clicks")]),
    ):
        app.clientside_callback(
            ClientsideFunction("procmine", name), output, *inputs, prevent_initial_call=name != "drawMap"
        )


def panel(view, selection):
    """The numbers of what is chosen, and the filters it offers."""
    result = pm.process_map(view.log)
    title, facts, buttons = (_node if selection["kind"] == "node" else _edge)(view, result, selection)
    listed = html.Dl(
        [part for name, value in facts.items() for part in (html.Dt(name), html.Dd(value))], className="facts"
    )
    close = html.Button("×", id="panel-close", className="panel-close", **{"aria-label": "Close"})
    return [close, html.H2(title), listed, html.Div(buttons, className="actions")]


def _node(view, result, selection):
    no, frame, nodes = result.places[selection["activity"]], result.frame, result.tables["nodes"]
    if no <= START:
        paths = frame[(frame.from_no == no) | (frame.to_no == no)]
        return selection["activity"].strip("()").capitalize(), {"Cases": count(paths.cases.sum())}, []
    row = nodes[nodes.activity_no == no].iloc[0]
    facts = {
        "Times": count(row.instances),
        "Cases": f"{count(row.cases)} ({share(row.cases / result.counted_cases)})",
        "Times a case": f"{row.instances / row.cases:.2f}",
        "Median work": duration(row.median_service_hours),
    }
    keep, avoid = (view.clause(filtered(row.activity)) for filtered in (view.log.passing, view.log.avoiding))
    buttons = [
        filter_button("Filter to", keep, variant="filled"),
        filter_button("Avoid", avoid, variant="default"),
    ]
    return row.activity, facts, buttons


def _edge(view, result, selection):
    source, target = (result.places[selection[end]] for end in ("from", "to"))
    found = result.frame[(result.frame.from_no == source) & (result.frame.to_no == target)]
    title = f"{selection['from']} → {selection['to']}"
    if found.empty:
        return title, {"Way": "only through hidden work"}, []
    row = found.iloc[0]
    facts = {
        "Times": count(row.steps),
        "Cases": f"{count(row.cases)} ({share(row.cases / result.counted_cases)})",
    }
    if row.waits:
        facts |= _times(row)
    if BEFORE in (source, target) or OPEN in (source, target):
        return title, facts, []
    keep = view.clause(_through(view.log, row))
    return title, facts, [filter_button("Filter to", keep, variant="filled")]


def _times(row):
    words = ("Median wait", "90 % wait up to", "Waiting in all")
    if row.basis != "wait":
        words = ("Median time, wait and work", "90 % take up to", "Wait and work in all")
    told = (
        duration(row.median_wait_hours),
        duration(row.p90_wait_hours),
        amount_of_time(row.total_wait_hours),
    )
    note = (
        {}
        if row.basis == "wait"
        else {"Starts": "not recorded" if row.basis == "elapsed" else "partly recorded"}
    )
    return dict(zip(words, told, strict=True)) | note


def _through(log, row):
    if row.from_no == START:
        return log.starting_with(row.to_activity)
    if row.to_no == END:
        return log.ending_with(row.from_activity)
    return log.following(row.from_activity, row.to_activity, directly=True)
