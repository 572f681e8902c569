"""A frame becomes a picture: house theme and chart forms; no question is known here."""

from __future__ import annotations

from procmine.figures.charts import bars, heatmap, lines, stacked_bars, steps, strips
from procmine.figures.control import control_charts
from procmine.figures.forest import forest
from procmine.figures.gantt import gantt
from procmine.figures.theme import ACCENT, COLOURS, activity_colours, themed

__all__ = [
    "ACCENT",
    "COLOURS",
    "activity_colours",
    "bars",
    "control_charts",
    "forest",
    "gantt",
    "heatmap",
    "lines",
    "stacked_bars",
    "steps",
    "strips",
    "themed",
]
