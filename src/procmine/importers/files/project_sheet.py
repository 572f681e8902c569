"""A project sheet of Smartsheet, exported as a workbook: a plan whose hierarchy is in the indentation of its first column.

Such a sheet tells planned dates and how much of a task is done, but not when it really began and ended. A task that is done is
taken to have kept its dates, one that is begun to have begun on time; it is told. Columns `Actual Start` and `Actual Finish` are taken
where the sheet has them. Predecessors name rows by their numbers, the first row below the header being 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from procmine.importers.files.plans import Link, PlanTask, links_of
from procmine.importers.files.staging import text_of
from procmine.importers.source import Note
from procmine.wording import counted

NEEDED = ("start", "finish", "predecessors", "% complete")
NAMES = ("task name", "task")
PEOPLE = ("assigned to", "resource names", "owner")


def is_project_sheet(header: Sequence[str | None]) -> bool:
    """Whether the header is that of a project sheet with dependencies."""
    return set(NEEDED) <= {_plain(name) for name in header}


def tasks_of(
    path: Path, sheet: str, header_line: int, header: Sequence[str | None], rows: Sequence[tuple[int, list[Any]]]
) -> tuple[list[PlanTask], list[Note]] | None:  # fmt: skip
    """The lines of a project sheet as tasks; None where the workbook is of a kind that shows no indentation."""
    places = {_plain(name): place for place, name in reversed(list(enumerate(header)))}
    primary = next((places[name] for name in NAMES if name in places), 0)
    levels = _levels(path, sheet, [line for line, _ in rows], primary)
    if levels is None:
        return None
    tasks, odd = [], []
    for place, (line, row) in enumerate(rows):
        cells = {name: row[at] if at < len(row) else None for name, at in places.items()}
        try:
            links: tuple[Link, ...] = links_of(text_of(_whole(cells["predecessors"])))
        except ValueError as met:
            links = ()
            odd.append(str(met))
        is_summary = place + 1 < len(rows) and levels[place + 1] > levels[place]
        tasks.append(_task(cells, row[primary], str(line - header_line), levels[place] + 1, is_summary, links, line))  # fmt: skip
    return tasks, list(_notes(tasks, odd, max(levels, default=0)))


def _levels(path: Path, sheet: str, lines: Sequence[int], primary: int) -> list[int] | None:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, data_only=True)
            cells = book[sheet]
            outline = [int(cells.row_dimensions[line].outlineLevel or 0) for line in lines]
            indent = [int(cells.cell(line, primary + 1).alignment.indent or 0) for line in lines]
    except (InvalidFileException, KeyError, ValueError, OSError):
        return None
    return outline if any(outline) else indent


def _task(
    cells: dict[str, Any], name: Any, number: str, level: int, is_summary: bool, links: tuple[Link, ...], line: int
) -> PlanTask:  # fmt: skip
    share = _share(cells["% complete"])
    start, finish = _instant(cells["start"]), _instant(cells["finish"])
    began = _instant(cells.get("actual start")) or (start if share > 0 else None)
    ended = _instant(cells.get("actual finish")) or (finish if share >= 1 else None)
    who = next((text_of(cells[one]) for one in PEOPLE if cells.get(one)), None)
    is_milestone = str(cells.get("duration") or "").strip() in ("0", "0d", "0h", "0.0")
    baseline = (_instant(cells.get("baseline start")), _instant(cells.get("baseline finish")))
    return PlanTask(
        number, level, text_of(name), is_summary, began, ended, who, (start, finish), baseline, links, is_milestone,
        f"{share * 100:g}", line,
    )  # fmt: skip


def _notes(tasks: Sequence[PlanTask], odd: Sequence[str], deepest: int) -> Iterator[Note]:
    taken = sum(not task.is_summary and bool(task.started) for task in tasks)
    message = f"When {counted(taken, 'task')} began and ended is taken from the plan: the sheet tells how much is done, not when."
    cure = "Keep columns Actual Start and Actual Finish, or read the sheet with `procmine sync`."
    yield Note("planned-dates", "warning", message, taken, (), cure)
    if odd:
        message = f"{counted(len(odd), 'line')} with predecessors that cannot be read: kept without."
        yield Note("odd-predecessors", "warning", message, len(odd), tuple(odd[:5]), "Write them as 12FS +2d, 14SS.")  # fmt: skip
    if not deepest:
        message = "No line is indented: every line is taken for a task, also those that are headings."
        yield Note("no-hierarchy", "info", message, repair="Export the sheet as Excel, with its hierarchy.")


def _share(told: Any) -> float:
    """0.4, 40 and "40%" are the same; a workbook keeps a percentage as its share."""
    text = str(told if told not in ("", None) else 0).strip()
    try:
        number = float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        return 0.0
    return number / 100 if text.endswith("%") or number > 1 else number


def _instant(told: Any) -> str | None:
    if isinstance(told, datetime):
        return told.isoformat(sep=" ")
    return f"{told.isoformat()} 00:00:00" if isinstance(told, date) else text_of(told)


def _whole(told: Any) -> Any:
    """A single predecessor is kept as a number: 7.0."""
    return int(told) if isinstance(told, float) and told.is_integer() else told


def _plain(name: str | None) -> str:
    return " ".join((name or "").lower().split())
