"""Rework and waste: what is done again, where cases turn back, what is skipped, done twice, cancelled, or done by hand."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

from procmine.app import answer_card, counted, duration, filter_button, is_known, picture, small_table, table

TITLE, PATH, ORDER, ICON = "Rework and waste", "/rework", 35, "rework"
TURNS = {
    "from_activity": "turns back from",
    "loops": "times",
    "repeats": "pieces again",
    "critical_hours": "cases longer by",
    "share_critical": "share",
}
RETURNS = {"sent_after": "goes away after", "done_there": "done there", "done_back": "done back", "times": "times", "away_hours": "away"}  # fmt: skip
YIELDS = {
    "activity": "activity",
    "share_first_pass": "right first time (share)",
    "repeated_cases": "done again",
    "skipped_cases": "skipped",
    "rejected_cases": "rejected",
}
STAGES = {"last_activity": "cancelled after", "cases": "cases", "work_hours": "work by then"}
CHECKS = {
    "activity": "check", "rejected_cases": "rejects", "share_rejected": "share", "mean_work_hours": "one takes", "each": "for each rejection",
    "best": "best place",
}  # fmt: skip
SIGNS = {
    "activity": "activity",
    "instances_per_month": "a month",
    "work_hours_per_month": "hours of work a month",
    "variation": "variation",
    "entropy_before": "before",
    "entropy_after": "after",
    "share_repeats": "again (share)",
    "share_by_program": "by program (share)",
    "signs": "signs of 5",
}
MEASURED = ("variation", "entropy_before", "entropy_after")  # with two places
MOST, MOST_FILTERED = 8, 200


def layout(view):
    again = answer_card(view, "rework", title="Work done again")
    back = answer_card(view, "loops", title="Where cases turn back", body=turns)
    to_and_fro = answer_card(view, "ping_pong", title="To and fro", body=returns)
    return html.Div(
        [
            html.Div([again, back], className="pair"),
            endings(view),
            html.Div([right(view), skipped(view)], className="pair"),
            *cancelled(view),
            html.Div([to_and_fro, twice(view)], className="pair"),
            answer_card(view, "automation_candidates", title="What lends itself to a program", body=signs),
        ],
        className="stack",
    )


def turns(found):
    rows = found.tables["turning_points"].head(MOST)
    return html.Div([picture(found, most=6), scrolled(rows, TURNS)], className="stack")


def returns(found):
    if found.frame.empty:
        return html.Div()
    return html.Div(
        [picture(found, most=6), scrolled(found.tables["work"].head(MOST), RETURNS)], className="stack"
    )


def scrolled(rows, names):
    """A small table that may be wider than a phone; nothing where there are no rows."""
    if not len(rows):
        return html.Div()
    label = {"aria-label": ", ".join(names.values())}
    return html.Div(small_table(rows, names), style={"overflowX": "auto"}, tabIndex=0, role="group", **label)


def endings(view):
    """Which cases end unwanted: no log tells by itself."""
    told = html.P(
        "Which cases were cancelled or rejected no log tells by itself: name the activities, or the value of an attribute.", className="number-note"
    )  # fmt: skip
    line = field(
        "unwanted", "Unwanted ends", view.options.get("unwanted", ""), "Reject; Cancel, or status = Cancelled"
    )
    return html.Section([told, line], className="card")


def unwanted(view, option):
    """The unwanted ends as an option of a question; nothing where none are said."""
    said = view.options.get("unwanted", "")
    return {option: said} if said else {}


def right(view):
    said = view.options.get("unwanted", "")
    given = {"rejections": said} if said and "=" not in said and " in (" not in said else {}
    return answer_card(
        view, "first_time_right", title="Right the first time", body=lambda found: scrolled(found.frame.head(MOST), YIELDS), **given
    )  # fmt: skip


def skipped(view):
    return answer_card(
        view, "skipped_work", title="Work left out", body=lambda found: left_out(view, found), **unwanted(view, "cancelled")
    )  # fmt: skip


def left_out(view, found):
    """What is skipped, and the way to the cases that skip most."""
    cases = found.tables["cases"]
    ways = [
        filter_button(f"Filter to the {counted(row.skipped_cases, 'case')} without {row.activity}", view.clause(view.log.where(case=ids)))
        for row in found.frame.head(2).itertuples()
        if 0 < len(ids := cases.case_id[[row.activity in names for names in cases.skipped]].tolist()) <= MOST_FILTERED and len(ids) == row.skipped_cases
    ]  # fmt: skip
    drawn = [picture(found, most=6)] if found.frame.skipped_cases.sum() else []
    return html.Div([*drawn, *([html.Div(ways, className="actions")] if ways else [])], className="stack")


def cancelled(view):
    """What went into cases that end unwanted, once it is said which these are."""
    if not view.options.get("unwanted"):
        return []
    spent = answer_card(
        view, "cancelled_work", title="Work in cases that end unwanted", **unwanted(view, "cancelled"),
        body=lambda found: html.Div([picture(found, most=6), scrolled(found.tables["stages"].head(MOST), STAGES)], className="stack"),
    )  # fmt: skip
    order = answer_card(
        view, "knock_outs", title="In which order to check", **unwanted(view, "rejections"), body=checks
    )  # fmt: skip
    return [html.Div([spent, order], className="pair")]


def checks(found):
    rows = found.frame.assign(
        each=[duration(hours) for hours in found.frame.hours_per_rejection],
        best=[f"{place:.0f}" if is_known(place) else "–" for place in found.frame.best_place],
    )
    return scrolled(rows, CHECKS)


def twice(view):
    keys = view.options.get("keys", "")
    line = field("keys", "What tells things apart", keys, "vendor; invoice number")
    return answer_card(
        view, "duplicated_work", title="Work done twice", body=lambda found: duplicates(found, line), **({"keys": keys} if keys else {})
    )  # fmt: skip


def duplicates(found, line):
    groups = found.tables["groups"]
    if groups.empty:
        return html.Div([line], className="stack")
    return html.Div(
        [line, picture(found, most=6), table(groups, name="duplicated_work", height=320)], className="stack"
    )


def signs(found):
    note = "Before and after: how uncertain the neighbouring work is, 0 (always the same) to 1. Variation: how unlike one piece is to the next."
    rows = found.frame.head(12)
    told = {name: [f"{value:.2f}" if is_known(value) else "–" for value in rows[name]] for name in MEASURED}
    return html.Div(
        [scrolled(rows.assign(**told), SIGNS), html.P(note, className="number-note")], className="stack"
    )


def field(option, label, value, placeholder):
    """A line to be written, kept in the address once it is sent."""
    line = dmc.TextInput(
        id=f"waste-{option}", value=value, placeholder=placeholder, label=label, className="grows"
    )
    ask = dmc.Button(
        "Ask", id=f"waste-{option}-ask", variant="default", size="sm", className="touch", **{"aria-label": f"Ask with {label.lower()}"}
    )  # fmt: skip
    return html.Div([line, ask], className="adder")


def register(app):
    for option in ("unwanted", "keys"):
        _sent(app, option)


def _sent(app, option):
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input(f"waste-{option}-ask", "n_clicks"), State(f"waste-{option}", "value"),
        prevent_initial_call=True,
    )  # fmt: skip
    def sent(clicks, said):
        return {option: " ".join((said or "").split())} if clicks else no_update
