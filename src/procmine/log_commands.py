"""`procmine logs`, `inspect`, `changes` and `prune`: what there is, how it was read, what a new version brought, what goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import procmine as pm
from procmine import flags, terminal
from procmine.meant import log_of_word
from procmine.wording import counted

Folder = Annotated[
    Path | None,
    typer.Option(
        "--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"
    ),
]
Source = Annotated[str, typer.Argument(help="a log's name, or a file")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


def logs(workspace: Folder = None, as_json: Json = False) -> None:
    """List the logs of the workspace."""
    folder = workspace or pm.workspace.default_folder()
    found = pm.open(folder).logs() if (folder / "catalogue.sqlite").exists() else None
    if as_json:
        terminal.write_text(
            "[]" if found is None else found.to_json(orient="records", date_format="iso", force_ascii=False)
        )
    elif found is None or found.empty:
        terminal.out.print("No logs yet. Import one: procmine import tickets.csv")
    else:
        terminal.show_table(found, "--json")


def inspect(context: typer.Context, log: Source, workspace: Folder = None, as_json: Json = False) -> None:
    """Show the health of a log: how it was read, what was left out, what to know about it."""
    with terminal.working(f"Reading {log}"):
        found = log_of_word(log, workspace, flags.import_options(context.args))
    notes = found.select("select check_name, severity, message, affected_rows, examples, repair from notes")
    lost = found.select(
        "select reason, count(*) as rows, min(source_line) as first_line from quarantine group by reason order by 2 desc"
    )
    if as_json:
        told = {
            "log": found.name,
            "version": found.version.version,
            **found.version.description,
            "notes": notes.to_dict("records"),
            "quarantine": lost.to_dict("records"),
        }
        terminal.write_text(
            json.dumps(
                told,
                ensure_ascii=False,
                default=lambda value: value.tolist() if hasattr(value, "tolist") else str(value),
            )
        )
        return
    terminal.show_health(found, pm.summary(found).headline, notes, lost)


def changes(
    log: str, since: Annotated[int | None, typer.Option("--from", help="the version to compare with (the one before)")] = None,
    workspace: Folder = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Tell what the newest version of a log added, removed and altered."""
    found = pm.Workspace(workspace or pm.workspace.default_folder(), is_created=False).changes(log, since)
    if as_json:
        terminal.write_text(json.dumps(found.as_dict(), ensure_ascii=False, default=str))
        return
    terminal.out.print(found.headline, style="bold", markup=False)
    terminal.show_table(found.cases, "--json")


def prune(
    keep: Annotated[int, typer.Option(help="versions of each log that stay")] = 1, workspace: Folder = None, as_json: Json = False
) -> None:  # fmt: skip
    """Remove old versions that no action cites, and what imports that died left behind."""
    removed = pm.Workspace(workspace or pm.workspace.default_folder(), is_created=False).prune(keep=keep)
    if as_json:
        kept = [{"log": one.name, "version": one.version, "why": why} for one, why in removed.kept]
        told = {"removed": [str(path) for path in removed], "kept": kept}
        terminal.write_text(json.dumps(told, ensure_ascii=False))
        return
    terminal.out.print(f"{counted(len(removed), 'file')} removed." if removed else "Nothing to remove.")
    for sentence in removed.told:
        terminal.out.print(sentence, markup=False)
