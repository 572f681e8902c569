"""Pictures of answers in the app: the same figures, made to fit a phone and both colour schemes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag
from dash import dcc, html

from procmine.app.bar_lists import bars, legend, stacked_bars
from procmine.figures import ACCENT, TITLE_ROOM, themed
from procmine.wording import amount_of_time, count, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

ROWS_SHOWN = 2000
MOST_IN_LEGEND = 4
LINKS = {"case_id": "CaseLink", "action": "ActionLink"}  # what opens where it is clicked in a grid
ROW_HEIGHT, HEADER_HEIGHT = 43, 60  # pixels of a grid
SEE_THROUGH = [[0, "rgba(31,111,235,0.05)"], [1, "rgba(31,111,235,1)"]]
GRID_THEME = {
    "function": "themeQuartz.withParams({backgroundColor:'var(--surface)',foregroundColor:'var(--ink)',headerBackgroundColor:'var(--sunken)',"
    "borderColor:'var(--rule)',oddRowBackgroundColor:'var(--surface)',accentColor:'var(--accent)',fontFamily:'inherit',fontSize:13})"
}
WHOLE, DECIMAL, PER_CENT = (
    {"function": f"params.value == null ? '–' : {shown}"}
    for shown in (
        "d3.format(',d')(params.value)",
        # Two places as in the sentences above the table; a time of seconds, told in hours, keeps two figures.
        "d3.format(params.value && Math.abs(params.value) < 0.1 ? ',.2~g' : ',.2f')(params.value)",
        "d3.format('.1%')(params.value)",
    )
)


def picture(result: Any, most: int = 10) -> Any:
    """The figure of a Result: ranked bars as lines of text and colour, anything else as a chart."""
    figure = result.figure()
    first = figure.data[0] if len(figure.data) else None
    if first is None or first.type != "bar" or first.orientation != "h":
        return chart(figure, result.headline)
    return bars(figure, most) if len(figure.data) == 1 else stacked_bars(figure, most)


def chart(figure: go.Figure, label: str) -> html.Div:
    """A Plotly figure without its title, which the card carries, on the ground of the page.

    A legend of many names stands above it as text, which folds on a phone.
    """
    names = _many_names(figure)
    has_legend = not names and len(figure.data) > 1 and figure.layout.showlegend is not False
    has_head = has_legend or len(figure.layout.annotations) > 0
    height = (figure.layout.height or 320) - max(0, (figure.layout.margin.t or 0) - TITLE_ROOM)
    figure.update_layout(
        title=None,
        margin={"l": 8, "r": 12, "t": 34 if has_head else 10, "b": 8},
        dragmode=False,
        autosize=True,
        height=height,
    )
    if figure.data and figure.data[0].type == "heatmap":
        figure.update_traces(colorscale=SEE_THROUGH, zmin=0, zmax=_largest(figure.data[0].z))
        figure.update_xaxes(showgrid=False, zeroline=False)
        figure.update_yaxes(showgrid=False, zeroline=False)
    drawn = dcc.Graph(
        figure=figure,
        config={"displayModeBar": False, "responsive": True},
        style={"height": f"{height}px"},
    )
    picture = html.Div(drawn, className="chart", role="img", **{"aria-label": label})
    return html.Div([legend(names), picture]) if names else picture


def _many_names(figure: go.Figure) -> dict[str, str]:
    """The legend of a figure that has more than a line of it holds, taken out of the figure."""
    traces = [trace for trace in figure.data if trace.type == "scatter" and trace.showlegend is not False]
    if not figure.layout.showlegend or len({trace.name for trace in traces}) <= MOST_IN_LEGEND:
        return {}
    figure.update_layout(showlegend=False)
    ordered = traces[::-1] if figure.layout.legend.traceorder == "reversed" else traces
    return {unescape(trace.name): trace.line.color or trace.marker.color for trace in ordered}


def _largest(cells: Any) -> float:
    """The largest known value of a table of numbers; 1 where there is none, so that nothing looks like much."""
    import numpy as np

    known = np.asarray(cells, dtype=float)
    known = known[np.isfinite(known)]
    return float(known.max()) if known.size and known.max() > 0 else 1.0


def curve(x: Sequence[float], y: Sequence[float], *, x_axis: str, y_axis: str, label: str) -> html.Div:
    """One filled line from 0 to 100 %."""
    import plotly.graph_objects as go

    trace = go.Scatter(
        x=list(x),
        y=list(y),
        mode="lines",
        line={"color": ACCENT, "width": 2, "shape": "hv"},
        fill="tozeroy",
        fillcolor="rgba(31,111,235,0.12)",
    )
    figure = themed(go.Figure(trace), "", height=230)
    figure.update_xaxes(title=x_axis, tickformat=",d", dtick=1 if len(x) <= 12 else None)
    figure.update_yaxes(title=y_axis, tickformat=".0%", range=[0, 1.03])
    return chart(figure, label)


def small_table(frame: pd.DataFrame, names: Mapping[str, str]) -> html.Table:
    """A few rows in full, to be read as they stand: `names` gives the columns shown and their heads."""
    head = html.Tr(
        [
            html.Th(told, className="is-number" if frame[column].dtype.kind in "if" else None, scope="col")
            for column, told in names.items()
        ]
    )
    rows = [
        html.Tr([_small_cell(column, row[column]) for column in names]) for row in frame.to_dict("records")
    ]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="small-table")


def _small_cell(column: str, value: Any) -> html.Td:
    if isinstance(value, str):
        return html.Td(value)
    told = (
        share(value)
        if "share" in column.split("_")
        else amount_of_time(value)
        if column.endswith("_hours") or column == "hours"
        else count(value)
    )
    return html.Td(told, className="is-number")


def table(frame: pd.DataFrame, *, name: str, height: int = 360, is_fitted: bool = False) -> dag.AgGrid:
    """Rows to look through, sort and search; lists are written out. Few rows take the room they need, no more.

    `is_fitted` gives all columns the room there is, where there is enough.
    """
    shown = frame.head(ROWS_SHOWN)
    is_short = len(shown) * ROW_HEIGHT + HEADER_HEIGHT <= height
    columns: list[dict[str, Any]] = []
    for column in shown:
        is_number = shown[column].dtype.kind in "if"
        clock = getattr(shown[column].dtype, "tz", None)
        zone = "" if clock is None else f" ({clock})"
        width = {"minWidth": 170} if str(column).endswith("_at") else {}
        link = {"cellRenderer": LINKS[column]} if column in LINKS else {}
        columns.append(
            {
                "field": str(column),
                "headerName": str(column).replace("_", " ") + zone,
                **width,
                **link,
                **({"type": "rightAligned", "valueFormatter": _form(shown[column])} if is_number else {}),
            }
        )
    return dag.AgGrid(
        rowData=[{str(key): _cell(value) for key, value in row.items()} for row in shown.to_dict("records")],
        columnDefs=columns, columnSize="responsiveSizeToFit" if is_fitted or len(columns) < 6 else "autoSize", className="grid",
        defaultColDef={"sortable": True, "resizable": True, "filter": True, "minWidth": 110},
        dashGridOptions={"theme": GRID_THEME, "animateRows": False, "suppressFieldDotNotation": True, "enableCellTextSelection": True,
                         **({"domLayout": "autoHeight"} if is_short else {})},
        style={"height": None if is_short else f"{height}px"}, id={"type": "rows", "name": name},
    )  # fmt: skip


def _form(column: pd.Series) -> dict[str, str]:
    """How the numbers of a column are written: counts in full, shares as per cent, hours with two places."""
    if "share" in str(column.name).split("_"):
        return PER_CENT
    whole = column.dropna()
    return (
        WHOLE
        if column.dtype.kind == "i" or ((whole % 1 == 0).all() and not str(column.name).endswith("_hours"))
        else DECIMAL
    )


def _cell(value: Any) -> Any:
    import pandas as pd

    if isinstance(value, str) or value is None:
        return value
    if hasattr(value, "__iter__"):
        return " → ".join(str(one) for one in value)
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
    return value.item() if hasattr(value, "item") else value
