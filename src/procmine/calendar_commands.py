"""`procmine calendars`: the saved calendars of a workspace, listed, saved and dropped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import procmine as pm
from procmine import terminal

app = typer.Typer(help="List, save or drop calendars of working time by name.", invoke_without_command=True)
Folder = Annotated[
    Path | None,
    typer.Option(
        "--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


@app.callback()
def listed(context: typer.Context, workspace: Folder = None, is_json: Json = False) -> None:
    """The saved calendars by name; `--calendar NAME` then means them."""
    context.obj = workspace
    if context.invoked_subcommand is not None:
        return
    folder = workspace or pm.workspace.default_folder()
    saved = pm.open(folder).calendars() if (folder / "catalogue.sqlite").exists() else {}
    if is_json:
        terminal.write_text(json.dumps(saved, ensure_ascii=False))
        return
    for name, said in saved.items():
        terminal.out.print(f"{name}: {said.strip()}", markup=False, soft_wrap=True)
    if not saved:
        terminal.out.print(
            "No calendar is saved. Save one: procmine calendars save office 'Mon-Fri 09:00-17:00'"
        )


@app.command()
def save(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="what --calendar then takes")],
    said: Annotated[str, typer.Argument(help="a phrase, or a TOML or iCalendar file, whose content is kept")],
    workspace: Folder = None,
) -> None:
    """Save a calendar under a name."""
    text = pm.open(workspace or context.obj or pm.workspace.default_folder()).save_calendar(name, said)
    terminal.out.print(f"{name}: {text.strip()}", markup=False, soft_wrap=True)


@app.command()
def drop(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="a saved calendar")],
    workspace: Folder = None,
) -> None:
    """Forget a saved calendar."""
    pm.open(workspace or context.obj or pm.workspace.default_folder()).drop_calendar(name)
    terminal.out.print(f"{name} is no longer saved.", markup=False)
