"""A Gantt chart: when each piece of work was ready, begun and ended, and what waited for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.figures.charts import label
from procmine.figures.theme import ACCENT, COLOURS, MUTED, themed

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

MOST = 50
THIN, THICK = 0.16, 0.56  # of the height of a row
BESIDE, PALE_WAIT = "#9db7d5", "#ecc79b"


def gantt(rows: pd.DataFrame, *, title: str, most: int = MOST) -> go.Figure:
    """One line for each row, in the order given; beyond `most` the longest ones are drawn and the axis tells how many are not.

    Columns: `label`, `under` (a smaller line below it, or nothing), `key` and `after` (the key of the row it waited for),
    `ready_at`, `begins_at` (unknown where only the end is), `ends_at`, `is_marked` (on the path that counts),
    `is_unfinished` (drawn until a limit), `planned_from_at`, `planned_to_at` and `told`, which is shown where it is pointed at.
    """
    import plotly.graph_objects as go

    drawn = _longest(_on_the_clock(rows), most)
    figure = go.Figure()
    for add in (_planned, _waits, _work, _instants, _links):
        add(figure, drawn)
    left = len(rows) - len(drawn)
    names = [_lines(row.label, row.under) for row in drawn.itertuples()]
    figure.update_yaxes(
        tickvals=list(range(len(drawn))),
        ticktext=names,
        range=[len(drawn) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
    )
    told = f"the {len(drawn)} longest pieces of work; {left:,} shorter ones are not drawn" if left else None
    figure.update_xaxes(type="date", title=told)
    figure.update_layout(barmode="overlay", showlegend=True, hovermode="closest")
    return themed(figure, title, height=150 + 36 * max(3, len(drawn)))


def _lines(name: str, under: str) -> str:
    """A name with a smaller line below it: a phone has room for no long ones."""
    return label(name, 30) + (f"<br><span style='font-size:10px'>{label(under, 30)}</span>" if under else "")


def _on_the_clock(rows: pd.DataFrame) -> pd.DataFrame:
    """Instants as a clock on the wall shows them: the picture knows no zones."""
    columns = [name for name in rows if name.endswith("_at")]
    return rows.assign(**{name: rows[name].dt.tz_localize(None) for name in columns})


def _longest(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    if len(rows) > most:
        length = (rows.ends_at - rows.ready_at).sort_values(ascending=False, kind="stable")
        rows = rows.loc[sorted(length.index[:most])]
    return rows.reset_index(drop=True)


def _bars(
    figure: go.Figure, rows: pd.DataFrame, begins: str, ends: str, name: str, *, width: float, **look: Any
) -> None:
    import plotly.graph_objects as go

    rows = rows[rows[ends] > rows[begins]]  # never where one of the two is unknown
    if rows.empty:
        return
    figure.add_trace(
        go.Bar(
            x=((rows[ends] - rows[begins]).dt.total_seconds() * 1000).tolist(), base=rows[begins].dt.strftime("%Y-%m-%dT%H:%M:%S.%f").tolist(),
            y=rows.index.tolist(), orientation="h", width=width, name=name, marker=look,
            customdata=[[label(text), label(told, 200)] for text, told in zip(rows.label, rows.told, strict=True)],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    )  # fmt: skip


def _planned(figure: go.Figure, rows: pd.DataFrame) -> None:
    _bars(
        figure, rows, "planned_from_at", "planned_to_at", "planned", width=0.9, color="rgba(130,140,155,0.22)"
    )
    only_end = rows[rows.planned_to_at.notna() & rows.planned_from_at.isna()]
    _marks(
        figure,
        only_end,
        "planned_to_at",
        "planned end",
        symbol="line-ns",
        size=16,
        line={"width": 2, "color": MUTED},
    )


def _waits(figure: go.Figure, rows: pd.DataFrame) -> None:
    known, bound = rows[rows.begins_at.notna()], rows[rows.begins_at.isna()]
    for is_marked, name, colour in (
        (True, "waits", COLOURS["wait"]),
        (False, "waits beside the critical path", PALE_WAIT),
    ):
        _bars(
            figure,
            known[known.is_marked == is_marked],
            "ready_at",
            "begins_at",
            name,
            width=THIN,
            color=colour,
        )
    _bars(
        figure,
        bound,
        "ready_at",
        "ends_at",
        "up to the end (no start recorded)",
        width=2 * THIN,
        color=COLOURS["elapsed"],
    )


def _work(figure: go.Figure, rows: pd.DataFrame) -> None:
    """Work has an edge of its own colour, so that minutes are seen beside days."""
    ended = rows[~rows.is_unfinished]
    for is_marked, name, colour in (
        (True, "work on the critical path", ACCENT),
        (False, "work beside it", BESIDE),
    ):
        look = {"color": colour, "line": {"color": colour, "width": 2}}
        _bars(figure, ended[ended.is_marked == is_marked], "begins_at", "ends_at", name, width=THICK, **look)
    hollow = {"color": "rgba(0,0,0,0)", "line": {"color": ACCENT, "width": 1.5}}
    _bars(figure, rows[rows.is_unfinished], "begins_at", "ends_at", "not ended yet", width=THICK, **hollow)


def _instants(figure: go.Figure, rows: pd.DataFrame) -> None:
    """Ends without a start, and work that took no time."""
    points = rows[rows.begins_at.isna() | (rows.begins_at == rows.ends_at)]
    _marks(
        figure,
        points[points.is_unfinished],
        "ends_at",
        "not ended yet",
        symbol="diamond-open",
        size=9,
        color=ACCENT,
    )
    points = points[~points.is_unfinished]
    for is_marked, colour, name in (
        (True, ACCENT, "an instant on the critical path"),
        (False, BESIDE, "an instant beside it"),
    ):
        some = points[points.is_marked == is_marked]
        _marks(figure, some, "ends_at", name, symbol="diamond", size=9, color=colour)


def _marks(figure: go.Figure, rows: pd.DataFrame, at: str, name: str, **look: Any) -> None:
    import plotly.graph_objects as go

    if rows.empty:
        return
    figure.add_trace(
        go.Scatter(
            x=rows[at], y=rows.index.tolist(), mode="markers", name=name, marker=look,
            customdata=[[label(text), label(told, 200)] for text, told in zip(rows.label, rows.told, strict=True)],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    )  # fmt: skip


def _links(figure: go.Figure, rows: pd.DataFrame) -> None:
    """From the end of each row down to the row that waited for it, which was ready at that instant."""
    import plotly.graph_objects as go

    place = {key: row for row, key in enumerate(rows.key)}
    linked = rows[rows.after.isin(place)]
    for is_marked, colour in ((False, MUTED), (True, ACCENT)):
        some = linked[linked.is_marked == is_marked]
        x = [at for instant in some.ready_at for at in (instant, instant, None)]
        y = [
            at for row, after in zip(some.index, some.after, strict=True) for at in (place[after], row, None)
        ]
        if x:
            figure.add_trace(
                go.Scatter(
                    x=x, y=y, mode="lines+markers", line={"width": 1, "color": colour}, opacity=0.7, showlegend=False, hoverinfo="skip",
                    marker={"symbol": "triangle-down", "size": [0, 7, 0] * len(some), "line": {"width": 0}, "color": colour},
                )
            )  # fmt: skip
