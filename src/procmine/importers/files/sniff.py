"""How a text file is divided into columns: delimiter, quoting, lines before the header, header or not."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

COMMON = (",", ";", "\t", "|")
RARE = ("^", "~", "¦", "§", "\x01", "\x1f", ":", "#", "!")
SAMPLE_RECORDS = 500

_NUMBER = re.compile(r"[-+]?[\d.,\s%]*\d[\d.,\s%]*")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?|\d{1,2}[ /-]\w{3,9}\.?[ /-]\d{2,4}.*")
_LINE_END = re.compile(r"\r\n|\n|\r")
_HINT = re.compile(r"\ufeff?sep=(.)(?=\r|\n)", re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """One record of the sample, with the physical line it begins on."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Dialect:
    """How the file is written.

    `skip` is how many physical lines lie before the data (preamble and header), `width` how many columns the
    table has, `header` the names as written (empty when there is no header row).
    """

    delimiter: str
    quote: str
    escape: str
    is_spaced: bool
    header: tuple[str, ...]
    width: int
    skip: int
    preamble: tuple[str, ...]
    usual_width: int


def records_of(text: str, delimiter: str, quote: str, escape: str, is_spaced: bool = False) -> list[Record]:
    """The first records of `text`; blank lines are no records."""
    own: dict[str, Any] = {"escapechar": escape, "doublequote": False} if escape != quote else {}
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, skipinitialspace=is_spaced, **own
    )
    found: list[Record] = []
    line = 1
    try:
        for cells in reader:
            if cells:
                found.append(Record(line, tuple(cells)))
            line = reader.line_num + 1
            if len(found) >= SAMPLE_RECORDS:
                break
    except csv.Error:
        pass  # a field beyond csv's limit: what was read before it decides
    return found


def sniff(text: str, is_whole: bool, delimiter: str | None = None) -> Dialect | None:
    """How `text`, the beginning of a file, is divided into columns; None when nothing divides it.

    Every delimiter is tried. The one wins that divides most records into the same number of columns and whose
    first such record reads like a header; rare delimiters (`:` is in every time of day) are tried only when
    the common ones divide nothing.
    """
    if hint := _HINT.match(text):
        delimiter = delimiter or hint.group(1)
        text = text[hint.end() :]  # the line itself stays, blank, so that lines are counted right
    quote, escape = _quoting(text)
    lines = text if is_whole else text[: text.rfind("\n") + 1] or text
    for group in ((delimiter,),) if delimiter else (COMMON, RARE):
        tried = [(_score(lines, mark, quote, escape), mark) for mark in group]
        score, mark = max(tried, key=lambda pair: pair[0])
        if score > 0 or delimiter:
            return _dialect(lines, mark, quote, escape)
    return None


def _quoting(text: str) -> tuple[str, str]:
    quote = '"'
    if '"' not in text and len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\r\n])", text)) > 3:
        quote = "'"
    backslashes = text.count("\\" + quote)
    return quote, "\\" if backslashes > text.count(quote * 2) else quote


def _score(text: str, delimiter: str, quote: str, escape: str) -> float:
    widths = [len(record.cells) for record in records_of(text, delimiter, quote, escape)]
    usual = _usual(widths)
    if usual < 2:
        return 0.0
    first = next(i for i, width in enumerate(widths) if width >= usual)
    share = sum(width == usual for width in widths[first:]) / len(widths[first:])
    if share < 0.4:
        return 0.0
    record = records_of(text, delimiter, quote, escape)[first]
    words = sum(kind_of(cell) == "text" for cell in record.cells) / len(record.cells)
    return share * (1 + words) + 0.01 * min(usual, 50)


def _usual(widths: Sequence[int]) -> int:
    """The most frequent number of columns above one; the larger of two that tie."""
    counts = Counter(width for width in widths if width > 1)
    return max(counts, key=lambda width: (counts[width], width)) if counts else 1


def kind_of(cell: str) -> str:
    """blank, number, date or text."""
    bare = cell[:100].strip()
    if not bare:
        return "blank"
    if _DATE.fullmatch(bare):
        return "date"
    return "number" if _NUMBER.fullmatch(bare) else "text"


def _dialect(text: str, delimiter: str, quote: str, escape: str) -> Dialect:
    is_spaced = len(re.findall(re.escape(delimiter) + " +" + re.escape(quote), text)) > 3
    records = records_of(text, delimiter, quote, escape, is_spaced)
    usual = _usual([len(record.cells) for record in records])
    at = header_index([record.cells for record in records], usual)
    has_header = is_header([record.cells for record in records[at:]])
    header = records[at].cells if has_header else ()
    while len(header) > usual and not header[-1].strip():
        header = header[:-1]
    body = at + 1 if has_header else at
    lines = _LINE_END.split(text)
    skip = records[body].line - 1 if body < len(records) else len(lines) - (not lines[-1])
    before = lines[: records[at].line - 1] if records else []
    preamble = tuple(line.strip("\ufeff \r") for line in before if line.strip("\ufeff \r"))
    return Dialect(
        delimiter, quote, escape, is_spaced, header, max(usual, len(header)), skip, preamble, usual
    )


def header_index(records: Sequence[Sequence[str]], usual: int) -> int:
    """Which record is the header: the first that is as wide and about as full as the ones below it.

    A title padded with delimiters (`Report;;;;`) is wide and nearly empty. A header one name short of the
    rows is still the header when the row below it is data.
    """
    filled = [sum(bool(cell.strip()) for cell in record) for record in records]
    typical = max(filled, default=0)
    for index, record in enumerate(records):
        if len(record) < max(usual - 1, 2) and usual > 1:
            continue
        if 2 * filled[index] < typical and index + 1 < len(records):
            continue
        if len(record) < usual and not _is_short_header(records, index, usual):
            continue
        return index
    return 0


def _is_short_header(records: Sequence[Sequence[str]], index: int, usual: int) -> bool:
    below = records[index + 1] if index + 1 < len(records) else ()
    names = [kind_of(cell) for cell in records[index]]
    return (
        len(below) == usual
        and set(names) == {"text"}
        and any(kind_of(c) in ("number", "date") for c in below)
    )


def is_header(records: Sequence[Sequence[str]]) -> bool:
    """Whether the first record holds names: not so when its cell is a date or number as those below it."""
    if not records:
        return False
    first, below = records[0], records[1:101]
    for position, cell in enumerate(first):
        kind = kind_of(cell)
        if kind not in ("number", "date"):
            continue
        same = sum(position < len(record) and kind_of(record[position]) == kind for record in below)
        if below and same >= 0.8 * len(below):
            return False
    return True
