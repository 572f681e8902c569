"""All processes: the logs of the workspace beside each other, who works in several, and what goes from one to another."""

from __future__ import annotations

from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import html

from procmine.app import duration, finding_card, is_known, kept_choice, picture, share, small_table

TITLE, PATH, ORDER, ICON = "All processes", "/portfolio", 90, "portfolio"
WHOLE = "Every log is asked whole, in its newest version: filters, version and calendar above hold for the other pages."
BY_ID = "(their ids)"
MOST = 8
LOADS = {
    "resource": "who",
    "logs": "processes",
    "busy_hours": "at work, h",
    "busy_in_several_hours": "in several at once, h",
}
PASSED = {
    "from_log": "from",
    "to_log": "to",
    "handovers": "cases",
    "share_handed_over": "share of its cases",
    "median_between_hours": "median between, h",
}


def layout(view):
    everything = view.workspace
    link = view.options.get("link")
    shared = shared_attributes(everything)
    link = link if link in shared else None
    choice = dmc.Select(
        id="portfolio-link", data=[BY_ID, *shared], value=link or BY_ID, searchable=True, allowDeselect=False, className="group-choice",
        **{"aria-label": "What links their cases"},
    )  # fmt: skip
    beside = finding_card("portfolio", everything.portfolio, title="The processes beside each other", body=processes)  # fmt: skip
    loads = finding_card("load_across", everything.load_across, title="Who works in several processes", body=people)  # fmt: skip
    passed = finding_card(
        "handovers_across", lambda: everything.handovers_across(link), title="What one process takes up from another", body=handed,
        extra=choice if shared else None,
    )  # fmt: skip
    return html.Div(
        [html.P(WHOLE, className="number-note"), beside, html.Div([loads, passed], className="pair")], className="stack"
    )  # fmt: skip


def shared_attributes(workspace):
    """The attributes that two logs have at least: by one of them their cases may be linked."""
    names = [name for log in workspace.names() for name in workspace.log(log).attributes]
    return sorted({name for name in names if names.count(name) > 1})


def processes(found):
    """A row a log, its name a link to it."""
    heads = ("log", "cases", "open", "median cycle time", "begin a week", "end a week", "ageing", "what takes longest")  # fmt: skip
    head = html.Tr([html.Th(told, className="is-number" if 0 < place < 7 else None, scope="col") for place, told in enumerate(heads)])  # fmt: skip
    rows = [process(row) for row in found.frame.itertuples()]
    return html.Div(html.Table([html.Thead(head), html.Tbody(rows)], className="small-table"), className="scrolled", tabIndex="0")  # fmt: skip


def process(row):
    figures = [
        f"{row.cases:,}",
        f"{row.open_cases:,}",
        duration(row.median_hours) if is_known(row.median_hours) else "–",
        *(f"{number:,.1f}" if is_known(number) else "–" for number in (row.arrivals_per_week, row.completions_per_week)),
        share(row.share_ageing) if is_known(row.share_ageing) else "–",
    ]  # fmt: skip
    wait = f"{row.longest_wait} ({share(row.longest_wait_share)})" if isinstance(row.longest_wait, str) else "–"  # fmt: skip
    name = html.Td(html.A(row.log, href="/?" + urlencode({"log": row.log}), className="button"))
    return html.Tr([name, *(html.Td(told, className="is-number") for told in figures), html.Td(wait)])


def people(found):
    return told(found, LOADS, found.frame[found.frame.logs > 1])


def handed(found):
    passed = found.frame[found.frame.handovers > 0]
    return told(found, PASSED, passed) if len(passed) else None


def told(found, columns, frame):
    rows = [small_table(frame.head(MOST), columns)] if len(frame) else []
    return html.Div([picture(found), *rows], className="stack")


def register(app):
    kept_choice(app, "portfolio-link", "link", BY_ID)
