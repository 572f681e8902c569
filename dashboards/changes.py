"""What changed: since when cases take longer, work is done otherwise, or goes another way."""

from __future__ import annotations

from dash import html

from procmine.app import answer_card, chart, count, duration, is_known, share, small_table

TITLE, PATH, ORDER, ICON = "What changed", "/changes", 55, "changes"
COLUMNS = {"change": "what", "since": "since", "before": "before", "after": "after", "p": "by chance"}
UNITS = {"arrivals": count, "completions": count, "share_with_rework": share}
NAMES = {
    "arrivals": "arrivals", "completions": "completions", "median_cycle_hours": "median cycle time",
    "share_with_rework": "cases with work done again", "flow": "the ways work takes",
}  # fmt: skip


def layout(view):
    return html.Div(
        [answer_card(view, "drift", title="What changed for good, and when", body=body)], className="stack"
    )


def body(found):
    parts = (
        []
        if found.frame.empty
        else [html.Div(small_table(_changes(found.frame), COLUMNS), className="scrolled")]
    )
    note = html.P(
        "The band is where single periods usually stay; a ring is one outside it. A step of the grey line is a change for good.",
        className="number-note",
    )
    parts += [chart(found.figure(), found.headline), note]
    ways = found.tables["ways"].head(6)
    if len(ways):
        told = ways.assign(way=ways.from_activity + " → " + ways.to_activity)
        heads = {
            "way": "which work lets which begin",
            "share_before": "share before",
            "share_after": "share after",
        }
        parts += [html.H3("The ways that changed most"), small_table(told, heads)]
    return html.Div(parts, className="stack")


def _changes(frame):
    rows = [
        {
            "change": NAMES.get(row.kpi, f"median of {row.kpi}"), "since": f"{row.change_at:%d %b %Y}",
            "before": _told(row.kpi, row.before), "after": _told(row.kpi, row.after) if row.kpi != "flow" else f"{share(row.difference)} go otherwise",
            "p": "1 in 1,000 or less" if row.p_value <= 0.001 else f"{row.p_value:.1%}",
        }
        for row in frame.itertuples()
    ]  # fmt: skip
    return type(frame)(rows)


def _told(kpi, value):
    return UNITS.get(kpi, duration)(value) if is_known(value) else "–"
