"""The parts that pages are composed of: answers as cards, numbers, notices, buttons that filter."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import dash_mantine_components as dmc
from dash import html

import procmine as pm
from procmine.app.address import View
from procmine.app.pictures import picture


def icon(name: str) -> html.Span:
    return html.Span(className=f"icon icon-{name}", **{"aria-hidden": "true"})


def notice(found: str, where: str = "", cure: str = "", kind: str = "calm") -> html.Div:
    """A calm word instead of a picture: what was met, where, and what to do."""
    parts: list[Any] = [html.P(found, className="notice-found")]
    parts += [html.P(where, className="notice-where")] if where else []
    parts += [html.P(cure, className="notice-cure")] if cure else []
    return html.Div(parts, className=f"notice notice-{kind}", role="note")


def refusal(problem: pm.ProcmineError) -> html.Div:
    return notice(problem.found, problem.where, problem.cure)


def headline(result: Any) -> html.P:
    """The finding; what had to be assumed for it stands smaller behind it."""
    said = result.headline
    assumed = result.assumption if result.assumption and said.endswith(result.assumption) else ""
    parts: list[Any] = [said.removesuffix(assumed) if assumed else said]
    return html.P(
        [*parts, html.Span(assumed, className="assumed")] if assumed else parts, className="headline"
    )


def answer(view: View, question: str, **parameters: Any) -> Any:
    """The Result of a question on the view, or the refusal."""
    try:
        return pm.question(question).function(view.log, **view.asked(question, parameters))
    except pm.ProcmineError as problem:
        return problem


def answer_card(
    view: View,
    question: str,
    *,
    title: str,
    body: Callable[[Any], Any] = picture,
    extra: Any = None,
    more: str = "",
    **parameters: Any,
) -> html.Section:
    """A question as a card: its finding, its picture and the way to its evidence; a refusal says what is missing.

    `body` makes the picture from the Result, `extra` stands beside the title, `more` is a link's target.
    """
    found = answer(view, question, **parameters)
    if isinstance(found, pm.ProcmineError):
        inside = [refusal(found)]
    else:
        inside = [headline(found), body(found)]
    tools = [extra] if extra is not None else []
    tools += [html.A("Open", href=view.link(more), className="quiet-link")] if more else []
    tools += [evidence_button(question, title, **parameters)]
    head = html.Div([html.H2(title), html.Div(tools, className="card-tools")], className="card-head")
    return html.Section([head, *inside], className="card", id=question)


def finding_card(
    name: str,
    ask: Callable[[], Any],
    *,
    title: str,
    body: Callable[[Any], Any] = picture,
    extra: Any = None,
) -> html.Section:
    """An answer over all logs of the workspace as a card: its finding, its picture, what was left out and what it means."""
    try:
        found = ask()
    except pm.ProcmineError as problem:
        inside = [refusal(problem)]
    else:
        remarks = [html.P(remark, className="number-note") for remark in found.remarks()]
        meaning = html.Details([html.Summary("What it means"), definition(found.definition)])
        inside = [headline(found), body(found), *remarks, meaning]
    tools = html.Div([extra] if extra is not None else [], className="card-tools")
    head = html.Div([html.H2(title), tools], className="card-head")
    return html.Section([head, *inside], className="card", id=name)


def evidence_id(question: str, place: str, parameters: dict[str, Any]) -> dict[str, str]:
    """What a click on it opens the evidence of; `place` tells apart two on one page."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return {
        "type": "evidence",
        "question": question,
        "parameters": json.dumps(given, sort_keys=True),
        "place": place,
    }


def evidence_button(question: str, title: str, **parameters: Any) -> dmc.Button:
    """Opens the definition, the statement, what was left out and the rows of an answer."""
    return dmc.Button(
        "Evidence", id=evidence_id(question, title, parameters), variant="default", size="sm",
        className="touch", **{"aria-label": f"Evidence for {title}"},
    )  # fmt: skip


def filter_button(text: str, clause: str, *, variant: str = "light", **more: Any) -> dmc.Button:
    """Adds a clause of the filter grammar to the stack."""
    return dmc.Button(
        text,
        id={"type": "add-filter", "clause": clause},
        variant=variant,
        size="sm",
        className="touch wraps",
        **more,
    )


def definition(text: str) -> html.Div:
    """A docstring as paragraphs: its line breaks are those of the source file, not of the reader's screen."""
    lines: list[str] = []
    for line in text.splitlines():
        if lines and line.strip() and lines[-1] and not line.startswith(("Table", "Source:", "`by`")):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    marked = [
        [html.Code(part) if place % 2 else part for place, part in enumerate(line.split("`"))]
        for line in lines
        if line
    ]
    return html.Div([html.P(parts) for parts in marked], className="definition")


def number_card(
    label: str, value: str, note: str, question: str, series: list[float] | None = None
) -> html.Div:
    """One number in large that opens its evidence, with a note and the course it took."""
    number = html.Button(
        value, id=evidence_id(question, label, {}), className="number-value", title="Evidence", **{"aria-label": f"{value}: evidence for {label}"}
    )  # fmt: skip
    line = dmc.Sparkline(
        data=series or [], h=34, color="procmine.6", curveType="linear", strokeWidth=1.5, fillOpacity=0.25
    )
    course = [html.Div(line, **{"aria-hidden": "true"})] if series and len(series) > 1 else []
    parts = [html.P(label, className="number-label"), number, *course, html.P(note, className="number-note")]
    return html.Div(parts, className="card number-card")
