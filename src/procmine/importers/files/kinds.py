"""What kind of file this is: its first bytes say so, its extension only when they do not."""

from __future__ import annotations

import re
from pathlib import Path

from procmine.errors import UnreadableSource
from procmine.importers.files.compressed import ZIP
from procmine.importers.files.encodings import wide_encoding

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CSV_CURE = "Export the table as CSV, Excel, Parquet, JSON or XES."
UNPACK = "Unpack it first, then import the file inside."

FOREIGN: tuple[tuple[bytes | tuple[bytes, ...], str, str], ...] = (
    (b"%PDF-", "a PDF document", CSV_CURE),
    (b"SQLite format 3", "an SQLite database", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (tuple(b"BZh%d1AY&SY" % size for size in range(1, 10)), "packed with bzip2", UNPACK),
    (b"\xfd7zXZ", "packed with xz", UNPACK),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", UNPACK),
    (b"ARROW1\0\0", "an Arrow file", "Convert it to Parquet, or pass the frame itself."),
    (b"FEA1\0", "a Feather file", "Convert it to Parquet, or pass the frame itself."),
    (b"\x89PNG", "a picture", CSV_CURE),
    (b"\xff\xd8\xff", "a picture", CSV_CURE),
    ((b"GIF87a", b"GIF89a"), "a picture", CSV_CURE),
    (b"\x7fELF", "a program", CSV_CURE),
    (b"MZ\x90", "a program", CSV_CURE),
)

MSPDI = "http://schemas.microsoft.com/project"

_WEB_PAGE = re.compile(r"<!doctype html|<html|<head|<body|<table|<meta|<script", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_PROLOGUE = re.compile(r"<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(\[.*?\])?\s*>", re.IGNORECASE | re.DOTALL)


def kind_of_file(path: Path, name: str, where: str) -> str:
    """csv, xlsx, parquet, json, xes or ms_project; refuses what is certainly something else."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if not head.strip():
        raise UnreadableSource("The file is empty.", where, "Export the table again, with its rows.")
    if head[:4] in (b"PAR1", b"PARE"):
        return "parquet"
    if head.startswith(ZIP):
        return "xlsx"
    if head.startswith(OLE):
        return _workbook_kind(path, where)
    for magic, what, cure in FOREIGN:
        if head.startswith(magic):
            raise UnreadableSource(f"This is {what}.", where, cure)
    return _text_kind(head, Path(name).suffix.casefold(), where)


def _workbook_kind(path: Path, where: str) -> str:
    """Old Excel files and password-protected new ones share one container."""
    with path.open("rb") as file:
        if ENCRYPTED in file.read(64 << 20):
            raise UnreadableSource(
                "The workbook has a password.",
                where,
                "Open it in Excel, remove the password, save it, and import it again.",
            )
    return "xlsx"


def _text_kind(head: bytes, extension: str, where: str) -> str:
    text = head.decode(wide_encoding(head) or "utf-8-sig", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _markup_kind(text, where)
    if text.startswith("{") or re.match(r"\[\s*[{\[\]]", text):
        return "json"
    if text.startswith("[") and extension in (".json", ".jsonl", ".ndjson"):
        return "json"
    return "csv"


def _markup_kind(text: str, where: str) -> str:
    body = _PROLOGUE.sub("", text).lstrip()
    root = _ROOT.match(body)
    local = root.group(1).rpartition(":")[2] if root else ""
    if local == "log":
        return "xes"
    if local == "Project" and MSPDI in text:
        return "ms_project"
    if _WEB_PAGE.match(body) or _WEB_PAGE.match(text) or local.casefold() == "html":
        raise UnreadableSource(
            "This is a web page, not a table.",
            where,
            "Export it again as CSV: the tool saved its page, perhaps its sign-in.",
        )
    if local == "Workbook":
        raise UnreadableSource(
            "This is an Excel 2003 XML sheet.", where, "Open it in Excel and save it as .xlsx."
        )
    if root is None or "<!doctype" in text[:4096].casefold():
        return "xes"  # its reader says which line is broken, or that a DTD is refused
    raise UnreadableSource(f"This is XML with the root <{local}>, not an event log (XES).", where, CSV_CURE)
