"""An answer's statement as a script for a DuckDB shell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def script(version: Path, sql: str, bound: Mapping[str, Any]) -> str:
    """The statement with what a DuckDB shell needs to run it: the file, and the values that are bound."""
    opening = f"attach {_literal(str(version))} as version (read_only);\nuse version;\n"
    if not bound:
        return f"{opening}{sql.rstrip()};"
    values = ", ".join(f"{name} := {_literal(value)}" for name, value in bound.items())
    return f"{opening}prepare question as\n{sql.rstrip()};\nexecute question({values});"


def _literal(value: Any) -> str:
    """A bound value as DuckDB writes it."""
    if value is None or isinstance(value, bool):
        return str(value).lower().replace("none", "null")
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_literal(one) for one in value)}]"
    kind = "timestamp " if hasattr(value, "isoformat") else ""
    return kind + "'" + str(value).replace("'", "''") + "'"
