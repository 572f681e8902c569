"""The few chart forms that the answers need."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from procmine.figures.theme import ACCENT, COLOURS, MUTED, activity_colours, themed

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go


# Marks of a logarithmic axis of hours that people think in.
SPANS = {
    "1 min": 1 / 60,
    "10 min": 1 / 6,
    "1 h": 1.0,
    "8 h": 8.0,
    "1 d": 24.0,
    "1 w": 168.0,
    "1 mo": 730.0,
    "1 y": 8766.0,
}


def label(text: Any, width: int = 44) -> str:
    """A name for an axis: cut where it is very long, and never read as markup."""
    text = str(text)
    return html.escape(text if len(text) <= width else text[: width - 1] + "…", quote=False)


def bars(
    labels: Sequence[str],
    values: Sequence[float],
    *,
    title: str,
    axis: str,
    texts: Sequence[str] | None = None,
    colours: Sequence[str] | str = ACCENT,
    most: int = 15,
) -> go.Figure:
    """Ranked horizontal bars, the longest on top; beyond `most` the rest is told under the axis."""
    import plotly.graph_objects as go

    shown = slice(0, most)
    figure = go.Figure(
        go.Bar(
            x=list(values)[shown],
            y=[f"{place + 1}. {label(name)}" for place, name in enumerate(list(labels)[shown])],
            orientation="h",
            customdata=list(labels)[shown],  # the names in full, for those who have room for them
            text=[label(told, 200) for told in list(texts)[shown]] if texts is not None else None,
            textposition="auto",
            marker={"color": list(colours)[shown] if not isinstance(colours, str) else colours},
            hovertemplate="%{y}: %{text}<extra></extra>"
            if texts is not None
            else "%{y}: %{x}<extra></extra>",
        )
    )
    left = max(0, len(labels) - most)
    figure.update_xaxes(title=f"{axis} · {left} more not drawn" if left else axis)
    figure.update_yaxes(autorange="reversed")
    return themed(figure, title, height=120 + 28 * max(3, min(most, len(labels))))


def stacked_bars(
    labels: Sequence[str], parts: Mapping[str, Sequence[float]], *, title: str, axis: str, most: int = 12
) -> go.Figure:
    """Ranked horizontal bars made of parts (name -> values), the longest on top, with a legend of the parts."""
    import plotly.graph_objects as go

    shown = slice(0, most)
    places = [f"{place + 1}. {label(name)}" for place, name in enumerate(list(labels)[shown])]
    colours = activity_colours(parts) | COLOURS
    figure = go.Figure(
        [
            go.Bar(
                x=list(values)[shown],
                y=places,
                orientation="h",
                name=name,
                customdata=list(labels)[shown],
                marker={"color": colours[name]},
                hovertemplate=f"%{{y}}<br>{label(name)}: %{{x:,.1f}}<extra></extra>",
            )
            for name, values in parts.items()
        ]
    )
    left = max(0, len(labels) - most)
    figure.update_layout(barmode="stack", showlegend=True, legend={"traceorder": "normal"})
    figure.update_xaxes(title=f"{axis} · {left} more not drawn" if left else axis)
    figure.update_yaxes(autorange="reversed")
    return themed(figure, title, height=150 + 28 * max(3, min(most, len(labels))))


def strips(
    groups: Sequence[str], values: Sequence[float], names: Sequence[str], is_marked: Sequence[bool],
    limits: Mapping[str, tuple[float, float]], *, title: str, axis: str,
) -> go.Figure:  # fmt: skip
    """One point for each of the hours in the row of its group, those marked in the colour of warning; a tick at each of two limits.

    The axis is logarithmic: minutes and months stand beside each other.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for name, marked, colour in (("as usual", False, ACCENT), ("longer than 85 %", True, COLOURS["late"])):
        rows = [row for row, one in enumerate(is_marked) if bool(one) is marked]
        figure.add_trace(
            go.Scatter(
                x=[max(values[row], SPANS["1 min"]) for row in rows], y=[label(groups[row]) for row in rows], mode="markers", name=name,
                text=[label(names[row]) for row in rows], marker={"color": colour, "size": 8, "opacity": 0.55},
                hovertemplate="%{text}<br>%{y}: %{x:,.1f} h<extra></extra>",
            )
        )  # fmt: skip
    for place, name in enumerate(("half stay so long", "85 % stay so long")):
        known = {group: limit[place] for group, limit in limits.items() if limit[place] == limit[place]}
        figure.add_trace(
            go.Scatter(
                x=[max(limit, SPANS["1 min"]) for limit in known.values()], y=[label(group) for group in known], mode="markers", name=name, hoverinfo="skip",
                marker={"symbol": "line-ns", "size": 20, "line": {"width": 1 + 2 * place, "color": MUTED}},
            )
        )  # fmt: skip
    figure.update_xaxes(title=axis, type="log", tickvals=list(SPANS.values()), ticktext=list(SPANS))
    figure.update_yaxes(
        categoryorder="array", categoryarray=[label(group) for group in reversed(list(limits))]
    )
    figure.update_layout(showlegend=True)
    return themed(figure, title, height=170 + 34 * max(3, len(limits)))


def lines(
    frame: pd.DataFrame, x: str, series: Mapping[str, str], *, title: str, axis: str, partial: str = ""
) -> go.Figure:
    """One line for each column of `series` (column -> name) over the instants in `x`; dashed where `partial` holds."""
    import plotly.graph_objects as go

    figure = go.Figure()
    is_partial = frame[partial].astype(bool) if partial else frame[x].isna()
    # A dashed piece begins and ends at the whole periods beside it, so that the line has no gap.
    colours = activity_colours(series.values()) | COLOURS
    is_dashed = is_partial | is_partial.shift(1, fill_value=False) | is_partial.shift(-1, fill_value=False)
    for column, name in series.items():
        for shown, dash in ((~is_partial, "solid"), (is_dashed, "dot")):
            if shown.any():
                trace = go.Scatter(
                    x=frame[x],
                    y=frame[column].where(shown),
                    name=name,
                    legendgroup=name,
                    showlegend=dash == "solid" or bool(is_partial.all()),
                    mode="lines" if len(frame) > 1 else "markers",
                    line={"color": colours[name], "width": 2, "dash": dash},
                    opacity=1 if dash == "solid" else 0.65,
                )
                figure.add_trace(trace)
    if is_partial.any():
        figure.update_xaxes(title="dotted: periods seen only in part")
    figure.update_yaxes(title=axis, rangemode="tozero")
    return themed(figure, title, height=340)


def steps(
    curves: Mapping[str, pd.DataFrame],
    *,
    x: str,
    y: str,
    title: str,
    axis: str,
    x_axis: str = "",
    limit: float | None = None,
    rows: int = 400,
) -> go.Figure:
    """Step curves by name, up to `limit`; a `low` and `high` column is drawn as a band where one curve stands alone."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for name, curve in curves.items():
        seen = curve if limit is None else curve[curve[x].shift(1, fill_value=0) <= limit]
        drawn = seen.iloc[:: max(1, len(seen) // rows)]
        if len(curves) == 1 and {"low", "high"} <= set(curve):
            for edge, fill in (("high", None), ("low", "tonexty")):
                figure.add_trace(
                    go.Scatter(
                        x=drawn[x],
                        y=drawn[edge],
                        mode="lines",
                        line={"width": 0, "shape": "hv"},
                        fill=fill,
                        fillcolor="rgba(31,111,235,0.15)",
                        showlegend=False,
                        hoverinfo="skip",
                    )
                )
        figure.add_trace(
            go.Scatter(
                x=drawn[x], y=drawn[y], name=label(name), mode="lines", line={"shape": "hv", "width": 2}
            )
        )
    figure.update_xaxes(title=x_axis or x, range=None if limit is None else [0, limit])
    figure.update_yaxes(title=axis, range=[0, 1.02], tickformat=".0%")
    figure.update_layout(showlegend=len(curves) > 1)
    return themed(figure, title, height=360)


def heatmap(
    frame: pd.DataFrame,
    *,
    x: str,
    y: str,
    value: str,
    title: str,
    axis: str,
    y_names: Mapping[Any, str] | None = None,
) -> go.Figure:
    """A table of colours: light is little, dark is much; an empty cell is unknown."""
    import plotly.graph_objects as go

    table = frame.pivot(index=y, columns=x, values=value).sort_index()
    names = [(y_names or {}).get(row, str(row)) for row in table.index]
    figure = go.Figure(
        go.Heatmap(
            z=table.to_numpy(dtype=float),
            x=list(table.columns),
            y=names,
            colorscale="Blues",
            xgap=1,
            ygap=1,
            colorbar={"title": {"text": axis, "side": "right"}, "thickness": 10},
            hovertemplate="%{y} %{x}: %{z:.2f}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(dtick=3 if len(table.columns) > 12 else 1)
    return themed(figure, title, height=160 + 26 * len(names))
