"""Who exchanges how much with whom: as a table of colours, as a ring of nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from procmine.figures.charts import label
from procmine.figures.theme import ACCENT, INK, MUTED, PALETTE, themed

if TYPE_CHECKING:
    import numpy as np
    import plotly.graph_objects as go

STRENGTHS = 5  # widths of the lines of a ring
MOST_NODES, MOST_LINES = 40, 120


def alike(table: np.ndarray) -> list[int]:
    """The rows of a square table in an order in which those that exchange with the same others stand together."""
    import numpy as np
    from scipy.cluster.hierarchy import leaves_list, linkage

    if len(table) < 3:
        return list(range(len(table)))
    both = np.sqrt(np.asarray(table, dtype=float))
    both = np.hstack([both, both.T])
    size = np.linalg.norm(both, axis=1, keepdims=True)
    near = np.divide(both, size, out=np.zeros_like(both), where=size > 0)
    return [int(row) for row in leaves_list(linkage(near, "average", optimal_ordering=len(near) <= 200))]


def matrix(
    names: Sequence[str], table: np.ndarray, texts: Sequence[Sequence[str]], *, title: str, axis: str, rows: str, columns: str, left_out: str = "",
) -> go.Figure:  # fmt: skip
    """A square table of colours, ordered so that what is alike stands together; an empty cell is nothing.

    `texts` are shown as they stand: what somebody typed is to be made harmless with `label` before.
    """
    import numpy as np
    import plotly.graph_objects as go

    order = alike(np.nan_to_num(table))
    told = _apart([label(names[place], 24) for place in order])
    figure = go.Figure(
        go.Heatmap(
            z=np.asarray(table, dtype=float)[np.ix_(order, order)].tolist(), x=told, y=told,
            text=[[texts[row][column] for column in order] for row in order],
            colorscale="Blues", xgap=1, ygap=1, hoverongaps=False, hovertemplate="%{text}<extra></extra>",
            colorbar={"title": {"text": axis, "side": "right"}, "thickness": 10},
        )
    )  # fmt: skip
    figure.update_xaxes(
        title=f"{columns} · {left_out}" if left_out else columns, tickangle=-60, showgrid=False, dtick=1
    )
    figure.update_yaxes(title=rows, autorange="reversed", showgrid=False, dtick=1)
    return themed(figure, title, height=220 + 20 * max(6, len(told)))


def ring(
    sizes: Mapping[str, float], links: Sequence[tuple[str, str, float]], *, title: str, axis: str, groups: Mapping[str, str] | None = None,
) -> go.Figure:  # fmt: skip
    """Nodes on a circle, sized by `sizes`, and an arrow for each of the `links` (from, to, how much).

    Those of one group, else those that exchange much, are neighbours. Beyond 40 nodes and 120 arrows the smallest are
    not drawn, and that is told.
    """
    import plotly.graph_objects as go

    seen = sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_NODES]
    among = [one for one in links if one[0] in seen and one[1] in seen]
    drawn = sorted(among, key=lambda one: (-one[2], one[:2]))[:MOST_LINES]
    names = _around(seen, drawn, groups)
    place = _circle(names)
    figure = go.Figure([*_bows(drawn, place), _nodes(names, sizes, place, groups)])
    told = [f"{len(sizes) - len(seen)} more not drawn"] if len(sizes) > len(seen) else []
    told += [f"the {len(drawn):,} largest of {len(links):,} links"] if len(links) > len(drawn) else []
    hidden = {"visible": False, "range": [-1.25, 1.25]}
    figure.update_xaxes(
        title=" · ".join([axis, *told]),
        showgrid=False,
        zeroline=False,
        showticklabels=False,
        range=[-1.5, 1.5],
    )
    figure.update_yaxes(**hidden, scaleanchor="x", scaleratio=1)
    return themed(figure, title, height=620)


def _around(
    names: list[str], links: Sequence[tuple[str, str, float]], groups: Mapping[str, str] | None
) -> list[str]:
    """The names in the order in which they stand on the circle: by group, within it by whom they exchange with."""
    import numpy as np

    at = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    for one, other, much in links:
        table[at[one], at[other]] += much
        table[at[other], at[one]] += much
    np.fill_diagonal(
        table, table.sum(axis=1)
    )  # a node is near those it exchanges with, not only those with the same partners
    ordered = [names[row] for row in alike(table)]
    return sorted(ordered, key=lambda name: (groups or {}).get(name, "")) if groups else ordered


def _circle(names: Sequence[str]) -> dict[str, tuple[float, float]]:
    import math

    turn = 2 * math.pi / max(1, len(names))
    return {name: (math.sin(turn * place), math.cos(turn * place)) for place, name in enumerate(names)}


def _bows(links: Sequence[tuple[str, str, float]], place: Mapping[str, tuple[float, float]]) -> list[Any]:
    """The lines, one trace for each of a few widths, and an arrow on each; they bend to one side, so that both directions are seen."""
    import math

    import plotly.graph_objects as go

    most = max((much for *_, much in links), default=1)
    lines: dict[int, tuple[list, list]] = {}
    heads: list[tuple[float, float, float, int, str]] = []
    for one, other, much in reversed(links):
        strength = min(STRENGTHS - 1, int(STRENGTHS * (much / most) ** 0.5))
        bow = _bow(place[one], place[other])
        xs, ys = lines.setdefault(strength, ([], []))
        xs += [*(x for x, _ in bow), None]
        ys += [*(y for _, y in bow), None]
        (x0, y0), (x1, y1) = bow[6], bow[8]
        heads.append(
            (
                *bow[7],
                math.degrees(math.atan2(x1 - x0, y1 - y0)),
                6 + 2 * strength,
                f"{label(one)} → {label(other)}: {much:,.0f}",
            )
        )
    drawn = [
        go.Scatter(
            x=xs, y=ys, mode="lines", hoverinfo="skip", showlegend=False, opacity=0.25 + 0.13 * strength,
            line={"width": 0.75 + 1.5 * strength, "color": ACCENT if strength >= STRENGTHS - 2 else MUTED},
        )
        for strength, (xs, ys) in sorted(lines.items())
    ]  # fmt: skip
    x, y, angle, size, text = (list(column) for column in zip(*heads, strict=True)) if heads else ([],) * 5
    marker = {"symbol": "arrow", "angle": angle, "size": size, "color": INK, "opacity": 0.7}
    return [
        *drawn,
        go.Scatter(
            x=x,
            y=y,
            text=text,
            mode="markers",
            showlegend=False,
            marker=marker,
            hovertemplate="%{text}<extra></extra>",
        ),
    ]


def _bow(
    begins: tuple[float, float], ends: tuple[float, float], points: int = 13
) -> list[tuple[float, float]]:
    """Points of a bent line (a quadratic Bézier curve) that keeps to the inside of the circle."""
    (x0, y0), (x1, y1) = begins, ends
    x2, y2 = 0.35 * (x0 + x1) / 2 + 0.12 * (y1 - y0), 0.35 * (y0 + y1) / 2 - 0.12 * (x1 - x0)
    at = [step / (points - 1) for step in range(points)]
    return [
        (
            (1 - t) ** 2 * x0 + 2 * t * (1 - t) * x2 + t**2 * x1,
            (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y2 + t**2 * y1,
        )
        for t in at
    ]


def _nodes(
    names: Sequence[str],
    sizes: Mapping[str, float],
    place: Mapping[str, tuple[float, float]],
    groups: Mapping[str, str] | None,
) -> Any:
    import plotly.graph_objects as go

    kinds = sorted(set((groups or {}).values()))
    hues = {kind: PALETTE[at % len(PALETTE)] for at, kind in enumerate(kinds)}
    most = max(sizes.values(), default=1) or 1
    is_right = [place[name][0] > 0.15 for name in names]
    is_left = [place[name][0] < -0.15 for name in names]
    return go.Scatter(
        x=[place[name][0] for name in names], y=[place[name][1] for name in names], mode="markers+text", showlegend=False,
        marker={
            "size": [8 + 26 * (sizes[name] / most) ** 0.5 for name in names],
            "color": [hues.get((groups or {}).get(name, ""), ACCENT) for name in names], "line": {"color": "white", "width": 1},
        },
        text=[f"  {label(name, 18)}  " for name in names],
        textposition=[
            "middle right" if right else "middle left" if left else "top center" if place[name][1] > 0 else "bottom center"
            for name, right, left in zip(names, is_right, is_left, strict=True)
        ],
        textfont={"size": 11, "color": INK}, cliponaxis=False,
        customdata=[[label(name), f"{sizes[name]:,.0f}"] for name in names], hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )  # fmt: skip


def _apart(names: Sequence[str]) -> list[str]:
    """Names that were cut to the same letters are numbered, or an axis would draw them as one."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told
