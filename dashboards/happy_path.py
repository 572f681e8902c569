"""Happy path: the way that cases should take, suggested and confirmed, and two ways side by side."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import ALL, Input, Output, State, ctx, html, no_update

import procmine as pm
from procmine.app import (
    activity_colours,
    answer,
    answer_card,
    counted,
    duration,
    kept_choice,
    notice,
    refusal,
    share,
    step_chips,
)

TITLE, PATH, ORDER, ICON = "Happy path", "/happy-path", 31, "path"
MOST = 60
OTHERS = 5


def layout(view):
    found = answer(view, "variants")
    wanted = html.Div([ends(view), html.Div(happy(view), id="happy")], className="stack")
    if isinstance(found, pm.ProcmineError):
        return html.Div([wanted], className="stack")
    beside = answer_card(
        view, "variant_comparison", title="Two ways side by side", extra=choice(view, found), body=lambda one: sides(view, one), **chosen(view, found)
    )  # fmt: skip
    return html.Div([wanted, beside], className="stack")


def ends(view):
    """With which work a case should end: no log tells by itself."""
    line = dmc.TextInput(
        id="happy-ends", value=view.options.get("ends", ""), label="Wanted ends", placeholder="Send order; Archive", className="grows"
    )  # fmt: skip
    ask = dmc.Button(
        "Ask", id="happy-ends-ask", variant="default", size="sm", className="touch", **{"aria-label": "Ask with wanted ends"}
    )  # fmt: skip
    told = html.P("With which work a case should end no log tells by itself; without it any end will do.", className="number-note")  # fmt: skip
    return html.Section([told, html.Div([line, ask], className="adder")], className="card")


def wanted_ends(view):
    said = view.options.get("ends", "")
    return {"ending_with": said} if said else {}


def happy(view):
    return answer_card(
        view, "happy_path", title="The happy path", body=lambda found: candidates(view, found), **wanted_ends(view)
    )  # fmt: skip


def candidates(view, found):
    """The confirmed and the suggested path, and what can be done with them; the common ones that are not, with why."""
    colours = activity_colours(view.log.activities)
    shown = found.frame[found.frame.is_confirmed | found.frame.is_suggested]
    more = found.frame[~(found.frame.is_confirmed | found.frame.is_suggested)].head(OTHERS)
    rows = [candidate(row, colours) for row in shown.itertuples()]
    others = [candidate(row, colours) for row in more.itertuples()]
    drop = dmc.Button("No longer confirmed", id="happy-drop", variant="default", className="touch")
    ways = [html.Div([drop], className="actions")] if view.whole.happy_path else []
    rest = [html.Details([html.Summary("Other common ways"), html.Ol(others, className="variant-list")])]
    return html.Div(
        [html.Ol(rows, className="variant-list"), *ways, *(rest if others else []), html.Div(id="happy-told", role="status")],
        className="stack",
    )  # fmt: skip


def candidate(row, colours):
    against = {
        "repeats work": row.has_repeats, "slow": row.is_slow, "ends otherwise": not row.is_well_ended, "holds what is unwanted": row.has_unwanted,
    }  # fmt: skip
    why = [name for name, held in against.items() if held]
    word = "confirmed" if row.is_confirmed else "suggested" if row.is_suggested else ", ".join(why)
    told = html.Div(
        [
            html.Strong(counted(row.cases, "finished case")),
            f" · {share(row.share)}",
            html.Br(),
            f"median {duration(row.median_cycle_hours)}{f' · {word}' if word else ''}",
        ],
        className="variant-numbers",
    )
    confirm = dmc.Button(
        "Confirm", id={"type": "confirm-path", "rank": int(row.rank)}, variant="light", size="sm", className="touch",
        **{"aria-label": f"Confirm way {row.rank} as the happy path"},
    )  # fmt: skip
    rank = html.Span(f"{row.rank}.", className="variant-rank")
    return html.Li(
        [rank, step_chips(row.activities, colours), told, *([] if row.is_confirmed else [confirm])]
    )


def chosen(view, found):
    """The numbers of the two ways laid side by side, where the view has them."""
    return {
        name: number
        for name, default in (("first", 1), ("second", 2))
        if (number := known_way(view, name, default, len(found.frame))) != default
    }


def known_way(view, name, default, many):
    text = view.options.get(name, "")
    return int(text) if text.isdecimal() and 1 <= int(text) <= many else default


def choice(view, found):
    if len(found.frame) < 2:
        return None
    ways = [{"value": str(row.variant), "label": f"Variant {row.variant} · {share(row.share)}"} for row in found.frame.head(MOST).itertuples()]  # fmt: skip
    picks = [
        dmc.Select(
            id=f"{name}-way", data=ways, value=str(known_way(view, name, default, len(found.frame))), allowDeselect=False, className="time-choice",
            **{"aria-label": f"The {name} way"},
        )
        for name, default in (("first", 1), ("second", 2))
    ]  # fmt: skip
    return html.Div(picks, className="card-tools")


def sides(view, found):
    """The two sequences as two columns; what both have in one order spans them."""
    colours = activity_colours(view.log.activities)
    one, other = found.tables["variants"].iloc[0], found.tables["variants"].iloc[-1]
    heads = [
        html.Th(
            f"Variant {row.variant}: median {duration(row.median_cycle_hours)} of {counted(row.finished_cases, 'finished case')}",
            scope="col",
        )
        for row in (one, other)
    ]
    rows = [side_by_side(row, colours) for row in found.frame.itertuples()]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="small-table sides")


def side_by_side(row, colours):
    chip = html.Span([html.I(style={"background": colours[row.activity]}), row.activity], className="step")
    if row.relation == "both":
        return html.Tr(html.Td(chip, colSpan=2, className="is-both"))
    if row.relation == "other order":
        places = f"step {row.first_position:.0f} here, step {row.second_position:.0f} there"
        return html.Tr([html.Td([chip, html.Span(places, className="number-note")]), html.Td("")])
    cells = [html.Td([chip, html.Span("only here", className="number-note")]), html.Td("")]
    return html.Tr(cells if row.relation == "first only" else cells[::-1])


def register(app):
    kept_choice(app, "first-way", "first", "1")
    kept_choice(app, "second-way", "second", "2")

    @app.callback(
        Output("happy", "children"), Output("happy-told", "children"), Input({"type": "confirm-path", "rank": ALL}, "n_clicks"),
        State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def confirmed(clicks, search):
        if not ctx.triggered_id or not any(clicks):
            return no_update, no_update
        view, rank = app.seen(search), ctx.triggered_id["rank"]
        try:
            rows = pm.happy_path(view.log, **view.asked("happy_path", wanted_ends(view))).frame
            row = rows[rows["rank"] == rank].iloc[0]
            view.workspace.confirm_happy_path(view.whole.name, row.activities)
        except (pm.ProcmineError, IndexError) as refused:  # the log has changed meanwhile
            told = refusal(refused) if isinstance(refused, pm.ProcmineError) else notice("This way is no longer among the common ones.")  # fmt: skip
            return no_update, told
        return happy(view), no_update

    _dropped(app)
    _ended(app)


def _dropped(app):
    @app.callback(
        Output("happy", "children", allow_duplicate=True), Input("happy-drop", "n_clicks"), State("address", "search"), prevent_initial_call=True
    )  # fmt: skip
    def dropped(clicks, search):
        if not clicks:
            return no_update
        view = app.seen(search)
        try:
            view.workspace.drop_happy_path(view.whole.name)
        except pm.ProcmineError as refused:  # somebody else dropped it meanwhile
            return [refusal(refused), happy(view)]
        return happy(view)


def _ended(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input("happy-ends-ask", "n_clicks"), State("happy-ends", "value"), prevent_initial_call=True
    )  # fmt: skip
    def said(clicks, ends):
        return {"ends": " ".join((ends or "").split())} if clicks else no_update
