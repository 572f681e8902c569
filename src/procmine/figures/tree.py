"""A tree of parts, each as wide as what goes through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from procmine.figures.charts import label
from procmine.figures.theme import activity_colours, themed

if TYPE_CHECKING:
    import plotly.graph_objects as go


def icicle(
    ids: Sequence[int], parents: Sequence[int], labels: Sequence[str], values: Sequence[int], *, whole: int, title: str
) -> go.Figure:  # fmt: skip
    """Branches from left to right, each as high as its cases; 0 is the parent of those that have none."""
    import plotly.graph_objects as go

    firsts = [text.split(" → ")[0] for text in labels]
    colours = activity_colours(firsts)
    trace = go.Icicle(
        ids=["0", *map(str, ids)],
        parents=["", *map(str, parents)],
        labels=["all cases", *(label(text, 60) for text in labels)],
        values=[whole, *values],
        branchvalues="total",
        sort=False,
        marker={"colors": ["rgba(120,130,145,0.25)", *(colours[name] for name in firsts)]},
        hovertemplate="%{label}<br>%{value:,} cases<extra></extra>",
        tiling={"orientation": "h"},
    )
    return themed(go.Figure(trace), title, height=520)
