"""The performance spectrum: every wait between two activities a slanted line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from procmine.figures.charts import label
from procmine.figures.over_time import RULE_COLOUR, clock, most_of
from procmine.figures.theme import MUTED, themed

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

# From quick to slow, told apart by lightness and by hue, on white and on black.
QUARTERS = {
    1: ("quickest quarter", "#2f6fb3"),
    2: ("second", "#7fb4dd"),
    3: ("third", "#f0b24f"),
    4: ("slowest quarter", "#d1495b"),
}
PAIR_STEP = 1.62  # from the upper rule of one pair to that of the next; its own rules lie 1 apart


def spectrum(
    segments: pd.DataFrame, bins: pd.DataFrame, *, title: str, axis: str, bars: str, is_alone: bool
) -> go.Figure:
    """A slanted line for each wait, from the upper rule of its pair where it begins to the lower one where it ends.

    `segments` has from_activity, to_activity, enabled_at, taken_at and class (1 quick … 4 slow). Where one pair stands
    alone the `bins` (period_at, class, started) are drawn beneath it: they count all, however few lines are drawn.
    """
    import numpy as np
    import plotly.graph_objects as go
    from plotly.subplots import make_subplots

    pairs = list(dict.fromkeys(zip(segments.from_activity, segments.to_activity, strict=True)))
    place = {pair: -PAIR_STEP * number for number, pair in enumerate(pairs)}
    tops = [place[pair] for pair in zip(segments.from_activity, segments.to_activity, strict=True)]
    figure, upper, foot = go.Figure(), {}, {}
    if is_alone:
        figure = make_subplots(rows=2, shared_xaxes=True, row_heights=[0.7, 0.3], vertical_spacing=0.09)
        upper, foot = {"row": 1, "col": 1}, {"row": 2, "col": 1}
    weight = max(0.16, min(0.8, 900 / max(len(segments), 1)))
    for number in reversed(QUARTERS):
        figure.add_trace(_slanted(segments, tops, number, weight))
    for name, colour in QUARTERS.values():  # the lines themselves are too faint to explain their colours
        line = {"color": colour, "width": 4}
        figure.add_trace(go.Scatter(x=[None], y=[None], mode="lines", line=line, name=name, legendgroup=name))
    if is_alone:
        _beneath(figure, bins, bars)
    _rules(figure, place)
    figure.update_layout(showlegend=True, hovermode="closest")
    begins, ends = clock(segments.enabled_at), clock(segments.taken_at)
    seen = most_of(np.concatenate([begins, ends]))
    if seen:
        outside = int(((begins < seen[0]) | (ends > seen[1])).sum())
        axis = f"{axis}; {outside:,} {'reaches' if outside == 1 else 'reach'} far outside"
    figure.update_xaxes(type="date", range=seen)
    figure.update_xaxes(title=axis, **foot)
    drawn = themed(figure, title, height=480 if is_alone else 120 + 118 * len(pairs))
    lowest, room = min(place.values(), default=0) - 1, 0.14 if is_alone else 0.34
    drawn.update_yaxes(visible=False, range=[lowest - room, room], fixedrange=True, **upper)
    return drawn


def _beneath(figure: go.Figure, bins: pd.DataFrame, axis: str) -> None:
    """How many waits of each class begin in each period."""
    import plotly.graph_objects as go

    for number, (name, colour) in QUARTERS.items():
        rows = bins[bins["class"] == number]
        bar = go.Bar(
            x=clock(rows.period_at), y=rows.started, marker={"color": colour, "line": {"width": 0}}, name=name, legendgroup=name, showlegend=False,
            hovertemplate=f"%{{x|%d %b %Y}}<br>{name}: %{{y:,}}<extra></extra>",
        )  # fmt: skip
        figure.add_trace(bar, row=2, col=1)
    figure.update_yaxes(title=axis, row=2, col=1, rangemode="tozero", nticks=4)
    figure.update_layout(barmode="stack", bargap=0.08)


def _slanted(segments: pd.DataFrame, tops: Sequence[float], number: int, weight: float) -> go.Scatter:
    """All lines of one class as one path with gaps."""
    import numpy as np
    import plotly.graph_objects as go

    name, colour = QUARTERS[number]
    is_in = (segments["class"] == number).to_numpy()
    begins, ends = (clock(segments[column])[is_in] for column in ("enabled_at", "taken_at"))
    top = np.asarray(tops, dtype=float)[is_in]
    told = [
        f"{label(row.case_id, 30)}: {row.hours:,.1f} h"
        for row in segments[is_in][["case_id", "hours"]].itertuples()
    ]
    return go.Scatter(
        x=np.stack([begins, ends, ends], axis=1).ravel(), y=np.stack([top, top - 1, np.full(len(top), np.nan)], axis=1).ravel(), mode="lines",
        name=name, line={"color": colour, "width": 1.4, "simplify": False}, opacity=weight, legendgroup=name, showlegend=False,
        text=np.repeat(np.asarray(told, dtype=object), 3), hovertemplate="%{text}<br>%{x|%d %b %Y %H:%M}<extra></extra>",
    )  # fmt: skip


def _rules(figure: go.Figure, place: Mapping[Any, float]) -> None:
    """The two rules of each pair, with the name of its activity above the upper and below the lower one."""
    where = {"xref": "x domain", "yref": "y"}
    for (upper, lower), top in place.items():
        for name, at, side in ((upper, top, "bottom"), (lower, top - 1, "top")):
            figure.add_shape(
                type="line", x0=0, x1=1, y0=at, y1=at, line={"color": RULE_COLOUR, "width": 1.5}, **where
            )
            figure.add_annotation(
                x=0, y=at, text=label(name), showarrow=False, xanchor="left", yanchor=side, font={"size": 12, "color": MUTED}, **where
            )  # fmt: skip
