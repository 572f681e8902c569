"""One improvement in full: what is to be done, how its effect is found, what was said, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import dcc, html

import procmine as pm
from procmine.app.cards import notice
from procmine.wording import amount_of_time

NAMES = {
    "title": "What is to change",
    "status": "Status",
    "owner": "Owner",
    "starts_on": "Starts on",
    "due_on": "Due on",
    "expected_hours_per_month": "Hours a month it is expected to save",
    "changed_at": "Takes effect on",
    "metric": "Measured by",
    "cohort": "Cases that are measured, as a filter",
    "control": "Cases the change does not touch, as a filter",
    "guardrails": "What must not get worse, separated by ;",
}
PLAN = ("changed_at", "metric", "cohort", "control", "guardrails")
WIDE = ("title", "metric", "cohort", "control", "guardrails")
SETTLE = (
    "Settle these before the change: what is chosen or altered after it is kept, and said to be for good. "
    "A day counts from its beginning on the clock of the log."
)


def named(action: Any) -> str:
    return f"#{action.no} {action.title}"


def action_details(action: Any) -> list[Any]:
    """The content of the drawer."""
    return [
        html.Div(fields(action), id="action-fields"),
        html.Div(id="action-problem", role="alert"),
        *_finding(action),
        html.Div(verdict(action), id="action-verdict"),
        _part("Tasks", html.Div(tasks(action), id="action-tasks"), _adder("task", "What is to be done", "Add the task", due=True)),
        _part("Comments", html.Div(comments(action), id="action-comments"), _adder("comment", "What you have to say", "Comment", long=True)),
        _part("Documents", html.Div(documents(action), id="action-documents"), _upload()),
        _part("Needs first", html.Div(needs(action), id="action-needs"), _adder("needs", "Number of the action, such as 2", "Add")),
        html.Details([html.Summary("History"), html.Div(history(action), id="action-history", className="part")]),
    ]  # fmt: skip


def values(action: Any) -> dict[str, str]:
    """The fields as they stand in the form."""
    told = {name: getattr(action, name) for name in NAMES if name not in action.withheld}
    if "guardrails" in told:
        told["guardrails"] = "; ".join(told["guardrails"])
    hours = told["expected_hours_per_month"]
    told["expected_hours_per_month"] = None if hours is None else f"{hours:g}"
    return {name: value or "" for name, value in told.items()}


def altered(shown: Mapping[str, str], given: Mapping[str, str]) -> dict[str, Any]:
    """What somebody changed in the form: only that is set."""
    changed = {name: text for name, text in given.items() if name in shown and (text or "") != shown[name]}
    parts = [part.strip() for part in (changed.get("guardrails") or "").split(";")]
    return {**changed, "guardrails": parts} if "guardrails" in changed else changed


def fields(action: Any) -> list[Any]:
    """The form, and what was seen when it was made."""
    shown = values(action)
    plan = [
        html.P(SETTLE, className="number-note"),
        *_registration(action),
        *[_field(action, name, shown) for name in PLAN],
    ]
    main = [_field(action, name, shown) for name in NAMES if name not in PLAN]
    return [
        dcc.Store(id="action-shown", data={"no": action.no, "revision": action.revision, "values": shown}),
        html.Div(main, className="action-form"),
        html.Details([html.Summary("How its effect is found"), html.Div(plan, className="action-form part")]),
        dmc.Button("Save", id="action-save", className="touch"),
    ]


def _field(action: Any, name: str, shown: Mapping[str, str]) -> Any:
    identity = {"type": "action-field", "name": name}
    look = "is-wide" if name in WIDE else ""
    if name == "status":
        return dmc.Select(
            id=identity,
            label=NAMES[name],
            data=list(pm.actions.STATUSES),
            value=action.status,
            allowDeselect=False,
            className=look,
        )
    if name in action.withheld:
        return dmc.TextInput(
            id=identity, label=NAMES[name], value=pm.actions.WITHHELD, disabled=True, className=look
        )
    kind = {"inputProps": {"type": "date"}} if name.endswith("_on") else {}
    return dmc.TextInput(id=identity, label=NAMES[name], value=shown[name], className=look, **kind)


def _registration(action: Any) -> list[Any]:
    """Whether the plan came before the change, said so that nobody has to guess."""
    if action.remarks:
        late = "" if action.is_pre_registered else "What is measured was not settled before the change."
        return [notice(" ".join(action.remarks), "", late)]
    return [html.P(action.registration, className="settled")] if action.registration else []


def _finding(action: Any) -> list[Any]:
    """What it came from, with the way to the view in which it was found."""
    row = (action.finding_from or {}).get("row") or {}
    low, high = action.expected_low_hours, action.expected_high_hours
    parts: list[Any] = [html.P(action.finding)] if action.finding else []
    if low is not None and high is not None:
        bounds = f"Between {amount_of_time(low)} and {amount_of_time(high)} a month are expected."
        parts.append(html.P(bounds, className="number-note"))
    parts += [html.P(str(row["formula"]), className="number-note")] if row.get("formula") else []
    if action.log and "filters" not in action.withheld:
        parts.append(_view_of(action))
    return [_part("Where it comes from", *parts)] if parts else []


def _view_of(action: Any) -> html.P:
    given = {"log": action.log, "version": action.cites_version, "where": action.filters}
    query = urlencode({name: value for name, value in given.items() if value})
    cited = f", version {action.cites_version}" if action.cites_version else ""
    words = f"{action.log}{cited}{f': {action.filters}' if action.filters else ''} "
    return html.P([words, html.A("Open this view", href=f"/?{query}", className="quiet-link")])


def verdict(action: Any) -> list[Any]:
    """What was found of its effect, as it was frozen."""
    if not action.verdict:
        return [_part("Did it work?", *_asking(action))]
    frozen = next(act for act in reversed(action.history) if act.what == "verdict")
    said = action.verdict.get("headline") or action.verdict.get("verdict") or "It was judged."
    pairs = [
        part
        for name, value in action.verdict.items()
        if isinstance(value, (str, int, float)) and name != "headline"
        for part in (html.Dt(name.replace("_", " ")), html.Dd(_told(value)))
    ]
    note = html.P(f"Kept as it was told on {frozen.at[:10]} by {frozen.who}.", className="number-note")
    return [
        _part(
            "Did it work?",
            html.P(str(said), className="headline"),
            html.Dl(pairs, className="facts"),
            note,
            *_asking(action),
        )
    ]


def _asking(action: Any) -> list[Any]:
    """What asks whether it worked, once it is said when it changed and what is measured."""
    if not (action.log and action.changed_at and action.metric):
        return [html.P("Say the log, when it changed and what is measured, and it can be told whether it worked.", className="number-note")]  # fmt: skip
    again = "Ask again" if action.verdict else "Did it work?"
    return [dmc.Button(again, id="verify-action", variant="default", className="touch")]


def _told(value: Any) -> str:
    return f"{value:,.4g}" if isinstance(value, float) else str(value)


def tasks(action: Any) -> list[Any]:
    def line(task: Any) -> html.Li:
        by = " · ".join(part for part in (task.owner, task.due_on and f"due {task.due_on}") if part)
        label = f"{task.text} ({by})" if by else task.text
        tick = dmc.Checkbox(id={"type": "tick-task", "task": task.task}, label=label, checked=task.is_done, size="md", className="task")  # fmt: skip
        return html.Li(tick)

    return [html.Ul([line(task) for task in action.tasks], className="plain-list")] if action.tasks else []


def comments(action: Any) -> list[Any]:
    return [
        html.Div([html.P(f"{one.who}, {_at(one.at)}", className="number-note"), html.P(one.text, className="written")], className="comment")
        for one in action.comments
    ]  # fmt: skip


def documents(action: Any) -> list[Any]:
    """Links that save, and never open, what somebody attached."""
    lines = [
        html.Li([
            html.A(one.name, href=f"/_procmine/actions/{action.no}/document/{one.sha256}", className="quiet-link", download=""),
            html.Span(f"{_size(one.bytes)} · {one.who}, {_at(one.at)}", className="number-note"),
        ])
        for one in action.documents
    ]  # fmt: skip
    return [html.Ul(lines, className="plain-list")] if lines else []


def needs(action: Any) -> list[Any]:
    def line(no: int) -> html.Li:
        drop = html.Button("×", id={"type": "drop-need", "no": no}, className="chip-cross", **{"aria-label": f"Needs #{no} no longer"})  # fmt: skip
        return html.Li(html.Span([html.Span(f"#{no}"), drop], className="chip"))

    return [html.Ul([line(no) for no in action.needs], className="plain-list chips")] if action.needs else []


def history(action: Any) -> list[Any]:
    lines = [
        html.Li([html.Span(f"{_at(act.at)} {act.who}: ", className="number-note"), act.told])
        for act in reversed(action.history)
    ]
    return [html.Ul(lines, className="plain-list")]


def _part(title: str, *inside: Any) -> html.Section:
    return html.Section([html.H3(title), *inside], className="action-part")


def _adder(name: str, placeholder: str, button: str, *, due: bool = False, long: bool = False) -> html.Div:
    given = {
        "id": f"new-{name}",
        "placeholder": placeholder,
        "value": "",
        "className": "grows",
        "aria-label": placeholder,
    }
    written = dmc.Textarea(autosize=True, minRows=2, **given) if long else dmc.TextInput(**given)
    when = [dmc.TextInput(id=f"new-{name}-due", value="", inputProps={"type": "date"}, **{"aria-label": "Due on"})] if due else []  # fmt: skip
    add = dmc.Button(button, id=f"add-{name}", variant="default", className="touch")
    return html.Div([written, *when, add], className="adder")


def _upload() -> html.Label:
    """A label is what opens the choice of a file, and what tells a screen reader what it is for."""
    most = pm.actions.LARGEST_BYTES // 1024 // 1024
    words = html.Span(f"Attach a file of up to {most} MB", className="button")
    chosen = dcc.Upload(
        words, id="action-upload", max_size=pm.actions.LARGEST_BYTES, disable_click=True, style={}, style_active={}, style_reject={}
    )  # fmt: skip
    return html.Label(chosen, className="upload", **{"data-most": str(pm.actions.LARGEST_BYTES)})


def _at(at: str) -> str:
    return f"{at[:16].replace('T', ' ')} UTC"


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, round(count / 1024))} kB"
