"""Frames that are already in memory: pandas, and polars or pyarrow where pyarrow is installed."""

from __future__ import annotations

import hashlib
import importlib.util
from typing import TYPE_CHECKING, Any

from procmine.errors import NotInstalled, UnreadableSource
from procmine.importers.files.parquet import stage_typed
from procmine.importers.files.staging import text_of, unique_names
from procmine.importers.source import Note, Source

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

VIEW = "procmine_frame"


def library_of(thing: object) -> str | None:
    """pandas, polars or pyarrow when `thing` is one of their tables; nothing is imported to find out."""
    root = type(thing).__module__.partition(".")[0]
    tables = {
        "pandas": ("DataFrame",),
        "polars": ("DataFrame", "LazyFrame"),
        "pyarrow": ("Table", "RecordBatch", "RecordBatchReader"),
    }
    # A subclass (a geopandas frame, a typed log) is known by its base.
    names = {(base.__module__.partition(".")[0], base.__name__) for base in type(thing).__mro__}
    for library, kinds in tables.items():
        if any((library, kind) in names for kind in kinds):
            return library
    return root if root in tables else None


def refuse_part(thing: object) -> None:
    """Refuse what is only a part of a table: a column, an index."""
    if type(thing).__name__ in ("Series", "Index", "MultiIndex", "DatetimeIndex", "Array", "ChunkedArray"):
        raise UnreadableSource(
            f"A {type(thing).__name__} is one column, not a table.",
            f"{library_of(thing)} {type(thing).__name__}",
            "Pass a frame with a column each for case, activity and time.",
        )


def read_frame(frame: Any, con: duckdb.DuckDBPyConnection) -> Source:
    """Stage a frame. Datetimes stay instants; a named index becomes a column, an unnamed one is row numbers.

    A datetime column with a zone is `instant_utc`, one without is `instant` and keeps its wall clock.
    """
    library = library_of(frame)
    where = f"{library} frame"
    if library == "pandas":
        frame, names_notes = _plain(frame, where)
    else:
        if importlib.util.find_spec("pyarrow") is None:
            raise NotInstalled(
                f"A {library} frame needs pyarrow.", where, "pip install pyarrow, or pass frame.to_pandas()."
            )
        frame, names_notes = _collected(frame), ()
    con.register(VIEW, frame)
    try:
        source = stage_typed(con, VIEW, {}, "frame", where)
    finally:
        con.unregister(VIEW)
    return Source(
        "frame",
        "frame",
        source.columns,
        source.rows,
        _fingerprint(con, source.columns),
        (*names_notes, *source.notes),
        {"library": library},
        source.typed,
    )


def _collected(frame: Any) -> Any:
    if hasattr(frame, "collect"):
        frame = frame.collect()
    if hasattr(frame, "read_all"):
        frame = frame.read_all()  # a reader of batches can be read only once, and we look twice
    return frame


def _plain(frame: pd.DataFrame, where: str) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """The frame with unique names and no column of mixed objects, which DuckDB would guess from a sample."""
    import pandas as pd

    if any(name is not None for name in frame.index.names):
        named = [level for level, name in enumerate(frame.index.names) if name is not None]
        columns = [frame.index.get_level_values(level).to_series(index=frame.index) for level in named]
        frame = pd.concat([*columns, frame], axis=1)
    labels = [" / ".join(map(str, c)) if isinstance(c, tuple) else c for c in frame.columns]
    if not labels or not len(frame):
        raise UnreadableSource("The frame is empty.", where, "Pass a frame with rows and columns.")
    names, notes = unique_names(labels, where)
    plain = {name: _column(frame.iloc[:, i]) for i, name in enumerate(names)}
    return pd.DataFrame(plain).reset_index(drop=True), notes


def _column(column: pd.Series) -> pd.Series:
    import pandas as pd

    column = column.reset_index(drop=True)
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(
            column.cat.categories.dtype if column.cat.categories.dtype.kind == "M" else object
        )
    if isinstance(column.dtype, pd.PeriodDtype | pd.IntervalDtype):
        column = column.astype(str).where(column.notna())
    if column.dtype == object:
        return column.map(lambda value: None if value is pd.NaT or value is pd.NA else text_of(value)).astype(
            "str"
        )
    return column


def _fingerprint(con: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> str:
    """A sha256 of the staged rows: a frame has no bytes of its own that stay the same."""
    digest = hashlib.sha256("\n".join(columns).encode())
    hashes: Any = con.execute("select hash(staged) as h from staged order by source_row").fetchnumpy()["h"]
    digest.update(hashes.tobytes())
    return digest.hexdigest()
