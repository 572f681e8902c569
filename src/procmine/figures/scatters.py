"""Durations as dots by when they ended, with the lines that most of them lie under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from procmine.figures.charts import SPANS, label
from procmine.figures.over_time import RULE_COLOUR, clock, most_of, told_outside
from procmine.figures.theme import ACCENT, COLOURS, INK, MUTED, themed

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go


def scatter(
    frame: pd.DataFrame, limits: Mapping[str, float], course: pd.DataFrame, course_name: str, *, title: str, axis: str, begins_at: Any
) -> go.Figure:  # fmt: skip
    """A dot for each row of `ended_at` and `cycle_hours`, the marked ones (`is_above_p85`) in the colour of warning, and a line for each limit.

    The `course` (period_at, p85_hours, is_partial) is a line through the whole periods. Above the dotted line that rises
    from `begins_at` no dot can lie.
    """
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
        figure.add_trace(_rising(begins_at, frame.ended_at, scale))
    for place, (name, hours) in enumerate(limits.items()):
        _limit(figure, name, float(scale.placed([hours])[0]), place, scale.is_log)
    figure.update_layout(showlegend=True, hovermode="closest")
    ends = clock(frame.ended_at)
    seen = most_of(ends)
    outside = told_outside(ends, seen, "case ended", "cases ended")
    low, high = seen or (ends[0], ends[-1])
    margin = 0.03 * (high - low) or 3.6e6
    told = f"{axis}; {outside}" if outside else axis
    figure.update_xaxes(title=told, type="date", range=[low - margin, high + margin])
    figure.update_yaxes(**scale.marks)
    return themed(figure, title, height=420)


def _rising(begins_at: Any, ended_at: pd.Series, scale: Scale) -> go.Scatter:
    """The longest that a case can have taken by each instant, where none began before `begins_at`."""
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go

    first, last = clock(pd.Series([begins_at, ended_at.iloc[-1]]))
    x = np.linspace(float(first), float(last), 200)
    hours = (x - x[0]) / 3.6e6
    is_in = hours <= scale.top
    return go.Scatter(
        x=x[is_in], y=scale.placed(hours[is_in]), mode="lines", name="no older case",
        line={"color": RULE_COLOUR, "width": 1.5, "dash": "dot"}, hoverinfo="skip",
    )  # fmt: skip


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


def _limit(figure: go.Figure, name: str, at: float, place: int, is_log: bool) -> None:
    """A line across the picture at one height, with its name where those of the lines beside it, which may lie close, are not."""
    import math

    where = {"xref": "paper", "yref": "y"}
    line = {"color": MUTED, "width": 1, "dash": "dash"}
    figure.add_shape(type="line", x0=0, x1=1, y0=at, y1=at, line=line, **where)
    x, across, above = ((0, "left", "bottom"), (1, "right", "top"), (1, "right", "bottom"))[place]
    figure.add_annotation(
        x=x, y=math.log10(at) if is_log else at, text=label(name), showarrow=False, xanchor=across, yanchor=above,
        font={"size": 12, "color": INK}, bgcolor="rgba(255,255,255,0.8)", borderpad=1, **where,
    )  # fmt: skip
