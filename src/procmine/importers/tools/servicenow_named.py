"""Whom and which groups the pages of ServiceNow name, to be asked for once all are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PEOPLE_AT_ONCE = 50


@dataclass
class Named:
    """Whom and which groups the pages name by numbers, logins or names, to be asked for once all are read."""

    people: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    def of_records(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.people |= {row[own]["value"] for row in rows for own in ("assigned_to", "sys_created_by")}

    def of_changes(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Whoever changed something, by login, and whoever it was given to, by id."""
        for row in rows:
            self.people.add(row["user"])
            if row["fieldname"] in ("assigned_to", "assignment_group"):
                among = self.people if row["fieldname"] == "assigned_to" else self.groups
                among |= {row["oldvalue"], row["newvalue"]}

    def of_metrics(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Metrics tell people by their names."""
        self.names |= {row["value"] for row in rows if row["definition.field"] == "assigned_to"}

    def queries(self) -> Iterator[str]:
        for part in parts(self.people):
            yield f"sys_idIN{','.join(part)}^ORuser_nameIN{','.join(part)}"
        for part in parts({name for name in self.names if not set(name) & set(",^")}):
            yield f"nameIN{','.join(part)}"


def parts(names: set[str]) -> Iterator[list[str]]:
    listed = sorted(names - {""})
    return (listed[start : start + PEOPLE_AT_ONCE] for start in range(0, len(listed), PEOPLE_AT_ONCE))
