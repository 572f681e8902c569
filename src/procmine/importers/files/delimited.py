"""CSV and its kin: any delimiter, any encoding, fast when the file is clean and careful when it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.errors import UnreadableSource, WrongOption
from procmine.importers.files import encodings
from procmine.importers.files.records import careful_records
from procmine.importers.files.sniff import Dialect, sniff
from procmine.importers.files.staging import (
    add_faults,
    create_staged,
    csv_select,
    land,
    no_rows,
    preamble_notes,
    unique_names,
)
from procmine.importers.files.totals import mark_total_lines
from procmine.importers.source import Note, Source

if TYPE_CHECKING:
    import duckdb

SAMPLE_BYTES = 1 << 18


@dataclass(frozen=True)
class _Text:
    """A file made UTF-8, and what its bytes say."""

    path: Path
    scan: encodings.Scan
    encoding: str
    notes: tuple[Note, ...]


def read_delimited(
    path: Path,
    con: duckdb.DuckDBPyConnection,
    room: Path,
    where: str,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Source:
    """Stage a text file of rows.

    A clean file goes through DuckDB's own reader, told everything and left to guess nothing. Only a file that
    this reader refuses (ragged rows, broken quotes, mixed line ends) is read record by record.
    """
    text = _as_utf8(path, room, where, encoding)
    dialect = _dialect(text, where, delimiter)
    width = dialect.width
    names, name_notes = unique_names([*dialect.header, *[None] * (width - len(dialect.header))], where)
    rows, ragged = _stage(con, room, text, dialect, names)
    if not rows:
        raise no_rows(where)
    notes = (*text.notes, *_shape_notes(dialect), *name_notes, *ragged, *mark_total_lines(con, names))
    return Source("csv", "", names, rows, "", notes, _details(dialect, text))


def _as_utf8(path: Path, room: Path, where: str, given: str | None) -> _Text:
    with path.open("rb") as file:
        head = file.read(4096)
    known = encodings.check_encoding(given) if given else encodings.wide_encoding(head)
    if known in (None, "utf-8", "utf-8-sig"):
        scan = encodings.scan(path, where)
        if scan.is_utf8:
            return _Text(path, scan, "utf-8", ())
        known, errors = ("utf-8", "replace") if given else encodings.likely_encoding(path)
    else:
        errors = "strict" if given else "replace"
    target = room / "utf8.csv"
    replaced = encodings.transcode(path, target, str(known), errors, where)
    note = encodings.encoding_note(str(known), replaced)
    return _Text(target, encodings.scan(target, where), str(known), (note,))


def _dialect(text: _Text, where: str, delimiter: str | None) -> Dialect:
    if delimiter is not None and len(delimiter) != 1:
        raise WrongOption(
            f"A delimiter is one character, not {delimiter!r}.", "delimiter", 'Use for example ";".'
        )
    with text.path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    is_whole = len(sample) < SAMPLE_BYTES
    decoded = sample.decode("utf-8-sig", "ignore")
    if not decoded.strip():
        raise UnreadableSource("The file is empty.", where, "Export the table again, with its rows.")
    dialect = sniff(decoded, is_whole, delimiter)
    if dialect is None:
        raise UnreadableSource(
            "The lines are not divided into columns by a comma, semicolon, tab, bar or any other mark.",
            where,
            "Export it as CSV, or say what divides the columns: delimiter=… .",
        )
    return dialect


def _stage(
    con: duckdb.DuckDBPyConnection, room: Path, text: _Text, dialect: Dialect, names: tuple[str, ...]
) -> tuple[int, tuple[Note, ...]]:
    import duckdb

    if not dialect.is_spaced and dialect.usual_width == dialect.width:
        try:
            rows = _fast(con, text, dialect, names)
        except duckdb.InvalidInputException:
            pass  # the file is not clean: the careful way finds out where
        else:
            if _has_lines(con, text, dialect, names, rows):
                return rows, ()
    return _careful(con, room, text, dialect, names)


def _fast(con: duckdb.DuckDBPyConnection, text: _Text, dialect: Dialect, names: tuple[str, ...]) -> int:
    own: dict[str, Any] = {
        "path": str(text.path),
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "skip": dialect.skip,
    }
    physical = text.scan.lines
    return create_staged(
        con, csv_select(names), own, lambda rows: dialect.skip if rows + dialect.skip == physical else None
    )


def _has_lines(
    con: duckdb.DuckDBPyConnection, text: _Text, dialect: Dialect, names: tuple[str, ...], rows: int
) -> bool:
    """Whether every line of the file is accounted for; where quoted fields run over lines, each is counted.

    This is also the proof that DuckDB lost nothing: it can, silently, where line ends are mixed with quotes.
    """
    if rows + dialect.skip == text.scan.lines or not rows:
        return True
    if not text.scan.has_quote and dialect.quote == '"':
        return False
    breaks = " + ".join(f"length({c}) - length(replace({c}, chr(10), ''))" for c in map(_or_blank, names))
    counted = f"select rowid as place, {breaks} as breaks from staged"
    total = con.execute(f"select sum(breaks) from ({counted})").fetchall()[0][0]
    if rows + dialect.skip + total != text.scan.lines:
        return False
    con.execute(
        "update staged set source_line = line from (select place, place + 1 + $skip + coalesce(sum(breaks) "
        "over (order by place rows between unbounded preceding and 1 preceding), 0) as line "
        f"from ({counted})) as counted where staged.rowid = counted.place",
        {"skip": dialect.skip},
    )
    return True


def _or_blank(name: str) -> str:
    return f"coalesce({quoted(name)}, '')"


def _careful(
    con: duckdb.DuckDBPyConnection, room: Path, text: _Text, dialect: Dialect, names: tuple[str, ...]
) -> tuple[int, tuple[Note, ...]]:
    faults: list[tuple[int, int | None, str, str]] = []

    def kept() -> Iterator[tuple[int | None, list[str]]]:
        for row, found in enumerate(careful_records(text.path, dialect), 1):
            if found.fault:
                faults.append((row, found.line, found.fault, found.raw))
            yield found.line, found.fields

    rows = land(con, room, kept(), lambda: names)
    add_faults(con, faults)
    if not faults:
        return rows, ()
    examples = tuple(f"line {line}: {reason}: {raw[:120]}" for _, line, reason, raw in faults[:5])
    message = f"{len(faults):,} of {rows:,} rows do not have the {dialect.width} fields of the header."
    repair = "Export these rows again; fields that hold the delimiter must be in quotes."
    return rows, (Note("ragged-row", "warning", message, len(faults), examples, repair),)


def _shape_notes(dialect: Dialect) -> list[Note]:
    notes = list(preamble_notes(dialect.preamble))
    if not dialect.header:
        notes.append(
            Note(
                "no-header",
                "warning",
                "The first row is data: the columns have no names.",
                0,
                (),
                "Add a header row, or name the columns by their number: column 1 …",
            )
        )
    return notes


def _details(dialect: Dialect, text: _Text) -> dict[str, Any]:
    kept = asdict(replace(dialect, header=(), preamble=()))
    return {
        "delimiter": kept["delimiter"],
        "quote": kept["quote"],
        "encoding": text.encoding,
        "preamble": list(dialect.preamble),
        "header_line": dialect.skip if dialect.header else None,
    }
