"""Workbooks: which sheet, where the header is, and cells as ISO text."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from procmine.errors import UnknownName, UnreadableSource

HEADER = ["Case", "Activity", "When"]
ROWS = [[1, "Open", datetime(2026, 1, 2, 0, 0)], ["0012", "Close", datetime(2026, 1, 2, 3, 4, 5)]]
TEXTS = [("1", "Open", "2026-01-02 00:00:00"), ("0012", "Close", "2026-01-02 03:04:05")]


def workbook(**sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_become_iso_text(read):
    found = read(workbook(Log=[HEADER, *ROWS]), "log.xlsx")
    assert found.rows() == TEXTS
    assert found.source.columns == ("Case", "Activity", "When")
    assert found.source.typed == {"Case": "text", "Activity": "text", "When": "instant_text"}
    assert found.lines() == [2, 3]
    assert found.source.notes == ()


def test_every_type_of_cell_is_written_plainly(read):
    rows = [
        ["a", "b", "c", "d", "e", "f"],
        [1.5, True, time(3, 4), timedelta(hours=30), date(2026, 1, 2), " "],
    ]
    found = read(workbook(Log=rows), "log.xlsx")
    assert found.rows() == [("1.5", "true", "03:04:00", "1 day, 6:00:00", "2026-01-02", None)]
    assert found.source.typed["a"] == "number"


def test_the_largest_sheet_with_a_header_is_read_and_the_others_are_named(read):
    content = workbook(Cover=[["Our report"]], Log=[HEADER, *ROWS], Notes=[["x"], ["y"], ["z"], ["w"]])
    found = read(content, "log.xlsx")
    assert found.rows() == TEXTS
    assert found.note("sheet").examples == ("Cover", "Notes")
    assert found.source.details["sheet"] == "Log"


def test_a_sheet_may_be_named_or_numbered(read):
    content = workbook(Big=[HEADER, *ROWS], Small=[["Id", "What"], [9, "Check"]])
    assert read(content, "log.xlsx", sheet="Small").rows() == [("9", "Check")]
    assert read(content, "log.xlsx", sheet=2).rows() == [("9", "Check")]
    with pytest.raises(UnknownName, match="Small"):
        read(content, "log.xlsx", sheet="Smal")


def test_titles_and_blank_rows_above_and_between_are_no_rows(read):
    rows = [["Tickets of May"], [], ["made by Ann"], HEADER, ROWS[0], [], ROWS[1], ["Total", None, None]]
    found = read(workbook(Log=rows), "log.xlsx")
    assert found.rows() == [*TEXTS, ("Total", None, None)]
    assert found.lines() == [5, 7, 8]
    assert found.note("preamble").examples == ("Tickets of May", "made by Ann")
    assert found.faults() == [(3, 8, "total line", "Total")]


def test_a_table_that_does_not_begin_in_the_first_cell_is_found(read):
    rows = [[], [None, None, *HEADER], *[[None, None, *row] for row in ROWS]]
    found = read(workbook(Log=rows), "log.xlsx")
    assert found.source.columns == ("Case", "Activity", "When")
    assert found.rows() == TEXTS
    assert found.lines() == [3, 4]


def ods(rows: list[list[str]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Log">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return out.getvalue()


def test_an_opendocument_sheet_is_read(read):
    found = read(ods([["Case", "Activity"], ["1", "Prüfung"], ["2", "Freigabe"]]), "log.ods")
    assert found.rows() == [("1", "Prüfung"), ("2", "Freigabe")]
    assert found.source.kind == "xlsx"


def test_a_workbook_with_a_password_is_refused(read):
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableSource, match="password") as refused:
        read(container, "log.xlsx")
    assert "remove the password" in refused.value.cure


def test_workbooks_without_a_table_are_refused(read):
    with pytest.raises(UnreadableSource, match="not a single row"):
        read(workbook(Log=[HEADER]), "log.xlsx")
    with pytest.raises(UnreadableSource, match="no sheet with rows"):
        read(workbook(Log=[]), "log.xlsx")
    broken = workbook(Log=[HEADER, *ROWS])
    with pytest.raises(UnreadableSource, match=r"cannot be read|broken"):
        read(broken[: len(broken) // 2], "log.xlsx")
    with pytest.raises(UnreadableSource, match="cannot be read"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "old.xls")
