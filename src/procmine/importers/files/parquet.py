"""Parquet, read by DuckDB; also the one place where typed columns become `staged` columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.errors import UnreadableSource
from procmine.importers.files.staging import blank_to_null, create_staged, no_rows, unique_names
from procmine.importers.source import Note, Source

if TYPE_CHECKING:
    import duckdb

NAIVE = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "DATE")
AWARE = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMP_NS WITH TIME ZONE")
WHOLE = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
)
PANDAS_INDEX = "__index_level_0__"


def read_parquet(path: Path, con: duckdb.DuckDBPyConnection, where: str) -> Source:
    """Stage a Parquet file; its instants stay instants, everything else becomes text.

    The unnamed index that pandas writes beside a frame is no column of it; it is left out, with a note.
    """
    import duckdb

    with path.open("rb") as file:
        file.seek(-4, 2)
        if file.read(4) not in (b"PAR1", b"PARE"):
            raise UnreadableSource(
                "The Parquet file is cut off: its end is missing.", where, "Copy or export it again."
            )
    try:
        return stage_typed(
            con, "read_parquet($path, hive_partitioning = false)", {"path": str(path)}, "parquet", where
        )
    except duckdb.Error as wrong:
        raise UnreadableSource(
            f"DuckDB cannot read this Parquet file: {str(wrong).splitlines()[0]}",
            where,
            "Write it again, unencrypted.",
        ) from None


def stage_typed(
    con: duckdb.DuckDBPyConnection, relation: str, parameters: dict[str, Any], kind: str, where: str,
    *, may_be_empty: bool = False,
) -> Source:  # fmt: skip
    """Stage `relation` (SQL of ours that binds `parameters`), whose columns have types."""
    described = con.execute(f"describe select * from {relation}", parameters).fetchall()
    types = {name: type_ for name, type_, *_ in described if not (kind == "parquet" and name == PANDAS_INDEX)}
    names, notes = unique_names(types, where)
    floats = [name for name, type_ in types.items() if type_ in ("DOUBLE", "FLOAT")]
    whole = _whole_floats(con, relation, parameters, floats)
    values = ", ".join(
        f"{_as_staged(quoted(given), type_, given in whole)} as {quoted(name)}"
        for (given, type_), name in zip(types.items(), names, strict=True)
    )
    select = f"select 0::bigint as source_row, null::bigint as source_line, {values} from {relation}"
    rows = create_staged(con, select, parameters)
    if not rows and not may_be_empty:
        raise no_rows(where)
    typed = {name: kind_of_type(type_) for name, type_ in zip(names, types.values(), strict=True)}
    if len(types) < len(described):
        notes += (Note("row-index", "info", "The unnamed index that pandas wrote was left out."),)
    return Source(kind, "", names, rows, "", notes, {}, typed)


def _whole_floats(
    con: duckdb.DuckDBPyConnection, relation: str, parameters: dict[str, Any], columns: list[str]
) -> set[str]:
    """The floating columns that hold whole numbers only.

    They are whole numbers with gaps, which pandas cannot keep as integers: case 17 must not become `17.0`.
    """
    if not columns:
        return set()
    tests = ", ".join(
        f"coalesce(bool_and(isnan({c}) or ({c} = trunc({c}) and abs({c}) < 1e15)), false)"
        for c in map(quoted, columns)
    )
    answers = con.execute(f"select {tests} from {relation}", parameters).fetchall()[0]
    return {name for name, is_whole in zip(columns, answers, strict=True) if is_whole}


def _as_staged(column: str, type_: str, is_whole: bool) -> str:
    if type_ in NAIVE:
        return f"{column}::timestamp"
    if type_ in AWARE:
        return f"{column}::timestamptz"
    if type_ in ("DOUBLE", "FLOAT"):
        text = f"{column}::bigint::varchar" if is_whole else f"{column}::varchar"
        return f"case when isnan({column}) then null else {text} end"
    if type_ == "BLOB":
        return blank_to_null(f"coalesce(try(decode({column})), {column}::varchar)")
    if type_.endswith("]") or type_.startswith(("STRUCT", "MAP", "UNION")):
        return f"to_json({column})::varchar"
    if type_ == "VARCHAR" or type_.startswith("ENUM"):
        return blank_to_null(column if type_ == "VARCHAR" else f"{column}::varchar")
    return f"{column}::varchar"


def kind_of_type(type_: str) -> str:
    """What `Source.typed` calls a column of this type."""
    if type_ in NAIVE:
        return "instant"
    if type_ in AWARE:
        return "instant_utc"
    if type_ in WHOLE or type_ in ("DOUBLE", "FLOAT") or type_.startswith("DECIMAL"):
        return "number"
    return "boolean" if type_ == "BOOLEAN" else "text"
