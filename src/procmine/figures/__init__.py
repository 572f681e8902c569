"""A frame becomes a picture: house theme and chart forms; no question is known here."""

from __future__ import annotations

from procmine.figures.amounts import amounts
from procmine.figures.charts import bars, heatmap, label, lines, stacked_bars, steps, strips
from procmine.figures.control import control_charts
from procmine.figures.counterfactual import counterfactual
from procmine.figures.exchange import matrix, ring
from procmine.figures.forest import forest
from procmine.figures.gantt import gantt
from procmine.figures.over_time import bands, dots
from procmine.figures.ranges import ranges
from procmine.figures.scatters import scatter
from procmine.figures.spectrum import spectrum
from procmine.figures.streams import streams
from procmine.figures.theme import ACCENT, COLOURS, TITLE_ROOM, activity_colours, themed
from procmine.figures.tree import icicle
from procmine.figures.world import world

__all__ = [
    "ACCENT",
    "COLOURS",
    "TITLE_ROOM",
    "activity_colours",
    "amounts",
    "bands",
    "bars",
    "control_charts",
    "counterfactual",
    "dots",
    "forest",
    "gantt",
    "heatmap",
    "icicle",
    "label",
    "lines",
    "matrix",
    "ranges",
    "ring",
    "scatter",
    "spectrum",
    "stacked_bars",
    "steps",
    "streams",
    "strips",
    "themed",
    "world",
]
