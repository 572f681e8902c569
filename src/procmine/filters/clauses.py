"""One clause of a filter: its canonical text, and the SQL that keeps its cases.

A clause is a `.sql` file beside this module with parameters of its own; two clauses of a kind live in one
statement, so each parameter gets its clause's number in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from procmine.engine import Part, read_sql
from procmine.filters.words import (
    asked_value,
    duration_text,
    instant_range,
    name_text,
    names_text,
    number_text,
)

COMPLEMENTS = {"!=": "=", "not in": "in", "is missing": "is not missing"}


@dataclass(frozen=True)
class Clause:
    """What must hold of a case (or, for `only`, which of its work is shown)."""

    kind: str
    names: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()
    option: str = ""

    @property
    def is_projection(self) -> bool:
        return self.kind == "only"

    @property
    def text(self) -> str:
        return _TEXTS[self.kind](self)

    def __str__(self) -> str:
        return self.text

    def asked(self, zone: str | None) -> list[dict[str, Any]]:
        """Each value that is compared with, as `asked_value` reads it."""
        return [asked_value(value, zone) for value in self.values]

    def part(self, number: int, zone: str | None, extracted_at: Any) -> tuple[Part, dict[str, Any]]:
        """The relation `kept_<number>` of the case numbers this clause keeps, and its parameters."""
        sql, given = self._sql(zone, extracted_at)
        renamed = re.sub(r"\$([a-z_][a-z0-9_]*)", rf"$kept_{number}_\1", sql)
        parameters = {f"kept_{number}_{name}": value for name, value in given.items()}
        return Part(f"kept_{number}", renamed), parameters

    def _sql(self, zone: str | None, extracted_at: Any) -> tuple[str, dict[str, Any]]:
        if self.kind != "except":
            sql = read_sql("filters", "sql", _FILES[self.kind])
            return sql, {"extracted_at": extracted_at, **_parameters(self, zone)}
        inner = [clause.part(number, zone, extracted_at) for number, clause in enumerate(self.values, 1)]
        held = "\n    intersect\n".join(
            f"    select case_no from (\n{part.sql.rstrip()}\n    )" for part, _ in inner
        )
        given = {name: value for _, parameters in inner for name, value in parameters.items()}
        return f"    select case_no from cases where case_no not in (\n{held}\n    )\n", given


@dataclass(frozen=True)
class Filters:
    """All clauses of a view; a case must satisfy every one, so their order does not matter."""

    clauses: tuple[Clause, ...] = ()

    def __str__(self) -> str:
        return "; ".join(clause.text for clause in self.clauses)

    def __iter__(self) -> Iterator[Clause]:
        return iter(self.clauses)

    def __bool__(self) -> bool:
        return bool(self.clauses)

    def __len__(self) -> int:
        return len(self.clauses)

    def and_also(self, *clauses: Clause) -> Filters:
        return Filters(tuple(dict.fromkeys((*self.clauses, *clauses))))


def _parameters(clause: Clause, zone: str | None) -> dict[str, Any]:
    names, values = list(clause.names), list(clause.values)
    match clause.kind:
        case "compare":
            return {
                "name": names[0],
                "operator": COMPLEMENTS.get(clause.option, clause.option),
                **asked_value(values[0], zone),
                "is_complement": clause.option in COMPLEMENTS,
            }
        case "in" | "missing":
            return {
                "name": names[0],
                **_asked_values(clause.asked(zone)),
                "is_complement": clause.option in COMPLEMENTS,
            }
        case "between":
            low, high = instant_range(str(values[0]), str(values[1]), zone)
            return {"low": low, "high": high, "by": clause.option}
        case "following":
            return {
                "first": names[0],
                "second": names[1],
                "is_direct": clause.option == "=>",
                "within_seconds": values[0] if values else None,
            }
        case "passing" | "avoiding":
            return {"names": names, "is_complement": clause.kind == "avoiding"}
        case "starting" | "ending":
            return {"names": names, "at": clause.kind}
        case "variants":
            return {
                "by": clause.option,
                "amount": float(values[0]) if clause.option != "ids" else None,
                "ids": [int(value) for value in values] if clause.option == "ids" else [],
            }
        case "slower" | "faster":
            return {"seconds": float(values[0]), "direction": clause.kind}
        case "complete" | "open":
            return {"is_open": clause.kind == "open"}
        case "sample":
            return {"cases": int(values[0]), "seed": int(values[1])}
        case _:
            return {"names": names, "of": clause.option}


def _asked_values(asked: list[dict[str, Any]]) -> dict[str, Any]:
    instants = [one for one in asked if one["from_at"]]
    return {
        "texts": [one["text"] for one in asked],
        "plain_numbers": [one["plain_number"] for one in asked if one["plain_number"] is not None],
        "from_at": [one["from_at"] for one in instants],
        "until": [one["until"] for one in instants],
    }


def _plain(value: Any) -> str:
    return name_text(number_text(value) if isinstance(value, float) else str(value))


_TEXTS = {
    "compare": lambda c: f"{name_text(c.names[0])} {c.option} {_plain(c.values[0])}",
    "in": lambda c: f"{name_text(c.names[0])} {c.option} ({', '.join(_plain(v) for v in c.values)})",
    "missing": lambda c: f"{name_text(c.names[0])} {c.option}",
    "between": lambda c: (
        f"between {c.values[0]}..{c.values[1]}" + ("" if c.option == "active" else f" by {c.option}")
    ),
    "following": lambda c: (
        f"following {name_text(c.names[0])} {c.option} {name_text(c.names[1])}"
        + (f" within {duration_text(c.values[0])}" if c.values else "")
    ),
    "passing": lambda c: f"passing {names_text(c.names)}",
    "avoiding": lambda c: f"avoiding {names_text(c.names)}",
    "starting": lambda c: f"starting with {names_text(c.names)}",
    "ending": lambda c: f"ending with {names_text(c.names)}",
    "variants": lambda c: f"variants {c.option} " + ", ".join(number_text(v) for v in c.values),
    "slower": lambda c: f"slower than {duration_text(c.values[0])}",
    "faster": lambda c: f"faster than {duration_text(c.values[0])}",
    "complete": lambda c: "complete",
    "open": lambda c: "open",
    "sample": lambda c: f"sample {c.values[0]}" + (f" seed {c.values[1]}" if c.values[1] else ""),
    "only": lambda c: f"only {c.option} {names_text(c.names)}",
    "except": lambda c: f"except ({'; '.join(inner.text for inner in c.values)})",
}
_FILES = {kind: kind for kind in _TEXTS} | {
    "avoiding": "passing",
    "ending": "starting",
    "faster": "slower",
    "complete": "open",
}
