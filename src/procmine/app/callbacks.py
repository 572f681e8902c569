"""From the address to the page, and from what a visitor does to a new address."""

from __future__ import annotations

import json
import sys
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import ALL, ClientsideFunction, Input, Output, State, ctx, html, no_update

import procmine as pm
from procmine.app import filtering
from procmine.app.address import View
from procmine.app.cards import notice, refusal
from procmine.app.evidence import evidence
from procmine.app.pages import told
from procmine.app.shell import CALENDARS, filter_chips, nav_links, reading

if TYPE_CHECKING:
    from procmine.app.making import ProcmineApp

HERE = (Input("address", "pathname"), Input("address", "search"))


def register(app: ProcmineApp) -> None:
    """All callbacks of the shell."""
    _frame(app)
    _logs(app)
    _calendar(app)
    filtering.register(app)
    _evidence(app)
    _in_the_browser(app)

    @app.callback(Output("content", "children"), *HERE)
    def content(path: str, search: str) -> Any:
        return _content(app, path, search)


def _content(app: ProcmineApp, path: str, search: str) -> Any:
    page = next((page for page in app.own_pages if page.path == path), None)
    if not app.workspace.names() and (page is None or page.needs_log):
        return _welcome(app)
    if page is None:
        return _page("Not found", notice(f"There is no page {path}.", "", "Choose one on the left."))
    if page.layout is None:
        return _page(
            page.title,
            notice(
                "This page cannot be shown.", page.problem, "Mend the file and start the app again.", "fault"
            ),
        )
    try:
        view = app.seen(search)
        return _page(page.title, page.layout(_with_cases(view) if page.needs_log else view))
    except pm.ProcmineError as refused:
        return _page(page.title, refusal(refused))
    except Exception as problem:
        traceback.print_exc(file=sys.stderr)
        return _page(
            page.title,
            notice(
                "This page broke while it was drawn.", told(problem), "The other pages still work.", "fault"
            ),
        )


def _with_cases(view: View) -> View:
    """The view, where it holds any work; else the refusal, once for the page and not for each of its cards."""
    if not view.log.counts.events:
        pm.summary(view.log)
    return view


def _page(title: str, inside: Any) -> html.Div:
    return html.Div([html.H1(title), inside], id="page")


def _welcome(app: ProcmineApp) -> html.Div:
    """A workspace without logs: what to do first."""
    example = html.Pre(
        html.Code(f"procmine import tickets.csv --workspace {app.workspace.folder}"),
        className="code",
        tabIndex="0",
    )
    steps = html.Ol(
        [
            html.Li(["Import what your tool recorded: ", example]),
            html.Li(["Or connect the tool itself: ", html.A("Sources", href="/sources")]),
            html.Li("Or see the sample first: procmine demo"),
            html.Li("Then load this page again."),
        ]
    )
    return html.Div(
        [
            html.H1("Nothing is imported yet"),
            html.Section(
                [html.P(f"The workspace {app.workspace.folder} holds no log."), steps],
                className="card welcome",
            ),
        ],
        id="page",
    )


def _frame(app: ProcmineApp) -> None:
    @app.callback(Output("pages", "children"), *HERE)
    def pages(path: str, search: str) -> Any:
        return nav_links(app.own_pages, app.seen(search).address.search, path)

    @app.callback(
        Output("filter-chips", "children"),
        Output("reading", "children"),
        Output("filters", "hidden"),
        *HERE,
    )
    def chips(path: str, search: str) -> Any:
        if not app.workspace.names():
            return [], None, True
        view = app.seen(search)
        try:
            return filter_chips(view), reading(view.whole), False
        except pm.ProcmineError:
            without = path + replace(view.address, where="").search
            way_out = html.A("Remove all filters", href=without, className="button")
            return [way_out], None, not view.address.where  # what is wrong stands on the page


def _logs(app: ProcmineApp) -> None:
    @app.callback(
        Output("log", "data"),
        Output("log", "value"),
        Output("version", "data"),
        Output("version", "value"),
        Output("log-choices", "hidden"),
        *HERE,
    )
    def logs(path: str, search: str) -> Any:
        names = app.workspace.names()
        try:
            log = app.seen(search).whole
        except (pm.ProcmineError, IndexError):
            return names, None, [], None, not names
        versions = [
            {"value": str(one.version), "label": f"Version {one.version}"}
            for one in reversed(app.workspace.versions(log.name))
        ]
        return names, log.name, versions, str(log.version.version), False

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input("log", "value"), Input("version", "value"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def another(name: str | None, version: str | None, search: str) -> Any:
        if not name:
            return no_update
        try:
            whole = app.seen(search).whole
        except pm.ProcmineError:
            return {"log": name}
        here = (whole.name, str(whole.version.version))
        return (
            {"log": name}
            if name != here[0]
            else {"version": version}
            if version not in (None, here[1])
            else no_update
        )


def _calendar(app: ProcmineApp) -> None:
    """The calendar that is typed or chosen, once it can be laid beside the log."""

    @app.callback(Output("calendar", "value"), Output("calendar", "data"), *HERE)
    def calendar(path: str, search: str) -> Any:
        view = app.seen(search)
        return view.address.calendar, [*view.workspace.calendars(), *CALENDARS]

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Output("filter-problem", "children", allow_duplicate=True), Input("calendar", "value"),
        State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def given(text: str | None, search: str) -> Any:
        view = app.seen(search)
        if (text or "") == view.address.calendar:
            return no_update, no_update
        try:
            pm.calendars.placed_on(text or None, view.whole)
        except pm.ProcmineError as refused:
            return no_update, refusal(refused)
        return {"calendar": text}, None


def _evidence(app: ProcmineApp) -> None:
    @app.callback(
        Output("evidence", "opened"), Output("evidence", "children"), Output("evidence-title", "children"),
        Input({"type": "evidence", "question": ALL, "parameters": ALL, "place": ALL}, "n_clicks"), State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def shown(clicks: list[int | None], search: str) -> Any:
        if not ctx.triggered_id or not any(clicks):
            return no_update, no_update, no_update
        question = ctx.triggered_id["question"]
        parameters = json.loads(ctx.triggered_id["parameters"])
        return (
            True,
            evidence(app.seen(search), question, parameters),
            f"Evidence: {question.replace('_', ' ')}",
        )


def _in_the_browser(app: ProcmineApp) -> None:
    """What needs no Python: the address, the menu on a phone, another log or version."""
    app.clientside_callback(
        ClientsideFunction("procmine", "go"),
        Output("address", "search"),
        Input("wish", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("procmine", "menu"), Output("shell", "navbar"), Output("burger", "opened"),
        Input("burger", "opened"), Input("address", "pathname"), State("shell", "navbar"),
    )  # fmt: skip
