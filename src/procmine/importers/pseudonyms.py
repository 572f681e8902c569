"""People under pseudonyms: a keyed hash of who they are, the same in every sync and without the key not to be undone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import TYPE_CHECKING

from procmine.engine import parameters_of, quoted, read_sql
from procmine.importers.histories.values import SEVERAL
from procmine.importers.source import Note
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

LETTERS = 10


def pseudonym(name: str, key: str) -> str:
    """`Person 3f9a…`: the first letters of HMAC-SHA256 of the name under the key."""
    return f"Person {hmac.new(key.encode(), name.encode(), hashlib.sha256).hexdigest()[:LETTERS]}"


def hide_people(con: duckdb.DuckDBPyConnection, columns: Iterable[str], key: str) -> Note:
    """In these columns of `staged` people go by pseudonyms; what other columns say of them stays as it is."""
    hidden: set[str] = set()
    for column in columns:
        cell = f"trim({quoted(column)}::varchar)"
        named = con.execute(
            f"select distinct {cell} from staged where {quoted(column)} is not null"
        ).fetchall()
        people = [name for (name,) in named]
        _known(con, people, key)
        con.execute(f"update staged set {quoted(column)} = told_as from pseudonym where person = {cell}")
        hidden |= set(people)
    message = (
        f"{counted(len(hidden), 'person', 'people')} {'goes' if len(hidden) == 1 else 'go'} by pseudonyms."
    )
    return Note(
        "pseudonyms",
        "info",
        message,
        repair="Columns of texts may name them still; leave such out with their roles.",
    )


def pseudonymised(con: duckdb.DuckDBPyConnection, key: str, fields: tuple[str, ...]) -> None:
    """People of a history's tables `seen_…` go by pseudonyms, as ids and as names, also as values of `fields`.

    Texts that people wrote stay as they are.
    """
    steps = read_sql("importers", "histories", "pseudonyms").split(";\n")
    given = {"people": list(fields)}
    _known(con, [name for (name,) in con.execute(steps[0], given).fetchall()], key)
    for statement in steps[1:]:
        if statement.strip():
            con.execute(statement, {one: given[one] for one in parameters_of(statement)})


def _known(con: duckdb.DuckDBPyConnection, people: list[str], key: str) -> None:
    """The table `pseudonym`: person, told_as; several people in one value go by one pseudonym each."""
    import pandas as pd

    told_as = [", ".join(pseudonym(part, key) for part in one.split(SEVERAL)) for one in people]
    told = pd.DataFrame({"person": people, "told_as": told_as}, dtype=object)
    con.register("pseudonym_frame", told)
    con.execute(
        "create or replace temp table pseudonym as select person::varchar as person, told_as::varchar as told_as from pseudonym_frame"
    )
    con.unregister("pseudonym_frame")
