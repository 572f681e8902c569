"""The register as a calendar and as a workbook, read back by others."""

from __future__ import annotations

from datetime import date, datetime

import icalendar
import openpyxl
import pytest

from procmine.actions.ical import escaped, folded
from procmine.calendars.ics import days_off
from procmine.errors import CannotAnswer

TITLE = "Pay daily; not weekly, at last\\ – für alle Größen und Regionen, auch in der Übergangszeit 🚚 von März bis Mai"


@pytest.fixture
def register(workspace):
    register = workspace.actions.signed("Mina")
    register.add(
        TITLE, log="orders", owner="Mina", starts_on="2026-04-01", due_on="2026-05-01", metric="cycle time", changed_at="2026-04-20T08:00",
        status="in progress",
    )  # fmt: skip
    register.add("=1+1", due_on="2026-06-01", starts_on="2026-06-01", status="done")
    register.task(1, "Ask\nthe desk", due_on="2026-04-10", owner="Otto")
    register.task(1, "@try")
    register.tick(1, 2)
    register.comment(1, '=HYPERLINK("http://x")')
    register.needs(2, 1)
    return register


def read(path):
    return icalendar.Calendar.from_ical(path.read_bytes())


def test_to_dos_say_what_is_due_when_and_what_needs_what(register, tmp_path):
    found = {
        str(one["UID"]).split("@")[0]: one for one in read(register.to_ical(tmp_path / "x.ics")).walk("VTODO")
    }
    assert set(found) == {"action-1", "action-1-task-1", "action-1-task-2", "action-2"}
    first, second, asked, tried = (
        found[name] for name in ("action-1", "action-2", "action-1-task-1", "action-1-task-2")
    )
    assert str(first["SUMMARY"]) == f"#1 {TITLE}" and first["DUE"].dt == date(2026, 5, 1)
    assert (first["DTSTART"].dt, str(first["STATUS"]), int(first["PERCENT-COMPLETE"])) == (
        date(2026, 4, 1),
        "IN-PROCESS",
        50,
    )
    assert str(first["DESCRIPTION"]) == "Owner: Mina\nLog: orders\nMeasured by: cycle time"
    assert (str(asked["SUMMARY"]), asked["DUE"].dt) == ("Ask\nthe desk", date(2026, 4, 10))
    assert str(asked["RELATED-TO"]) == str(first["UID"]) and asked["RELATED-TO"].params["RELTYPE"] == "PARENT"
    assert (str(tried["STATUS"]), type(tried["COMPLETED"].dt)) == ("COMPLETED", datetime)
    assert "DTSTART" not in second, "an end that is not after its begin is not told with it"
    assert str(second["STATUS"]) == "COMPLETED" and str(second["RELATED-TO"]) == str(first["UID"])


def test_days_are_events_that_other_calendars_show_and_this_one_reads(register, tmp_path):
    path = register.to_ical(tmp_path / "x.ics")
    events = {str(one["SUMMARY"])[:8]: one for one in read(path).walk("VEVENT")}
    assert set(events) == {"Due: #1 ", "Changed:"}, "what is done is due no more"
    assert all(str(one["TRANSP"]) == "TRANSPARENT" for one in events.values())
    assert days_off(path) == {(day, day) for day in (date(2026, 5, 1), date(2026, 4, 20))}


def test_the_file_keeps_to_the_form(register, tmp_path):
    content = register.to_ical(tmp_path / "x.ics").read_bytes()
    lines = content.split(b"\r\n")
    assert lines[-1] == b"" and b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) == 75 or max(map(len, lines)) == 74
    assert all(line.decode() is not None for line in lines), "no letter is cut in two"
    assert (
        folded("x" * 76) == "x" * 75 + "\r\n x\r\n"
        and folded("é" * 40) == "é" * 37 + "\r\n " + "é" * 3 + "\r\n"
    )
    assert escaped("a,b;c\\d\r\ne\x00f") == "a\\,b\\;c\\\\d\\nef"


def test_a_second_export_names_the_same_things_by_the_same_names(register, workspace, tmp_path):
    first = [str(one["UID"]) for one in read(register.to_ical(tmp_path / "x.ics")).walk() if "UID" in one]
    before = (tmp_path / "x.ics").read_bytes()
    assert register.to_ical(tmp_path / "y.ics").read_bytes() == before
    register.change(1, owner="Otto")
    after = read(register.to_ical(tmp_path / "y.ics"))
    assert [str(one["UID"]) for one in after.walk() if "UID" in one] == first and len(set(first)) == len(
        first
    )
    assert int(after.walk("VTODO")[0]["SEQUENCE"]) == workspace.actions.get(1).revision


def test_the_workbook_holds_all_of_it_and_no_formula(register, tmp_path):
    book = openpyxl.load_workbook(register.to_excel(tmp_path / "x.xlsx"))
    assert book.sheetnames == ["actions", "tasks", "comments", "documents", "history"]
    sheets = {name: [dict(zip([c.value for c in rows[0]], [c.value for c in row], strict=True)) for row in rows[1:]]
              for name in book.sheetnames for rows in [list(book[name].rows)]}  # fmt: skip
    assert [row["title"] for row in sheets["actions"]] == [TITLE, "'=1+1"]
    assert sheets["actions"][0]["due_on"] == datetime(2026, 5, 1)
    assert [(row["action"], row["text"]) for row in sheets["tasks"]] == [(1, "Ask\nthe desk"), (1, "'@try")]
    assert sheets["comments"][0]["text"] == '\'=HYPERLINK("http://x")'
    assert len(sheets["history"]) == sum(one.revision for one in register.all())
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.rows for cell in row)


def test_exports_keep_to_what_was_asked_for(register, tmp_path):
    assert len(read(register.to_ical(tmp_path / "x.ics", owner="Nobody")).walk("VTODO")) == 0
    book = openpyxl.load_workbook(register.to_excel(tmp_path / "x.xlsx", log="orders"))
    assert book["actions"].max_row == 2


def test_the_picture_shows_days_needs_and_today(register, workspace):
    figure = register.figure()
    bars = {trace.name: trace for trace in figure.data if trace.type == "bar"}
    day = 86_400_000
    assert list(bars["in progress"].x) == [31 * day] and list(bars["in progress"].base) == ["2026-04-01"]
    assert list(bars["done"].x) == [day], "the last day counts whole"
    links = next(trace for trace in figure.data if trace.name == "needs")
    assert list(links.x) == ["2026-05-02", "2026-06-01", "2026-06-01", None] and list(links.y) == [
        0,
        0,
        1,
        None,
    ]
    today = next(trace for trace in figure.data if trace.name == "today")
    assert today.x[0] == date.today().isoformat()
    workspace.actions.add("without a day")
    assert "1 without a day is not drawn" in register.figure().layout.title.text
    with pytest.raises(CannotAnswer, match="no action yet"):
        register.figure(owner="Nobody")
