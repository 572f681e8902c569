"""`procmine portfolio` and `procmine across`: what there is beyond one process."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import procmine as pm
from procmine import terminal

app = typer.Typer(
    help="Ask over all logs of a workspace: people's load, handovers between processes.", no_args_is_help=True
)
Folder = Annotated[
    Path | None,
    typer.Option(
        "--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]
Csv = Annotated[bool, typer.Option("--csv", help="print the table as CSV")]


def portfolio(workspace: Folder = None, as_json: Json = False, as_csv: Csv = False) -> None:
    """Show all processes of the workspace beside each other: one row a log."""
    with terminal.working("Asking every log"):
        found = _opened(workspace).portfolio()
    terminal.show_finding(found, as_json, as_csv)


@app.command()
def load(
    resource: Annotated[str | None, typer.Option(help="one person; without it everybody")] = None,
    workspace: Folder = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Tell how much people are at work over all logs, each hour once."""
    with terminal.working("Asking every log"):
        found = _opened(workspace).load_across(resource)
    terminal.show_finding(found, as_json, as_csv)


@app.command()
def handovers(
    link: Annotated[
        str | None, typer.Option(help="the attribute that links cases; without it their ids do")
    ] = None,
    workspace: Folder = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Tell which process takes up what another ended."""
    with terminal.working("Asking every log"):
        found = _opened(workspace).handovers_across(link)
    terminal.show_finding(found, as_json, as_csv)


def _opened(folder: Path | None) -> pm.Workspace:
    return pm.Workspace(folder or pm.workspace.default_folder(), is_created=False)
