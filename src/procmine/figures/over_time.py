"""Pictures with time along their foot: what happened when, and how it passed from one to the next.

Dots are drawn as paths: where pages may not run text as code there is no WebGL, and a path holds thousands of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from procmine.figures.charts import SPANS, label
from procmine.figures.theme import ACCENT, COLOURS, INK, MUTED, RULE, activity_colours, themed

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go

RULE_COLOUR = "#98a2b0"
OTHERS = "others"
MOST_COLOURS = 9  # beside those of the others, which are grey
BENEATH = {"y": -0.17, "yanchor": "top"}  # where a legend of many lines has room
DAYS_OF_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clock(column: pd.Series) -> np.ndarray:
    """Instants as the wall clock of their zone, in milliseconds: axes know no zones, and numbers travel lighter than text."""
    import numpy as np

    wall = column.dt.tz_localize(None) if getattr(column.dtype, "tz", None) is not None else column
    return np.where(wall.isna(), np.nan, wall.to_numpy("datetime64[us]").astype(np.int64) / 1000)


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
        return Foot(clock(column), {"type": "date"}, hover="<br>%{x|%a %d %b %Y %H:%M}")
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
    figure.update_xaxes(type="date")
    figure.update_yaxes(title=axis, rangemode="tozero")
    figure.update_layout(showlegend=True, legend={"traceorder": "reversed"})
    return themed(figure, title, height=420).update_layout(legend=BENEATH)


def see_through(colour: str, share: float) -> str:
    """`#rrggbb` as a colour through which the ground is seen."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def scatter(
    frame: pd.DataFrame, limits: Mapping[str, float], course: pd.DataFrame, course_name: str, *, title: str, axis: str, begins_at: Any
) -> go.Figure:  # fmt: skip
    """A dot for each row of `ended_at` and `cycle_hours`, the marked ones (`is_above_p85`) in the colour of warning, and a line for each limit.

    The `course` (period_at, p85_hours, is_partial) is a line through the whole periods. Above the dotted line that rises from `begins_at` no dot can lie.
    """
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go

    scale = _scale(float(frame.cycle_hours.max()), max(limits.values()))
    figure = go.Figure()
    for name, is_marked in (("up to 85 %", False), ("longer", True)):
        figure.add_trace(_marks(frame[frame.is_above_p85 == is_marked], scale, name, is_marked))
    known = course[~course.is_partial.astype(bool)]
    line = {"color": COLOURS["wait"], "width": 1.5, "shape": "hv"}
    x, y = clock(known.period_at), scale.placed(known.p85_hours)
    figure.add_trace(go.Scatter(x=x, y=y, mode="lines", name=course_name, line=line))
    if begins_at is not None:
        first, last = clock(pd.Series([begins_at, frame.ended_at.iloc[-1]]))
        x = np.linspace(float(first), float(last), 80)
        hours = (x - x[0]) / 3.6e6
        is_in = hours <= scale.top
        dotted = {"color": RULE_COLOUR, "width": 1.5, "dash": "dot"}
        name = "no older case in the log"
        y = scale.placed(hours[is_in])
        figure.add_trace(go.Scatter(x=x[is_in], y=y, mode="lines", name=name, line=dotted, hoverinfo="skip"))
    for place, (name, hours) in enumerate(limits.items()):
        side = "top" if place == 1 else "bottom"  # the upper two often lie close
        _limit(figure, name, scale.placed(np.asarray([hours]))[0], side, scale.is_log)
    figure.update_layout(showlegend=True, hovermode="closest")
    figure.update_xaxes(title=axis, type="date")
    figure.update_yaxes(**scale.marks)
    return themed(figure, title, height=420)


class Scale(NamedTuple):
    """How hours are drawn upwards: in days where they are many, by factors of ten where a few are far longer than most."""

    unit_hours: float
    top: float
    is_log: bool
    marks: dict[str, Any]

    def placed(self, hours: Any) -> np.ndarray:
        import numpy as np

        shown = np.asarray(hours, dtype=float)
        return np.maximum(shown, SPANS["1 min"]) if self.is_log else shown / self.unit_hours


def _scale(longest: float, limit: float) -> Scale:
    if limit > 0 and longest > 8 * limit:
        marks = {
            "type": "log",
            "tickvals": list(SPANS.values()),
            "ticktext": list(SPANS),
            "title": "cycle time",
        }
        return Scale(1.0, 1.2 * longest, True, marks)
    unit, hours = ("days", 24.0) if longest > 72 else ("hours", 1.0)
    return Scale(hours, longest, False, {"title": f"cycle time, {unit}", "rangemode": "tozero"})


def _marks(rows: pd.DataFrame, scale: Scale, name: str, is_marked: bool) -> go.Scatter:
    import plotly.graph_objects as go

    told = [
        f"{label(one.case_id, 30)}: {one.cycle_hours:,.1f} h"
        for one in rows[["case_id", "cycle_hours"]].itertuples()
    ]
    return go.Scatter(
        x=clock(rows.ended_at), y=scale.placed(rows.cycle_hours), mode="markers", name=name, text=told,
        marker={"color": COLOURS["late"] if is_marked else ACCENT, "size": 6, "opacity": 0.5},
        hovertemplate="%{text}<br>ended %{x|%d %b %Y %H:%M}<extra></extra>",
    )  # fmt: skip


def _limit(figure: go.Figure, name: str, at: float, side: str, is_log: bool) -> None:
    """A line across the picture at one height, with its name at the right end, above or below it."""
    import math

    where = {"xref": "paper", "yref": "y"}
    line = {"color": MUTED, "width": 1, "dash": "dash"}
    figure.add_shape(type="line", x0=0, x1=1, y0=at, y1=at, line=line, **where)
    figure.add_annotation(
        x=1, y=math.log10(at) if is_log else at, text=label(name), showarrow=False, xanchor="right", yanchor=side,
        font={"size": 12, "color": INK}, bgcolor="rgba(255,255,255,0.8)", borderpad=1, **where,
    )  # fmt: skip
