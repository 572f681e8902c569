"""`procmine model`: models that work is held against, saved, listed, written and dropped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import procmine as pm
from procmine import terminal
from procmine.wording import counted, listed

app = typer.Typer(
    help="Keep models that work is held against: procmine ask deviations LOG --model NAME.", no_args_is_help=True
)  # fmt: skip
Folder = Annotated[
    Path | None,
    typer.Option(
        "--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"
    ),
]
Name = Annotated[str, typer.Argument(help="its name")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


@app.command()
def save(
    name: Name,
    file: Annotated[Path, typer.Argument(help="a .bpmn or .pnml file")],
    process: Annotated[str | None, typer.Option(help="of several processes of the file which one")] = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Keep a model, in place of one of that name."""
    found = _opened(workspace).save_model(name, file, process=process)
    _told(found, as_json)


@app.command("list")
def list_(workspace: Folder = None, as_json: Json = False) -> None:
    """List the saved models."""
    names = _opened(workspace).models()
    if as_json:
        terminal.write_text(json.dumps(names, ensure_ascii=False))
    else:
        terminal.out.print(
            "\n".join(names) or "None is saved. Save one: procmine model save NAME FILE", markup=False
        )


@app.command()
def write(
    name: Name, to: Annotated[Path, typer.Option("--to", help="x.bpmn or x.pnml")], workspace: Folder = None
) -> None:
    """Write a saved model to a file."""
    terminal.err.print(f"Written: {_opened(workspace).model(name).save(to)}", markup=False)


@app.command()
def drop(name: Name, workspace: Folder = None, as_json: Json = False) -> None:
    """Forget a saved model."""
    _opened(workspace).drop_model(name)
    if as_json:
        terminal.write_text(json.dumps({"dropped": name}, ensure_ascii=False))
    else:
        terminal.out.print(f"{name} is no longer kept.", markup=False)


def _told(found: pm.ProcessModel, as_json: bool) -> None:
    if as_json:
        terminal.write_text(
            json.dumps({"name": found.name, "activities": found.activities}, ensure_ascii=False)
        )
    else:
        terminal.out.print(
            f"{found.name}: {counted(len(found.activities), 'activity', 'activities')}, {listed(found.activities, 5)}.",
            markup=False,
        )


def _opened(folder: Path | None) -> pm.Workspace:
    return pm.Workspace(folder or pm.workspace.default_folder(), is_created=False)
