"""An activity log of Smartsheet, in the words of "How to Use a Custom Activity Log (.csv File) from Smartsheet Support"

(help.smartsheet.com/articles/2477836-Custom-Activity-Log), sections "Column Overview" (Action, User, Details, Source, Time Stamp) and "How
to Interpret the 'Cells Changed' Action": `Row 29: "Entry in primary column" Column name: (blank) to: "New value"`.
"""

from __future__ import annotations

import csv

import pytest
from test_every_tool import told

from procmine.engine import engine
from procmine.errors import WrongOption

HEAD = ("Action", "User", "Details", "Source", "Time Stamp")
ADA, BEN = "ada@example.test", "ben@example.test"
FIRST = [
    ("Cells Changed", BEN, 'Row 2: "Printer" Status: "Busy" to: "Done"', "Full App", "03/03/26 10:00 AM"),
    ("Cells Changed", BEN, 'Row 1: "Printer" Status: "New" to: "Busy"\nRow 1: "Printer" Assigned To: (blank) to: "Ben"', "Full App", "03/02/26 9:00 AM"),
    ("Row Added", ADA, "Row 2 was added", "Full App", "03/01/26 8:30 AM"),
    ("Cells Changed", ADA, 'Row 1: "Printer" Status: (blank) to: "New"', "API - Integrated App", "03/01/26 8:00 AM"),
]  # fmt: skip
LATER = [
    ("Cells Changed", ADA, 'Row 9: "Desk "tall"" Status: "New" to: "Busy"', "Full App", "03/05/26 1:00 PM"),
    *FIRST,
]
FORMAT = {"date_format": "%m/%d/%y %I:%M %p"}


@pytest.fixture
def export(tmp_path):
    def written(entries, head=HEAD):
        with (tmp_path / "activity.csv").open("w", newline="") as file:
            csv.writer(file).writerows([head, *entries])
        return str(tmp_path / "activity.csv")

    return written


def test_cells_that_were_changed_become_stays_and_the_next_export_adds_to_them(workspace, export):
    """Printer: New from 1 March, 8:00, Busy with Ben from 2 March, 9:00, Done on 3 March, 10:00. The desk is first told when it leaves New."""
    workspace.sources.add("requests", "smartsheet_log", file=export(FIRST), **FORMAT)
    assert "export reaches" in workspace.sources.plan("requests").history
    workspace.sources.sync("requests")
    printer = {
        ("Printer", "New", "2026-03-01T08:00:00Z", "2026-03-02T09:00:00Z", None),
        ("Printer", "Busy", "2026-03-02T09:00:00Z", "2026-03-03T10:00:00Z", "Ben"),
        ("Printer", "Done", "2026-03-03T10:00:00Z", "2026-03-03T10:00:00Z", "Ben"),
    }
    assert told(workspace.log("requests")) == printer
    assert workspace.sources.sync("requests").outcome == "nothing new"
    export(LATER)
    workspace.sources.sync("requests")
    desk = {
        ('Desk "tall"', "New", None, "2026-03-05T13:00:00Z", None),
        ('Desk "tall"', "Busy", "2026-03-05T13:00:00Z", None, None),
    }
    assert told(workspace.log("requests")) == printer | desk
    by = engine.rows(
        workspace.log("requests").version.path, "select distinct who_id from kept_change order by 1"
    )
    assert by == [(ADA,), (BEN,)]


def test_other_words_are_counted_and_other_headings_refused(workspace, export):
    odd = ("Cells Changed", ADA, "Something was changed", "Full App", "03/01/26 8:00 AM")
    nameless = (
        "Cells Changed",
        ADA,
        'Row 3: (blank) Status: (blank) to: "New"',
        "Full App",
        "03/01/26 8:00 AM",
    )
    workspace.sources.add("requests", "smartsheet_log", file=export([*FIRST, odd, nameless]), **FORMAT)
    notes = {note.check: note.rows for note in workspace.sources.sync("requests").notes}
    assert (notes["entries-not-read"], notes["rows-of-no-name"]) == (1, 1)
    with pytest.raises(WrongOption) as wrong:
        workspace.sources.add(
            "other",
            "smartsheet_log",
            file=export(FIRST, ("Aktion", "User", "Details", "Quelle", "Zeit")),
            **FORMAT,
        )
    assert "'Action' is not in the file; heading 'Time Stamp' is not" in wrong.value.found
    assert "Zeit" in wrong.value.cure
