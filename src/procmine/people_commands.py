"""`procmine people`: whether the workspace names individuals or roles, who unlocked names for what, and the roles themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import procmine as pm
from procmine import terminal

app = typer.Typer(
    help="Name individuals or roles only; unlock names for a purpose.", invoke_without_command=True
)
Folder = Annotated[
    Path | None,
    typer.Option("--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"),
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]
Purpose = Annotated[str, typer.Option("--purpose", help="what for: it is written down")]


@app.callback()
def shown(context: typer.Context, workspace: Folder = None, is_json: Json = False) -> None:
    """Whom answers name, until when individuals are unlocked, and what was changed by whom and why."""
    context.obj = workspace
    if context.invoked_subcommand is not None:
        return
    rules = _rules(context, workspace)
    until = rules.unlocked_until
    if is_json:
        told = {
            "people": rules.mode,
            "unlocked_until": until and until.isoformat(timespec="seconds"),
            "acts": rules.acts(),
        }
        terminal.write_text(json.dumps(told, ensure_ascii=False))
        return
    terminal.out.print(f"Answers name {rules.mode}.", style="bold")
    if rules.mode == "roles":
        open_until = f"until {until.astimezone():%d %b %Y %H:%M}" if until else "no"
        terminal.out.print(f"Individuals unlocked for this account: {open_until}")
    for one in rules.acts():
        until_at = f", until {one['until'][:16]}" if one["until"] else ""
        terminal.out.print(
            f"  {one['at'][:16]} {one['who']}: {one['act']}{until_at}  {one['purpose']}", markup=False
        )


@app.command()
def roles(context: typer.Context, workspace: Folder = None) -> None:
    """Name roles only from now on: groups of at least five people."""
    _rules(context, workspace).choose("roles")
    terminal.out.print(
        "Answers name roles only. To confirm who has which, unlock first: procmine people confirm LOG --by team",
        markup=False,
    )
    for log, (activities, cases) in _workspace(context, workspace).names_in_texts().items():
        parts = [f"the activities {', '.join(activities)}"] if activities else []
        parts += [f"the ids of {cases:,} case{'' if cases == 1 else 's'}"] if cases else []
        terminal.out.print(
            f"Names of people are in {' and in '.join(parts)} of {log}, which are told as they are: rename them before the import.",
            style="yellow",
            markup=False,
        )


@app.command()
def individuals(context: typer.Context, purpose: Purpose, workspace: Folder = None) -> None:
    """Name individuals from now on."""
    _rules(context, workspace).choose("individuals", purpose)
    terminal.out.print("Answers name individuals.")


@app.command()
def unlock(
    context: typer.Context,
    purpose: Purpose,
    hours: Annotated[float, typer.Option("--hours", help="for how long")] = 1.0,
    workspace: Folder = None,
) -> None:
    """Let this account see individuals for a while."""
    until = _rules(context, workspace).unlock(purpose, hours)
    terminal.out.print(
        f"Individuals are named until {until.astimezone():%d %b %Y %H:%M}; it is written down."
    )


@app.command()
def lock(context: typer.Context, workspace: Folder = None) -> None:
    """End the unlock."""
    _rules(context, workspace).lock()
    terminal.out.print("Answers name roles only again.")


@app.command()
def confirm(
    context: typer.Context,
    log: Annotated[str, typer.Argument(help="a log of the workspace")],
    by: Annotated[str, typer.Option("--by", help="the attribute that tells roles, e.g. team")],
    workspace: Folder = None,
) -> None:
    """Keep as the role of each resource the value of an attribute that most of its work bears."""
    kept = _workspace(context, workspace).confirm_roles(log, by=by)
    for role, people in sorted(kept.items()):
        terminal.out.print(f"{role}: {people}", markup=False)


def _workspace(context: typer.Context, workspace: Path | None) -> pm.workspace.Workspace:
    return pm.workspace.Workspace(workspace or context.obj or pm.workspace.default_folder(), is_created=False)


def _rules(context: typer.Context, workspace: Path | None) -> pm.workspace.PeopleRules:
    return _workspace(context, workspace).people
