"""`procmine scenarios`: changes of a process saved under a name, and laid beside each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import procmine as pm
from procmine import terminal

app = typer.Typer(
    help="Save changes of a process under a name, and compare what each would save.", no_args_is_help=True
)
Folder = Annotated[
    Path | None,
    typer.Option(
        "--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"
    ),
]
Log = Annotated[str, typer.Argument(help="the log of the process")]
Name = Annotated[str, typer.Argument(help="what the scenario is called")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


@app.command()
def save(
    log: Log,
    name: Name,
    changes: Annotated[
        str, typer.Argument(help='as what-if takes them, e.g. "no wait for Approve; Check takes 30% less"')
    ],
    calendar: Annotated[str | None, typer.Option(help="in whose working time waits are kept")] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", help='a filter, e.g. "region = North; slower than 72h"')
    ] = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Keep changes under a name; a name that is taken means the new ones from now on."""
    opened = _opened(workspace)
    view = opened.log(log)
    for text in where or []:
        view = view.filter(text)
    with terminal.working("Reading the changes"):
        kept = opened.save_scenario(name, view, changes, calendar)
    if as_json:
        told = {"log": kept.log, "scenario": kept.name, "changes": kept.changes, "calendar": kept.calendar, "filters": kept.filters}  # fmt: skip
        terminal.write_text(json.dumps(told, ensure_ascii=False))
        return
    terminal.out.print(f"{kept.name}: {kept.changes}", markup=False, soft_wrap=True)


@app.command()
def compare(
    log: Log,
    workspace: Folder = None,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="print the table as CSV")] = False,
) -> None:
    """Play every saved scenario of a log and lay them beside each other, those that save most first."""
    with terminal.working("Playing the scenarios"):
        found = _opened(workspace).compare_scenarios(log)
    terminal.show_finding(found, as_json, as_csv)


@app.command()
def drop(log: Log, name: Name, workspace: Folder = None, as_json: Json = False) -> None:
    """Forget a scenario."""
    _opened(workspace).drop_scenario(name, log)
    if as_json:
        terminal.write_text(json.dumps({"log": log, "dropped": name}, ensure_ascii=False))
        return
    terminal.out.print(f"{name} is no longer saved.", markup=False)


def _opened(folder: Path | None) -> pm.Workspace:
    return pm.Workspace(folder or pm.workspace.default_folder(), is_created=False)
