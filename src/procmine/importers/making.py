"""One guess in the making: what is known of the roles, what was found, and why."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.importers.joined_times import with_joined
from procmine.importers.mapping import Mapping, named
from procmine.importers.profile import ColumnProfile, profiles, sampled

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.source import Source


class Making:
    """One guess in the making: what is known, what was found and why."""

    def __init__(self, con: duckdb.DuckDBPyConnection, source: Source, given: Dict[str, Any] | None):
        self.con = con
        self.source = source = with_joined(con, source, _flat(given))
        self.roles: dict[str, Any] = named(source.columns, given)
        self.given = frozenset(self.roles)
        self.reasons = {role: "named by you" for role in self.roles}
        self.candidates: dict[str, list[tuple[str, float, str]]] = {}
        self.doubts: list[str] = []
        sampled(con, source)
        self.columns: dict[str, ColumnProfile] = profiles(con, source)

    def free(self, *kinds: str) -> list[str]:
        """Columns that play no role yet and hold something, of the kinds given (all when none is given)."""
        taken: set[str] = set()
        for value in self.roles.values():
            taken.update([value] if isinstance(value, str) else value or ())
        return [
            name
            for name, column in self.columns.items()
            if name not in taken and not column.is_empty and (not kinds or column.kind in kinds)
        ]

    def take(self, role: str, value: Any, reason: str) -> None:
        if value and role not in self.roles:
            self.roles[role] = value
            self.reasons[role] = reason

    def is_open(self, role: str) -> bool:
        return role not in self.roles

    def mapping(self) -> Mapping:
        roles = dict(self.roles)
        empty = tuple(c for c, column in self.columns.items() if column.is_empty and self._is_empty(c))
        used = Mapping.from_dict(roles).columns
        roles["ignored"] = (*roles.get("ignored", ()), *(c for c in empty if c not in used))
        return Mapping.from_dict(roles)

    def _is_empty(self, column: str) -> bool:
        (rows,) = self.con.execute(f"select count({quoted(column)}) from staged").fetchall()[0]
        return rows == 0


def _flat(given: Dict[str, Any] | None) -> list[Any]:
    values = (given or {}).values()
    return [one for value in values for one in ([value] if isinstance(value, str) else value or ())]
