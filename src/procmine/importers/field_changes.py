"""Exports of a history in which each row tells one field's change: which field, its old value, its new one.

A Jira, Azure DevOps or Salesforce history holds changes of status beside those of labels, sprints and owners. The
new values of one field are steps of the work; those of all fields together are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from procmine.engine import quoted
from procmine.errors import UnsureMapping
from procmine.importers.chosen_rows import Choice
from procmine.importers.header_words import plain
from procmine.importers.source import Note
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.mapping import Guess, Mapping
    from procmine.importers.source import Source

_FIELDS = (
    "field|field name|fieldname|field event|changed field|field changed|item field|attribute|attribute name"
    "|property|property name|feld|feldname|attribut|eigenschaft|champ|attribut modifie|campo|atributo|項目|項目名"
)
_BEFORE = (
    "from|from value|from string|fromstring|old|old value|oldvalue|old status|from status|previous|previous value|before|was"
    "|alt|alter wert|von|ancienne valeur|avant|valor anterior|antes|変更前"
)
_AFTER = (
    "to|to value|to string|tostring|new|new value|newvalue|new status|to status|after|now"
    "|neu|neuer wert|nach|nouvelle valeur|apres|valor nuevo|nuevo valor|despues|変更後"
)
_STATES = (
    "status",
    "state",
    "stage",
    "phase",
    "statut",
    "etat",
    "estado",
    "etapa",
    "zustand",
    "ステータス",
    "状態",
)
MOST_FIELDS = 60  # a column with more values names something else than fields


@dataclass(frozen=True)
class FieldChanges:
    """The columns of such an export; `field` is None where all rows are changes of one field."""

    field: str | None
    before: str
    after: str


def field_changes(columns: Iterable[str]) -> FieldChanges | None:
    """The columns that by their headers say a field, its old and its new value; None where no such two are there."""
    there = {plain(column): column for column in reversed(list(columns))}
    field, before, after = (
        next((there[word] for word in words.split("|") if word in there), None)
        for words in (_FIELDS, _BEFORE, _AFTER)
    )
    return FieldChanges(field, before, after) if before and after else None


def without_first_value(columns: Iterable[str], mapping: Mapping) -> tuple[Note, ...]:
    """Said where the steps are new values: the value that each case began with is told, but not since when."""
    found = field_changes(columns)
    if not found or found.after not in mapping.activity or found.before in mapping.columns:
        return ()
    message = (
        f"The first status of each case is not recorded as an event: '{found.before}' tells it, but not since when."
        " Cases begin with their first change."
    )
    return (Note("first-status", "info", message),)


def refuse_mixed_fields(con: duckdb.DuckDBPyConnection, source: Source, guess: Guess) -> None:
    """Raises UnsureMapping where changes of several fields would become activities; the cure chooses one field's rows.

    Who names the column of the fields as part of the activity has told them apart, and who chose rows has chosen.
    """
    found = field_changes(source.columns)
    mapping = guess.mapping
    if not found or not found.field or guess.rows or {found.before, found.after} & set(mapping.instants):
        return
    is_field_guessed = mapping.activity == (found.field,) and guess.reasons.get("activity") != "named by you"
    if mapping.activity not in ((found.before,), (found.after,)) and not is_field_guessed:
        return
    values = _values(con, found.field)
    if not 2 <= len(values) <= MOST_FIELDS:
        return
    wanted = min(values, key=lambda one: (_unlike_a_state(one[0]), -one[1]))[0]
    activity = found.after if is_field_guessed else mapping.activity[0]
    asked = replace(
        guess, mapping=replace(mapping, activity=(activity,)), rows=(str(Choice(found.field, (wanted,))),)
    )
    listed = ", ".join(f"{value} ({counted(rows, 'row')})" for value, rows in values[:12])
    raise UnsureMapping(
        f"Each row tells the change of one field, and '{found.field}' says which: {listed}."
        f" In '{activity}' the values of all of them are mixed.",
        guess.place,
        f"{asked.call()}\n{asked.command()}\n{_others(found.field, activity, values)}",
    )


def _unlike_a_state(value: str) -> int:
    words = plain(value)
    return 0 if words in _STATES else 1 if set(words.split()) & set(_STATES) else 2


def _values(con: duckdb.DuckDBPyConnection, field: str) -> list[tuple[str, int]]:
    text = f"trim({quoted(field)}::varchar)"
    return con.execute(
        f"select {text} as value, count(*) from staged where value <> '' group by 1 order by 2 desc, 1 limit $most",
        {"most": MOST_FIELDS + 1},
    ).fetchall()


def _others(field: str, activity: str, values: list[tuple[str, int]]) -> str:
    several = Choice(field, tuple(value for value, _ in values[:2]))
    return (
        f"Several fields: rows={str(several)!r}; all of them, told apart: activity=[{field!r}, {activity!r}]."
    )
