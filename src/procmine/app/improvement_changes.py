"""What somebody does to an improvement on its page: each change is one line of its history, signed with the name given."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, ctx, no_update

import procmine as pm
from procmine.app import improvement_details as shown
from procmine.app.cards import notice, refusal
from procmine.app.improvements import action_register, actions_shown

if TYPE_CHECKING:
    from procmine.app.making import ProcmineApp

HERE = (State("action-shown", "data"), State("profile", "value"), State("address", "search"))
PROBLEM = Output("action-problem", "children", allow_duplicate=True)
HISTORY = Output("action-history", "children", allow_duplicate=True)
REGISTER = Output("actions-register", "children", allow_duplicate=True)
Do = Callable[[Any, int], Any]


def register_action_details(app: ProcmineApp) -> None:
    """The callbacks of the drawer."""
    _saved(app)
    _task(app)
    _ticked(app)
    _commented(app)
    _attached(app)
    _needed(app)
    _needed_no_longer(app)
    _verified(app)


def _done(app: ProcmineApp, here: tuple, do: Do, part: Callable[[Any], Any]) -> tuple[Any, Any, Any, Any]:
    """Do it; then the part of the drawer, the problem, the history and the register as they now are."""
    seen, who, search = here
    view = app.seen(search)
    try:
        do(action_register(view, who), seen["no"])
    except pm.ProcmineError as refused:
        return no_update, refusal(refused), no_update, no_update
    action = action_register(view).get(seen["no"])
    return part(action), None, shown.history(action), actions_shown(view)


def _saved(app: ProcmineApp) -> None:
    @app.callback(
        Output("action-fields", "children"), PROBLEM, HISTORY, REGISTER, Output("action-shown", "data"), Output("action-title", "children"),
        Input("action-save", "n_clicks"),
        State({"type": "action-field", "name": ALL}, "value"), State({"type": "action-field", "name": ALL}, "id"), *HERE,
        prevent_initial_call=True,
    )  # fmt: skip
    def saved(
        clicks: int, texts: list[str], ids: list[dict[str, str]], seen: dict[str, Any], who: str, search: str
    ) -> Any:
        if not clicks:
            return (no_update,) * 6
        given = {one["name"]: text for one, text in zip(ids, texts, strict=True)}
        changed = shown.altered(seen["values"], given)
        try:
            action_register(app.seen(search), who).change(seen["no"], seen=seen["revision"], **changed)
        except pm.errors.ChangedMeanwhile as lost:
            now = action_register(app.seen(search)).get(seen["no"]).revision
            again = notice(lost.found, lost.where, "Save again to set yours all the same.")
            return no_update, again, no_update, no_update, {**seen, "revision": now}, no_update
        except pm.ProcmineError as refused:
            return no_update, refusal(refused), *(no_update,) * 4
        view = app.seen(search)
        action = action_register(view).get(seen["no"])
        return (
            shown.fields(action),
            None,
            shown.history(action),
            actions_shown(view),
            no_update,
            shown.named(action),
        )


def _task(app: ProcmineApp) -> None:
    @app.callback(
        Output("action-tasks", "children"), PROBLEM, HISTORY, REGISTER, Output("new-task", "value"), Input("add-task", "n_clicks"),
        Input("new-task", "n_submit"), State("new-task", "value"), State("new-task-due", "value"), *HERE, prevent_initial_call=True,
    )  # fmt: skip
    def added(clicks: int, submits: int, text: str, due: str, *here: Any) -> Any:
        if not (clicks or submits):
            return (no_update,) * 5
        found = _done(app, here, lambda register, no: register.task(no, text, due_on=due), shown.tasks)
        return *found, "" if found[1] is None else no_update


def _ticked(app: ProcmineApp) -> None:
    @app.callback(
        Output("action-tasks", "children", allow_duplicate=True), PROBLEM, HISTORY, REGISTER, Input({"type": "tick-task", "task": ALL}, "checked"),
        *HERE, prevent_initial_call=True,
    )  # fmt: skip
    def ticked(checked: list[bool], *here: Any) -> Any:
        if not ctx.triggered_id:
            return (no_update,) * 4
        task, is_done = ctx.triggered_id["task"], bool(ctx.triggered[0]["value"])
        known = {one.task: one.is_done for one in action_register(app.seen(here[2])).get(here[0]["no"]).tasks}
        if known.get(task) == is_done:  # the list was drawn anew, nobody ticked
            return (no_update,) * 4
        return _done(app, here, lambda register, no: register.tick(no, task, is_done=is_done), shown.tasks)


def _commented(app: ProcmineApp) -> None:
    @app.callback(
        Output("action-comments", "children"), PROBLEM, HISTORY, REGISTER, Output("new-comment", "value"), Input("add-comment", "n_clicks"),
        State("new-comment", "value"), *HERE, prevent_initial_call=True,
    )  # fmt: skip
    def commented(clicks: int, text: str, *here: Any) -> Any:
        if not clicks:
            return (no_update,) * 5
        found = _done(app, here, lambda register, no: register.comment(no, text), shown.comments)
        return *found, "" if found[1] is None else no_update


def _attached(app: ProcmineApp) -> None:
    @app.callback(
        Output("action-documents", "children"), PROBLEM, HISTORY, REGISTER, Input("action-upload", "contents"), State("action-upload", "filename"),
        *HERE, prevent_initial_call=True,
    )  # fmt: skip
    def attached(contents: str | None, name: str, *here: Any) -> Any:
        if not contents:
            return (no_update,) * 4
        content = base64.b64decode(contents.partition(",")[2])
        return _done(
            app, here, lambda register, no: register.attach(no, name, content=content), shown.documents
        )


def _needed(app: ProcmineApp) -> None:
    @app.callback(
        Output("action-needs", "children"), PROBLEM, HISTORY, REGISTER, Output("new-needs", "value"), Input("add-needs", "n_clicks"),
        State("new-needs", "value"), *HERE, prevent_initial_call=True,
    )  # fmt: skip
    def needed(clicks: int, text: str, *here: Any) -> Any:
        if not clicks:
            return (no_update,) * 5
        found = _done(app, here, lambda register, no: register.needs(no, _number(text)), shown.needs)
        return *found, "" if found[1] is None else no_update


def _needed_no_longer(app: ProcmineApp) -> None:
    @app.callback(
        Output("action-needs", "children", allow_duplicate=True), PROBLEM, HISTORY, REGISTER, Input({"type": "drop-need", "no": ALL}, "n_clicks"),
        *HERE, prevent_initial_call=True,
    )  # fmt: skip
    def dropped(clicks: list[int | None], *here: Any) -> Any:
        if not ctx.triggered_id or not any(clicks):
            return (no_update,) * 4
        other = ctx.triggered_id["no"]
        return _done(app, here, lambda register, no: register.needs(no, other, still=False), shown.needs)


def _number(text: str | None) -> int:
    plain = (text or "").strip().lstrip("#")
    if not plain.isdecimal():
        raise pm.errors.WrongOption(f"{text!r} is no number of an action.", "needs", "Write it as 2 or #2.")
    return int(plain)


def _verified(app: ProcmineApp) -> None:
    @app.callback(
        Output("action-verdict", "children"), PROBLEM, HISTORY, REGISTER, Input("verify-action", "n_clicks"), *HERE, prevent_initial_call=True
    )  # fmt: skip
    def verified(clicks: int, *here: Any) -> Any:
        if not clicks:
            return (no_update,) * 4
        seen, who, search = here
        workspace = app.seen(search).workspace
        return _done(app, here, lambda register, no: workspace.verify(seen["no"], who=who), shown.verdict)
