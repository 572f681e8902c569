"""The careful way through a delimited file: record by record, counting lines and telling what is broken."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from procmine.importers.files.sniff import Dialect
from procmine.importers.files.staging import LONGEST_LINE

LONGEST_RECORD = 1_000  # lines that one quoted field may run over before its quote counts as never closed
RAW_KEPT = 2_000  # characters of a broken line that are kept


class Found(NamedTuple):
    """One record: its first physical line, its fields, and what is wrong with it ('' when nothing is)."""

    line: int
    fields: list[str]
    fault: str
    raw: str


def careful_records(path: Path, dialect: Dialect) -> Iterator[Found]:
    """Every record of a UTF-8 file below its header, none swallowed by a broken quote.

    A quoted field may run over several lines. When its quote is never properly closed, only the line that
    opens it is broken: it is split at the delimiter as it stands and told, and the next line is read afresh.
    """
    csv.field_size_limit(2 * LONGEST_LINE)
    with path.open(encoding="utf-8-sig", errors="replace", newline=_ending(path)) as file:
        for _ in range(dialect.skip):
            file.readline()
        yield from _records(_Lines(file), dialect)


def _ending(path: Path) -> str:
    """A file that has no line feed at all ends its lines as old Macs did."""
    with path.open("rb") as file:
        return "\n" if b"\n" in file.read(LONGEST_LINE) else "\r"


class _Lines:
    """The lines of a file, of which those taken for one record can be given back.

    It ends after LONGEST_RECORD lines and goes on when asked again, so that a record that never ends does.
    """

    def __init__(self, file: TextIO):
        self.taken: list[str] = []
        self._file = file
        self._returned: deque[str] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._file.readline()
        if not line:
            raise StopIteration
        if len(self.taken) >= LONGEST_RECORD:
            self._returned.appendleft(line)
            raise StopIteration
        self.taken.append(line)
        return line

    def give_back(self, kept: int) -> None:
        """Give back the lines of this record but the first `kept`."""
        self._returned.extendleft(reversed(self.taken[kept:]))
        del self.taken[kept:]


def _records(lines: _Lines, dialect: Dialect) -> Iterator[Found]:
    own: dict[str, Any] = {"escapechar": dialect.escape, "doublequote": False}
    reader = csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.is_spaced,
        strict=True,
        **(own if dialect.escape != dialect.quote else {}),
    )
    number = dialect.skip + 1
    for line in lines:
        bare, fault = line.rstrip("\r\n"), ""
        if dialect.quote not in line:
            fields = bare.split(dialect.delimiter)
        else:
            lines.give_back(0)
            try:
                fields = next(reader)
            except csv.Error:
                lines.give_back(1)
                fields = [field.strip(dialect.quote) for field in bare.split(dialect.delimiter)]
                fault = "a quote is not closed"
        if bare:
            is_whole = len(fields) == dialect.width and not fault
            yield Found(number, fields, "", "") if is_whole else _fitted(number, fields, fault, bare, dialect)
        number += len(lines.taken)
        lines.taken.clear()


def _fitted(line: int, fields: list[str], fault: str, raw: str, dialect: Dialect) -> Found:
    """The record with as many fields as there are columns; what lies over or is missing is a fault."""
    width, count = dialect.width, len(fields)
    while len(fields) > width and not fields[-1].strip():
        fields.pop()  # a delimiter at the end of the line is no field
    if len(fields) > width:
        fault = fault or f"too many fields ({count} of {width})"
    elif count < width and count != dialect.usual_width:
        fault = fault or f"too few fields ({count} of {width})"
    fitted = (fields + [""] * (width - count))[:width]
    return Found(line, fitted, fault, raw[:RAW_KEPT])
