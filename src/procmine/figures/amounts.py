"""Amounts with their intervals, and what of each comes on top of those above it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from procmine.figures.charts import label
from procmine.figures.theme import ACCENT, MUTED, themed

if TYPE_CHECKING:
    import plotly.graph_objects as go


def amounts(
    labels: Sequence[str], values: Sequence[float], lows: Sequence[float], highs: Sequence[float], added: Sequence[float],
    *, title: str, axis: str, is_muted: Sequence[bool] = (),
) -> go.Figure:  # fmt: skip
    """A pale bar with its interval for each amount, and in it, full, what it adds to those above; grey where `is_muted` says so."""
    import plotly.graph_objects as go

    names = [label(text, 32) for text in labels]
    muted = [*is_muted, *[False] * (len(names) - len(is_muted))]
    colours = [MUTED if is_one else ACCENT for is_one in muted]
    pale = [f"{colour}59" for colour in colours]  # a third of it
    up, down = (
        [0.0 if math.isnan(end) else abs(end - value) for end, value in zip(ends, values, strict=True)]
        for ends in (highs, lows)
    )
    figure = go.Figure(
        [
            go.Bar(
                x=list(values), y=names, orientation="h", name="alone", marker={"color": pale}, width=0.7,
                error_x={"type": "data", "symmetric": False, "array": up, "arrayminus": down, "color": MUTED, "thickness": 1.5, "width": 3},
                customdata=[_interval(*ends) for ends in zip(lows, highs, strict=True)], hovertemplate="%{y}<br>%{x:,.0f}%{customdata}<extra></extra>",
            ),
            go.Bar(
                x=[0 if math.isnan(one) else max(one, 0) for one in added], y=names, orientation="h", name="on top of those above", width=0.35,
                marker={"color": colours}, hovertemplate="%{y}<br>%{x:,.0f} on top of those above<extra></extra>",
            ),
        ]
    )  # fmt: skip
    figure.update_layout(barmode="overlay", showlegend=True)
    figure.update_xaxes(title=axis)
    figure.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=names)
    return themed(figure, title, height=150 + 34 * max(3, len(names)))


def _interval(low: float, high: float) -> str:
    return "" if math.isnan(low) or math.isnan(high) else f", {low:,.0f} to {high:,.0f}"
