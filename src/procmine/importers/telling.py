"""What an import tells: what could not be read, what is kept with the log, and what refuses it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.errors import UnsoundLog
from procmine.importers.instant_format import InstantFormat
from procmine.importers.mapping import Mapping
from procmine.importers.source import Note, Source
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb


def unreadable(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, formats: dict[str, InstantFormat]
) -> list[Note]:
    """Texts that are no instants and no order, counted, with the first lines that hold them."""
    notes = []
    for column, read in formats.items():
        if not read.unreadable:
            continue
        text = quoted(column)
        rows = con.execute(
            f"select coalesce('line ' || source_line, 'row ' || source_row) || ': ' || {text} from staged"
            f" where trim({text}) <> '' and {read.sql()} is null order by source_row limit 5"
        ).fetchall()
        ways = " or ".join(pattern.named() for pattern in read.patterns) or "any date known here"
        notes.append(
            Note(
                "unreadable-instants",
                "warning",
                f"{read.unreadable:,} of {read.filled:,} filled rows: '{column}' is no time written {ways}.",
                read.unreadable,
                tuple(row[0] for row in rows),
                "Correct them, or accept missing-words for words that mean nothing.",
            )
        )
    return notes + _unordered(con, mapping) + _unended(mapping)


def _unordered(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> list[Note]:
    if not mapping.sequence:
        return []
    text = quoted(mapping.sequence)
    rows, shown = con.execute(
        f"select count(*), list(distinct {text})[1:5] from staged"
        f" where {text} is not null and try_cast({text} as bigint) is null"
    ).fetchall()[0]
    note = Note(
        "order-without-number",
        "warning",
        f"{rows:,} rows have no whole number in '{mapping.sequence}': the file's order settles their ties.",
        rows,
        tuple(shown or ()),
        "Name another column with --sequence.",
    )
    return [note] if rows else []


def _unended(mapping: Mapping) -> list[Note]:
    if mapping.ended_at or mapping.lifecycle or not mapping.started_at:
        return []
    return [
        Note(
            "starts-only",
            "warning",
            f"Only the start of work is known ('{mapping.started_at}'): no work ends, so waits run from nothing that ended"
            " and every case is open unless a rule says when it is complete.",
            0,
            (),
            "Name the column with --end where it is each row's one instant; a rule is --complete-when 'activity = Close'.",
        )
    ]


def of_rows_added(notes: list[Note]) -> list[Note]:
    """Notes on the rows of one file, said to be of these alone where they are added to a log."""
    return [
        note if note.check == "taken-over" else replace(note, message=f"Of the rows added: {note.message}")
        for note in notes
    ]


def write_notes(con: duckdb.DuckDBPyConnection, notes: list[Note]) -> None:
    """The table `notes`, kept with the log."""
    con.execute(
        "create or replace table notes (check_name varchar, severity varchar, message varchar,"
        " affected_rows bigint, examples varchar[], repair varchar)"
    )
    if notes:
        con.executemany(
            "insert into notes values ($1, $2, $3, $4, $5, $6)",
            [[n.check, n.severity, n.message, n.rows, list(n.examples), n.repair] for n in notes],
        )


def told_notes(con: duckdb.DuckDBPyConnection) -> list[Note]:
    """The notes kept with the log, those that its preparation added among them."""
    rows = con.execute(
        "select check_name, severity, message, affected_rows, examples, repair from notes order by rowid"
    ).fetchall()
    return [
        Note(check, severity, text, n, tuple(shown), cure) for check, severity, text, n, shown, cure in rows
    ]


def nothing_left(con: duckdb.DuckDBPyConnection, facts: dict[str, Any]) -> Note:
    """The fault of a source none of whose rows can be used."""
    reasons = con.execute(
        "select reason, count(*) from quarantine group by reason order by 2 desc limit 3"
    ).fetchall()
    told = ", ".join(f"{reason}: {rows:,}" for reason, rows in reasons)
    return Note(
        "no-usable-row",
        "error",
        f"None of the {counted(facts['rows'], 'row')} can be used ({told}).",
        facts["rows"],
        (),
        "Check which columns were named as case, activity and time.",
    )


def refuse(notes: list[Note], source: Source) -> None:
    """Raises UnsoundLog with every note that blocks, all at once."""
    blocking = [note for note in notes if note.severity in ("error", "question")]
    if not blocking:
        return
    found = []
    for note in blocking:
        shown = f" First: {'; '.join(note.examples)}." if note.examples else ""
        touched = f" ({counted(note.rows, 'row')})" if note.rows else ""
        found.append(f"{note.message}{touched}{shown}")
    place = str(source.details.get("path") or source.name)
    cures = dict.fromkeys(note.repair for note in blocking if note.repair)
    raise UnsoundLog("\n".join(found), place, "\n".join(cures))
