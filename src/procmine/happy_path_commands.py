"""`procmine happy-path`: the way that cases of a log should take, shown, confirmed and dropped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

import procmine as pm
from procmine import terminal

app = typer.Typer(
    help="Confirm the way that cases should take; `procmine ask happy-path LOG` suggests one.", no_args_is_help=True
)  # fmt: skip
Folder = Annotated[
    Path | None,
    typer.Option(
        "--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"
    ),
]
Log = Annotated[str, typer.Argument(help="the log of the process")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


@app.command()
def show(log: Log, workspace: Folder = None, as_json: Json = False) -> None:
    """Show the confirmed path of a log."""
    _told(log, _opened(workspace).confirmed_happy_path(log), as_json)


@app.command()
def confirm(
    log: Log,
    activities: Annotated[list[str] | None, typer.Argument(help="its activities in order; without them the suggested one")] = None,
    variant: Annotated[int | None, typer.Option(help="the number of a variant of the log, in their place")] = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Keep the path of a log, in place of the one before."""
    kept = _opened(workspace).confirm_happy_path(log, activities or None, variant=variant)
    _told(log, kept, as_json)


@app.command()
def drop(log: Log, workspace: Folder = None, as_json: Json = False) -> None:
    """Forget the confirmed path of a log."""
    _opened(workspace).drop_happy_path(log)
    if as_json:
        terminal.write_text(json.dumps({"log": log, "happy_path": None}, ensure_ascii=False))
        return
    terminal.out.print(f"No happy path is confirmed for {log} any more.", markup=False)


def _told(log: str, kept: Any, as_json: bool) -> None:
    if as_json:
        told = {"log": log, "happy_path": list(kept.activities) if kept else None}
        told |= {"confirmed_at": kept.confirmed_at.isoformat()} if kept else {}
        terminal.write_text(json.dumps(told, ensure_ascii=False))
    elif kept is None:
        terminal.out.print(f"None is confirmed. Confirm the suggested one: procmine happy-path confirm {log}", markup=False, soft_wrap=True)  # fmt: skip
    else:
        terminal.out.print(" → ".join(kept.activities), markup=False, soft_wrap=True)


def _opened(folder: Path | None) -> pm.Workspace:
    return pm.Workspace(folder or pm.workspace.default_folder(), is_created=False)
