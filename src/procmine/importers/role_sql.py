"""The SQL of the roles: how columns of a source become a case, an activity, a text."""

from __future__ import annotations

from procmine.engine import quoted
from procmine.importers.mapping import JOINT, Mapping


def literal(text: str) -> str:
    """`text` as an SQL string: the one way a column's name is shown by a statement."""
    return "'" + text.replace("'", "''") + "'"


def text_sql(column: str | None) -> str:
    """A column as text; NULL where no column is named."""
    return f"{quoted(column)}::varchar" if column else "null::varchar"


def filled(column: str) -> str:
    """A column's text without outer spaces; NULL where nothing is left."""
    return f"nullif(trim({text_sql(column)}), '')"


def case_sql(mapping: Mapping) -> str:
    """The case: missing where any of its parts is, since half a key would join different cases."""
    return f" || '{JOINT}' || ".join(text_sql(column) for column in mapping.case)


def activity_sql(mapping: Mapping) -> str:
    """The activity: its parts that are there; missing where none is."""
    parts = [text_sql(column) for column in mapping.activity]
    return parts[0] if len(parts) == 1 else f"nullif(concat_ws('{JOINT}', {', '.join(parts)}), '')"
