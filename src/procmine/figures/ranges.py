"""What changes from step to step, with its intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from procmine.figures.theme import ACCENT, MUTED, themed

if TYPE_CHECKING:
    import plotly.graph_objects as go


def ranges(
    labels: Sequence[str], values: Sequence[float], lows: Sequence[float], highs: Sequence[float],
    *, title: str, axis: str, x_axis: str, texts: Sequence[str],
) -> go.Figure:  # fmt: skip
    """A dot and its interval for each label from left to right, as shares about 0; what is unknown leaves a gap."""
    import plotly.graph_objects as go

    up, down = (
        [0.0 if math.isnan(end) else abs(end - value) for end, value in zip(ends, values, strict=True)]
        for ends in (highs, lows)
    )
    figure = go.Figure(
        go.Scatter(
            x=list(labels), y=list(values), mode="lines+markers", line={"color": ACCENT, "width": 1, "dash": "dot"},
            marker={"size": 10, "color": ACCENT}, customdata=list(texts),
            error_y={"type": "data", "symmetric": False, "array": up, "arrayminus": down, "color": ACCENT, "thickness": 2, "width": 0},
            hovertemplate="%{x}: %{y:+.1%}<br>%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    figure.add_hline(y=0, line={"color": MUTED, "width": 1})
    figure.update_xaxes(title=x_axis, type="category")
    figure.update_yaxes(title=axis, tickformat="+.0%")
    return themed(figure, title, height=340)
