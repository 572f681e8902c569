"""Files of the register: its calendar, its workbook, and the documents that hang on actions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, request

import procmine as pm
from procmine.app.improvements import actions_asked_for

if TYPE_CHECKING:
    from procmine.app.making import ProcmineApp

FORMS = {
    "ics": "text/calendar; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def register(app: ProcmineApp) -> None:
    """The addresses of these files: all of them are saved, none is shown."""

    @app.server.get("/_procmine/actions.<form>")
    def register_as(form: str) -> Response:
        if form not in FORMS:
            return Response(f"There is no form {form}.", 404, content_type="text/plain; charset=utf-8")
        view = app.seen(request.query_string.decode())
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"improvements.{form}"
            actions = view.workspace.actions
            written = {"ics": actions.to_ical, "xlsx": actions.to_excel}[form](
                path, **actions_asked_for(view)
            )
            return _saved(written.read_bytes(), path.name, FORMS[form])

    @app.server.get("/_procmine/actions/<int:no>/document/<sha256>")
    def document_of(no: int, sha256: str) -> Response:
        try:
            found, content = app.workspace.actions.document(no, sha256)
        except pm.ProcmineError as refused:
            return Response(str(refused), 404, content_type="text/plain; charset=utf-8")
        # Whatever its name ends with, a browser is to save it and never to run or show it here.
        return _saved(content, found.name, "application/octet-stream")


def _saved(content: bytes, name: str, content_type: str) -> Response:
    plain = "".join(letter if letter.isascii() and letter not in '"\\%' else "_" for letter in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, headers={"Content-Disposition": disposition}, content_type=content_type)
