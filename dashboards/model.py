"""Model: work held against a model, and models found in the log, each judged by later cases."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

import dash_mantine_components as dmc
from dash import ClientsideFunction, Input, Output, State, dcc, html, no_update

import procmine as pm
from procmine.app import (
    answer_card,
    counted,
    filter_button,
    is_known,
    kept_choice,
    notice,
    picture,
    refusal,
    small_table,
    table,
)

TITLE, PATH, ORDER, ICON = "Model", "/model", 33, "model"
HAPPY, NOTHING = "(the confirmed happy path)", ""
MINERS = {
    "all": "All miners",
    "inductive": "Inductive miner",
    "split": "Split miner",
    "heuristics": "Heuristics miner",
    "powl": "POWL miner",
}
JUDGED = {
    "miner": "miner", "fitness": "fitness", "precision": "precision", "f_score": "f-score", "simplicity": "simplicity", "sound": "can always end",
    "share_fitting": "cases allowed", "share_judged": "cases judged", "note": "note",
}  # fmt: skip
MOST_FILTERED = 50
LARGEST = 5_000_000


def layout(view):
    return html.Div([held(view), found_in(view)], className="stack")


def held(view):
    """The choice of a model, and what is done otherwise."""
    against = view.options.get("model", HAPPY if view.whole.happy_path else NOTHING)
    choice = html.Div(
        [model_choice(view, against), upload(), html.Div(id="model-told", role="status")], className="adder"
    )
    if not against:
        told = html.P(
            "Choose a saved model, upload one (.bpmn, .pnml), confirm a happy path, or keep one that is found below.",
            className="number-note",
        )
        return html.Section([html.H2("Does the work follow the model?"), choice, told], className="card")
    given = {} if against == HAPPY else {"model": against}
    card = answer_card(
        view,
        "deviations",
        title="Does the work follow the model?",
        body=lambda found: apart(view, found),
        **given,
    )
    return html.Div([html.Section([choice], className="card"), card], className="stack")


def model_choice(view, against):
    names = [HAPPY] if view.whole.happy_path else []
    known = [*names, *view.workspace.models()]
    shown = [*known, *([against] if against and against not in known else [])]
    return dmc.Select(
        id="model-choice", data=shown, value=against or None, placeholder="Which model?", searchable=True, className="grows", **{"aria-label": "Model"},
    )  # fmt: skip


def upload():
    """A label is what opens the choice of a file, and what tells a screen reader what it is for."""
    words = html.Span("Upload a model (.bpmn, .pnml)", className="button")
    chosen = dcc.Upload(
        words,
        id="model-upload",
        max_size=LARGEST,
        disable_click=True,
        style={},
        style_active={},
        style_reject={},
    )
    return html.Label(chosen, className="upload", **{"data-most": str(LARGEST)})


def apart(view, found):
    parts = [] if found.frame.empty else [picture(found), html.Div(filters(view, found), className="actions")]
    if found.model.diagram is not None:
        parts.append(drawn("held", found.model_figure()))
    cases = found.tables["cases"]
    if not cases.empty:
        note = "What each case did otherwise: of each deviation the newest 1,000."
        parts += [html.P(note, className="number-note"), table(cases, name="deviations", height=380)]
    return html.Div(parts, className="stack")


def filters(view, found):
    """For each deviation of few cases: the view of these cases."""
    cases = found.tables["cases"]
    few = [
        (what, rows.case_id.tolist())
        for what, rows in cases.groupby("deviation", sort=False)
        if len(rows) <= MOST_FILTERED
    ]
    return [
        filter_button(f"Filter to {counted(len(ids), 'case')}: {what}", view.clause(view.log.where(case=ids)))
        for what, ids in few[:4]
    ]


def drawn(name, drawing):
    host, kept = f"model-{name}-host", f"model-{name}-layout"
    return html.Section(
        [html.Div(id=host, className="pm-map model-host"), dcc.Store(id=kept, data=drawing.layout)], className="model-map", **{"aria-label": "Model"},
    )  # fmt: skip


def found_in(view):
    miner = view.options.get("miner", NOTHING)
    pick = dmc.Select(
        id="model-miner", data=[{"value": value, "label": label} for value, label in MINERS.items()], value=miner or None, placeholder="Find a model",
        className="time-choice", **{"aria-label": "Miner"},
    )  # fmt: skip
    if miner not in MINERS:
        told = html.P(
            "Miners find a model in the cases that began first, and the later cases judge it. That takes some seconds.",
            className="number-note",
        )
        return html.Section(
            [html.Div([html.H2("Models in the log"), pick], className="card-head"), told], className="card"
        )
    given = {} if miner == "all" else {"miner": miner}
    return answer_card(view, "models", title="Models in the log", body=judged, extra=pick, **given)


def judged(found):
    numbers = {
        name: [f"{value:.2f}" if is_known(value) else "–" for value in found.frame[name]]
        for name in ("fitness", "precision", "f_score", "simplicity")
    }
    rows = found.frame.assign(
        **numbers, sound=found.frame.is_sound.map({True: "yes", False: "no"}).fillna("?")
    )
    parts = [html.Div(small_table(rows, JUDGED), className="scrolled", tabIndex="0")]
    if found.models:
        keep = dmc.Button("Keep the best as a model", id="model-keep", variant="light", className="touch")
        parts += [
            drawn("found", found.figure()),
            html.Div([keep, html.Div(id="model-kept", role="status")], className="adder"),
        ]
    return html.Div(parts, className="stack")


def register(app):
    kept_choice(app, "model-choice", "model", NOTHING)
    kept_choice(app, "model-miner", "miner", NOTHING)
    for name in ("held", "found"):
        app.clientside_callback(
            ClientsideFunction("procmine", "drawModel"), Output(f"model-{name}-host", "title"), Input(f"model-{name}-layout", "data"),
            State(f"model-{name}-host", "id"),
        )  # fmt: skip

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Output("model-told", "children"), Input("model-upload", "contents"),
        State("model-upload", "filename"), State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def uploaded(contents, filename, search):
        if not contents:
            return no_update, no_update
        view, name = app.seen(search), Path(filename).stem
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"model{Path(filename).suffix.lower()}"
                path.write_bytes(base64.b64decode(contents.partition(",")[2]))
                name = view.workspace.save_model(name, path).name
        except pm.ProcmineError as refused:
            return no_update, notice(refused.found, filename, refused.cure)
        except ValueError:  # what came is no base64
            return no_update, notice("The file did not arrive whole.", filename, "Upload it again.")
        return {"model": name}, None

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Output("model-kept", "children"), Input("model-keep", "n_clicks"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def kept(clicks, search):
        if not clicks:
            return no_update, no_update
        view = app.seen(search)
        miner = view.options.get("miner", "all")
        try:
            found = pm.models(view.log, **({} if miner == "all" else {"miner": miner}))
            name = view.workspace.save_model(f"{view.whole.name}, {found.best}", found.model()).name
        except pm.ProcmineError as refused:
            return no_update, refusal(refused)
        return {"model": name}, None
