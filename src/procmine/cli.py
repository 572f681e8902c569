"""The command line: the same questions, the same answers. It knows the public door only."""

from __future__ import annotations

import contextlib
import json
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

import procmine as pm
from procmine import (
    across_commands,
    actions_commands,
    calendar_commands,
    flags,
    happy_path_commands,
    import_command,
    log_commands,
    model_commands,
    people_commands,
    scenario_commands,
    source_commands,
    survey_commands,
    terminal,
)
from procmine.errors import ProcmineError, WrongOption
from procmine.meant import is_imported, log_of_word

app = typer.Typer(
    help="See how work really flows: process mining on your own machine.",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip
app.add_typer(calendar_commands.app, name="calendars")
app.add_typer(people_commands.app, name="people")
app.add_typer(actions_commands.app, name="actions")
app.add_typer(across_commands.app, name="across")
app.add_typer(scenario_commands.app, name="scenarios")
app.add_typer(happy_path_commands.app, name="happy-path")
app.add_typer(model_commands.app, name="model")
app.add_typer(survey_commands.app, name="survey")
app.add_typer(source_commands.app, name="sources")
app.command()(source_commands.sync)
app.command("portfolio")(across_commands.portfolio)
app.command()(log_commands.logs)
EXTRA = {"allow_extra_args": True, "ignore_unknown_options": True}
app.command("import", context_settings=EXTRA, epilog=flags.listed_flags())(import_command.import_)
app.command(context_settings=EXTRA, epilog=flags.named_flags())(log_commands.inspect)
app.command()(log_commands.changes)
app.command()(log_commands.prune)
Folder = Annotated[
    Path | None,
    typer.Option(
        "--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"
    ),
]
Source = Annotated[str, typer.Argument(help="a log's name, or a file")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]


def main() -> None:
    """Run; a refusal is told on stderr with its cure and ends with 1, wrong usage with 2."""
    try:
        app(standalone_mode=True)
    except ProcmineError as refusal:
        terminal.show_refusal(refusal, "--json" in sys.argv)
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        terminal.err.print("Stopped; nothing was changed.")
        raise SystemExit(1) from None


@app.command(
    context_settings=EXTRA, epilog=f"Options of a question: procmine ask lists them. {flags.named_flags()}"
)
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="one of those that `procmine ask` lists")] = None,
    log: Annotated[str | None, typer.Argument(help="a log's name, or a file")] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", help='a filter, e.g. "region = North; slower than 72h"')
    ] = None,
    workspace: Folder = None,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="print the table as CSV")] = False,
    as_sql: Annotated[bool, typer.Option("--sql", help="print the statement, to paste into DuckDB")] = False,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            help="write it to a file: .csv .json .xlsx, maps and models also .svg .html .dot .bpmn .pnml",
        ),
    ] = None,
) -> None:
    """Ask a question of a log or a file; without a question, list them all."""
    if question is None:
        terminal.show_questions(as_json)
        return
    if log is None:
        raise typer.BadParameter("name a log or a file after the question")
    asked = pm.question(question)
    own = {f"--{name.replace('_', '-')}": f"option {name}" for name in asked.options}
    # `--case` is a case to one question and a column to an import; a log that is imported needs no columns.
    imports = flags.IMPORT_OPTIONS
    known = imports | own if is_imported(log, workspace) else own | imports
    given, left = flags.taken(context.args, known)
    flags.refuse_surplus(left, [*own, "--where", *flags.IMPORT_OPTIONS])
    options = {
        name.removeprefix("option "): value for name, value in given.items() if name.startswith("option ")
    }
    import_options = {name: value for name, value in given.items() if not name.startswith("option ")}
    with terminal.working(f"Asking {asked.word} of {log}"):
        view = log_of_word(log, workspace, import_options)
        for text in where or []:
            view = view.filter(text)
        result = asked.function(
            view, **{name: flags.typed(asked.options[name], value) for name, value in options.items()}
        )
    if to is not None:
        terminal.err.print(f"Written: {result.save(to)}")
    elif as_json:
        terminal.write_text(result.to_json())
    elif as_csv:
        terminal.write_text(result.to_csv())
    elif as_sql:
        terminal.write_text(result.script)
    else:
        terminal.show_result(result, log)


@app.command(context_settings=EXTRA, epilog=flags.named_flags())
def export(
    context: typer.Context, log: Source, to: Annotated[Path, typer.Option("--to", help="x.parquet, x.csv or x.xes")],
    where: Annotated[list[str] | None, typer.Option("--where", help="a filter")] = None, workspace: Folder = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Write a log, or a view of it, to a file, and say what has to be told again when it is read back."""
    from procmine.exporting import export_log, to_read_back

    view = log_of_word(log, workspace, flags.import_options(context.args))
    for text in where or []:
        view = view.filter(text)
    if to.is_dir():
        raise WrongOption(
            "A folder was named, not a file.",
            str(to),
            f"Name the file: --to {to / Path(view.name).with_suffix('.csv')}",
        )
    with terminal.working(f"Writing {to.name}"):
        export_log(view, to)
    if as_json:
        told = {
            "log": view.name,
            "version": view.version.version,
            "filters": [one.text for one in view.filters],
        }
        told |= {
            "read_back_with": to_read_back(view, to),
            "file": str(to),
            "cases": view.counts.cases,
            "events": view.counts.events,
        }
        terminal.write_text(json.dumps(told, ensure_ascii=False))
        return
    terminal.out.print(f"{view} → {to}", markup=False)
    words = {option: flag for flag, option in flags.IMPORT_OPTIONS.items()}
    again = " ".join(f"{words[name]} {shlex.quote(text)}" for name, text in to_read_back(view, to).items())
    if again:
        terminal.out.print(
            f"To read it back: procmine import {shlex.quote(str(to))} {again}", markup=False, soft_wrap=True
        )


@app.command()
def demo(
    is_served: Annotated[bool, typer.Option("--serve/--no-serve", help="open the app afterwards")] = True,
    is_opened: Annotated[bool, typer.Option("--browser/--no-browser", help="open a browser window")] = True,
    workspace: Folder = None,
    port: Annotated[int, typer.Option(help="0 takes a free one")] = 8050,
) -> None:
    """Import the sample, print the findings, open the app."""
    from procmine.demo import SAMPLE_NAME, findings, import_sample

    with terminal.working("Importing the sample"):
        opened = pm.open(workspace or pm.workspace.default_folder())
        log = import_sample(opened)
    terminal.out.print(f"{log}", style="bold", markup=False)
    for place, finding in enumerate(findings(log), 1):
        terminal.out.print(f"{place}. {finding}", markup=False)
    terminal.out.print(f"\nAsk more:  procmine ask variants {SAMPLE_NAME}", style="dim")
    if is_served:
        _serve(opened.folder, port, None, is_opened)


@app.command()
def serve(
    pages: Annotated[Path | None, typer.Option(help="a folder with pages of your own")] = None,
    port: Annotated[int, typer.Option(help="0 takes a free one")] = 8050,
    is_opened: Annotated[bool, typer.Option("--browser/--no-browser", help="open a browser window")] = False,
    workspace: Folder = None,
) -> None:
    """Open the app on this machine."""
    _serve(Path(workspace or pm.workspace.default_folder()), port, pages, is_opened)


def _serve(folder: Path, port: int, pages: Path | None, is_opened: bool) -> None:
    from procmine.app import serve as serve_app

    with contextlib.suppress(KeyboardInterrupt):
        serve_app(folder, port=port, pages=pages, is_opened=is_opened)


if __name__ == "__main__":
    main()
