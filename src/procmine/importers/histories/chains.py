"""Whether a history holds together: changes that lead from one to the next, of items that are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.engine import read_sql
from procmine.importers.histories.values import ASSIGNEE, STATUS
from procmine.importers.source import Note
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb


def orphans(con: duckdb.DuckDBPyConnection) -> list[Note]:
    """Changes of items that did not come."""
    ((lost,),) = con.execute(
        "select count(*) from (from said_change union all by name select item_id from kept_step) anti join kept_item using (item_id)"
    ).fetchall()
    if not lost:
        return []
    message = f"{counted(lost, 'change')} of items that are not told themselves: they are left out."
    return [Note("orphan-changes", "warning", message, lost, (), "They may lie outside the scope, or be hidden from the key.")]  # fmt: skip


BREAKS = {
    "gap": "The history of {cases} has a gap: a change of {field} begins with another value than the one before left behind.",
    "end": "The history of {cases} ends too early: its last change of {field} left another value than the item has now.",
    "early": "In the history of {cases} changes of {field} lie before its creation.",
}


def chain_notes(con: duckdb.DuckDBPyConnection) -> list[Note]:
    """What the chains tell: a history that is cut off, purged or hidden in part does not hold together."""
    broken = con.execute(read_sql("importers", "histories", "chain_breaks")).fetchall()
    notes = []
    for kind, sentence in BREAKS.items():
        for field_name in (STATUS, ASSIGNEE):
            keys = [key for found, key, told, _ in broken if (found, told) == (kind, field_name)]
            if keys:
                message = sentence.format(cases=counted(len(keys), "item"), field=field_name)
                cure = "Times in status around the break are not to be trusted; the key may lack rights, or the tool cuts history."
                notes.append(Note(f"history-{kind}", "warning", message, len(keys), tuple(keys[:5]), cure))
    return notes
