"""Answers as files, and the files of the process map."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Response, request

import procmine as pm

if TYPE_CHECKING:
    from procmine.app.making import ProcmineApp

FIGURES = Path(pm.__file__).with_name("figures")
FORMS = {
    "csv": ("text/csv; charset=utf-8", ".csv"),
    "excel": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "json": ("application/json", ".json"),
    "html": ("text/html; charset=utf-8", ".html"),
    "svg": ("image/svg+xml; charset=utf-8", ".svg"),
    "dot": ("text/vnd.graphviz; charset=utf-8", ".dot"),
    "bpmn": ("application/xml; charset=utf-8", ".bpmn"),
    "pnml": ("application/xml; charset=utf-8", ".pnml"),
}


def register(app: ProcmineApp) -> None:
    """The addresses of downloads and of the map's module and styles."""

    @app.server.get("/_procmine/export/<form>/<name>")
    def export(form: str, name: str) -> Response:
        try:
            return _exported(app, form, name)
        except pm.ProcmineError as refused:
            return Response(str(refused), 400, content_type="text/plain; charset=utf-8")

    @app.server.get("/_procmine/process-map.mjs")
    def module() -> Response:
        return Response(
            (FIGURES / "process-map.mjs").read_bytes(), content_type="text/javascript; charset=utf-8"
        )

    @app.server.get("/_procmine/process-map.css")
    def styles() -> Response:
        return Response((FIGURES / "process-map.css").read_bytes(), content_type="text/css; charset=utf-8")


def _exported(app: ProcmineApp, form: str, name: str) -> Response:
    if form not in FORMS:
        raise pm.errors.UnknownName("form", form, FORMS)
    view = app.seen(request.query_string.decode())
    question = pm.question(name)
    given = _parameters(view.options.get("parameters", "{}"), question.options)
    if not hasattr(question.result, f"to_{form}"):
        raise pm.errors.UnknownName(
            "form of this answer", form, [one for one in FORMS if hasattr(question.result, f"to_{one}")]
        )
    result = question.function(view.log, **view.asked(name, given))
    content_type, ending = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}{ending}"'}
    return Response(_content(result, form), headers=headers, content_type=content_type)


def _parameters(text: str, known: Collection[str]) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise pm.errors.WrongOption(
            "The options cannot be read.", "parameters", 'Write them as JSON, e.g. {"by": "resource"}.'
        )
    for option in given:
        if option not in known:
            raise pm.errors.UnknownName("option", option, known)
    return given


def _content(result: Any, form: str) -> bytes:
    if form == "csv":
        return (result.to_csv() or "").encode()
    if form == "json":
        return result.to_json().encode()
    if form != "excel":
        return getattr(result, f"to_{form}")().encode()
    with tempfile.TemporaryDirectory() as folder:
        return result.to_excel(Path(folder) / "answer.xlsx").read_bytes()
