"""Overview: the numbers a manager asks first, and what was found."""

from __future__ import annotations

import numpy as np
from dash import html

import procmine as pm
from procmine.app import (
    ACCENT,
    answer,
    answer_card,
    chart,
    count,
    counted,
    duration,
    headline,
    is_known,
    number_card,
    share,
)

TITLE, PATH, ORDER, ICON = "Overview", "/", 10, "overview"
FINDINGS = {
    "bottlenecks": ("Where time goes", "/waiting"),
    "waiting_time": ("Waiting", "/waiting"),
    "waiting_causes": ("Why it waits", "/waiting"),
    "wip": ("Open work", "/open"),
    "rework": ("Work done again", "/rework"),
    "throughput": ("Flow", ""),  # on this page
    "handovers": ("Hands", "/people"),
}


def layout(view):
    cards = html.Div(
        [
            answer_card(view, "throughput", title="Arrivals and completions"),
            answer_card(view, "cycle_time", title="How long cases take", body=lasting),
        ],
        className="pair",
    )
    return html.Div([numbers(view), findings(view), cards], className="stack")


def lasting(result):
    figure = result.figure().update_xaxes(rangemode="tozero")
    return chart(figure.update_traces(line_color=ACCENT, selector={"showlegend": None}), result.headline)


def numbers(view):
    found = {name: answer(view, name) for name in ("summary", "cycle_time", "rework", "throughput")}
    refused = {name for name, one in found.items() if isinstance(one, pm.ProcmineError)}
    cards = []
    if "summary" not in refused:
        cards += _size(
            found["summary"].frame.iloc[0], None if "throughput" in refused else found["throughput"]
        )
    if "cycle_time" not in refused:
        cards += _length(found["cycle_time"])
    if "rework" not in refused:
        cards.append(_rework(found["rework"].frame))
    return html.Section(cards, className="numbers", **{"aria-label": "Numbers"})


def _size(row, flow):
    period = "" if flow is None else flow.parameters["period"]
    whole = None if flow is None else flow.frame[~flow.frame.is_partial]
    arrivals, progress = ([], []) if whole is None else (whole.arrivals.tolist(), whole.wip_mean.tolist())
    size = f"{counted(row.events, 'event')}, {counted(row.activities, 'activity', 'activities')}"
    part = f"{share(row.open_cases / row.cases)} of the cases; line: in progress"
    cards = [
        number_card("Cases", count(row.cases), size, "summary", arrivals),
        number_card("Open now", count(row.open_cases), part, "summary", progress),
    ]
    if arrivals:
        mean = f"mean of {counted(len(arrivals), f'whole {period}')}"
        cards.append(
            number_card(f"Arrivals a {period}", f"{whole.arrivals.mean():,.1f}", mean, "throughput", arrivals)
        )
    return cards


def _length(result):
    row, curve = result.frame.iloc[0], result.tables["curve"]
    places = np.linspace(0, row.p95_hours, 40) if is_known(row.p95_hours) else []
    line = np.interp(places, curve.hours, curve.still_going).tolist() if len(places) else []
    sure = f"95 % sure between {duration(row.median_low_hours)} and {duration(row.median_high_hours)}; line: share not finished"
    beyond = f"95 % within {duration(row.p95_hours)}; open cases counted"
    return [
        number_card("Median cycle time", duration(row.median_hours), sure, "cycle_time", line),
        number_card("85 % done within", duration(row.p85_hours), beyond, "cycle_time"),
    ]


def _rework(frame):
    repeats, instances = int(frame.repeats.sum()), int(frame.instances.sum())
    part = share(repeats / instances if instances else 0)
    return number_card(
        "Work done again", part, f"{counted(repeats, 'repeat')} in {counted(instances, 'event')}", "rework"
    )


def findings(view):
    rows = []
    for name, (topic, page) in FINDINGS.items():
        found = answer(view, name)
        is_refused = isinstance(found, pm.ProcmineError)
        told = html.P(found.found, className="muted") if is_refused else headline(found)
        link = html.A(
            "See",
            href=view.link(page) if page else f"#{name}",
            className="quiet-link",
            **{"aria-label": f"See {topic.lower()}"},
        )
        rows.append(html.Li([html.Span(topic, className="topic"), told, link], id=f"finding-{name}"))
    return html.Section([html.H2("What was found"), html.Ul(rows, className="findings")], className="card")
