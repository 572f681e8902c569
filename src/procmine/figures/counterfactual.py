"""A series around a change, and how it would have gone on without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.figures.over_time import clock
from procmine.figures.theme import ACCENT, COLOURS, MUTED, themed

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go


def counterfactual(
    frame: pd.DataFrame, changed_at: pd.Timestamp, *, title: str, axis: str, scale: float = 1.0
) -> go.Figure:
    """Dots for weeks, those that do not count hollow; the fit; dashed, with its interval, what was to be expected after the change.

    `frame` has week_at, value, is_counted, is_after, fitted, expected, low, high; each week stands at its middle.
    """
    import pandas as pd
    import plotly.graph_objects as go

    middle = clock(frame.week_at + pd.Timedelta(days=3.5))
    parts = [
        (name, frame[name].to_numpy(dtype=float) * scale)
        for name in ("low", "high", "expected", "fitted", "value")
    ]
    low, high, expected, fitted, value = (values for _, values in parts)
    after, counted = frame.is_after.to_numpy(dtype=bool), frame.is_counted.to_numpy(dtype=bool)
    line: dict[str, Any] = {"mode": "lines", "hoverinfo": "skip"}
    figure = go.Figure(
        [
            go.Scatter(**line, x=middle[after], y=high[after], line={"width": 0}, showlegend=False),
            go.Scatter(
                **line, x=middle[after], y=low[after], line={"width": 0}, fill="tonexty", fillcolor="rgba(217,130,43,0.18)",
                name="between these in 95 of 100",
            ),
            go.Scatter(
                **line, x=middle[after], y=expected[after], line={"color": COLOURS["wait"], "width": 2, "dash": "dash"},
                name="to be expected without the change",
            ),
            *(
                go.Scatter(**line, x=middle[side], y=fitted[side], line={"color": ACCENT, "width": 2}, name="as it went", showlegend=first)
                for side, first in ((~after, True), (after, False))
            ),
            *(
                go.Scatter(
                    x=middle[side], y=value[side], mode="markers", name=name, marker=marker, customdata=frame.cases[side],
                    hovertemplate="week of %{x|%d %b %Y}: %{y:,.2f}, %{customdata} cases<extra></extra>",
                )
                for side, name, marker in (
                    (counted, "week", {"color": ACCENT, "size": 7}),
                    (~counted, "not counted", {"color": MUTED, "size": 7, "symbol": "circle-open"}),
                )
                if side.any()
            ),
        ]
    )  # fmt: skip
    at = float(clock(pd.Series([changed_at]))[0])
    figure.add_vline(x=at, line={"color": COLOURS["late"], "width": 1.5, "dash": "dot"})
    figure.update_xaxes(type="date")
    figure.update_yaxes(title=axis, rangemode="tozero")
    figure.update_layout(showlegend=True)
    return themed(figure, title, height=400).update_layout(legend={"y": -0.17, "yanchor": "top"})
