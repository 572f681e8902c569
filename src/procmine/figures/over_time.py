"""Pictures with time along their foot: what happened when, and how it passed from one to the next.

Dots are drawn as paths: where pages may not run text as code there is no WebGL, and a path holds thousands of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from procmine.figures.charts import label
from procmine.figures.theme import RULE, activity_colours, themed

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go

RULE_COLOUR = "#98a2b0"
OTHERS = "others"
MOST_COLOURS = 9  # beside those of the others, which are grey
BENEATH = {"y": -0.17, "yanchor": "top"}  # where a legend of many lines has room
STRAY = (
    0.005  # of the instants on either side: what a few stray dates may not do is press all others together
)
DAYS_OF_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clock(column: pd.Series) -> np.ndarray:
    """Instants as the wall clock of their zone, in milliseconds: axes know no zones, and numbers travel lighter than text."""
    import numpy as np

    wall = column.dt.tz_localize(None) if getattr(column.dtype, "tz", None) is not None else column
    return np.where(wall.isna(), np.nan, wall.to_numpy("datetime64[us]").astype(np.int64) / 1000)


def most_of(
    instants: np.ndarray, weights: np.ndarray | None = None, stray: float = STRAY
) -> list[float] | None:
    """The stretch of time that nearly all instants lie in, where that is less than half of what stray ones would stretch it to."""
    import numpy as np

    known = np.isfinite(instants)
    order = np.argsort(instants[known])
    placed = instants[known][order]
    if not len(placed):
        return None
    heavy = np.ones(len(placed)) if weights is None else np.nan_to_num(weights[known][order])
    so_far = np.cumsum(heavy) / max(heavy.sum(), 1e-12)
    low, high = (placed[min(np.searchsorted(so_far, share), len(placed) - 1)] for share in (stray, 1 - stray))
    margin = 0.03 * (high - low)
    is_cut = 0 < high - low < 0.5 * (placed[-1] - placed[0])
    return [float(low - margin), float(high + margin)] if is_cut else None


def told_outside(instants: np.ndarray, seen: list[float] | None, one: str, many: str) -> str:
    """What is said of the instants that lie outside the stretch that is drawn."""
    if seen is None:
        return ""
    outside = int(((instants < seen[0]) | (instants > seen[1])).sum())
    return f"{outside:,} {one if outside == 1 else many} far outside"


def dots(
    frame: pd.DataFrame, x: str, colour: str, names: Mapping[str, int], *, title: str, axis: str, y_axis: str, limit: float
) -> go.Figure:  # fmt: skip
    """A dot for each row, on its `line` and at its `x`: an instant, `case_hours` or `week_hours`.

    `names` are all values that the column `colour` can have, with their number of rows: the most frequent have a colour.
    """
    import plotly.graph_objects as go

    lines = int(frame.line.max())
    half = max(0.38, 0.0042 * lines)  # a dot is high enough to be seen where lines lie close
    foot = _foot(frame[x], limit)
    colours = activity_colours(names)
    known = sorted((name for name in names if names[name]), key=lambda name: (-names[name], name))
    own = known[:MOST_COLOURS] if len(known) > MOST_COLOURS + 1 else known
    shown = frame[colour].where(frame[colour].isin(own), OTHERS)
    figure = go.Figure()
    for name in [OTHERS, *reversed(own)]:
        is_in = (shown == name).to_numpy()
        if is_in.any():
            own_colour = RULE_COLOUR if name == OTHERS else colours[name]
            figure.add_trace(
                _ticks(frame[is_in], foot.places[is_in], half, label(name, 30), own_colour, foot.hover)
            )
    figure.update_layout(showlegend=True, hovermode="closest", legend={"traceorder": "reversed"})
    drawn = themed(figure, title, height=470)
    drawn.update_xaxes(title=f"{axis}{foot.told}", **foot.scale)
    span = [lines + 1 + half, -half]
    drawn.update_yaxes(title=y_axis, range=span, showgrid=False, showticklabels=False, fixedrange=True)
    return drawn.update_layout(legend=BENEATH)


def _ticks(rows: pd.DataFrame, x: np.ndarray, half: float, name: str, colour: str, hover: str) -> go.Scatter:
    """Dots as one path: each a short upright stroke."""
    import numpy as np
    import plotly.graph_objects as go

    line = rows.line.to_numpy(dtype=float)
    none = np.full(len(rows), np.nan)
    ids = np.asarray([label(one, 30) for one in rows.case_id], dtype=object)
    return go.Scatter(
        x=np.stack([x, x, x], axis=1).ravel(), y=np.stack([line - half, line + half, none], axis=1).ravel(), mode="lines", name=name,
        line={"color": colour, "width": 3 if len(rows) < 4000 else 2, "simplify": False}, opacity=0.8,
        text=np.stack([ids, ids, np.full(len(rows), "", dtype=object)], axis=1).ravel(), hovertemplate=f"%{{text}}<br>{name}{hover}<extra></extra>",
    )  # fmt: skip


class Foot(NamedTuple):
    """Where dots stand along the foot, how it is marked, what is said of it, and what a pointer on a dot tells."""

    places: np.ndarray
    scale: dict[str, Any]
    told: str = ""
    hover: str = ""


def _foot(column: pd.Series, limit: float) -> Foot:
    if column.name == "week_hours":
        midnights = {
            "tickvals": [24 * day for day in range(8)],
            "showgrid": True,
            "gridcolor": RULE,
            "ticklen": 0,
        }
        noons = [24 * day + 12 for day in range(7)]
        scale = {"tickvals": noons, "ticktext": DAYS_OF_WEEK, "range": [0, 168], "showgrid": False}
        return Foot(column.to_numpy(), {**scale, "minor": midnights})
    if column.name != "case_hours":
        instants = clock(column)
        seen = most_of(instants)
        scale = {"type": "date", **({"range": seen} if seen else {})}
        told = told_outside(instants, seen, "dot lies", "dots lie")
        return Foot(instants, scale, told, "<br>%{x|%a %d %b %Y %H:%M}")
    ends, most = column.quantile(limit), column.max()
    unit, hours = ("days", 24.0) if ends > 72 else ("hours", 1.0)
    is_cut = 0 < ends < 0.8 * most
    told = f", as far as {limit:.0%} of the dots".replace("%", " %") if is_cut else ""
    last = (ends if is_cut else most) / hours or 1
    return Foot(
        column.to_numpy() / hours, {"range": [-0.005 * last, 1.01 * last]}, f", {unit}{told}", f"<br>%{{x:,.2f}} {unit}"
    )  # fmt: skip


def bands(
    frame: pd.DataFrame, x: str, value: str, group: str, names: Mapping[Any, tuple[str, str | None]], *, title: str, axis: str
) -> go.Figure:  # fmt: skip
    """Areas on top of each other over time, one for each of `names` (value of `group` -> name and colour), the first on top."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for one, (name, colour) in reversed(list(names.items())):
        rows = frame[frame[group] == one]
        figure.add_trace(
            go.Scatter(
                x=clock(rows[x]), y=rows[value], name=label(name), mode="lines", stackgroup="all", line={"width": 0.6, "color": colour or RULE_COLOUR},
                fillcolor=see_through(colour or RULE_COLOUR, 0.75), hovertemplate=f"%{{x|%d %b %Y}}<br>{label(name)}: %{{y:,.1f}}<extra></extra>",
            )
        )  # fmt: skip
    drawn = frame[frame[group].isin(list(names))]
    seen = most_of(clock(drawn[x]), drawn[value].to_numpy(dtype=float), 2 * STRAY)
    figure.update_xaxes(
        type="date", range=seen, title="a few cases stand far outside the time shown" if seen else None
    )
    figure.update_yaxes(title=axis, rangemode="tozero")
    figure.update_layout(showlegend=True, legend={"traceorder": "reversed"})
    return themed(figure, title, height=420).update_layout(legend=BENEATH)


def see_through(colour: str, share: float) -> str:
    """`#rrggbb` as a colour through which the ground is seen."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
