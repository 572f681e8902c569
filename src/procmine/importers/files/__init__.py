"""Files and frames: the one door, `read_source`."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import UnreadableSource, WrongOption
from procmine.importers.source import Source

if TYPE_CHECKING:
    import os

    import duckdb

__all__ = ["read_source"]


def read_source(
    source: str | os.PathLike[str] | Any,
    con: duckdb.DuckDBPyConnection,
    *,
    sheet: str | int | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Source:
    """Read a file, a frame or a folder of SAP extracts into the table `staged` of `con`.

    A file is known by its content, not by its name: CSV and its kin, Excel (.xlsx, .xls, .ods), Parquet,
    JSON, JSON Lines, XES and MS Project's XML, each also inside one .gz or .zip; a frame is of pandas, polars or pyarrow.
    Every record becomes one row of `staged`, also the broken ones (see `importers.source`).

        source = read_source("tickets.csv", con)

    `sheet` names the sheet of a workbook (or its position, from 1); `delimiter` and `encoding` overrule what
    a text file seems to be. Raises UnreadableSource with what was met, where, and what to do.
    """
    from procmine.importers.files.frames import library_of, read_frame, refuse_part

    if library_of(source):
        refuse_part(source)
        return read_frame(source, con)
    path = _checked(source)
    if path.is_dir():
        from procmine.importers.sap import read_sap

        return read_sap(path, con)
    return _read_path(path, con, {"sheet": sheet, "delimiter": delimiter, "encoding": encoding})


def _read_path(path: Path, con: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> Source:
    before = _state(path)
    with tempfile.TemporaryDirectory(prefix="procmine-") as room:
        read = _read_file(path, con, Path(room), options)
    if _state(path) != before:
        raise UnreadableSource(
            "The file was changed while it was read.", path.name, "Import it again when it is written."
        )
    return read


def _checked(source: Any) -> Path:
    try:
        path = Path(source).expanduser()
    except TypeError:
        raise WrongOption(
            f"A {type(source).__name__} is neither a path nor a frame.",
            "source",
            "Give a path or a pandas frame.",
        ) from None
    try:
        if path.is_dir():
            _refuse_unless_extract(path)
            return path
        if not path.exists():
            raise UnreadableSource("There is no such file.", str(path), "Check the path; look at its folder.")
        with path.open("rb"):
            pass
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or str(wrong)
        raise UnreadableSource(
            f"The file cannot be opened: {reason}.", str(path), "Check that you may read it."
        ) from None
    return path


def _refuse_unless_extract(folder: Path) -> None:
    from procmine.importers.sap import is_extract

    if not is_extract(folder):
        raise UnreadableSource(
            "This is a folder, not a file.",
            str(folder),
            "Name one file in it, or a folder of Parquet files, or of SAP extracts (EKPO.csv …).",
        )


def _state(path: Path) -> tuple[int, int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns, told.st_ino


def _read_file(path: Path, con: duckdb.DuckDBPyConnection, room: Path, options: dict[str, Any]) -> Source:
    from procmine.importers.files import compressed, encodings, kinds

    if not path.stat().st_size:
        raise UnreadableSource("The file is empty.", path.name, "Export the table again, with its rows.")
    plain, name = compressed.unpacked(path, room, path.name)
    kind = kinds.kind_of_file(plain, name, path.name)
    with ThreadPoolExecutor(1) as aside:  # hashing needs no Python, so it runs beside the reading
        digest = aside.submit(encodings.fingerprint, plain)
        read = _reader(kind)(plain, con, room, path.name, options)
        details = read.details | {"path": str(path)}
        return replace(read, name=Path(name).stem, fingerprint=digest.result(), details=details)


def _reader(kind: str) -> Any:
    """The reader of one kind of file, imported only now."""
    if kind == "parquet":
        from procmine.importers.files.parquet import read_parquet

        return lambda path, con, room, where, options: read_parquet(path, con, where)
    if kind == "json":
        from procmine.importers.files.json_lines import read_json

        return lambda path, con, room, where, options: read_json(path, con, room, where)
    if kind == "xes":
        from procmine.importers.files.xes import read_xes

        return lambda path, con, room, where, options: read_xes(path, con, room, where)
    if kind == "ms_project":
        from procmine.importers.files.ms_project import read_ms_project

        return lambda path, con, room, where, options: read_ms_project(path, con, room, where)
    if kind == "xlsx":
        from procmine.importers.files.excel import read_excel

        return lambda path, con, room, where, options: read_excel(
            path, con, room, where, sheet=options["sheet"]
        )
    from procmine.importers.files.delimited import read_delimited

    return lambda path, con, room, where, options: read_delimited(
        path, con, room, where, delimiter=options["delimiter"], encoding=options["encoding"]
    )
