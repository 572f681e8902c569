"""Packed files, foreign files, and files that are not there."""

import gzip
import io
import os
import zipfile

import pytest

from procmine.errors import UnreadableSource, WrongOption
from procmine.importers.files import compressed

CSV = b"Case,Activity\n1,Open\n2,Close\n"
ROWS = [("1", "Open"), ("2", "Close")]


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_gzip_is_known_by_its_bytes_not_its_name(read):
    found = read(gzip.compress(CSV), "log.csv")
    assert found.rows() == ROWS
    assert read(gzip.compress(CSV), "orders.csv.gz").source.name == "orders"


def test_a_zip_with_one_file_is_that_file(read):
    found = read(zipped({"__MACOSX/x": b"-", "orders.csv": CSV}), "export.zip")
    assert found.rows() == ROWS
    assert found.source.name == "orders"
    assert found.source.fingerprint == read(CSV).source.fingerprint


def test_packed_twice_is_opened_twice(read):
    assert read(zipped({"orders.csv.gz": gzip.compress(CSV)}), "x.zip").rows() == ROWS


def test_a_zip_with_several_files_lists_them(read):
    with pytest.raises(UnreadableSource, match=r"2 files: one\.csv, two\.csv"):
        read(zipped({"one.csv": CSV, "two.csv": CSV}), "x.zip")


def test_an_empty_zip_is_refused(read):
    with pytest.raises(UnreadableSource, match="no file in it"):
        read(zipped({}), "x.zip")


def test_a_zip_with_a_password_is_refused(read):
    content = bytearray(zipped({"one.csv": CSV}))
    content[6] |= 1  # the flag in the local header …
    content[content.index(b"PK\x01\x02") + 8] |= 1  # … and in the directory
    with pytest.raises(UnreadableSource, match="password"):
        read(bytes(content), "x.zip")


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped({"a.csv": content})])
def test_a_packed_file_that_is_cut_off_is_refused(read, pack):
    whole = pack(os.urandom(5000))
    with pytest.raises(UnreadableSource, match=r"broken|cannot be read"):
        read(whole[: len(whole) // 2], "x.csv.gz")


def test_a_bomb_is_not_unpacked(read, monkeypatch):
    monkeypatch.setattr(compressed, "SUSPICIOUS", 1 << 20)
    monkeypatch.setattr(compressed, "STEEPEST", 500)
    with pytest.raises(UnreadableSource, match="bomb"):
        read(gzip.compress(bytes(20 << 20)), "x.csv.gz")


@pytest.mark.parametrize(
    "page",
    [b"<!DOCTYPE html><html><body>Sign in", b"\n <HTML><table>", b"<?xml version='1.0'?><html xmlns='x'>"],
)
def test_a_web_page_named_csv_is_refused(read, page):
    with pytest.raises(UnreadableSource, match="web page") as refused:
        read(page)
    assert "CSV" in refused.value.cure


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
        (b"SQLite format 3\0" + bytes(100), "SQLite"),
        (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(20), "7-Zip"),
        (b"BZh91AY&SY\xd6\x8e", "bzip2"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture"),
        (b"<?xml version='1.0'?><orders/>", "root <orders>"),
        (b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "Excel 2003"),
        (bytes(range(256)) * 20, "not text"),
        (os.urandom(4096) + b"\0", "not text"),
    ],
)
def test_a_foreign_file_is_called_by_its_name(read, content, what):
    with pytest.raises(UnreadableSource, match=what):
        read(content)


def test_a_table_that_begins_like_another_format_is_still_a_table(read):
    assert read("BZh,ORC\n1,2\n").rows() == [("1", "2")]
    assert read("[Case ID],[Activity]\n1,2\n").source.columns == ("[Case ID]", "[Activity]")


def test_missing_empty_and_folder_are_refused(read, tmp_path):
    with pytest.raises(UnreadableSource, match="no such file"):
        read(tmp_path / "nowhere.csv")
    with pytest.raises(UnreadableSource, match="folder"):
        read(tmp_path)
    with pytest.raises(UnreadableSource, match="empty"):
        read(b"")
    with pytest.raises(WrongOption, match="neither a path nor a frame"):
        read(17)


def test_a_file_that_changes_while_it_is_read_is_refused(con, tmp_path):
    from procmine.importers.files import read_source

    path = tmp_path / "log.csv"
    path.write_bytes(CSV)

    class Meddling:
        """Hands statements on, and once writes to the file in between."""

        def execute(self, *statement):
            path.write_bytes(CSV + b"3,Late\n")
            return con.execute(*statement)

    with pytest.raises(UnreadableSource, match="changed while"):
        read_source(path, Meddling())


def test_a_path_with_a_pattern_in_its_name_is_that_one_file(read):
    assert read(CSV, "we[1]rd*?.csv").rows() == ROWS
