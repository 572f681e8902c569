"""One look: calm greys, one accent, colours that carry meaning and can be told apart by everyone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import plotly.graph_objects as go

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Noto Sans CJK JP', sans-serif"
ACCENT = "#1f6feb"
INK, MUTED, RULE = "#1c2330", "#5b6472", "#e3e6eb"

TITLE_ROOM = 72  # pixels above a picture whose title is one line

# Meaning first: the same hue for the same kind of time everywhere.
COLOURS = {
    "wait": "#d9822b",
    "work": "#2b7bba",
    "elapsed": "#8a7aa8",
    "arrivals": "#7b8794",
    "completions": "#1b9e77",
    "in progress": ACCENT,
    "at work": "#2b7bba",
    "at work on duty": "#2b7bba",
    "on duty": "#7b8794",
    "overtime": "#d9822b",
    "rework": "#c2497e",
    "late": "#d1495b",
    "broken": "#d1495b",
    "overdue": "#d1495b",
    "missed": "#d9822b",
    "same hands": "#d1495b",
    "still open": "#e8bd8b",
    "kept": "#1b9e77",
    "met": "#1b9e77",
    "apart": "#1b9e77",
    "not known": "#d5d9df",
    "batching": "#7a5195",
    "batching while busy": "#e8bd8b",
    "contention": "#d9822b",
    "prioritisation": "#b3446c",
    "unavailability": "#9aa4b2",
    "extraneous": "#56b4e9",
    "unattributed": "#d5d9df",
    "sole": ACCENT,
    "shifting": "#8fb8fb",
}

# Twelve hues a colour-blind reader can tell apart by hue or by lightness; activities take them in turn.
PALETTE = (
    "#1f77b4", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00",
    "#7a5195", "#8c8c00", "#4d4d4d", "#b3446c", "#2f8f8f", "#a6761d",
)  # fmt: skip


def activity_colours(names: Iterable[str]) -> dict[str, str]:
    """A colour for each activity of a log, as different as the palette allows; given all of them, the same everywhere."""
    return {name: PALETTE[place % len(PALETTE)] for place, name in enumerate(sorted(set(names)))}


def themed(figure: go.Figure, title: str, *, height: int | None = None) -> go.Figure:
    """`figure` in the house look, titled with its finding."""
    told = wrapped(title)
    lines = told.count("<br>") + 1
    room = TITLE_ROOM + 20 * max(0, lines - 1)  # the legend stands below the last line
    height = None if height is None else height + room - TITLE_ROOM
    figure.update_layout(
        title={
            "text": told,
            "x": 0,
            "xanchor": "left",
            "y": 1 - 14 / (height or 450),
            "yref": "container",
            "yanchor": "top",
            "font": {"size": 15, "color": INK},
        },
        font={"family": FONT, "size": 12, "color": MUTED},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 8, "r": 16, "t": room, "b": 8},
        colorway=list(PALETTE),
        hoverlabel={"font": {"family": FONT, "size": 12}},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        height=height,
    )
    figure.update_xaxes(automargin=True, gridcolor=RULE, zerolinecolor=RULE, linecolor=RULE)
    figure.update_yaxes(automargin=True, gridcolor=RULE, zerolinecolor=RULE, linecolor=RULE)
    return figure


def wrapped(text: str, width: int = 90) -> str:
    """Text over several lines for a chart's title, safe from being read as markup."""
    import html
    import textwrap

    return "<br>".join(html.escape(line, quote=False) for line in textwrap.wrap(text, width))
