"""Differences with their intervals, one below the other."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from procmine.figures.charts import label
from procmine.figures.theme import COLOURS, MUTED, themed

if TYPE_CHECKING:
    import plotly.graph_objects as go

MORE, LESS = COLOURS["wait"], COLOURS["completions"]


def forest(
    labels: Sequence[str], values: Sequence[float], lows: Sequence[float], highs: Sequence[float],
    *, title: str, axis: str, most: int = 12, unit: str = "h", is_muted: Sequence[bool] = (), breaks_at: str = "", widest: int = 0,
) -> go.Figure:  # fmt: skip
    """A dot and its interval for each difference: orange for more, green for less, grey where 0 is not ruled out, or `is_muted` says so.

    Beyond `most` the rest is told under the axis. Labels break into lines before the word `breaks_at`, or after `widest` letters.
    """
    import plotly.graph_objects as go

    rows_given = list(zip(labels, values, lows, highs, strict=True))
    shown, muted = rows_given[:most], [*is_muted, *[False] * (len(rows_given) - len(is_muted))]
    sure = [
        row for row, is_grey in zip(shown, muted, strict=False) if not is_grey and (row[2] > 0 or row[3] < 0)
    ]
    grey = "not confirmed" if any(muted) else "may be chance"
    figure = go.Figure()
    for name, colour, rows in (
        ("more", MORE, [row for row in sure if row[2] > 0]),
        ("less", LESS, [row for row in sure if row[3] < 0]),
        (grey, MUTED, [row for row in shown if row not in sure]),
    ):
        if not rows:
            continue
        reach = [
            [
                0.0 if math.isnan(end) else abs(end - value)
                for _, value, *ends in rows
                for end in ends[side : side + 1]
            ]
            for side in (1, 0)
        ]
        figure.add_trace(
            go.Scatter(
                x=[value for _, value, _, _ in rows], y=[_lines(text, breaks_at, widest) for text, *_ in rows], mode="markers", name=name,
                marker={"color": colour, "size": 10},
                error_x={"type": "data", "symmetric": False, "array": reach[0], "arrayminus": reach[1], "color": colour, "thickness": 2, "width": 0},
                customdata=[_interval(low, high) for _, _, low, high in rows],
                hovertemplate="%{y}<br>%{x:+,.2f} " + unit + "%{customdata}<extra></extra>",
            )
        )  # fmt: skip
    left = max(0, len(labels) - most)
    lines = sum(1 + 0.5 * _lines(text, breaks_at, widest).count("<br>") for text, *_ in shown)
    figure.add_vline(x=0, line={"color": MUTED, "width": 1})
    figure.update_xaxes(title=f"{axis} · {left} more" if left else axis)
    figure.update_yaxes(
        categoryorder="array", categoryarray=[_lines(text, breaks_at, widest) for text, *_ in reversed(shown)]
    )
    figure.update_layout(showlegend=True)
    return themed(figure, title, height=round(150 + 30 * max(3, lines)))


def _lines(text: str, breaks_at: str, widest: int) -> str:
    if widest:
        return "<br>".join(label(part) for part in textwrap.wrap(text, widest))
    parts = text.split(f" {breaks_at} ") if breaks_at else [text]
    return f"<br>{breaks_at} ".join(label(part) for part in parts)


def _interval(low: float, high: float) -> str:
    return "" if math.isnan(low) or math.isnan(high) else f", 95 % interval {low:+,.2f} to {high:+,.2f}"
