"""A map: outlines of land, bubbles where something is, and lines of what goes between. Drawn from plain lines: nothing is fetched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from procmine.figures.charts import label
from procmine.figures.theme import ACCENT, COLOURS, themed

if TYPE_CHECKING:
    import plotly.graph_objects as go

LAND, COAST = "rgba(128,140,158,0.20)", "rgba(128,140,158,0.55)"  # seen on light and dark ground alike
MOST_LINES, MOST_NAMES = 25, 25
ROOM = (
    0.09,
    0.035,
)  # of the width and the height of the map that a name takes: of two that would overlap the larger is named
LEAST_SPAN = 8.0  # degrees that a map shows at least
BENDS = 16


def world(
    sites: Sequence[tuple[str, float, float, float, str]], flows: Sequence[tuple[int, int, float, str]],
    outlines: Sequence[Sequence[tuple[float, float]]], *, title: str, note: str = "",
) -> go.Figure:  # fmt: skip
    """Sites (name, latitude, longitude, size, text) and flows (from, to, size, text), the places of two sites in `sites`.

    The largest flows are drawn, and how many of how many is told under the map.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in outlines:
        xs += [x for x, _ in ring] + [None]
        ys += [y for _, y in ring] + [None]
    figure.add_trace(
        go.Scatter(
            x=xs,
            y=ys,
            mode="lines",
            fill="toself",
            fillcolor=LAND,
            line={"color": COAST, "width": 0.7},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    drawn = sorted(flows, key=lambda one: -one[2])[:MOST_LINES]
    most = max((one[2] for one in drawn), default=1)
    for begin, end, size, text in drawn:
        _line(figure, sites[begin], sites[end], size / most, text)
    _bubbles(figure, sites)
    left = f"{len(drawn):,} of {len(flows):,} flows drawn, the largest" if len(drawn) < len(flows) else ""
    _frame(figure, sites, " · ".join(part for part in (left, note) if part))
    return themed(figure, title, height=560)


def _line(figure: go.Figure, begin: tuple, end: tuple, size: float, text: str) -> None:
    """A bow from one site to the other, to the right of the way, so that both directions are seen."""
    import plotly.graph_objects as go

    (_, y0, x0, *_), (_, y1, x1, *_) = begin, end
    over = ((x0 + x1) / 2 + (y1 - y0) * 0.18, (y0 + y1) / 2 - (x1 - x0) * 0.18)
    steps = [step / BENDS for step in range(BENDS + 1)]
    xs = [(1 - t) ** 2 * x0 + 2 * t * (1 - t) * over[0] + t * t * x1 for t in steps]
    ys = [(1 - t) ** 2 * y0 + 2 * t * (1 - t) * over[1] + t * t * y1 for t in steps]
    figure.add_trace(
        go.Scatter(
            x=xs, y=ys, mode="lines+markers", line={"color": COLOURS["wait"], "width": 1 + 4 * size}, opacity=0.3 + 0.5 * size,
            marker={
                "size": [0] * (BENDS - 5) + [7 + 6 * size] + [0] * 5, "symbol": "arrow", "angleref": "previous",
                "color": COLOURS["wait"], "opacity": 1, "line": {"width": 0},
            },
            text=[text] * (BENDS + 1), hovertemplate="%{text}<extra></extra>", showlegend=False,
        )
    )  # fmt: skip


def _bubbles(figure: go.Figure, sites: Sequence[tuple]) -> None:
    import plotly.graph_objects as go

    most = max((size for *_, size, _ in sites), default=1) or 1
    are_named = _named(sites)
    figure.add_trace(
        go.Scatter(
            x=[one[2] for one in sites], y=[one[1] for one in sites], mode="markers+text",
            text=[label(one[0], 24) if place in are_named else "" for place, one in enumerate(sites)], textposition="top center",
            textfont={"size": 12}, customdata=[one[4] for one in sites],
            marker={"size": [8 + 34 * math.sqrt(one[3] / most) for one in sites], "color": ACCENT, "opacity": 0.7, "line": {"color": "white", "width": 1}},
            hovertemplate="%{customdata}<extra></extra>", showlegend=False,
        )
    )  # fmt: skip


def _named(sites: Sequence[tuple]) -> set[int]:
    """The largest sites whose names have room; the others tell theirs when pointed at."""
    (bottom, top), (left, right), _ = _reach(sites)
    named: list[int] = []
    for place in sorted(range(len(sites)), key=lambda place: -sites[place][3]):
        _, y, x, *_ = sites[place]
        is_free = all(
            abs(sites[other][2] - x) > ROOM[0] * (right - left)
            or abs(sites[other][1] - y) > ROOM[1] * (top - bottom)
            for other in named
        )
        if is_free and len(named) < MOST_NAMES:
            named.append(place)
    return set(named)


def _reach(sites: Sequence[tuple]) -> tuple[tuple[float, float], tuple[float, float], float]:
    """Latitudes and longitudes that the map shows, and the latitude of its middle."""
    ys, xs = ([one[side] for one in sites] for side in (1, 2))
    middle, height = (min(ys) + max(ys)) / 2, max(LEAST_SPAN, (max(ys) - min(ys)) * 1.4)
    across, width = (min(xs) + max(xs)) / 2, max(LEAST_SPAN * 1.6, (max(xs) - min(xs)) * 1.3)
    return (
        (max(-90, middle - height / 2), min(90, middle + height / 2)),
        (across - width / 2, across + width / 2),
        middle,
    )


def _frame(figure: go.Figure, sites: Sequence[tuple], note: str) -> None:
    """The part of the world in which the sites lie, with some room, as wide as it is there."""
    (bottom, top), (left, right), middle = _reach(sites)
    figure.update_xaxes(
        range=[left, right],
        visible=bool(note),
        title=note,
        showgrid=False,
        zeroline=False,
        showticklabels=False,
    )
    figure.update_yaxes(
        range=[bottom, top],
        visible=False,
        scaleanchor="x",
        scaleratio=1 / max(0.3, math.cos(math.radians(middle))),
    )
    figure.update_layout(dragmode="pan")
