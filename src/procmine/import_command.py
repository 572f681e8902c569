"""`procmine import`: a file or a database's table as a log, and what its import told."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

import procmine as pm
from procmine import flags, terminal
from procmine.errors import NothingNew
from procmine.meant import require_file
from procmine.naming import stem

Folder = Annotated[
    Path | None,
    typer.Option("--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"),
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


def import_(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            help="a CSV, Excel, Parquet, JSON, XES or database file, or postgresql://user@host/db"
        ),
    ],
    name: Annotated[str | None, typer.Option(help="the log's name (by default the file's)")] = None,
    yes: Annotated[
        bool,
        typer.Option("--yes", "-y", help="take a sure guess of the columns without asking; never a repair"),
    ] = False,
    is_added: Annotated[
        bool, typer.Option("--append", help="add the rows to the log instead of replacing it")
    ] = False,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Import a file or a database's table as a log."""
    options = flags.import_options(context.args)
    require_file(source)
    from procmine.importers import ImportOptions

    with terminal.working(f"Importing {stem(source)}"):
        opened = pm.open(workspace or pm.workspace.default_folder())
        agrees = None if yes or as_json or not sys.stdin.isatty() else terminal.agrees
        try:
            log, imported = opened.add(
                source, ImportOptions.of(options), name, append=is_added, agrees=agrees
            )
        except NothingNew as nothing:  # as it should be where a source is read again and again
            untouched = {"log": name, "nothing_new": nothing.found}
            terminal.write_text(
                json.dumps(untouched) if as_json else f"{nothing.found} {name} stays as it is."
            )
            return
    facts = log.facts
    if as_json:
        told = {
            "log": log.name,
            "version": log.version.version,
            "mapping": imported.mapping.to_dict(),
            "facts": facts,
            "notes": [vars(note) for note in imported.notes],
        }
        terminal.write_text(json.dumps(told, ensure_ascii=False, default=str))
        return
    terminal.out.print(f"{log}", style="bold", markup=False)
    terminal.show_guess(imported.guess)
    terminal.out.print(
        f"Rows: {facts['rows_read']:,} read = {facts['rows_used']:,} used + {facts['quarantined']:,} quarantined"
    )
    terminal.show_notes([(note.severity, note.message, note.repair) for note in imported.notes])
