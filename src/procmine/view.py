"""A view: which cases and which work of a version count, as relations of a statement.

Two relations are given to every question: `case_span` (the cases) and `event` (their work). The statement
that is shown defines them from the filter itself and stands alone; the statement that runs reads the case
numbers from a table made once per version and filter text, shared by all questions on the view.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from procmine.engine import Kept, Part, assemble, engine, read_sql, shelf
from procmine.filters import Filters
from procmine.screening import LEAST_PEOPLE, READ_INSTEAD, Screen, screen_of
from procmine.store import Version

if TYPE_CHECKING:
    import pandas as pd

HIDING = {  # nouns, and what is read in their place where work is hidden
    "case_trace": "shown_case_trace", "trace": "shown_trace", "enabled_event": "shown_enabled_event",
}  # fmt: skip
CASE_BYTES, EVENT_BYTES = 40, 160  # a row of the tables kept, with room for what DuckDB adds


@dataclass(frozen=True)
class Counts:
    """How many cases and pieces of work a view counts."""

    cases: int
    events: int


@dataclass(frozen=True)
class View:
    """The relations of one view, standing alone and as kept in memory."""

    version: Version
    filters: Filters
    screen: Screen | None = None  # where the workspace names roles only
    roles: tuple[tuple[str, str], ...] = ()  # resource and the role it was confirmed in

    @classmethod
    def of(cls, version: Version, filters: Filters) -> View:
        """The view as the workspace's rules on people stand now."""
        people = version.people()
        if not people.is_screened:
            return cls(version, filters, None, people.roles)
        screen = screen_of(version, people)
        return cls(
            version, filters, screen, tuple((role, role) for role in screen.shown) if people.roles else ()
        )

    @property
    def key(self) -> str:
        """What the rows of a statement depend on, beside the statement."""
        return f"{self.version.path}\n{self.filters}\n{self.screen.key if self.screen else ''}\n{self.roles or ''}"

    @property
    def facts(self) -> dict[str, Any]:
        """Facts of the log that any statement may name: they are bound, never written into the text."""
        return {
            "extracted_at": self.extracted_at,
            "zone": self.zone or "UTC",
            "observed_from": self.version.facts["observed_from"],
            "role_resource": [resource for resource, _ in self.roles],
            "role_name": [role for _, role in self.roles],
            **(self.screen.parameters if self.screen else {}),
        }

    @property
    def least_people(self) -> int:
        """How many people whatever is named has to stand for."""
        return LEAST_PEOPLE if self.screen else 1

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows of a statement over the version's tables, seen through the screen."""
        return engine.frame(self.version.path, self._through(sql), {**self.facts, **(parameters or {})})

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple]:
        """The same as plain tuples."""
        return engine.rows(self.version.path, self._through(sql), {**self.facts, **(parameters or {})})

    def _through(self, sql: str) -> str:
        return assemble(sql, self.screen.parts) if self.screen else sql

    @property
    def zone(self) -> str | None:
        return self.version.facts["zone"]

    @property
    def extracted_at(self) -> datetime:
        return datetime.fromisoformat(self.version.facts["extracted_at"])

    def standing_alone(self) -> tuple[list[Part], dict[str, Any]]:
        """The view's relations from nothing but the version's tables, and their parameters."""
        parts: list[Part] = list(self.screen.parts) if self.screen else []
        parameters: dict[str, Any] = dict(self.screen.parameters) if self.screen else {}
        if not self.filters:
            event = Part("event", "select * from events", True)
            return [*parts, Part("case_span", "select * from cases"), *self.told(event)], parameters
        clauses: list[Part] = []
        for number, clause in enumerate(self.filters, 1):
            part, given = clause.part(number, self.zone, self.extracted_at)
            clauses.append(part)
            parameters |= given
        parts += clauses
        kept = "\n    and ".join(f"case_no in (select case_no from {part.name})" for part in clauses)
        cases = f"select * from cases\nwhere {kept}"
        if not self.has_projection:
            events = "select * from events where case_no in (select case_no from case_span)"
            return [*parts, Part("case_span", cases), *self.told(Part("event", events, True))], parameters
        shown, given = self._shown()
        projected = [
            Part("shown_event", read_sql("filters", "sql", "projected")),
            Part("case_span", read_sql("filters", "sql", "projected_case")),
            *self.told(Part("event", "select * from shown_event", True)),
        ]
        return [*parts, Part("kept_case", cases), shown, *projected], parameters | given

    def told(self, event: Part) -> list[Part]:
        """The view's work, as it may be told."""
        return self.screen.told(event) if self.screen else [event]

    @property
    def has_projection(self) -> bool:
        return bool(self._projections)

    @property
    def instead(self) -> dict[str, str]:
        """Nouns read from another file: where work is hidden, the version's sequences would show it."""
        hidden = HIDING if self.has_projection else {}
        return hidden | (READ_INSTEAD if self.screen else {})

    @property
    def _projections(self) -> list[Any]:
        return [clause for clause in self.filters if clause.is_projection]

    def _shown(self) -> tuple[Part, dict[str, Any]]:
        named = {
            option: [set(c.names) for c in self._projections if c.option == option]
            for option in ("activities", "resources")
        }
        shown = {option: sorted(set.intersection(*sets)) if sets else None for option, sets in named.items()}
        return Part("shown", read_sql("filters", "sql", "shown")), {
            f"shown_{option}": names for option, names in shown.items()
        }

    @contextmanager
    def kept(self) -> Iterator[tuple[list[Part], Counts]]:
        """The view's relations for statements that run meanwhile, and what they count."""
        if not self.filters:
            facts = self.version.facts
            yield self.standing_alone()[0], Counts(facts["cases"], facts["events"])
            return
        with shelf.using(f"view\n{self.key}", partial(_make, self)) as kept:
            before = self.screen.parts if self.screen else []
            cases, event = kept.known.relations
            yield [*before, cases, *self.told(event)], kept.known.counts


@dataclass(frozen=True)
class _Tables:
    cases: str
    events: str | None
    counts: Counts

    @property
    def relations(self) -> list[Part]:
        if self.events:
            return [
                Part("case_span", f"select * from {self.cases}", True),
                Part("event", f"select * from {self.events}", True),
            ]
        return [
            Part("case_span", f"select * from cases semi join {self.cases} using (case_no)", True),
            Part("event", f"select * from events semi join {self.cases} using (case_no)", True),
        ]

    @property
    def size(self) -> int:
        """Bytes in memory, roughly: a case number and its events, or whole rows where work is hidden."""
        return self.counts.cases * CASE_BYTES + (self.counts.events * EVENT_BYTES if self.events else 0)


def _make(view: View, key: str) -> Kept:
    tables = (f"view_{key}", f"view_{key}_events")
    try:
        made = _made(view, *tables)
    except BaseException:
        for table in tables:
            engine.forget(table)  # what was made before it failed
        raise
    return Kept(tables, made.size, made)


def _made(view: View, cases: str, events: str) -> _Tables:
    parts, parameters = view.standing_alone()
    path = view.version.path

    def select(what: str) -> str:
        heads = ",\n".join(f"{part.name} as (\n{part.sql}\n)" for part in parts)
        return f"with {heads}\n{what}"

    columns = "*" if view.has_projection else "case_no, events"
    kept = engine.keep(path, cases, select(f"select {columns} from case_span order by case_no"), parameters)
    counted = engine.rows(path, f"select count(*), coalesce(sum(events), 0) from {kept}")[0]
    shown = None
    if view.has_projection:
        work = "seen_event" if view.screen else "event"  # what is told of it is decided with each question
        shown = engine.keep(path, events, select(f"select * from {work} order by event_no"), parameters)
    return _Tables(kept, shown, Counts(*map(int, counted)))
