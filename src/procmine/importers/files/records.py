"""The careful way through a delimited file: record by record, keeping count of lines and of what is broken."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from procmine.importers.files.sniff import Dialect
from procmine.importers.files.staging import LONGEST_LINE

LONGEST_RECORD = 1_000  # lines that one quoted field may run over before its quote counts as never closed
RAW_KEPT = 2_000  # characters of a broken line that are kept


@dataclass(frozen=True)
class Found:
    """One record: its first physical line, its fields, and what is wrong with it ('' when nothing is)."""

    line: int
    fields: list[str]
    fault: str
    raw: str


def careful_records(path: Path, dialect: Dialect) -> Iterator[Found]:
    """Every record of a UTF-8 file below its header, none swallowed by a broken quote.

    A quoted field may run over several lines. When its quote is never properly closed, only the line that opens
    it is broken: it is split at the delimiter as it stands and told, and reading goes on with the next line.
    """
    csv.field_size_limit(2 * LONGEST_LINE)
    with path.open(encoding="utf-8-sig", errors="replace", newline=_ending(path)) as file:
        yield from _records(_Lines(file, dialect.skip), dialect)


def _ending(path: Path) -> str:
    """A file that has no line feed at all ends its lines as old Macs did."""
    with path.open("rb") as file:
        return "\n" if b"\n" in file.read(LONGEST_LINE) else "\r"


def _records(lines: _Lines, dialect: Dialect) -> Iterator[Found]:
    while (line := lines.take()) is not None:
        number = lines.number
        bare = line.rstrip("\r\n")
        if not bare:
            continue
        if dialect.quote not in bare:
            yield _fitted(number, bare.split(dialect.delimiter), "", bare, dialect)
            continue
        fields, taken = _parsed(line, lines, dialect)
        if fields is None:
            split = [field.strip(dialect.quote) for field in bare.split(dialect.delimiter)]
            yield _fitted(number, split, "a quote is not closed", bare, dialect)
        else:
            lines.drop(taken)
            yield _fitted(number, fields, "", bare, dialect)


class _Lines:
    """The physical lines of a file, with a look ahead."""

    def __init__(self, file: TextIO, skip: int):
        self.number = 0
        self._ahead: list[str] = []
        self._file = file
        for _ in range(skip):
            self.take()

    def take(self) -> str | None:
        line = self._ahead.pop(0) if self._ahead else self._file.readline()
        if not line:
            return None
        self.number += 1
        return line

    def peek(self, index: int) -> str:
        while len(self._ahead) <= index and (line := self._file.readline()):
            self._ahead.append(line)
        return self._ahead[index] if index < len(self._ahead) else ""

    def drop(self, count: int) -> None:
        del self._ahead[:count]
        self.number += count


def _parsed(line: str, lines: _Lines, dialect: Dialect) -> tuple[list[str] | None, int]:
    """The fields of the record that begins with `line`, and how many further lines it takes; None when broken."""
    text, taken = line, 0
    while True:
        try:
            return _split(text, dialect), taken
        except csv.Error as wrong:
            if "unexpected end" not in str(wrong):
                return None, 0
        while True:
            more = lines.peek(taken)
            if not more or taken >= LONGEST_RECORD or len(text) > LONGEST_LINE:
                return None, 0
            text, taken = text + more, taken + 1
            if dialect.quote in more:
                break


def _split(text: str, dialect: Dialect) -> list[str]:
    own: dict[str, Any] = {"escapechar": dialect.escape, "doublequote": False} if dialect.escape != dialect.quote else {}
    reader = csv.reader(
        [text.rstrip("\r\n")],
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.is_spaced,
        strict=True,
        **own,
    )
    return next(reader, [])


def _fitted(line: int, fields: list[str], fault: str, raw: str, dialect: Dialect) -> Found:
    """The record with exactly as many fields as there are columns; what lies over or is missing is a fault."""
    width, count = dialect.width, len(fields)
    while len(fields) > width and not fields[-1].strip():
        fields.pop()  # a delimiter at the end of the line is no field
    if len(fields) > width:
        fault = fault or f"too many fields ({count} of {width})"
    elif count < width and count != dialect.usual_width:
        fault = fault or f"too few fields ({count} of {width})"
    fitted = (fields + [""] * (width - count))[:width]
    return Found(line, fitted, fault, raw[:RAW_KEPT])
