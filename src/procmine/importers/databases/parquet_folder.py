"""A folder of Parquet files, read as one table.

Files and folders whose name begins with `_` or `.` are left out, as whoever writes such folders means them
(`_temporary`, `_SUCCESS`). Folders called `year=2026` are columns. Columns are brought together by name; where the
files differ it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import UnreadableSource, WrongOption
from procmine.importers.databases.cursor import Bound
from procmine.importers.databases.duckdb_file import bounded
from procmine.importers.databases.refusals import refused
from procmine.importers.databases.settings import DatabaseSettings
from procmine.importers.databases.tables import Table
from procmine.importers.files.parquet import kind_of_type, stage_typed
from procmine.importers.source import Note, Source
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

READ = "read_parquet($paths, union_by_name = true, hive_partitioning = {}, hive_types_autocast = false)"


class ParquetFolder:
    """The Parquet files of one folder."""

    is_text_ordered = False

    def __init__(self, settings: DatabaseSettings, con: duckdb.DuckDBPyConnection, paths: Sequence[Path]):
        self.settings, self._con, self.paths = settings, con, paths
        folder = settings.address.path
        assert folder is not None
        self.names = [str(path.relative_to(folder)) for path in paths]

    def tables(self) -> list[Table]:
        return []

    def select_all(self, table: Table | None = None) -> str:
        is_parted = all("=" in Path(name).parts[0] for name in self.names)
        return READ.format(str(is_parted).lower())

    def columns(self, select: str) -> list[tuple[str, str]]:
        self._differences()  # refused here, before DuckDB would give a clock to times that have none
        return [(name, kind_of_type(type_)) for name, type_, *_ in self._described(select, self.paths)]

    def stage(self, con: duckdb.DuckDBPyConnection, select: str, bound: Bound | None) -> Source:
        notes = (*self._differences(), *self._others())
        before = [_state(path) for path in self.paths]
        statement, since = bounded(select, bound)
        source = stage_typed(
            con, f"({statement})", {"paths": [str(path) for path in self.paths]} | since, "parquet",
            self.settings.address.text, may_be_empty=True,
        )  # fmt: skip
        if before != [_state(path) for path in self.paths]:
            raise UnreadableSource(
                "A file was changed while it was read.",
                self.settings.address.text,
                "Import again when all are written.",
            )
        return replace(source, notes=(*source.notes, *notes), details={"files": len(self.paths)})

    def _described(self, select: str, paths: Sequence[Path]) -> list[tuple[Any, ...]]:
        return self._con.execute(
            f"describe select * from {select}", {"paths": [str(path) for path in paths]}
        ).fetchall()

    def _differences(self) -> tuple[Note, ...]:
        """What some files have and others have not, or have of another type.

        Raises UnreadableSource where a time has a zone in some files and none in others: read as one column, a clock
        would be given to those that have none.
        """
        types: dict[str, dict[str, list[str]]] = {}
        for name, path in zip(self.names, self.paths, strict=True):
            for column, type_, *_ in self._described(READ.format("false"), [path]):
                types.setdefault(column, {}).setdefault(type_, []).append(name)
        notes = []
        for column, held in types.items():
            files = sum(map(len, held.values()))
            if {kind_of_type(type_) for type_ in held} >= {"instant", "instant_utc"}:
                raise UnreadableSource(
                    f"'{column}' has a zone in some files and none in others: {_told(held)}.",
                    self.settings.address.text,
                    "Write the files anew with one kind of time, or import them one by one with --append.",
                )
            if len(held) > 1:
                message = f"'{column}' is not of one type in all files: {_told(held)}."
                notes.append(Note("types-differ", "warning", message, 0, tuple(held)))
            if files < len(self.paths):
                message = f"'{column}' is in {files:,} of {counted(len(self.paths), 'file')}, and missing in the rest."
                notes.append(Note("column-not-everywhere", "warning", message))
        return tuple(notes)

    def _others(self) -> tuple[Note, ...]:
        folder = self.settings.address.path
        assert folder is not None
        others = [
            str(path.relative_to(folder))
            for path in sorted(folder.rglob("*"))
            if path.is_file()
            and path not in self.paths
            and not _is_meant_for_nobody(path.relative_to(folder))
        ]
        if not others:
            return ()
        message = f"{counted(len(others), 'other file')} in the folder not read."
        return (Note("other-files", "info", message, 0, tuple(others[:5])),)


def _told(held: dict[str, list[str]]) -> str:
    return "; ".join(
        f"{type_} in {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        for type_, names in held.items()
    )


def _is_meant_for_nobody(path: Path) -> bool:
    return any(part.startswith(("_", ".")) for part in path.parts)


def _state(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns


@contextmanager
def opened(
    settings: DatabaseSettings, secret: str | None, room: Path, con: duckdb.DuckDBPyConnection
) -> Iterator[ParquetFolder]:
    """The folder's files, in the order of their names."""
    import duckdb

    folder = settings.address.path
    assert folder is not None
    if settings.table or settings.query:
        raise WrongOption(
            "A folder of Parquet files is one table.",
            settings.address.text,
            "Leave table and query out; --rows chooses rows.",
        )
    found = [path for path in folder.rglob("*.parquet") if not _is_meant_for_nobody(path.relative_to(folder))]
    if not found:
        raise UnreadableSource(
            "There is no Parquet file.", settings.address.text, "Name the folder they lie in."
        )
    with refused(settings, (duckdb.Error, OSError)):
        yield ParquetFolder(settings, con, sorted(found))
