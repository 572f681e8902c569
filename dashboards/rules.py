"""Does it follow the rules: rules in words, promised times, and what two people should do."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

import procmine as pm
from procmine.app import (
    answer_card,
    chart,
    count,
    counted,
    filter_button,
    notice,
    picture,
    small_table,
    table,
)

TITLE, PATH, ORDER, ICON = "Rules", "/rules", 48, "rules"
HOW = (
    "response(A, B) within 2d · precedence(A, B) when amount > 500 · existence(A) · absence(A) · init(A) · end(A) · chain_response(A, B) · "
    "not_coexistence(A, B) same resource; several are joined by ;"
)
JUDGED = {
    "meaning": "rule", "violated": "broken in", "satisfied": "kept in", "pending": "still open", "not_assessable": "cannot be told",
    "not_applicable": "not asked for",
    "share_violated": "share broken",
}  # fmt: skip
SUGGESTED = {
    "meaning": "rule",
    "applicable": "cases asked",
    "violated": "broken in",
    "share_satisfied": "share kept",
}
PROMISED = {
    "group": "which cases", "due": "due", "met": "met", "met_early": "done early", "missed": "missed", "open_overdue": "of them open",
    "not_yet_due": "not yet due",
    "share_met": "share met",
}  # fmt: skip
PAIRS = {
    "pair": "both of",
    "cases": "cases",
    "same_hands": "same hands",
    "not_assessable": "cannot be told",
    "share_same": "share",
}
MOST_TAKEN, MOST_PAIRS = 12, 10
MOST_FILTERED, MOST_WAYS = 50, 4  # cases that an address can hold, and rules with a button


def layout(view):
    rules = view.options.get("rules", "")
    if rules and not is_a_file(rules):
        found = answer_card(
            view,
            "rules",
            title="Does it follow the rules?",
            body=lambda found: judged(view, found),
            rules=rules,
        )
    elif rules:
        found = notice(
            "Rules are written here, not read from a file.",
            rules,
            "Write them as: response(A, B) within 2d; absence(C).",
        )
    else:
        found = answer_card(view, "candidate_rules", title="Rules that suggest themselves", body=suggested)
    return html.Div([asked(rules), found, *promised(view), *hands(view)], className="stack")


def is_a_file(said):
    """An address must not make the app read files."""
    return said.strip().endswith(".toml")


def asked(rules):
    """The rules in words, with what can be done with them."""
    said = dmc.Textarea(
        id="rules-said", value=rules, placeholder="response(Check, Pay) within 2d; absence(Cancel)", autosize=True, minRows=1, label="Rules",
    )  # fmt: skip
    check = dmc.Button("Check", id="rules-ask", className="touch")
    take = dmc.Button(
        "Take those that suggest themselves", id="rules-take", variant="default", className="touch"
    )
    told = html.Div(id="rules-told", role="status")
    return html.Section(
        [said, html.P(HOW, className="number-note"), html.Div([check, take], className="adder"), told],
        className="card",
    )


def field(name, label, value, placeholder):
    """A line to be written, kept in the address once it is sent."""
    line = dmc.TextInput(
        id=f"rules-{name}", value=value, placeholder=placeholder, className="grows", **{"aria-label": label}
    )
    return html.Div(
        [line, dmc.Button("Ask", id=f"rules-{name}-ask", variant="default", size="sm", className="touch")],
        className="adder",
    )


def judged(view, found):
    rows = html.Div(small_table(found.frame, JUDGED), className="scrolled", tabIndex="0")
    cases = found.tables["cases"]
    if cases.empty:
        return html.Div([picture(found), rows], className="stack")
    ways = html.Div(filters(view, cases[cases.status == "violated"]), className="actions")
    all_of_them = int(found.frame[["violated", "pending", "not_assessable"]].to_numpy().sum())
    shown = "" if len(cases) == all_of_them else f" The first {count(len(cases))} are listed."
    note = f"{counted(all_of_them, 'verdict')} to look at, a case once for each rule: broken, still open, or not to be told.{shown}"
    listed = table(cases, name="rules", height=420)
    return html.Div(
        [picture(found), rows, ways, html.P(note, className="number-note"), listed], className="stack"
    )


def filters(view, broken):
    """For each rule that few cases break: the view of these cases."""
    few = [
        (rule, rows.case_id.tolist())
        for rule, rows in broken.groupby("rule", sort=False)
        if len(rows) <= MOST_FILTERED
    ]
    return [
        filter_button(
            f"Filter to the {counted(len(cases), 'case')} that break{'s' if len(cases) == 1 else ''} {rule}",
            view.clause(view.log.where(case=cases)),
        )
        for rule, cases in few[:MOST_WAYS]
    ]


def suggested(found):
    return html.Div(small_table(found.frame, SUGGESTED), className="scrolled", tabIndex="0")


def promised(view):
    """Promised times, once they are said."""
    within, stops = view.options.get("within", ""), view.options.get("stops", "")
    time = field("within", "Promised time", within, "5d, or 4h for priority = High; 3d")
    clock = field("stops", "What stops the clock", stops, "On hold; state = Waiting")
    told = html.P(
        "Within which time cases are promised to be done, and what stops the clock.", className="number-note"
    )
    said = html.Section([told, time, clock], className="card")
    if not within:
        return [said]
    given = {"within": within, **({"stops": stops} if stops else {})}
    return [
        said,
        answer_card(
            view,
            "sla",
            title="Promised times",
            body=lambda found: html.Div(kept(found), className="stack"),
            **given,
        ),
    ]


def hands(view):
    pairs = view.options.get("pairs", "")
    told = html.P("What two people should do; without pairs each is told.", className="number-note")
    said = html.Section(
        [told, field("pairs", "Pairs", pairs, "Enter & Approve; Approve & Pay")], className="card"
    )
    return [
        said,
        answer_card(view, "four_eyes", title="Four eyes", body=both, **({"pairs": pairs} if pairs else {})),
    ]


def kept(found):
    rows = html.Div(small_table(found.frame, PROMISED), className="scrolled", tabIndex="0")
    cases = found.tables["cases"]
    listed = [table(cases, name="sla", height=420)] if len(cases) else []
    return [
        chart(found.figure(), found.headline) if found.figure().data[0].type == "scatter" else picture(found),
        rows,
        *listed,
    ]


def both(found):
    rows = found.frame[found.frame.same_hands.notna()].head(MOST_PAIRS)
    rows = rows.assign(pair=rows.first_activity + " & " + rows.second_activity)
    told = [html.Div(small_table(rows, PAIRS), className="scrolled", tabIndex="0")]
    if len(found.frame) > len(rows):
        told.append(
            html.P(
                f"The first {count(len(rows))} of {counted(len(found.frame), 'pair')}.",
                className="number-note",
            )
        )
    cases = found.tables.get("cases")
    if found.parameters["pairs"] and cases is not None and len(cases):
        told.append(table(cases, name="four_eyes", height=420))
    return html.Div(told, className="stack")


def register(app):
    for name, option in (("rules-ask", "rules"), ("rules-pairs-ask", "pairs"), ("rules-within-ask", "within"), ("rules-stops-ask", "stops")):  # fmt: skip
        _sent(app, name, "rules-said" if option == "rules" else f"rules-{option}", option)

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Output("rules-told", "children"), Input("rules-take", "n_clicks"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def taken(clicks, search):
        if not clicks:
            return no_update, no_update
        try:
            found = pm.candidate_rules(app.seen(search).log)
        except pm.ProcmineError as refused:
            return no_update, notice(refused.found, refused.where, refused.cure)
        return {"rules": "; ".join(found.frame.rule.head(MOST_TAKEN))}, ""


def _sent(app, button, line, option):
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input(button, "n_clicks"), State(line, "value"), prevent_initial_call=True
    )  # fmt: skip
    def sent(clicks, said):
        return {option: on_one_line(said or "")} if clicks else no_update


def on_one_line(said):
    """What is said on several lines, as an address holds it: a line ends what stands on it, and one that is a remark says nothing."""
    lines = (" ".join(line.split()).rstrip("; ") for line in said.splitlines())
    return "; ".join(line for line in lines if line and not line.startswith("#"))
