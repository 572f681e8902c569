"""Sources: the tools that logs are read from, when each was synced, how far back it reaches, and what went wrong."""

from __future__ import annotations

import threading
from urllib.parse import urlencode

from dash import ALL, Input, Output, ctx, dcc, html, no_update

import procmine as pm
from procmine.app import counted, notice, refusal

TITLE, PATH, ORDER, ICON = "Sources", "/sources", 95, "sources"
NEEDS_LOG = False
LOOK_EVERY = 2_000  # milliseconds, while a source is being synced
RUNS_SHOWN = 5
OUTCOMES = {
    "done": "synced", "nothing new": "nothing was new", "failed": "failed", "stopped": "stopped", "running": "is being synced",
    "broken off": "broken off",
}  # fmt: skip
EXAMPLE = """procmine sources kinds
procmine sources add support --kind jira --url https://acme.atlassian.net --user ada@acme.example --project SUP
procmine sources plan support
procmine sync support"""
HEADS = ("began", "how it ended", "items", "requests", "version")


def layout(view):
    is_on = (view.workspace.sources.table().outcome == "running").any()
    look = dcc.Interval(id="sources-look", interval=LOOK_EVERY, disabled=not is_on)
    return html.Div([look, html.Div(id="sources-problem", role="alert"), html.Div(listed(view.workspace), id="sources-list", className="stack")])  # fmt: skip


def listed(workspace):
    """A card a source, the failed ones first."""
    table = workspace.sources.table()
    if table.empty:
        return html.Section(
            [
                notice("No tool is connected yet.", "", "Name one on the command line; what it would read is shown before anything is."),
                html.Pre(html.Code(EXAMPLE), className="code", tabIndex="0"),
            ],
            className="card",
        )  # fmt: skip
    order = table.outcome.map(lambda outcome: outcome not in ("failed", "broken off", "stopped"))
    rows = table.assign(order=order).sort_values(["order", "source"]).to_dict("records")
    return [card(row, workspace.sources.runs(row["source"])) for row in rows]


def card(row, runs):
    name, is_running = row["source"], row["outcome"] == "running"
    button = html.Button(
        "Syncing …" if is_running else "Sync now", id={"type": "sync-now", "source": name}, className="button", disabled=is_running,
        **{"aria-label": f"Sync {name} now"},
    )  # fmt: skip
    head = html.Div([html.H2(name), html.Div(button, className="card-tools")], className="card-head")
    parts = [head, html.P(in_short(row), className="headline")]
    if row["told"]:
        parts.append(notice(row["told"], "", row["cure"] or "", "fault"))
    if row["told"] and row["history_from"]:
        parts.append(html.P("The last good version of the log stays in place.", className="number-note"))
    return html.Section([*parts, past(runs)], className="card", id=f"source-{name}")


def in_short(row):
    """Where it is read to, when it was synced last, and since when its log holds work."""
    log = html.A(row["log"], href="/?" + urlencode({"log": row["log"]}))
    parts = [row["tool"], " → ", log if row["history_from"] else row["log"], ". "]
    if row["last_at"] is None:
        return [*parts, "It was never synced."]
    on = "since" if row["outcome"] == "running" else "on"
    parts.append(f"{OUTCOMES[row['outcome']].capitalize()} {on} {row['last_at']:%d %b %Y, %H:%M} UTC")
    if row["outcome"] == "done" and row["items"]:
        parts.append(
            f": {counted(int(row['items']), 'item')} in {counted(int(row['requests'] or 0), 'request')}"
        )
    parts.append(".")
    return [
        *parts,
        *([f" Its work reaches back to {row['history_from']:%d %b %Y}."] if row["history_from"] else []),
    ]


def past(runs):
    """The last few runs, to see whether a failure is new."""
    if not runs:
        return None
    head = html.Tr([html.Th(told, scope="col", className="is-number" if place > 1 else None) for place, told in enumerate(HEADS)])  # fmt: skip
    rows = []
    for run in runs[:RUNS_SHOWN]:
        outcome = run.outcome or ("running" if run.is_running else "broken off")
        numbers = [
            f"{value:,}" if value is not None else "–" for value in (run.items, run.requests, run.version)
        ]
        told = [html.Td(f"{run.began_at:%d %b %Y, %H:%M}"), html.Td(OUTCOMES[outcome])]
        rows.append(html.Tr([*told, *(html.Td(number, className="is-number") for number in numbers)]))
    return html.Div(html.Table([html.Thead(head), html.Tbody(rows)], className="small-table"), className="scrolled", tabIndex="0")  # fmt: skip


def register(app):
    @app.callback(
        Output("sources-problem", "children"), Output("sources-look", "disabled"),
        Input({"type": "sync-now", "source": ALL}, "n_clicks"), prevent_initial_call=True,
    )  # fmt: skip
    def begin(clicks):
        if not any(clicks):
            return no_update, no_update
        name = ctx.triggered_id["source"]
        try:
            began_at = app.workspace.sources.running_since(name)
        except pm.ProcmineError as problem:
            return refusal(problem), True
        if began_at:
            told = f"{name} is being synced since {began_at:%d %b %Y, %H:%M} UTC."
            return notice(told, "", "This page shows how it ends; then it can be synced again."), False
        threading.Thread(target=synced, args=(app.workspace.folder, name), daemon=True).start()
        return None, False

    @app.callback(
        Output("sources-list", "children"), Output("sources-look", "disabled", allow_duplicate=True),
        Input("sources-look", "n_intervals"), prevent_initial_call=True,
    )  # fmt: skip
    def look(_):
        table = app.workspace.sources.table()
        return listed(app.workspace), not (table.outcome == "running").any()


def synced(folder, name):
    """One sync beside the page; how it ends is kept with its run, where the page sees it."""
    workspace = pm.open(folder)
    try:
        workspace.sources.sync(name)
    except pm.ProcmineError:
        pass
    finally:
        workspace.close()
