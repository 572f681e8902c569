"""The steps of a case as chips, in the colours that activities have everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from dash import html

from procmine.wording import counted

MOST = 24


def step_chips(activities: Sequence[str], colours: Mapping[str, str]) -> html.Ol:
    """The steps in order; a repeated one once, with how often; beyond 24 how many more."""
    runs = [(name, len(list(same))) for name, same in groupby(activities)]
    chips = [
        html.Li(
            [
                html.I(style={"background": colours[name]}),
                name,
                *([html.B(f"×{times}")] if times > 1 else []),
            ],
            className="step",
        )
        for name, times in runs[:MOST]
    ]
    left = len(runs) - MOST
    more = [html.Li(f"and {counted(left, 'more step')}", className="step")] if left > 0 else []
    return html.Ol([*chips, *more], className="steps")
