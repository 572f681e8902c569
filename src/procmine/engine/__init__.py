"""The only room that opens DuckDB: it assembles one statement and runs it on its own cursor."""

from __future__ import annotations

from procmine.engine.cache import AnswerCache
from procmine.engine.duck import Engine, attach_read_only, engine, open_scratch, quoted, storage_errors
from procmine.engine.shelf import Kept, Shelf, shelf
from procmine.engine.statement import (
    MARK,
    PACKAGE,
    Part,
    assemble,
    digest,
    leaves_out,
    nouns,
    parameters_of,
    prepared_with,
    read_sql,
)

__all__ = [
    "MARK",
    "PACKAGE",
    "AnswerCache",
    "Engine",
    "Kept",
    "Part",
    "Shelf",
    "assemble",
    "attach_read_only",
    "digest",
    "engine",
    "leaves_out",
    "nouns",
    "open_scratch",
    "parameters_of",
    "prepared_with",
    "quoted",
    "read_sql",
    "shelf",
    "storage_errors",
]
