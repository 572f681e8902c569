"""Did it work? A change judged by the cases that came before and after it."""

from __future__ import annotations

import re

import dash_mantine_components as dmc
from dash import Input, Output, State, html, no_update

from procmine.app import answer_card, chart, duration, is_known, notice, share, small_table

TITLE, PATH, ORDER, ICON = "Did it work?", "/verification", 68, "verification"
PLAIN = ("cycle time", "waiting", "rework", "handovers", "effort")
OF_ACTIVITY = ("wait before", "work on", "repeats of")
PARTS = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^;"])+')  # between each `;` that stands outside quotes
OPTIONS = ("changed_at", "metric", "control", "guardrails", "expected")
METHODS = {
    "method": "how it is measured",
    "before": "before, or without it",
    "after": "since",
    "difference": "difference",
    "interval": "95 % interval",
    "cases": "cases before and since",
}
GUARDRAILS = {
    "metric": "guardrail",
    "before": "without it",
    "after": "since",
    "difference": "difference",
    "is_worse": "got worse",
}
LEFT_OUT = {"what": "what does not count, or not whole", "cases": "cases"}
UNITS = {"hours": duration, "share": share, "count": lambda value: f"{value:.2f}" if is_known(value) else "–"}
APART = UNITS | {
    "share": lambda value: f"{value * 100:.1f} points"
}  # differences of shares are in points of 100


def layout(view):
    form = html.Section([html.Div(fields(view), className="change-form"), asking()], className="card")
    if not view.options.get("changed_at"):
        told = notice(
            "Say when something was changed.",
            "",
            "The cases that came since are then laid beside those that came before, and what they would have taken without it.",
        )
        return html.Div([form, html.Section(told, className="card")], className="stack")
    options = {name: view.options[name] for name in OPTIONS if view.options.get(name)}
    return html.Div([form, answer_card(view, "verification", title="What became of it", body=body, **options)], className="stack")  # fmt: skip


def fields(view):
    """What is asked: a date, a metric, guardrails, cases beside which it is seen, and the change that is looked for."""
    given = view.options
    names = [f'{kind} "{_escaped(name)}"' for name in view.log.activities for kind in OF_ACTIVITY]
    guardrails = [one.strip() for one in PARTS.findall(given.get("guardrails", "")) if one.strip()]
    return [
        dmc.TextInput(id="verification-date", value=given.get("changed_at", ""), placeholder="2025-09-01", label="Changed on"),
        dmc.Select(
            id="verification-metric", data=[*PLAIN, *names], value=given.get("metric", PLAIN[0]), searchable=True, allowDeselect=False,
            label="What it was to make less",
        ),
        dmc.MultiSelect(id="verification-guardrails", data=[*PLAIN, *names], value=guardrails, searchable=True, label="What must not get worse"),
        dmc.TextInput(id="verification-control", value=given.get("control", ""), placeholder="region = South", label="Beside cases it did not touch"),
        dmc.TextInput(id="verification-expected", value=given.get("expected", ""), placeholder="10% · 4h", label="By how much less"),
    ]  # fmt: skip


def asking():
    return dmc.Button("Did it work?", id="verification-ask", className="touch")


def _escaped(name):
    return name.replace("\\", "\\\\").replace('"', '\\"')


def body(found):
    parts = [chart(found.figure(), found.headline)]
    parts.append(_part("Measured in several ways", _methods(found), METHODS))
    guardrails = found.tables["guardrails"]
    if len(guardrails):
        parts.append(_part("Guardrails", _guardrails(guardrails), GUARDRAILS))
    if len(found.tables["left_out"]):
        folded = small_table(found.tables["left_out"], LEFT_OUT)
        parts.append(html.Div([html.H3("What does not count"), folded]))
    return html.Div(parts, className="stack")


def _part(title, rows, columns):
    shown = html.Div(small_table(rows, columns), className="scrolled", tabIndex="0")
    return html.Div([html.H3(title), shown])


def _methods(found):
    told, apart = (units[found.parameters["unit"]] for units in (UNITS, APART))
    rows = found.frame
    return rows.assign(
        **{name: [told(value) for value in rows[name]] for name in ("before", "after")},
        difference=[_signed(value, apart) for value in rows.difference],
        interval=[_interval(row.low, row.high, apart) for row in rows.itertuples()],
        cases=[f"{row.cases_before:,} and {row.cases_after:,}" for row in rows.itertuples()],
        method=[f"{row.method} (decides)" if row.is_decisive else row.method for row in rows.itertuples()],
    )


def _guardrails(rows):
    told = [UNITS[unit] for unit in rows.unit]
    return rows.assign(
        **{
            name: [words(value) for words, value in zip(told, rows[name], strict=True)]
            for name in ("before", "after")
        },
        difference=[_signed(value, APART[unit]) for unit, value in zip(rows.unit, rows.difference, strict=True)],
        is_worse=["too few weeks" if not is_known(low) else "yes" if worse else "no" for low, worse in zip(rows.low, rows.is_worse, strict=True)],
    )  # fmt: skip


def _signed(value, told):
    return "–" if not is_known(value) else ("+" if value > 0 else "−" if value < 0 else "") + told(abs(value))


def _interval(low, high, told):
    return f"{_signed(low, told)} to {_signed(high, told)}" if is_known(low) else "too few weeks"


def register(app):
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input("verification-ask", "n_clicks"), State("verification-date", "value"),
        State("verification-metric", "value"), State("verification-guardrails", "value"), State("verification-control", "value"),
        State("verification-expected", "value"), prevent_initial_call=True,
    )  # fmt: skip
    def asked(clicks, date, metric, guardrails, control, expected):
        if not clicks:
            return no_update
        said = (date, metric if metric != PLAIN[0] else "", control, "; ".join(guardrails or []), expected)
        return {name: " ".join((value or "").split()) for name, value in zip(OPTIONS, said, strict=True)}
