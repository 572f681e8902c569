"""Control charts: figures over time, one below the other, each with its usual range between changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from procmine.figures.charts import label
from procmine.figures.theme import ACCENT, COLOURS, MUTED, themed

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

ROW_HEIGHT = 150


def control_charts(
    course: pd.DataFrame, named: Mapping[str, str], changes: Mapping[str, Sequence[Any]], *, title: str
) -> go.Figure:
    """A row for each figure of `named` (kpi -> name): its values, mean, and limits; marked where a value leaves them.

    `course` has kpi, period_at, value, mean, low_limit, high_limit, is_signal; a new mean is a change. `changes`
    (name -> instants) are of what has no figure: they are drawn through all rows.
    """
    from plotly.subplots import make_subplots

    rows = max(1, len(named))
    figure = make_subplots(
        rows=rows, cols=1, shared_xaxes=True, vertical_spacing=0.28 / rows if rows > 1 else 0,
        subplot_titles=[label(name) for name in named.values()] or None,
    )  # fmt: skip
    for place, kpi in enumerate(named, 1):
        for trace in _traces(course[course.kpi == kpi]):
            figure.add_trace(trace, row=place, col=1)
    figure.update_annotations(font={"size": 12, "color": MUTED}, x=0, xanchor="left")
    for name, instants in changes.items():
        for at in instants:
            figure.add_vline(x=_wall_clock(at), line={"color": COLOURS["late"], "width": 1.5, "dash": "dash"})
            figure.add_annotation(
                x=at, y=1, yref="paper", yanchor="bottom", text=label(name), showarrow=False,
                font={"size": 11, "color": COLOURS["late"]},
            )  # fmt: skip
    figure.update_yaxes(rangemode="tozero", nticks=4)
    figure.update_layout(showlegend=False)
    return themed(figure, title, height=110 + ROW_HEIGHT * rows)


def _wall_clock(at: pd.Timestamp) -> float:
    """An instant on the clock of its zone, in milliseconds: axes know no zones."""
    return (at.tz_localize(None) if at.tzinfo else at).timestamp() * 1000


def _traces(rows: pd.DataFrame) -> list[go.Scatter]:
    import plotly.graph_objects as go

    line: dict[str, Any] = {"x": rows.period_at, "mode": "lines", "hoverinfo": "skip"}
    bound = {"width": 0, "shape": "hvh"}
    signals = rows[rows.is_signal.astype(bool)]
    return [
        go.Scatter(**line, y=rows.high_limit, line=bound),
        go.Scatter(**line, y=rows.low_limit, line=bound, fill="tonexty", fillcolor="rgba(31,111,235,0.10)"),
        go.Scatter(**line, y=rows["mean"], line={"color": MUTED, "width": 1.5, "shape": "hvh"}),
        go.Scatter(
            x=rows.period_at,
            y=rows.value,
            mode="lines+markers",
            line={"color": ACCENT, "width": 1.5},
            marker={"size": 4},
            hovertemplate="%{x|%d %b %Y}: %{y:,.2f}<extra></extra>",
        ),
        go.Scatter(
            x=signals.period_at,
            y=signals.value,
            mode="markers",
            marker={"color": COLOURS["late"], "size": 9, "symbol": "circle-open", "line": {"width": 2}},
            hovertemplate="%{x|%d %b %Y}: %{y:,.2f}, outside the usual range<extra></extra>",
        ),
    ]
