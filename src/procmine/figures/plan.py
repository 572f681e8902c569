"""A plan: what is to be done from when until when, what needs what, and where today is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.figures.charts import label
from procmine.figures.theme import ACCENT, COLOURS, MUTED, themed

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

STATES = {
    "proposed": "#9db7d5",
    "planned": COLOURS["work"],
    "in progress": COLOURS["wait"],
    "done": COLOURS["completions"],
    "dropped": COLOURS["unavailability"],
}
THICK, DAY_MILLISECONDS = 0.5, 86_400_000


def plan(rows: pd.DataFrame, links: list[tuple[int, int]], today: pd.Timestamp, *, title: str) -> go.Figure:
    """One line for each row, in the order given; `links` are pairs of keys, the second of which needs the first.

    Columns: `key`, `label`, `state`, `begins_at` and `ends_at` (days, each may be unknown; the last day counts whole),
    `changed_at` (when it took effect, or unknown) and `told`, which is shown where it is pointed at.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for add in (_bars, _days):
        add(figure, rows)
    _links(figure, rows, links)
    _today(figure, rows, today)
    names = [label(name, 28) for name in rows.label]
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=names,
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
    )
    figure.update_xaxes(type="date")
    figure.update_layout(barmode="overlay", showlegend=True, hovermode="closest")
    return themed(figure, title, height=150 + 34 * max(3, len(rows)))


def _bars(figure: go.Figure, rows: pd.DataFrame) -> None:
    import plotly.graph_objects as go

    known = rows[rows.begins_at.notna() & rows.ends_at.notna()]
    for state, colour in STATES.items():
        some = known[known.state == state]
        if some.empty:
            continue
        length = (some.ends_at - some.begins_at).dt.days + 1
        figure.add_trace(
            go.Bar(
                x=(length * DAY_MILLISECONDS).tolist(), base=some.begins_at.dt.strftime("%Y-%m-%d").tolist(), y=some.index.tolist(),
                orientation="h", width=THICK, name=state, marker={"color": colour, "line": {"color": colour, "width": 1}}, **_pointed(some),
            )
        )  # fmt: skip


def _days(figure: go.Figure, rows: pd.DataFrame) -> None:
    """Days that stand alone: a begin without an end, an end without a begin, and when a change took effect."""
    shown = (
        ("starts", "begins_at", rows[rows.begins_at.notna() & rows.ends_at.isna()], "triangle-right", MUTED),
        ("due", "ends_at", rows[rows.begins_at.isna() & rows.ends_at.notna()], "diamond", MUTED),
        ("change takes effect", "changed_at", rows[rows.changed_at.notna()], "star", "#7a5195"),
    )
    import plotly.graph_objects as go

    for name, column, some, symbol, colour in shown:
        if len(some):
            marker = {"symbol": symbol, "size": 12, "color": colour}
            at = some[column].dt.strftime("%Y-%m-%dT%H:%M:%S").tolist()
            figure.add_trace(
                go.Scatter(
                    x=at, y=some.index.tolist(), mode="markers", name=name, marker=marker, **_pointed(some)
                )
            )


def _pointed(rows: pd.DataFrame) -> dict[str, Any]:
    told = [[label(name), label(text, 200)] for name, text in zip(rows.label, rows.told, strict=True)]
    return {"customdata": told, "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>"}


def _links(figure: go.Figure, rows: pd.DataFrame, links: list[tuple[int, int]]) -> None:
    """From the end of what is needed to the begin of what needs it."""
    import pandas as pd
    import plotly.graph_objects as go

    place = {key: row for row, key in enumerate(rows.key)}
    x: list[Any] = []
    y: list[Any] = []
    for first, then in links:
        if first not in place or then not in place:
            continue
        one, other = rows.loc[place[first]], rows.loc[place[then]]
        leaves = (one.ends_at if pd.notna(one.ends_at) else one.begins_at) + pd.Timedelta(
            days=int(pd.notna(one.ends_at) and pd.notna(one.begins_at))
        )
        reaches = other.begins_at if pd.notna(other.begins_at) else other.ends_at
        x += [at.strftime("%Y-%m-%d") for at in (leaves, reaches, reaches)] + [None]
        y += [place[first], place[first], place[then], None]
    if x:
        size = [0, 0, 12, 0] * (len(x) // 4)
        figure.add_trace(
            go.Scatter(
                x=x, y=y, mode="lines+markers", line={"width": 1.5, "color": MUTED}, name="needs", hoverinfo="skip",
                marker={"symbol": "arrow", "angleref": "previous", "size": size, "color": MUTED, "line": {"width": 0}},
            )
        )  # fmt: skip


def _today(figure: go.Figure, rows: pd.DataFrame, today: pd.Timestamp) -> None:
    import plotly.graph_objects as go

    at = today.strftime("%Y-%m-%d")
    figure.add_trace(
        go.Scatter(
            x=[at, at], y=[-0.6, len(rows) - 0.4], mode="lines", name="today", line={"color": ACCENT, "width": 2, "dash": "dot"},
            hovertemplate="today<extra></extra>",
        )
    )  # fmt: skip
