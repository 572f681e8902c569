"""Variants: which ways cases take, and how few of them cover most cases."""

from __future__ import annotations

from itertools import groupby

from dash import html

from procmine.app import (
    activity_colours,
    answer_card,
    counted,
    curve,
    duration,
    filter_button,
    is_known,
    share,
)

TITLE, PATH, ORDER, ICON = "Variants", "/variants", 30, "variants"
AT_FIRST, MOST = 12, 60
STEPS_SHOWN = 24


def layout(view):
    return html.Div(
        [
            answer_card(view, "variants", title="The ways cases take", body=lambda found: body(view, found)),
            answer_card(view, "rework", title="Work done again"),
        ],
        className="stack",
    )


def body(view, found):
    frame = found.frame
    shown = MOST if view.options.get("show") == "more" else AT_FIRST
    colours = activity_colours(view.log.activities)
    rows = [row(view, one, frame.share.iloc[0], colours) for one in frame.head(shown).itertuples()]
    rest = more(view, shown, len(frame) - shown)
    covered = curve(
        range(1, len(frame) + 1), frame.cumulative_share.tolist(), x_axis="variants, the most common first", y_axis="cases covered",
        label="Share of cases covered by the most common variants",
    )  # fmt: skip
    parts = [covered] if len(frame) > 2 else []
    return html.Div([*parts, html.Ol(rows, className="variant-list"), *rest])


def more(view, shown, left):
    """The way to the variants that are not listed."""
    if left <= 0:
        return []
    if shown == MOST:
        return [
            html.P(
                f"{counted(left, 'rarer variant is', 'rarer variants are')} in the evidence.",
                className="number-note",
            )
        ]
    search = view.address.search
    return [
        html.A(
            f"Show more of the {counted(left, 'rarer variant')}",
            href=f"{PATH}{search}{'&' if search else '?'}show=more",
            className="button",
        )
    ]


def row(view, one, widest, colours):
    bar = html.Div(
        html.Div(
            className="bar-fill",
            style={"width": f"{100 * one.share / widest:.1f}%", "background": "var(--accent)"},
        ),
        className="bar-room",
    )
    numbers = html.Div(
        [
            html.Strong(counted(one.cases, "case")),
            f" · {share(one.share)}",
            bar,
            f"median {duration(one.median_cycle_hours)} · together {share(one.cumulative_share)}",
        ],
        className="variant-numbers",
    )
    rank = html.Span(f"{one.variant}.", className="variant-rank")
    return html.Li([rank, steps(one.activities, colours), numbers, *button(view, one)])


def button(view, one):
    """Keeps the cases of a variant, where the whole log knows it by number."""
    if not is_known(one.id):
        return []
    label = {"aria-label": f"Filter to variant {one.variant}"}
    return [filter_button("Filter to", view.clause(view.log.variants(int(one.id))), **label)]


def steps(activities, colours):
    """The steps as chips; a repeated one once, with how often."""
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
        for name, times in runs[:STEPS_SHOWN]
    ]
    left = len(runs) - STEPS_SHOWN
    return html.Ol(
        [*chips, *([html.Li(f"and {counted(left, 'more step')}", className="step")] if left > 0 else [])],
        className="steps",
    )
