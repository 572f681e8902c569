"""What stands around every page: the log, the filters, the pages, and the drawer for evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from procmine.app.address import View
from procmine.app.cards import icon
from procmine.app.pages import Page
from procmine.figures.theme import FONT
from procmine.result import Rows
from procmine.wording import count, counted, share

if TYPE_CHECKING:
    from procmine import EventLog

INDEX = """<!DOCTYPE html>
<html lang="en">
  <head>
    {%metas%}<meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{%title%}</title>
    <link rel="icon" href="data:,">
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <footer>{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>"""
THEME = {
    "fontFamily": FONT,
    "primaryColor": "procmine",
    "primaryShade": {"light": 6, "dark": 6},
    "defaultRadius": "md",
    "colors": {
        "procmine": [
            "#eef5ff",
            "#dbe9ff",
            "#b9d3fd",
            "#8fb8fb",
            "#6ea8ff",
            "#3f85f3",
            "#1f6feb",
            "#185bc4",
            "#134a9f",
            "#0f3b80",
        ],
        "dark": [
            "#e6eaf0",
            "#c3cad5",
            "#a3adba",
            "#7d8896",
            "#344050",
            "#28323f",
            "#1b2330",
            "#10151c",
            "#0d1218",
            "#0a0e13",
        ],
    },
}
CALENDARS = [
    "mined",
    "Mon-Fri 09:00-17:00",
    "Mon-Fri 08:00-18:00",
    "Mon-Sun 06:00-22:00",
]  # a first choice: any phrase can be typed
NAVBAR = {"width": 236, "breakpoint": "sm", "collapsed": {"mobile": True}}


def shell() -> dmc.MantineProvider:
    """The frame; callbacks fill it from the address."""
    return dmc.MantineProvider(
        [
            dcc.Location(id="address", refresh="callback-nav"),
            dcc.Store(id="wish"),
            html.A("Skip to the page", href="#content", className="skip"),
            dmc.AppShell([_header(), _navbar(), _main()], id="shell", header={"height": 60}, navbar=NAVBAR, padding=0),
            dmc.Drawer(
                id="evidence", position="right", size="min(760px, 100vw)", title=html.H2("Evidence", id="evidence-title"), zIndex=400,
                closeButtonProps={"aria-label": "Close the evidence", "size": 44},
            ),
        ],
        theme=THEME,
        defaultColorScheme="auto",
    )  # fmt: skip


def _header() -> dmc.AppShellHeader:
    parts = [
        dmc.Burger(id="burger", opened=False, hiddenFrom="sm", size="sm", className="touch-square", **{"aria-label": "Pages"}),
        html.A("procmine", href="/", className="brand"),
        html.Div([_choice("log", "Log"), _choice("version", "Version")], id="log-choices", className="log-choices"),
        html.Div(className="spacer"),
        dmc.ColorSchemeToggle(
            lightIcon=icon("sun"), darkIcon=icon("moon"), size=44, variant="default", **{"aria-label": "Light or dark"}
        ),
    ]  # fmt: skip
    return dmc.AppShellHeader(html.Div(parts, className="header"))


def _choice(name: str, label: str) -> dmc.Select:
    return dmc.Select(
        id=name, data=[], allowDeselect=False, className=f"{name}-choice", **{"aria-label": label}
    )


def _navbar() -> dmc.AppShellNavbar:
    return dmc.AppShellNavbar(html.Nav(id="pages", **{"aria-label": "Pages"}), p="sm")


def _main() -> dmc.AppShellMain:
    drawn = dcc.Loading(
        html.Div(id="content"),
        type="dot",
        delay_show=250,
        overlay_style={"visibility": "visible", "opacity": 0.6},
    )
    return dmc.AppShellMain([_filter_strip(), html.Div(drawn, className="page")])


def _filter_strip() -> html.Section:
    words = dcc.Input(
        id="filter-text",
        type="text",
        placeholder="Add a filter, e.g. slower than 72h",
        autoComplete="off",
        value="",
    )
    given = html.Label([html.Span("Filter in words", className="unseen"), words], className="filter-input")
    add = dmc.Button("Add", id="filter-add", variant="default", className="touch")
    calendar = dmc.Autocomplete(
        id="calendar", data=CALENDARS, placeholder="Working time, e.g. mined", clearable=True, debounce=True, className="calendar-choice",
        **{"aria-label": "Calendar of working time"},
    )  # fmt: skip
    parts = [
        html.Div(id="filter-chips", className="chips"),
        html.Div([given, add, calendar], className="filter-form"),
        html.Div(id="filter-problem", role="alert"),
        html.Div(id="reading"),
    ]
    return html.Section(parts, className="filters", id="filters", **{"aria-label": "Filters"})


def nav_links(pages: Sequence[Page], search: str, path: str) -> list[dmc.NavLink]:
    """The pages, keeping log, version and filters."""
    return [
        dmc.NavLink(
            label=page.title, href=page.path + search, leftSection=icon(page.icon), active="exact" if page.path == path else None,
            className="nav-link" + (" is-here" if page.path == path else ""), **({"aria-current": "page"} if page.path == path else {}),
        )
        for page in pages
    ]  # fmt: skip


def filter_chips(view: View) -> list[Any]:
    """What is kept, and each filter with a button that removes it."""
    kept, facts = view.log.counts, view.log.facts
    of_all = (
        "" if not view.log.filters else f" ({share(kept.cases / facts['cases'] if facts['cases'] else 0)})"
    )
    told = [
        html.Strong(count(kept.cases)),
        f" of {counted(facts['cases'], 'case')}{of_all} · ",
        html.Strong(count(kept.events)),
        f" of {counted(facts['events'], 'event')}",
    ]
    chips: list[Any] = [html.Span(told, className="kept", id="kept")]
    for clause in view.log.filters:
        text = clause.text
        cross = html.Button(
            "×",
            id={"type": "drop-filter", "clause": text},
            className="chip-cross",
            **{"aria-label": f"Remove the filter {text}"},
        )
        chips.append(html.Span([html.Span(text), cross], className="chip"))
    return chips


def reading(log: EventLog) -> html.P:
    """How the log was read, for every number on every page: its clock, which cases are complete, the rows not used."""
    rows, facts = Rows.of(log.facts), log.facts
    rule = f"when {facts['completion']}" if facts["completion"] else "where no work is unfinished (assumed)"
    told: list[Any] = [f"{facts['zone'] or 'clock as recorded, no zone'} · complete {rule}"]
    if rows.quarantined:
        lost = f"{rows.quarantined:,} of {counted(rows.read, 'row')} not used"
        told += [" · ", html.Strong(lost, className="many-lost") if rows.are_many_lost else lost]
    return html.P(told, className="reading")
