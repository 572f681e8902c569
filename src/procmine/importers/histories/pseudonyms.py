"""People under pseudonyms: a keyed hash of who they are, the same in every sync and without the key not to be undone."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from procmine.engine import parameters_of, read_sql

if TYPE_CHECKING:
    import duckdb

LETTERS = 10


def pseudonym(name: str, key: str) -> str:
    """`Person 3f9a…`: the first letters of HMAC-SHA256 of the name under the key."""
    return f"Person {hmac.new(key.encode(), name.encode(), hashlib.sha256).hexdigest()[:LETTERS]}"


def pseudonymised(con: duckdb.DuckDBPyConnection, key: str, fields: tuple[str, ...]) -> None:
    """People of the tables `seen_…` go by pseudonyms, as ids and as names, also as values of `fields`.

    Texts that people wrote stay as they are.
    """
    import pandas as pd

    steps = read_sql("importers", "histories", "pseudonyms").split(";\n")
    given = {"people": list(fields)}
    people = [name for (name,) in con.execute(steps[0], given).fetchall()]
    known = pd.DataFrame({"person": people, "told_as": [pseudonym(one, key) for one in people]}, dtype=object)
    con.register("pseudonym_frame", known)
    con.execute(
        "create or replace temp table pseudonym as select person::varchar as person, told_as::varchar as told_as from pseudonym_frame"
    )
    con.unregister("pseudonym_frame")
    for statement in steps[1:]:
        if statement.strip():
            con.execute(statement, {one: given[one] for one in parameters_of(statement)})
