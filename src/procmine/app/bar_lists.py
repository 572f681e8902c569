"""Ranked bars as lines of text and colour, whose names are never cut, and legends as text."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING

from dash import html

if TYPE_CHECKING:
    import plotly.graph_objects as go


def bars(figure: go.Figure, most: int = 10) -> html.Ol:
    """A ranked bar chart whose names are never cut: each line is name, bar and number."""
    trace = figure.data[0]
    values = [float(value) for value in trace.x][:most]
    longest = max(values, default=0) or 1
    if "%" in (figure.layout.xaxis.tickformat or ""):
        longest = max(longest, 1)  # a share fills its part of the whole
    colours = (
        trace.marker.color
        if isinstance(trace.marker.color, (list, tuple))
        else [trace.marker.color] * len(values)
    )
    texts = list(trace.text) if trace.text is not None else [f"{value:,.0f}" for value in values]
    rows = []
    for name, value, colour, text in zip(trace.customdata, values, colours, texts, strict=False):
        bar = html.Div(
            html.Div(
                className="bar-fill",
                style={"width": f"{max(0.4, 100 * value / longest):.1f}%", "background": colour},
            ),
            className="bar-room",
        )
        rows.append(
            html.Li(
                [
                    html.Span(str(name), className="bar-name"),
                    html.Span(unescape(str(text)), className="bar-text"),
                    bar,
                ]
            )
        )
    return html.Ol(rows, className="bar-list")


def stacked_bars(figure: go.Figure, most: int = 10) -> html.Div:
    """Ranked bars made of parts: each line is name, total and the parts; the legend stands above."""
    parts = [trace for trace in figure.data if any(trace.x)]
    totals = [sum(float(trace.x[place]) for trace in parts) for place in range(len(figure.data[0].x))][:most]
    longest, unit = max(totals, default=0) or 1, _unit(figure)
    named = legend({trace.name: trace.marker.color for trace in parts})
    rows = []
    for place, (name, total) in enumerate(zip(figure.data[0].customdata, totals, strict=False)):
        told = ", ".join(
            f"{trace.name} {trace.x[place]:,.0f} {unit}" for trace in parts if trace.x[place] >= 0.5
        )
        fills = [
            html.Div(className="bar-part", title=f"{trace.name}: {trace.x[place]:,.1f} {unit}",
                     style={"width": f"{100 * float(trace.x[place]) / longest:.2f}%", "background": trace.marker.color})
            for trace in parts
        ]  # fmt: skip
        room = html.Div(
            fills, className="bar-room bar-parts", role="img", **{"aria-label": told or "nothing"}
        )
        rows.append(
            html.Li(
                [
                    html.Span(str(name), className="bar-name"),
                    html.Span(f"{total:,.0f} {unit}", className="bar-text"),
                    room,
                ]
            )
        )
    return html.Div([named, html.Ol(rows, className="bar-list")])


def _unit(figure: go.Figure) -> str:
    """What the bars count, as the axis says it; hours in short."""
    axis = str(figure.layout.xaxis.title.text or "").partition(" · ")[0]
    return "h" if "hours" in axis else axis


def legend(names: Mapping[str, str]) -> html.Ul:
    """Names with their colours, as text."""
    rows = [
        html.Li([html.Span(className="swatch", style={"background": colour}), name])
        for name, colour in names.items()
    ]
    return html.Ul(rows, className="legend")
