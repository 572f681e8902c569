"""`procmine survey`: how satisfied the people who do the work are with how it works, kept without names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import procmine as pm
from procmine import terminal
from procmine.wording import counted

app = typer.Typer(help="Answer the short survey on a process, and see how many have.", no_args_is_help=True)
Folder = Annotated[
    Path | None,
    typer.Option("--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"),
]  # fmt: skip


@app.command()
def answer(
    log: Annotated[str, typer.Argument(help="the log of the process")],
    score: Annotated[int, typer.Option(help="how well it works for you: 1 badly to 5 well")],
    helps: Annotated[str, typer.Option(help="what helps")] = "",
    hinders: Annotated[str, typer.Option(help="what hinders")] = "",
    workspace: Folder = None,
) -> None:
    """Keep an answer; who gave it is not kept."""
    _opened(workspace).survey.answer(log, score, helps=helps, hinders=hinders)
    terminal.out.print("Thank you. The answer is kept, without a name.")


@app.command()
def shown(
    log: Annotated[str, typer.Argument(help="the log of the process")],
    workspace: Folder = None,
    is_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """How many answers there are, and what they say of each quarter with five or more."""
    found = pm.assessment(_opened(workspace).log(log))
    told = found.section("History of satisfaction").statement.tolist()
    quarters = found.tables["satisfaction"]
    if is_json:
        terminal.write_text(
            json.dumps(
                {"log": log, "told": told, "quarters": quarters.to_dict("records")}, ensure_ascii=False
            )
        )
        return
    for sentence in told:
        terminal.out.print(sentence, markup=False)
    terminal.out.print(f"{counted(quarters.answers.sum(), 'answer')} told in all.", markup=False)


def _opened(folder: Path | None) -> pm.Workspace:
    return pm.Workspace(folder or pm.workspace.default_folder(), is_created=False)
