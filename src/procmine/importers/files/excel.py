"""Workbooks: .xlsx, .xlsm, .xlsb, .xls and .ods, by calamine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import UnknownName, UnreadableSource
from procmine.importers.files.sniff import header_index
from procmine.importers.files.staging import land, no_rows, preamble_notes, text_of, unique_names
from procmine.importers.files.totals import mark_total_lines
from procmine.importers.source import Note, Source

if TYPE_CHECKING:
    import duckdb

MOST_CELLS = 200_000_000
LOOKED_AT = 200  # rows in which the header is sought


@dataclass(frozen=True)
class _Sheet:
    """One sheet: its rows that are not blank, each with its number in the sheet, and which is the header."""

    name: str
    rows: list[tuple[int, list[Any]]]
    header: int
    width: int

    @property
    def records(self) -> int:
        return len(self.rows) - self.header - 1


def read_excel(
    path: Path, con: duckdb.DuckDBPyConnection, room: Path, where: str, *, sheet: str | int | None = None
) -> Source:
    """Stage one sheet of a workbook: the one asked for, else the visible one with most rows under a header.

    Lines above the header are skipped and told. Dates become ISO text; in a column that has times, midnight
    is written out, because a workbook does not tell a date from a datetime at midnight.
    """
    chosen, others = _chosen(path, where, sheet)
    place = f"{where}, sheet {chosen.name!r}"
    if chosen.records < 1:
        raise no_rows(place)
    header = chosen.rows[chosen.header][1][: chosen.width]
    plan = _plan(chosen, path, con, room)
    if plan:
        return replace(plan, notes=(*_notes(chosen, others), *plan.notes))
    names, name_notes = unique_names([text_of(cell) for cell in header], place)
    body = chosen.rows[chosen.header + 1 :]
    kinds = [_kind(row[i] for _, row in body) for i in range(chosen.width)]
    rows = land(con, room, _texts(body, kinds), lambda: names)
    notes = (*_notes(chosen, others), *name_notes, *mark_total_lines(con, names))
    details = {
        "sheet": chosen.name,
        "sheets": [chosen.name, *others],
        "header_line": chosen.rows[chosen.header][0],
    }
    typed = {
        n: "instant_text" if kind.startswith("date") else kind for n, kind in zip(names, kinds, strict=True)
    }
    return Source("xlsx", "", names, rows, "", notes, details, typed)


def _plan(chosen: _Sheet, path: Path, con: duckdb.DuckDBPyConnection, room: Path) -> Source | None:
    """A project sheet as a plan; None for any other sheet, and for a plan of which nothing has begun."""
    from procmine.importers.files import plans, project_sheet

    line, cells = chosen.rows[chosen.header]
    header = [text_of(cell) for cell in cells[: chosen.width]]
    if not project_sheet.is_project_sheet(header):
        return None
    found = project_sheet.tasks_of(path, chosen.name, line, header, chosen.rows[chosen.header + 1 :])
    if found is None:
        return None
    tasks, notes = found
    rows = land(con, room, plans.plan_rows(chosen.name, tasks), lambda: plans.COLUMNS)
    if not rows:
        return None
    details = {"sheet": chosen.name, "format": "project sheet"}
    return Source("xlsx", "", plans.COLUMNS, rows, "", (*notes, *plans.plan_notes(tasks)), details, plans.TYPED)  # fmt: skip


def _chosen(path: Path, where: str, wanted: str | int | None) -> tuple[_Sheet, list[str]]:
    import python_calamine as calamine

    try:
        with path.open("rb") as file, calamine.CalamineWorkbook.from_filelike(file) as book:
            names = [m.name for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
            shown = [m.name for m in book.sheets_metadata if m.visible == calamine.SheetVisibleEnum.Visible]
            if wanted is not None:
                name = _named(wanted, names, where)
                return _sheet(book, name, where), [other for other in names if other != name]
            candidates = [name for name in names if name in shown] or names
            sheets = [_sheet(book, name, where) for name in candidates]
    except calamine.PasswordError:
        raise UnreadableSource(
            "The workbook has a password.",
            where,
            "Open it in Excel, remove the password, save it, and import it again.",
        ) from None
    except calamine.CalamineError as wrong:
        raise UnreadableSource(
            f"The workbook cannot be read: {wrong}.", where, "Open it in Excel and save it again as .xlsx."
        ) from None
    best = max(sheets, key=lambda sheet: (sheet.width > 1, sheet.records), default=None)
    if best is None or not best.rows:
        raise UnreadableSource("The workbook has no sheet with rows.", where, "Save it again with its table.")
    return best, [name for name in names if name != best.name]


def _named(wanted: str | int, names: Sequence[str], where: str) -> str:
    if wanted in names:
        return str(wanted)
    if str(wanted).isdecimal() and 1 <= int(wanted) <= len(names):
        return names[int(wanted) - 1]
    raise UnknownName("sheet", wanted, names, where)


def _sheet(book: Any, name: str, where: str) -> _Sheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return _Sheet(name, [], 0, 0)
    if sheet.height * sheet.width > MOST_CELLS:
        raise UnreadableSource(
            f"Sheet {name!r} spans {sheet.height:,} rows and {sheet.width:,} columns.",
            where,
            "Save the table as CSV.",
        )
    numbered = enumerate(sheet.to_python(skip_empty_area=True), sheet.start[0] + 1)
    rows = [(number, row) for number, row in numbered if any(cell not in ("", None) for cell in row)]
    looked = [[text_of(cell) or "" for cell in row] for _, row in rows[:LOOKED_AT]]
    header = header_index(looked, len(looked[0]) if looked else 1)
    width = max(
        (i + 1 for _, row in rows[header:] for i, cell in enumerate(row) if cell not in ("", None)), default=0
    )
    return _Sheet(name, rows, header, width)


def _kind(cells: Iterator[Any]) -> str:
    """date, datetime, number, boolean or text: what every filled cell of a column is."""
    kinds = {type(cell) for cell in cells if cell not in ("", None)}
    if kinds and kinds <= {date, datetime}:
        return "datetime" if datetime in kinds else "date"
    if kinds and kinds <= {int, float}:
        return "number"
    return "boolean" if kinds == {bool} else "text"


def _texts(
    rows: Sequence[tuple[int, list[Any]]], kinds: Sequence[str]
) -> Iterator[tuple[int, list[str | None]]]:
    for number, row in rows:
        yield number, [_text(cell, kind) for cell, kind in zip(row, kinds, strict=False)]


def _text(cell: Any, kind: str) -> str | None:
    if kind == "datetime" and type(cell) is date:
        return f"{cell.isoformat()} 00:00:00"
    return text_of(cell)


def _notes(chosen: _Sheet, others: Sequence[str]) -> list[Note]:
    notes = []
    if others:
        message = f"Sheet {chosen.name!r} was read; the workbook has others."
        notes.append(Note("sheet", "info", message, 0, tuple(others[:5]), "Name another one with sheet=… ."))
    above = [" ".join(filter(None, map(text_of, row))) for _, row in chosen.rows[: chosen.header]]
    return [*notes, *preamble_notes(above)]
