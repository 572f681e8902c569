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

    `frame` has week_at, cases, value, is_counted, is_after, fitted, expected, low, high; each week stands at its middle.
    """
    import pandas as pd
    import plotly.graph_objects as go

    shown = frame.assign(
        at=clock(frame.week_at + pd.Timedelta(days=3.5)),
        **{
            name: frame[name].astype(float) * scale for name in ("low", "high", "expected", "fitted", "value")
        },
    )
    after = shown.is_after.astype(bool)
    figure = go.Figure([*_expected(shown[after]), *_went(shown, after), *_weeks(shown)])
    at = float(clock(pd.Series([changed_at]))[0])
    figure.add_vline(x=at, line={"color": COLOURS["late"], "width": 1.5, "dash": "dot"})
    figure.update_xaxes(type="date")
    figure.update_yaxes(title=axis, rangemode="tozero")
    figure.update_layout(showlegend=True)
    return themed(figure, title, height=400).update_layout(legend={"y": -0.17, "yanchor": "top"})


def _expected(rows: pd.DataFrame) -> list[go.Scatter]:
    """What was to be expected after the change, and between what that lies."""
    import plotly.graph_objects as go

    line: dict[str, Any] = {"x": rows["at"], "mode": "lines", "hoverinfo": "skip"}
    orange = {"color": COLOURS["wait"], "width": 2, "dash": "dash"}
    return [
        go.Scatter(**line, y=rows.high, line={"width": 0}, showlegend=False),
        go.Scatter(**line, y=rows.low, line={"width": 0}, fill="tonexty", fillcolor="rgba(217,130,43,0.18)", showlegend=False),
        go.Scatter(**line, y=rows.expected, line=orange, name="expected without the change (95 %)"),
    ]  # fmt: skip


def _went(rows: pd.DataFrame, after: pd.Series) -> list[go.Scatter]:
    """The fit, broken at the change."""
    import plotly.graph_objects as go

    return [
        go.Scatter(
            x=rows["at"][side], y=rows.fitted[side], mode="lines", hoverinfo="skip", line={"color": ACCENT, "width": 2}, name="as it went",
            showlegend=is_first,
        )
        for side, is_first in ((~after, True), (after, False))
    ]  # fmt: skip


def _weeks(rows: pd.DataFrame) -> list[go.Scatter]:
    """A dot for each week; hollow where it does not count."""
    import plotly.graph_objects as go

    counted = rows.is_counted.astype(bool)
    looks = (
        (counted, "week of arrival", {"color": ACCENT, "size": 7}),
        (~counted, "not counted", {"color": MUTED, "size": 7, "symbol": "circle-open"}),
    )
    return [
        go.Scatter(
            x=rows["at"][side], y=rows.value[side], mode="markers", name=name, marker=marker, customdata=rows.cases[side],
            hovertemplate="week of %{x|%d %b %Y}: %{y:,.2f}, %{customdata} cases<extra></extra>",
        )
        for side, name, marker in looks if side.any()
    ]  # fmt: skip
