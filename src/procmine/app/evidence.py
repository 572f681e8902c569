"""The evidence of an answer: what it means, where it comes from, what it left out, and how to have it elsewhere."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import html

import procmine as pm
from procmine.app.address import View
from procmine.app.cards import definition, refusal
from procmine.app.pictures import table
from procmine.wording import count, counted


def evidence(view: View, question: str, parameters: dict[str, Any]) -> list[Any]:
    """The drawer's content for one answer."""
    parameters = view.asked(question, parameters)
    try:
        result = pm.question(question).function(view.log, **parameters)
    except pm.ProcmineError as problem:
        return [refusal(problem)]
    return [
        html.P(result.headline, className="headline"),
        _downloads(view, question, parameters),
        _part("Definition", definition(result.definition), is_open=True),
        _part("What was counted and left out", _left_out(result), is_open=True),
        _part(
            f"Rows ({count(len(result.frame))})",
            [table(result.frame, name=question), _columns(result)],
            is_open=True,
        ),
        _part("As a notebook cell", _copyable(view.as_code(question, parameters), "the notebook cell")),
        _part("SQL", [_copyable(result.script, "the script for DuckDB", shown=result.sql), _bound(result)]),
    ]


def _part(title: str, inside: Any, *, is_open: bool = False) -> html.Details:
    return html.Details([html.Summary(title), html.Div(inside, className="part")], open=is_open)


def _downloads(view: View, question: str, parameters: dict[str, Any]) -> html.Div:
    search = view.address.search
    given = urlencode({"parameters": json.dumps(parameters)}) if parameters else ""
    query = f"{search}{'&' if search else '?'}{given}" if given else search
    names = {
        "csv": "CSV",
        "excel": "Excel",
        "json": "JSON",
        "html": "page",
        "svg": "picture",
        "bpmn": "BPMN",
        "pnml": "PNML",
        "dot": "DOT",
    }
    links = [
        html.A(
            f"Download {name}",
            href=f"/_procmine/export/{form}/{question}{query}",
            className="button",
            download="",
        )
        for form, name in names.items()
        if hasattr(pm.question(question).result, f"to_{form}")
    ]
    return html.Div(links, className="downloads")


def _left_out(result: Any) -> html.Div:
    account = html.P(
        f"Counted: {counted(result.counted_cases, 'case')}, {counted(result.counted_events, 'event')} of {result.log}, version {result.version}."
    )
    left = [
        html.Li(f"{one.reason}: {counted(one.cases, 'case')}, {counted(one.events, 'event')}")
        for one in result.excluded
    ]
    rows = result.quarantined
    lost = [html.P(f"{rows.told}: they lie in quarantine, whatever the filters.")] if rows.told else []
    return html.Div([account, html.Ul(left) if left else html.P("Nothing was left out."), *lost])


def _columns(result: Any) -> html.Dl:
    return html.Dl(
        [part for name, meaning in result.columns.items() for part in (html.Dt(name), html.Dd(meaning))],
        className="columns",
    )


def _copyable(text: str, what: str, shown: str = "") -> html.Div:
    """A text with a button that copies it; `shown` is the part worth reading, where it is not all."""
    button = dmc.CopyButton(
        value=text,
        children=f"Copy {what}",
        copiedChildren="Copied",
        size="sm",
        variant="default",
        copiedColor="teal.9",
        className="touch",
    )
    return html.Div([button, html.Pre(html.Code(shown or text), className="code", tabIndex="0")])


def _bound(result: Any) -> Any:
    if not result.bound:
        return html.P("The statement has no parameters.")
    return html.Dl(
        [part for name, value in result.bound.items() for part in (html.Dt(f"${name}"), html.Dd(str(value)))],
        className="columns",
    )
