"""A project sheet as Smartsheet exports it: a workbook whose hierarchy is indentation."""

from __future__ import annotations

from datetime import datetime

import duckdb
import openpyxl
import pytest
from openpyxl.styles import Alignment

import procmine as pm
from procmine.engine import engine
from procmine.importers.files import read_source

HEADER = ["Task Name", "Duration", "Start", "Finish", "Predecessors", "Assigned To", "% Complete"]
LINES = [  # indent, then the cells
    (0, "Ground", "4d", 2, 6, None, None, 0.5),
    (1, "Survey", "2d", 2, 3, None, "Ada", 1),
    (1, "Dig", "2d", 5, 6, "2FS +1d", "Ben", 0.4),
    (1, "Pour", "1d", 9, 9, 3, "Ben", 0),
    (0, "Handed over", "0", 9, 9, "3SS, whenever", None, 1),
]


@pytest.fixture
def sheet(tmp_path):
    book = openpyxl.Workbook()
    table = book.active
    table.title = "New hall"
    table.append(HEADER)
    for place, (indent, name, duration, start, finish, *rest) in enumerate(LINES, 2):
        days = [datetime(2026, 3, day) for day in (start, finish)]
        table.append([name, duration, *days, *rest])
        table.cell(place, 1).alignment = Alignment(indent=indent)
    book.create_sheet("Comments").append(["Row", "Comment"])
    book.save(tmp_path / "hall.xlsx")
    return tmp_path / "hall.xlsx"


def test_a_project_sheet_worked_by_hand(sheet):
    """The heading is a roll-up, Pour has not begun; the last line's second predecessor is none that can be read."""
    with duckdb.connect() as con:
        source = read_source(sheet, con)
        rows = con.execute(
            'select "Phase", "Task", "Started", "Finished", "Resource", "Predecessors", "Milestone", "Percent complete" from staged'
        ).fetchall()
    assert rows == [
        ("Ground", "Survey", "2026-03-02 00:00:00", "2026-03-03 00:00:00", "Ada", None, None, "100"),
        ("Ground", "Dig", "2026-03-05 00:00:00", None, "Ben", "Survey FS +1d", None, "40"),
        (None, "Handed over", "2026-03-09 00:00:00", "2026-03-09 00:00:00", None, None, "yes", "100"),
    ]
    notes = {note.check: note.rows for note in source.notes}
    assert notes == {"sheet": 0, "planned-dates": 3, "odd-predecessors": 1, "summary-tasks": 1, "tasks-not-begun": 1}  # fmt: skip


def test_it_becomes_a_log_without_a_word_and_says_that_its_dates_are_planned(sheet, tmp_path):
    workspace = pm.open(tmp_path / "workspace")
    log = workspace.read(sheet, name="hall")
    assert sorted(log.sql("select activity from event").activity) == ["Dig", "Handed over", "Survey"]
    notes = [name for (name,) in engine.rows(log.version.path, "select check_name from notes")]
    assert "planned-dates" in notes
    workspace.close()


def test_a_tracker_of_milestones_is_read_as_any_wide_table(tmp_path):
    """Smartsheet's other sheets are no plans: one row a case, one column a milestone."""
    book = openpyxl.Workbook()
    book.active.append(["Request ID", "Requested", "Approved", "Delivered", "Owner"])
    for number in range(1, 9):
        days = [datetime(2026, 3, number + later) for later in (0, 2, 5)]
        book.active.append([f"R-{number}", *days, "Ada"])
    book.save(tmp_path / "tracker.xlsx")
    workspace = pm.open(tmp_path / "workspace")
    log = workspace.read(tmp_path / "tracker.xlsx", name="tracker")
    assert log.sql("select count(*) as n, count(distinct case_id) as c from event").iloc[0].tolist() == [
        24,
        8,
    ]
    workspace.close()
