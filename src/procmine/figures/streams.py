"""What flows from step to step, with the names that are too many told together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from procmine.figures.charts import label
from procmine.figures.theme import ACCENT, MUTED, themed

if TYPE_CHECKING:
    import plotly.graph_objects as go

OTHERS = object()  # stands for all that are not drawn by name, whatever anybody is called


def streams(
    steps: Sequence[Sequence[tuple[str, str, float]]], *, title: str, heads: Sequence[str], most: int = 8
) -> go.Figure:
    """What flows from column to column; in each column the `most` largest names stand alone, the rest together as others."""
    import plotly.graph_objects as go

    columns = [_column(steps, at, most) for at in range(len(steps) + 1)]
    number = {
        end: place
        for place, end in enumerate((at, name) for at, (names, _) in enumerate(columns) for name in names)
    }
    flows: dict[tuple[int, int], float] = {}
    for at, step in enumerate(steps):
        for one, other, much in step:
            ends = (
                number.get((at, one), number.get((at, OTHERS), -1)),
                number.get((at + 1, other), number.get((at + 1, OTHERS), -1)),
            )
            flows[ends] = flows.get(ends, 0) + much
    told = [f"{columns[at][1]} others" if name is OTHERS else label(name, 24) for at, name in number]
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            node={
                "label": told, "color": [MUTED if name is OTHERS else ACCENT for _, name in number], "pad": 14, "thickness": 14, "line": {"width": 0},
                "hovertemplate": "%{label}: %{value:,.0f}<extra></extra>",
            },
            link={
                "source": [one for one, _ in flows], "target": [other for _, other in flows], "value": list(flows.values()),
                "color": "rgba(31,111,235,0.18)", "hovertemplate": "%{source.label} → %{target.label}: %{value:,.0f}<extra></extra>",
            },
        )
    )  # fmt: skip
    for at, head in enumerate(heads):
        x = at / max(1, len(heads) - 1)
        figure.add_annotation(
            x=x,
            y=1.01,
            xref="paper",
            yref="paper",
            yanchor="bottom",
            xanchor=("left", "center", "right")[min(2, round(2 * x))],
            text=head,
            showarrow=False,
            font={"color": MUTED},
        )
    return themed(figure, title, height=520).update_layout(margin={"t": 110})


def _column(steps: Sequence[Sequence[tuple[str, str, float]]], at: int, most: int) -> tuple[list[Any], int]:
    """The names of a column, the largest first, and how many others stand together at its end."""
    weights: dict[str, float] = {}
    seen = [(one, much) for one, _, much in (steps[at] if at < len(steps) else ())]
    seen += [(other, much) for _, other, much in (steps[at - 1] if at else ())]
    for name, much in seen:
        weights[name] = weights.get(name, 0) + much
    names: list[Any] = sorted(weights, key=lambda name: (-weights[name], name))
    return (names, 0) if len(names) <= most + 1 else ([*names[:most], OTHERS], len(names) - most)
