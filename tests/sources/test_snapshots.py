"""A file that is written over again: three exports, worked by hand."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_every_tool import told

from procmine.engine import engine
from procmine.errors import SourceProblem, UnknownName, WrongOption

HEAD = "Ticket,State,Owner,Opened,Last change,Priority"


@pytest.fixture
def export(tmp_path):
    def written(*lines, at, head=HEAD):
        file = tmp_path / "tickets.csv"
        file.write_text("\n".join([head, *lines, ""]))
        seconds = datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()
        os.utime(file, (seconds, seconds))
        return str(file)

    return written


SETTINGS = {"key": "Ticket", "status": "State", "assignee": "Owner", "created": "Opened", "updated": "Last change"}  # fmt: skip


def test_three_exports_worked_by_hand(workspace, export):
    """T-1 is closed on the 3rd, as it says itself. T-2 changes and does not say when: it is known on the 4th. T-3 comes, T-2 goes."""
    file = export(
        "T-1,New,Ann,2026-03-01 08:00,2026-03-01 08:00,1",
        "T-2,New,,2026-03-01 09:00,,2",
        at="2026-03-02T12:00",
    )
    workspace.sources.add("desk", "snapshots", file=file, **SETTINGS)
    assert workspace.sources.plan("desk").items == 2
    first = workspace.sources.sync("desk")
    assert "changes-inferred" in {note.check for note in first.notes}
    assert workspace.sources.sync("desk").outcome == "nothing new"
    export(
        "T-1,Closed,Bob,2026-03-01 08:00,2026-03-03 10:00,1",
        "T-2,Busy,Bob,2026-03-01 09:00,,2",
        at="2026-03-04T12:00",
    )
    workspace.sources.sync("desk")
    export(
        "T-1,Closed,Bob,2026-03-01 08:00,2026-03-03 10:00,1",
        "T-3,New,Ann,2026-03-05 07:00,,1",
        at="2026-03-05T12:00",
    )
    assert workspace.sources.sync("desk").version == 3
    assert told(workspace.log("desk")) == {
        ("T-1", "New", "2026-03-01T08:00:00Z", "2026-03-03T10:00:00Z", "Ann"),
        ("T-1", "Closed", "2026-03-03T10:00:00Z", "2026-03-03T10:00:00Z", "Bob"),
        ("T-2", "New", "2026-03-01T09:00:00Z", "2026-03-04T12:00:00Z", None),
        ("T-2", "Busy", "2026-03-04T12:00:00Z", None, "Bob"),
        ("T-3", "New", "2026-03-05T07:00:00Z", None, "Ann"),
    }
    (inferred,) = engine.rows(
        workspace.log("desk").version.path,
        "select count(*) filter (is_inferred) = count(*), count(*) from kept_change",
    )
    assert inferred == (True, 4)


def test_where_nothing_says_when_an_item_was_created_it_was_when_it_was_first_seen(workspace, export):
    """And that stays so when the next export is written later."""
    head = "Ticket,State"
    file = export("T-1,New", at="2026-03-02T12:00", head=head)
    workspace.sources.add("desk", "snapshots", file=file, key="Ticket", status="State")
    workspace.sources.sync("desk")
    export("T-1,New", at="2026-03-03T12:00", head=head)
    assert workspace.sources.sync("desk").outcome == "nothing new"
    export("T-1,Busy", at="2026-03-04T12:00", head=head)
    workspace.sources.sync("desk")
    assert told(workspace.log("desk")) == {
        ("T-1", "New", "2026-03-02T12:00:00Z", "2026-03-04T12:00:00Z", None),
        ("T-1", "Busy", "2026-03-04T12:00:00Z", None, None),
    }


def test_times_are_of_the_zone_and_the_form_that_is_said(workspace, export):
    file = export("T-1,New,Ann,01.07.2026 08:00,,1", at="2026-07-02T12:00")
    said = SETTINGS | {"date_format": "%d.%m.%Y %H:%M", "zone": "Europe/Berlin"}
    workspace.sources.add("desk", "snapshots", file=file, **said)
    workspace.sources.sync("desk")
    assert {row[2] for row in told(workspace.log("desk"))} == {"2026-07-01T06:00:00Z"}


def test_rows_without_a_key_and_keys_that_come_twice_are_counted(workspace, export):
    file = export("T-1,New,,,,1", ",New,,,,1", "T-1,Busy,,,,1", at="2026-03-02T12:00")
    workspace.sources.add("desk", "snapshots", file=file, **SETTINGS)
    notes = {note.check: note.rows for note in workspace.sources.sync("desk").notes}
    assert (notes["rows-of-no-item"], notes["repeated-keys"]) == (1, 1)
    assert {row[1] for row in told(workspace.log("desk"))} == {"Busy"}


def test_a_column_that_is_missing_and_a_time_that_is_none_are_refused(workspace, export):
    file = export("T-1,New,,yesterday,,1", at="2026-03-02T12:00")
    workspace.sources.add("desk", "snapshots", file=file, **SETTINGS)
    with pytest.raises(SourceProblem, match="yesterday"):
        workspace.sources.sync("desk")
    with pytest.raises(WrongOption, match="'Stage' is not in the file; column 'Prio' is not") as refused:
        workspace.sources.add(
            "other", "snapshots", file=file, tracked="Prio", **SETTINGS | {"status": "Stage"}
        )
    assert "Last change" in refused.value.cure
    later = Path(file).with_name("later.csv")
    workspace.sources.add("later", "snapshots", file=str(later), **SETTINGS | {"status": "Stage"})
    later.write_text(Path(file).read_text())
    with pytest.raises(UnknownName, match="Stage"):
        workspace.sources.plan("later")
