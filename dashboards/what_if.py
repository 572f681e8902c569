"""What if: the recorded cases played again with changes said in words, and scenarios of them side by side."""

from __future__ import annotations

from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import ALL, Input, Output, State, ctx, dcc, html, no_update

import procmine as pm
from procmine.app import (
    amount_of_time,
    answer_card,
    chart,
    counted,
    duration,
    finding_card,
    is_known,
    notice,
    refusal,
    small_table,
)

TITLE, PATH, ORDER, ICON = "What if", "/what-if", 64, "what-if"
HOW = (
    "no wait for N · 50% less wait for N · no batching for N (or contention, prioritisation, unavailability, extraneous) · N takes 30% less · "
    "N takes at most 2h · without N · N only once · N beside M · N on Mon-Fri 10:00; several are joined by ;"
)
SHOWN = {
    "change": "change",
    "mean_hours": "mean with it, h",
    "saved_hours": "saved a case, h",
    "cases": "cases touched",
    "saved_after_hours": "beside those above, h",
}
MOST = 20
BY_THE_CLOCK = "clock"


def layout(view):
    changes = view.options.get("changes", "")
    hours = calendar(view)
    options = (
        ({"changes": changes} if changes else {}) | ({"calendar": hours} if hours else {}) | as_told(view)
    )
    saved = html.Div(id="scenarios")
    found = answer_card(view, "what_if", title="What it would save", body=body, **options)
    return html.Div([asked(changes), found, dcc.Store(id="scenarios-seen"), saved], className="stack")


def calendar(view):
    """In whose working time it is played: as chosen above, else as the log shows it, where a scenario is not by the clock."""
    if view.address.calendar:
        return view.address.calendar
    is_mined = view.options.get("hours") != BY_THE_CLOCK and view.log.zone and view.log.resources
    return "mined" if is_mined else None


def as_told(view):
    """By the clock, with the causes of waits told by a calendar and of anyone of a team: as opportunities are sized."""
    if view.options.get("hours") != BY_THE_CLOCK or not view.address.calendar:
        return {}
    return {"hours": BY_THE_CLOCK} | ({"pool": view.options["pool"]} if view.options.get("pool") else {})


def asked(changes):
    """The changes in words, with what can be done with them."""
    said = dmc.Textarea(
        id="what-if-changes", value=changes, placeholder="no wait for Approve; Check takes 30% less", autosize=True, minRows=1,
        label="Changes",
    )  # fmt: skip
    name = dmc.TextInput(id="scenario-name", value="", label="Save them as a scenario", placeholder="Approve at once", className="grows")  # fmt: skip
    play = dmc.Button("Play again", id="what-if-ask", className="touch")
    save = dmc.Button("Save", id="scenario-save", variant="default", className="touch")
    told = html.Div(id="scenario-told", role="status")
    ways = html.Div([play, name, save], className="adder")
    return html.Section([said, html.P(HOW, className="number-note"), ways, told], className="card")


def body(found):
    names = dict(SHOWN)
    if not found.parameters["changes"]:
        del names["saved_after_hours"]
    rows = html.Div(small_table(found.frame.head(MOST), names), className="scrolled", tabIndex="0")
    return html.Div([chart(found.figure(), found.headline), rows], className="stack")


def scenarios(view):
    """The saved scenarios beside each other; nothing where there is none."""
    if not view.workspace.scenarios(view.whole.name):
        return None
    return finding_card(
        "scenario_comparison", lambda: view.workspace.compare_scenarios(view.whole), title="Scenarios", body=lambda found: compared(view, found)
    )  # fmt: skip


def compared(view, found):
    kept = {one.name: one for one in view.workspace.scenarios(view.whole.name)}
    rows = [row for row in found.frame.itertuples() if row.scenario in kept]
    listed = html.Ul([scenario(view, row, kept[row.scenario]) for row in rows], className="finding-list")
    drawn = [chart(found.figure(), found.headline)] if len(found.played) else []
    return html.Div([*drawn, listed], className="stack")


def scenario(view, row, kept):
    """One scenario: its name and changes, on what it is played, what it saves, and what can be done with it."""
    on = [f"on {kept.filters}" if kept.filters else "on all cases", f"hours: {kept.calendar or 'by the clock'}"]  # fmt: skip
    told = [
        html.Strong(kept.name),
        html.P(kept.changes, className="finding-remark"),
        html.P(" · ".join(on), className="number-note"),
        html.P(saving(row), className="finding-remark"),
    ]
    drop = dmc.Button(
        "Drop", id={"type": "drop-scenario", "name": kept.name}, variant="default", className="touch", **{"aria-label": f"Drop {kept.name}"}
    )  # fmt: skip
    play = html.A("Play", href=played(view, kept), className="button", **{"aria-label": f"Play {kept.name}"})
    ways = [drop] if kept.withheld else [play, drop]
    return html.Li([html.Div(told), html.Div(ways, className="finding-ways")], className="finding")


def saving(row):
    if isinstance(row.why, str):
        return f"Cannot be played: {row.why}"
    if not row.cases:
        return "changes no finished case"
    saves = row.saved_hours >= 0
    low, high = (row.low_hours, row.high_hours) if saves else (-row.high_hours, -row.low_hours)
    sure = f" ({duration(low)} to {duration(high)})" if is_known(low) else ""
    told = f"{duration(abs(row.saved_hours))} {'saved' if saves else 'more'} a case{sure}"
    parts = [told, f"{amount_of_time(abs(row.saved_hours_per_month))} a month", f"{counted(row.cases, 'case')} touched"]  # fmt: skip
    if row.effort_hours_per_month > 0:
        parts.append(f"{amount_of_time(row.effort_hours_per_month)} of work a month not done")
    return " · ".join(parts)


def played(view, kept):
    """The address at which a scenario is played as it was saved."""
    hours = {"calendar": kept.calendar} if kept.calendar else {"hours": BY_THE_CLOCK}
    given = {"log": view.whole.name, "version": view.address.version, "where": kept.filters, "changes": kept.changes}  # fmt: skip
    return f"{PATH}?{urlencode({name: value for name, value in (given | hours).items() if value})}"


def register(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input("what-if-ask", "n_clicks"), State("what-if-changes", "value"), prevent_initial_call=True
    )  # fmt: skip
    def asked(clicks, changes):
        return {"changes": " ".join((changes or "").split())} if clicks else no_update

    @app.callback(
        Output("scenarios", "children"), Input("scenarios-seen", "data"), State("address", "search")
    )
    def shown(_, search):
        """After the page, which does not wait for every scenario to be played; anew where one is saved or dropped."""
        return scenarios(app.seen(search))

    _saving(app)
    _dropping(app)


def _saving(app):
    @app.callback(
        Output("scenario-told", "children"), Output("scenarios-seen", "data"), Output("scenario-name", "value"),
        Input("scenario-save", "n_clicks"), State("scenario-name", "value"), State("what-if-changes", "value"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def saved(clicks, name, changes, search):
        if not clicks:
            return no_update, no_update, no_update
        view = app.seen(search)
        try:
            before = {one.name for one in view.workspace.scenarios(view.whole.name)}
            kept = view.workspace.save_scenario(name or "", view.log, changes or "", calendar(view))
        except pm.ProcmineError as refused:
            return refusal(refused), no_update, no_update
        instead = ", in place of the one before" if kept.name in before else ""
        hours = f" A scenario is played in working time ({kept.calendar})." if as_told(view) else ""
        return notice(f"“{kept.name}” is saved{instead}.{hours}"), f"saved {clicks}", ""


def _dropping(app):
    @app.callback(
        Output("scenario-told", "children", allow_duplicate=True), Output("scenarios-seen", "data", allow_duplicate=True),
        Input({"type": "drop-scenario", "name": ALL}, "n_clicks"), State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def dropped(clicks, search):
        if not ctx.triggered_id or not any(clicks):
            return no_update, no_update
        view, name = app.seen(search), ctx.triggered_id["name"]
        try:
            view.workspace.drop_scenario(name, view.whole.name)
        except pm.ProcmineError as refused:  # somebody else dropped it meanwhile
            return refusal(refused), f"gone {name}"
        return notice(f"“{name}” is no longer saved."), f"dropped {name}"
