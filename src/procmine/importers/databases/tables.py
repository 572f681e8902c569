"""The tables of a database: which one is meant, and what there is where none is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from procmine.errors import UnknownName, WrongOption
from procmine.wording import counted

MOST_LISTED = 20


@dataclass(frozen=True)
class Table:
    """A table or view that may be read. `schema` is None where the database has none; `rows` None where nobody counted."""

    schema: str | None
    name: str
    columns: int
    rows: int | None = None
    is_estimate: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.schema, self.name) if self.schema else (self.name,)

    @property
    def full_name(self) -> str:
        return ".".join(self.parts)

    def __str__(self) -> str:
        told = counted(self.columns, "column")
        if self.rows is not None:
            told = f"{'about ' if self.is_estimate else ''}{counted(self.rows, 'row')}, {told}"
        return f"{self.full_name} ({told})"


def named_table(wanted: str, tables: Sequence[Table], where: str) -> Table:
    """The table that `wanted` means: its full name, or its own where one table alone has it; letter case is forgiven.

    Raises UnknownName, or WrongOption where several schemas have a table of that name.
    """
    ways = (lambda one: one.full_name, lambda one: one.name)
    for said in dict.fromkeys((wanted.strip(), wanted.strip().replace('"', "").replace("`", ""))):
        for is_same, name in product((_equal, _equal_but_for_case), ways):
            found = [one for one in tables if is_same(name(one), said)]
            if len(found) == 1:
                return found[0]
            if found:
                listed = ", ".join(one.full_name for one in found)
                raise WrongOption(
                    f"Several tables are called {said!r}.", where, f"Name one in full: {listed}."
                )
    raise UnknownName("table", wanted, [one.full_name for one in tables], where)


def _equal(one: str, other: str) -> bool:
    return one == other


def _equal_but_for_case(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def none_named(tables: Sequence[Table], where: str) -> WrongOption:
    """The refusal where neither a table nor a query is named: it lists what there is, the largest first."""
    if not tables:
        return WrongOption(
            "There is no table that may be read.",
            where,
            "Check the name of the database, and ask for SELECT on its tables.",
        )
    ranked = sorted(tables, key=lambda one: (-(one.rows or 0), one.full_name))
    more = len(ranked) - MOST_LISTED
    listed = [str(one) for one in ranked[:MOST_LISTED]] + [f"… and {more:,} more"] * (more > 0)
    cure = f"Name a table (--table {ranked[0].full_name}) or a query (--query 'select …'). There is:\n"
    return WrongOption(
        "It is not said which table to read.", where, cure + "\n".join(f"  {one}" for one in listed)
    )
