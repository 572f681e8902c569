"""What is asked of a database."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from procmine.errors import UnreadableSource, WrongOption
from procmine.importers.databases.address import Address, address_of

TIMEOUT_SECONDS = 600.0
_BEGINS = re.compile(r"^(?:\s|--[^\n]*\n|/\*.*?\*/|\()*([a-z]+)", re.IGNORECASE | re.DOTALL)
READS = ("select", "with", "values", "table", "from")


@dataclass(frozen=True)
class DatabaseSettings:
    """A table or a query of one database, and how it is read. Plain values, so that it can be kept; never a password.

    `source` is a URL, a file or a folder; `table` a table's name (`public.status_history`; the schema may be left out
    where one table alone is called so) or `query` a select in the database's own words; `cursor` the column by which
    later reads go on, and `overlap` how far below it they begin (in seconds; of a number, that much); `timeout_seconds`
    how long the database may take over the statement.
    """

    source: str | os.PathLike[str]
    table: str | None = None
    query: str | None = None
    cursor: str | None = None
    timeout_seconds: float | str | None = None
    overlap: float | str | None = None

    def __post_init__(self) -> None:
        if self.table and self.query:
            raise WrongOption("Both a table and a query are given.", "table, query", "Give one of them.")
        if self.query is not None:
            object.__setattr__(self, "query", _checked_query(self.query))
        seconds = TIMEOUT_SECONDS if self.timeout_seconds is None else self.timeout_seconds
        object.__setattr__(
            self, "timeout_seconds", _number(seconds, "timeout", "Write 600 for ten minutes.", 0.001)
        )
        object.__setattr__(self, "overlap", _number(self.overlap or 0, "overlap", "Write 3600 for an hour."))

    @cached_property
    def address(self) -> Address:
        """Where it is. Raises WrongOption or UnreadableSource where that is no database."""
        found = address_of(self.source)
        if found is None:
            raise UnreadableSource(
                "This is no database.",
                str(self.source),
                "Name a URL, a database file or a folder of Parquet files.",
            )
        return found

    @property
    def seconds(self) -> float:
        assert isinstance(self.timeout_seconds, float)
        return self.timeout_seconds

    @property
    def below(self) -> float:
        assert isinstance(self.overlap, float)
        return self.overlap

    @property
    def origin(self) -> str:
        """Tells settings apart that read other rows: a cursor of one means nothing to another."""
        place = str(self.address.path.resolve()) if self.address.path else self.address.text
        said = json.dumps([self.address.kind, place, self.table, self.query])
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def said(self) -> dict[str, Any]:
        """The options as they were said, to be said again."""
        named = {"table": self.table, "query": self.query, "cursor": self.cursor}
        return {name: value for name, value in named.items() if value}


def _checked_query(text: str) -> str:
    """The query without its last semicolon. Raises WrongOption for what is certainly no select."""
    query = text.strip().rstrip(";").rstrip()
    begins = _BEGINS.match(query)
    if not begins or begins[1].lower() not in READS:
        raise WrongOption(
            f"The query begins with {begins[1] if begins else query[:20]!r}: only a select is run.",
            "query",
            "Write: select … from …",
        )
    return query


def _number(given: float | str, where: str, cure: str, least: float = 0.0) -> float:
    try:
        number = float(given)
    except ValueError:
        number = -1.0
    if not least <= number < 1e9:
        raise WrongOption(f"{given!r} cannot be the {where}.", where, cure)
    return number
