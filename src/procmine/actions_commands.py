"""`procmine actions`: the register of improvements, from the proposal to the verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

import procmine as pm
from procmine import terminal
from procmine.actions_shown import show_action
from procmine.errors import WrongOption
from procmine.wording import counted

app = typer.Typer(
    help="Keep improvements: who does what until when, and whether it worked.", invoke_without_command=True
)
Folder = Annotated[
    Path | None,
    typer.Option("--workspace", envvar="PROCMINE_WORKSPACE", help="the workspace's folder (./procmine-workspace)"),
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]
Number = Annotated[int, typer.Argument(metavar="N", help="the number of an action")]
Text = Annotated[str, typer.Argument(help="in words")]
Log = Annotated[str | None, typer.Option(help="the log it is about")]
Status = Annotated[str | None, typer.Option(help="proposed, planned, in-progress, done or dropped")]
Owner = Annotated[str | None, typer.Option(help="who sees to it")]
Day = typer.Option(help="a day, such as 2026-09-30")
Starts = Annotated[str | None, Day]
Due = Annotated[str | None, Day]
ChangedAt = Annotated[
    str | None, typer.Option("--changed-at", help="when the change took effect: a day, or a day and a time")
]
View = Annotated[str | None, typer.Option("--where", help="the view it is about, as a filter")]
Metric = Annotated[str | None, typer.Option(help="what it is measured by")]
Cohort = Annotated[str | None, typer.Option(help="the cases that are measured, as a filter")]
Control = Annotated[str | None, typer.Option(help="the cases that the change does not touch, as a filter")]
Guardrails = Annotated[
    list[str] | None, typer.Option("--guardrail", help="a metric that must not get worse; repeat it for more")
]
Hours = Annotated[float | None, typer.Option(help="hours a month that it is expected to save")]
SHOWN = ["action", "title", "status", "owner", "due_on", "is_late", "expected_hours_per_month", "verdict", "needs"]  # fmt: skip


@app.callback()
def opened(context: typer.Context, workspace: Folder = None, as_json: Json = False) -> None:
    """List all actions; the commands below add and change them."""
    context.obj = workspace
    if context.invoked_subcommand is None:
        list_(context, workspace=workspace, as_json=as_json)


@app.command("list")
def list_(
    context: typer.Context, log: Log = None, status: Status = None, owner: Owner = None, workspace: Folder = None, as_json: Json = False,
) -> None:  # fmt: skip
    """List actions, by number."""
    where = _given(log=log, status=status and status.replace("-", " "), owner=owner)
    found = _register(context, workspace).all(**where)
    if as_json:
        terminal.write_text(json.dumps([one.as_dict() for one in found], ensure_ascii=False))
    elif not found:
        terminal.out.print(
            "No actions. Add one: procmine actions add 'Approve daily' --log orders --due 2026-09-30"
        )
    else:
        terminal.show_table(_register(context, workspace).list(**where)[SHOWN], "--json")


@app.command()
def add(
    context: typer.Context, title: Text, log: Log = None, status: Status = None, owner: Owner = None, starts: Starts = None, due: Due = None,
    changed_at: ChangedAt = None, where: View = None, metric: Metric = None, cohort: Cohort = None, control: Control = None,
    guardrails: Guardrails = None, expected_hours: Hours = None, workspace: Folder = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Add an action."""
    given = _given(
        status=status, owner=owner, starts_on=starts, due_on=due, changed_at=changed_at, filters=where, metric=metric, cohort=cohort,
        control=control, guardrails=guardrails, expected_hours_per_month=expected_hours,
    )  # fmt: skip
    _tell(_register(context, workspace).add(title, log=log, **given), as_json)


@app.command()
def show(context: typer.Context, no: Number, workspace: Folder = None, as_json: Json = False) -> None:
    """Show an action with its tasks, comments, documents and history."""
    action = _register(context, workspace).get(no)
    if as_json:
        _tell(action, as_json)
        return
    show_action(action)


@app.command()
def change(
    context: typer.Context, no: Number, title: Annotated[str | None, typer.Option(help="what is to change")] = None, status: Status = None,
    owner: Owner = None, starts: Starts = None, due: Due = None, changed_at: ChangedAt = None, where: View = None, metric: Metric = None,
    cohort: Cohort = None, control: Control = None, guardrails: Guardrails = None, expected_hours: Hours = None,
    seen: Annotated[int | None, typer.Option(help="the revision you looked at: what others set since is not overwritten")] = None,
    workspace: Folder = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Set what is given and leave the rest; an empty text takes a value away."""
    given = _given(
        title=title, status=status, owner=owner, starts_on=starts, due_on=due, changed_at=changed_at, filters=where, metric=metric,
        cohort=cohort, control=control, guardrails=guardrails, expected_hours_per_month=expected_hours,
    )  # fmt: skip
    if not given:
        raise WrongOption(
            "Nothing is said of what is to change.",
            f"action #{no}",
            "Name it, e.g. --status planned --owner Mina.",
        )
    _tell(_register(context, workspace).change(no, seen=seen, **given), as_json)


@app.command()
def verify(
    context: typer.Context, no: Number, calendar: Annotated[str | None, typer.Option(help="working time, as a phrase, file or saved name")] = None,
    workspace: Folder = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Tell whether an action worked, by what was settled for it, and freeze the verdict."""
    with terminal.working("Laying the cases since beside those before"):
        found = _workspace(context, workspace).verify(no, calendar=calendar)
    if as_json:
        _tell(_register(context, workspace).get(no), as_json)
        return
    terminal.out.print(found.headline, markup=False)


@app.command()
def drop(
    context: typer.Context, no: Number, why: Annotated[str, typer.Option(help="why it is given up")], workspace: Folder = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Give an action up; it stays in the register."""
    _tell(_register(context, workspace).drop(no, why), as_json)


@app.command()
def task(
    context: typer.Context, no: Number, text: Text, owner: Owner = None, due: Due = None, workspace: Folder = None, as_json: Json = False
) -> None:  # fmt: skip
    """Add a task to an action."""
    register = _register(context, workspace)
    register.task(no, text, owner=owner, due_on=due)
    _tell(register.get(no), as_json)


@app.command()
def tick(
    context: typer.Context, no: Number, task: Annotated[int, typer.Argument(help="the number of the task")],
    is_open: Annotated[bool, typer.Option("--open", help="it is not done after all")] = False, workspace: Folder = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Mark a task as done."""
    _tell(_register(context, workspace).tick(no, task, is_done=not is_open), as_json)


@app.command()
def comment(
    context: typer.Context, no: Number, text: Text, workspace: Folder = None, as_json: Json = False
) -> None:
    """Comment on an action."""
    register = _register(context, workspace)
    register.comment(no, text)
    _tell(register.get(no), as_json)


@app.command()
def needs(
    context: typer.Context, no: Number, other: Annotated[int, typer.Argument(help="the action that must be done first")],
    is_taken_back: Annotated[bool, typer.Option("--no-longer", help="it does not need it any more")] = False, workspace: Folder = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Say that an action needs another to be done first."""
    _tell(_register(context, workspace).needs(no, other, still=not is_taken_back), as_json)


@app.command()
def attach(
    context: typer.Context, no: Number, file: Annotated[Path, typer.Argument(help="up to 25 MB")], workspace: Folder = None, as_json: Json = False
) -> None:  # fmt: skip
    """Attach a document to an action."""
    register = _register(context, workspace)
    register.attach(no, file)
    _tell(register.get(no), as_json)


@app.command()
def document(
    context: typer.Context, no: Number, sha256: Annotated[str, typer.Argument(help="the first letters of its hash")],
    to: Annotated[Path | None, typer.Option(help="the file to write, by default its own name; never one that is there")] = None,
    workspace: Folder = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Write a document of an action to a file."""
    found, content = _register(context, workspace).document(no, sha256)
    path = to or Path(found.name)
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as problem:
        raise WrongOption(
            f"It cannot be written: {problem.strerror}.", str(path), "Name another file: --to other."
        ) from None
    _say(
        f"{found.name} → {path}", {"document": found.name, "sha256": found.sha256, "file": str(path)}, as_json
    )


@app.command()
def export(
    context: typer.Context, to: Annotated[Path, typer.Option("--to", help="x.ics or x.xlsx")], log: Log = None, status: Status = None,
    owner: Owner = None, workspace: Folder = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Write the actions as a calendar or a workbook."""
    register = _register(context, workspace)
    forms = {".ics": register.to_ical, ".xlsx": register.to_excel}
    if to.suffix.lower() not in forms:
        raise WrongOption(
            f"{to.name} says not in which form.", "--to", "Name a file that ends with .ics or .xlsx."
        )
    where = _given(log=log, status=status and status.replace("-", " "), owner=owner)
    try:
        forms[to.suffix.lower()](to, **where)
    except OSError as problem:
        raise WrongOption(
            f"It cannot be written: {problem.strerror}.", str(to), "Name another file."
        ) from None
    many = len(register.all(**where))
    _say(f"{counted(many, 'action')} → {to}", {"actions": many, "file": str(to)}, as_json)


def _register(context: typer.Context, workspace: Path | None) -> Any:
    return _workspace(context, workspace).actions


def _workspace(context: typer.Context, workspace: Path | None) -> pm.Workspace:
    return pm.Workspace(workspace or context.obj or pm.workspace.default_folder(), is_created=False)


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _tell(action: Any, as_json: bool) -> None:
    if as_json:
        terminal.write_text(json.dumps(action.as_dict(), ensure_ascii=False))
        return
    by = [action.owner and f"owner {action.owner}", action.due_on and f"due {action.due_on}"]
    terminal.out.print(" · ".join([str(action), *(part for part in by if part)]), markup=False)
    for remark in action.remarks:
        terminal.out.print(remark, style="yellow", markup=False)


def _say(sentence: str, told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        terminal.write_text(json.dumps(told, ensure_ascii=False))
    else:
        terminal.out.print(sentence, markup=False)
