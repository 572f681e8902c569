"""An answer's statement as a script for a DuckDB shell."""

from __future__ import annotations

from typing import Any

import procmine as pm


def script(log: pm.EventLog, result: pm.Result) -> str:
    """The statement with what a DuckDB shell needs to run it: the file, and the values that are bound."""
    opening = f"attach {_literal(str(log.version.path))} as version (read_only);\nuse version;\n"
    if not result.bound:
        return f"{opening}{result.sql.rstrip()};"
    values = ", ".join(f"{name} := {_literal(value)}" for name, value in result.bound.items())
    return f"{opening}prepare question as\n{result.sql.rstrip()};\nexecute question({values});"


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
