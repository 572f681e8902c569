"""`procmine sources` and `procmine sync`: tools that logs are read from, and bringing those logs up to date."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

import procmine as pm
from procmine import flags, terminal
from procmine.errors import ProcmineError, SourceProblem, WrongOption
from procmine.wording import counted

app = typer.Typer(help="Name the tools that logs are read from.", no_args_is_help=True)
Folder = Annotated[
    Path | None,
    typer.Option("--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"),
]  # fmt: skip
Name = Annotated[str, typer.Argument(help="the name of the source")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]
EXTRA = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.command(context_settings=EXTRA)
def add(
    context: typer.Context,
    name: Name,
    kind: Annotated[str, typer.Option("--kind", help="the tool; `procmine sources kinds` lists them")],
    log: Annotated[str | None, typer.Option(help="the log it is read into (by default of the same name)")] = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Keep a source under a name; its settings follow as flags: --url https://… --project support."""
    opened = pm.open(workspace or pm.workspace.default_folder())
    source = opened.sources.add(name, kind, log=log, **_settings(context.args))
    if as_json:
        told = {"source": source.name, "kind": source.kind, "log": source.log, "settings": source.settings}
        terminal.write_text(json.dumps(told, ensure_ascii=False))
        return
    terminal.out.print(f"{source.name}: {source.kind} → log {source.log}", markup=False)
    terminal.out.print(f"Look first: procmine sources plan {source.name}\nThen:       procmine sync {source.name}", style="dim", markup=False)  # fmt: skip


def _settings(args: list[str]) -> dict[str, Any]:
    """`--project support --done Closed --done Rejected` as settings; a flag that is repeated makes a list."""
    names = [word.partition("=")[0] for word in args if word.startswith("--")]
    given, left = flags.taken(args, {flag: flag[2:].replace("-", "_") for flag in names})
    if left:
        raise WrongOption(
            f"{' '.join(left)!r} is no setting.",
            "sources add",
            "Write --setting value; `procmine sources kinds` lists them.",
        )
    return given


@app.command()
def kinds(as_json: Json = False) -> None:
    """The tools that can be read, and the settings of each."""
    from procmine.importers.tools import TOOLS, tool_of
    from procmine.importers.tools.checking import COMMON

    tools = [tool_of(word) for word in TOOLS]
    if as_json:
        told = [{"kind": t.word, "title": t.title, "secret": t.secret, "settings": [asdict(s) for s in (*t.settings, *COMMON)]} for t in tools]  # fmt: skip
        terminal.write_text(json.dumps({"kinds": told}, ensure_ascii=False))
        return
    for tool in tools:
        terminal.out.print(f"\n{tool.word}", style="bold", markup=False, end="")
        where = f" · key in {tool.secret} unless --secret says otherwise" if tool.secret else ""
        terminal.out.print(f" · {tool.title}{where}", markup=False)
        _show_settings(tool.settings)
    terminal.out.print("\nany of them", style="bold")
    _show_settings(COMMON)


def _show_settings(settings: Any) -> None:
    for one in settings:
        needed = " (needed)" if one.is_needed else ""
        example = f", e.g. {one.example}" if one.example else ""
        flag = f"--{one.name.replace('_', '-')}"
        terminal.out.print(f"  {flag:<16} {one.says}{needed}{example}", markup=False, soft_wrap=True)


@app.command("list")
def list_(workspace: Folder = None, as_json: Json = False) -> None:
    """The sources: when each was synced last, how that ended, and what to do where it failed."""
    table = _opened(workspace).sources.table()
    if as_json:
        terminal.write_text(
            json.dumps({"sources": table.to_dict("records")}, ensure_ascii=False, default=str)
        )
        return
    if table.empty:
        terminal.out.print("There is no source yet. Add one: procmine sources add NAME --kind …")
    for row in table.itertuples():
        last = f"{row.last_at:%Y-%m-%d %H:%M} UTC · " if row.last_at else ""
        terminal.out.print(f"{row.source}  {row.kind} → {row.log}  {last}{row.outcome}", markup=False)
        for text in (row.told, row.cure):
            if text:
                terminal.out.print(f"  {text}", style="dim", markup=False, soft_wrap=True)


@app.command()
def plan(name: Name, workspace: Folder = None, as_json: Json = False) -> None:
    """What the next sync would do: scope, items, requests, minutes, and how far back the history reaches."""
    with terminal.working(f"Asking {name}"):
        found = _opened(workspace).sources.plan(name, _say)
    if as_json:
        terminal.write_text(json.dumps(asdict(found), ensure_ascii=False))
        return
    terminal.out.print(f"Scope: {found.scope}", markup=False)
    items = "as many as there are: the tool does not say" if found.items is None else f"{found.items:,}"
    terminal.out.print(f"Items: {items}", markup=False)
    if found.requests is not None:
        minutes = f", about {max(1, round(found.minutes or 0))} min" if (found.minutes or 0) >= 0.5 else ", seconds"  # fmt: skip
        terminal.out.print(f"Requests: about {found.requests:,}{minutes}", markup=False)
    terminal.out.print(f"History: {found.history}", markup=False, soft_wrap=True)


@app.command()
def drop(name: Name, workspace: Folder = None) -> None:
    """Forget a source and what it fetched; the log that was read from it stays."""
    _opened(workspace).sources.drop(name)
    terminal.out.print(f"{name} is forgotten.", markup=False)


def sync(
    name: Annotated[str | None, typer.Argument(help="one source; without it all of them")] = None,
    every: Annotated[int | None, typer.Option(help="go on, once each so many minutes, until stopped")] = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Bring the logs of sources up to date: fetch what is new, and make the next version of each log."""
    opened = _opened(workspace)
    if every is not None and every < 1:
        raise WrongOption(f"Every {every} minutes is no rhythm.", "--every", "Write 1 or more.")
    while True:
        failed = _synced(opened, name, as_json, is_told=every is not None)
        if every is None:
            if failed:
                raise failed[0] if len(failed) == 1 else typer.Exit(1)
            return
        threading.Event().wait(every * 60)


def _synced(opened: pm.Workspace, name: str | None, as_json: bool, *, is_told: bool) -> list[ProcmineError]:
    """All that are meant, one after the other; what fails holds up no other, and is told here where nobody else does."""
    names = [name] if name else opened.sources.table().source.tolist()
    if not names:
        terminal.out.print("There is no source yet. Add one: procmine sources add NAME --kind …")
    failed: list[ProcmineError] = []
    for one in names:
        try:
            with terminal.working(f"Syncing {one}"):
                done = opened.sources.sync(one, _say)
        except Exception as problem:
            refused = _as_refusal(problem, one)
            failed.append(refused)
            if len(names) > 1 or is_told:
                terminal.show_refusal(refused, as_json)
            continue
        if as_json:
            told = {k: v for k, v in vars(done).items() if k != "notes"}
            terminal.write_text(
                json.dumps(told | {"notes": [vars(n) for n in done.notes]}, ensure_ascii=False)
            )
            continue
        terminal.out.print(str(done), markup=False)
        terminal.show_notes([(note.severity, note.message, note.repair) for note in done.notes])
    if len(names) > 1 and failed:
        terminal.err.print(f"{counted(len(failed), 'source')} of {len(names)} failed.", style="bold red")
    return failed


def _as_refusal(problem: Exception, source: str) -> ProcmineError:
    if isinstance(problem, ProcmineError):
        return problem
    told = f"{type(problem).__name__}: {problem}"
    return SourceProblem(told, f"source {source}", "This is a fault of procmine; the other sources go on.")


def _say(text: str) -> None:
    terminal.err.print(text, style="dim", markup=False)


def _opened(folder: Path | None) -> pm.Workspace:
    return pm.Workspace(folder or pm.workspace.default_folder(), is_created=False)
