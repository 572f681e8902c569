"""JSON and JSON Lines: every object is a record, every key a column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.errors import UnreadableSource
from procmine.importers.files import encodings
from procmine.importers.files.staging import blank_to_null, create_staged, no_rows, unique_names
from procmine.importers.source import Note, Source

if TYPE_CHECKING:
    import duckdb

LARGEST_OBJECT = 512 << 20
TOO_LARGE = "One JSON object is larger than 512 MB."
READ_WHOLE = 64 << 20  # a broken file up to this size is read whole to say where it is broken
KINDS = {"UBIGINT": "number", "BIGINT": "number", "DOUBLE": "number", "BOOLEAN": "boolean"}


def read_json(path: Path, con: duckdb.DuckDBPyConnection, room: Path, where: str) -> Source:
    """Stage JSON: one object a line, an array of objects, or an object that holds such an array.

    In `{"data": […], "page": 3}` the elements of `data` are the records. Whole numbers keep every digit, and
    what is nested stays JSON text. A record that is no object refuses the file.
    """
    path, notes = _as_utf8(path, room, where)
    _load(path, con, where)
    notes += _one_level_down(con)
    _refuse_strange(con, where)
    keys = _keys(con)
    names, name_notes = unique_names(keys, where)
    pointers = ["/" + key.replace("~", "~0").replace("/", "~1") for key in keys]
    values = ", ".join(f"{blank_to_null(f'field[{i}]')} as {quoted(name)}" for i, name in enumerate(names, 1))
    lines = _lines(path)
    rows = create_staged(
        con,
        f"select 0::bigint as source_row, null::bigint as source_line, {values} "
        "from (select json_extract_string(record, $pointers) as field from json_record order by place)",
        {"pointers": pointers},
        lambda rows: 0 if rows == lines else None,
    )
    typed = _typed(con, pointers, names)
    con.execute("drop table json_record")
    return Source("json", "", names, rows, "", (*notes, *name_notes), {"format": "json"}, typed)


def _keys(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Every key of any record, in the order in which they are first met."""
    found = con.execute(
        "select key from (select unnest(json_keys(record)) as key, place, "
        "generate_subscripts(json_keys(record), 1) as position from json_record) "
        "group by key order by min(place * 1_000_000::bigint + position)"
    ).fetchall()
    return [key for (key,) in found]


def _as_utf8(path: Path, room: Path, where: str) -> tuple[Path, tuple[Note, ...]]:
    with path.open("rb") as file:
        head = file.read(4096)
    wide = encodings.wide_encoding(head)
    if wide is None and not head.startswith(b"\xef\xbb\xbf") and encodings.decodes(path, "utf-8"):
        return path, ()
    encoding, errors = (wide, "strict") if wide else encodings.likely_encoding(path)
    target = room / "utf8.json"
    if encodings.decodes(path, "utf-8-sig"):
        encoding = "utf-8-sig"
    replaced = encodings.transcode(path, target, encoding, errors, where)
    return target, () if encoding == "utf-8-sig" else (encodings.encoding_note(encoding, replaced),)


def _load(path: Path, con: duckdb.DuckDBPyConnection, where: str) -> None:
    """Create `json_record` (place, record): one row an object."""
    import duckdb

    size = path.stat().st_size
    for largest in (16 << 20, min(size + 1024, LARGEST_OBJECT)):
        try:
            con.execute(
                "create or replace temp table json_record as select 0::bigint as place, json as record "
                "from read_json_objects($path, format = 'auto', maximum_object_size = $largest)",
                {"path": str(path), "largest": largest},
            )
            con.execute("update json_record set place = rowid")
            return
        except duckdb.Error as wrong:
            message = str(wrong)
            if "maximum_object_size" not in message or largest >= size:
                raise _broken(path, where, message) from None
    raise UnreadableSource(TOO_LARGE, where, "Write one object a line (JSON Lines).")


def _broken(path: Path, where: str, message: str) -> UnreadableSource:
    """What is broken and on which line, found by Python: DuckDB counts objects and calls them lines."""
    if "maximum_object_size" in message:
        return UnreadableSource(TOO_LARGE, where, "Write one object a line (JSON Lines).")
    cure = "Write or download it again."
    with path.open(encoding="utf-8", errors="replace") as file:
        has_lines = _is_json(file.readline(READ_WHOLE))
        file.seek(0)
        if has_lines:
            number = next((i for i, line in enumerate(file, 1) if line.strip() and not _is_json(line)), None)
            if number:
                return UnreadableSource("The JSON is broken.", f"{where}, line {number}", cure)
        elif path.stat().st_size <= READ_WHOLE:
            try:
                json.load(file)
            except json.JSONDecodeError as wrong:
                place = f"{where}, line {wrong.lineno}, column {wrong.colno}"
                return UnreadableSource(f"The JSON is broken: {wrong.msg}.", place, cure)
    return UnreadableSource("The JSON is broken.", where, f"{cure} ({message.splitlines()[0]})")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _one_level_down(con: duckdb.DuckDBPyConnection) -> tuple[Note, ...]:
    """Where the file is one object that holds an array of objects, its elements are the records."""
    if con.execute("select count(*) from json_record").fetchall()[0][0] != 1:
        return ()
    holders = con.execute(
        "select key, json_array_length(value) from json_record, json_each(record) "
        "where json_type(value) = 'ARRAY' and coalesce(json_type(value, '$[0]'), 'OBJECT') = 'OBJECT' "
        "order by 2 desc"
    ).fetchall()
    if not holders:
        return ()
    key = holders[0][0]
    con.execute(
        "create or replace temp table json_record as select rowid as place, record from "
        "(select unnest(from_json(value, '[\"json\"]')) as record, 0 as rowid "
        "from json_record, json_each(record) where key = $key)",
        {"key": key},
    )
    con.execute("update json_record set place = rowid")
    message = f"The records are the elements of {key!r}; what stands beside it was left out."
    return (Note("json-wrapper", "info", message),)


def _refuse_strange(con: duckdb.DuckDBPyConnection, where: str) -> None:
    rows, objects, first = con.execute(
        "select count(*), count(*) filter (json_type(record) = 'OBJECT'), "
        "min(place) filter (json_type(record) <> 'OBJECT') from json_record"
    ).fetchall()[0]
    if not rows:
        raise UnreadableSource(
            "There is no record in this JSON.", where, "Export the table again, with its rows."
        )
    if objects < rows:
        raise UnreadableSource(
            "A record is not an object with named fields.",
            f"{where}, record {first + 1}",
            'Write the records as objects: [{"case": …, "activity": …}, …].',
        )
    if not con.execute("select count(*) from json_record where record::varchar <> '{}'").fetchall()[0][0]:
        raise no_rows(where)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        count, last = 0, b"\n"
        while chunk := file.read(encodings.CHUNK):
            count, last = count + chunk.count(b"\n"), chunk[-1:]
    return count + (last != b"\n")


def _typed(con: duckdb.DuckDBPyConnection, pointers: list[str], names: tuple[str, ...]) -> dict[str, str]:
    combinations = con.execute(
        "select distinct json_type(record, $pointers) as kinds from json_record", {"pointers": pointers}
    ).fetchall()
    typed = {}
    for i, name in enumerate(names):
        kinds = {KINDS.get(row[0][i], "text") for row in combinations if row[0][i] not in (None, "NULL")}
        typed[name] = kinds.pop() if len(kinds) == 1 else "text"
    return typed
