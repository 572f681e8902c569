"""Variants: which ways cases take, how few of them cover most cases, and where they part."""

from __future__ import annotations

from dash import html

import procmine as pm
from procmine.app import (
    activity_colours,
    answer,
    answer_card,
    count,
    counted,
    curve,
    duration,
    filter_button,
    is_known,
    number_card,
    share,
    step_chips,
)

TITLE, PATH, ORDER, ICON = "Variants", "/variants", 30, "variants"
AT_FIRST, MOST, BRANCHES = 12, 60, 24
DEEPEST = 7  # levels that are set in further and further: a phone has room for no more


def layout(view):
    found = answer(view, "variants")
    ways = answer_card(view, "variants", title="The ways cases take", body=lambda found: body(view, found))
    if isinstance(found, pm.ProcmineError):
        return html.Div([ways], className="stack")
    parting = answer_card(
        view, "variant_tree", title="Where ways part", body=lambda one: tree(view, one), most=BRANCHES
    )
    return html.Div([numbers(found), ways, parting], className="stack")


def numbers(found):
    """How varied the ways are."""
    row, table = found.tables["diversity"].iloc[0], found.tables["coverage"].set_index("share").variants
    known = "expected share of further cases that follow a variant seen before"
    told = {
        "Variants": (count(row.variants), f"{counted(row.singletons, 'variant')} of one case"),
        "Cover 80 % of the cases": (f"{table[0.8]:,}", f"90 %: {table[0.9]:,} · 95 %: {table[0.95]:,}"),
        "As varied as": (
            f"{row.effective_variants:,.1f}",
            f"equally common variants; entropy {row.entropy_bits:.2f} bits, {share(row.normalised_entropy)} of the most there could be",
        ),
        "Next case goes a known way": (share(row.share_next_known), known),
    }
    cards = [number_card(label, value, note, "variants") for label, (value, note) in told.items()]
    return html.Section(cards, className="numbers", **{"aria-label": "Variety"})


def tree(view, found):
    """The branches as a list, each set in below the one it goes on from."""
    colours = activity_colours(view.log.activities)
    level, rows = {}, []
    for row in found.frame.itertuples():
        level[row.branch] = level.get(row.parent, -1) + 1
        rows.append(branch(row, level[row.branch], colours))
    return html.Ol(rows, className="tree-list")


def branch(row, level, colours):
    parts = [
        f"{share(row.share)} of all",
        f"{counted(row.ended_cases, 'case')} end here" if row.ended_cases else "",
    ]
    parts += [f"{row.open_cases:,} open here" if row.open_cases else ""]
    parts += [f"{row.cut_cases:,} go on in {counted(row.cut_branches, 'smaller branch', 'smaller branches')}" if row.cut_cases else ""]  # fmt: skip
    fill = {"width": f"{100 * row.share:.1f}%", "background": "var(--accent)"}
    return html.Li(
        [
            html.Div([html.Strong(counted(row.cases, "case")), " · ", " · ".join(part for part in parts if part)], className="variant-numbers"),
            html.Div(html.Div(className="bar-fill", style=fill), className="bar-room"),
            step_chips(row.activities, colours),
        ],
        style={"--level": min(level, DEEPEST)},
        **{"aria-level": level + 1},
    )  # fmt: skip


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
    return html.Li([rank, step_chips(one.activities, colours), numbers, *button(view, one)])


def button(view, one):
    """Keeps the cases of a variant, where the whole log knows it by number."""
    if not is_known(one.id):
        return []
    label = {"aria-label": f"Filter to variant {one.variant}"}
    return [filter_button("Filter to", view.clause(view.log.variants(int(one.id))), **label)]
