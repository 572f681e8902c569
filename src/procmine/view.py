"""A view: which cases and which work of a version count, as relations of a statement.

Two relations are given to every question: `case_span` (the cases) and `event` (their work). The statement
that is shown defines them from the filter itself and stands alone; the statement that runs reads the case
numbers from a table made once per version and filter text, shared by all questions on the view.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procmine.engine import Part, engine, read_sql
from procmine.filters import Filters
from procmine.store import Version

LIMIT_BYTES = 1024 * 1024 * 1024
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

    @property
    def zone(self) -> str | None:
        return self.version.facts["zone"]

    @property
    def extracted_at(self) -> datetime:
        return datetime.fromisoformat(self.version.facts["extracted_at"])

    def standing_alone(self) -> tuple[list[Part], dict[str, Any]]:
        """The view's relations from nothing but the version's tables, and their parameters."""
        if not self.filters:
            return [Part("case_span", "select * from cases"), Part("event", "select * from events", True)], {}
        parts: list[Part] = []
        parameters: dict[str, Any] = {}
        for number, clause in enumerate(self.filters, 1):
            part, given = clause.part(number, self.zone, self.extracted_at)
            parts.append(part)
            parameters |= given
        kept = "\n    and ".join(f"case_no in (select case_no from {part.name})" for part in parts)
        cases = f"select * from cases\nwhere {kept}"
        if not self.has_projection:
            events = "select * from events where case_no in (select case_no from case_span)"
            return [*parts, Part("case_span", cases), Part("event", events, True)], parameters
        shown, given = self._shown()
        projected = [
            Part("shown_event", read_sql("filters", "sql", "projected")),
            Part("case_span", read_sql("filters", "sql", "projected_case")),
            Part("event", "select * from shown_event", True),
        ]
        return [*parts, Part("kept_case", cases), shown, *projected], parameters | given

    @property
    def has_projection(self) -> bool:
        return bool(self._projections)

    @property
    def instead(self) -> dict[str, str]:
        """Nouns read from another file: where work is hidden, the version's sequences would show it."""
        return {"case_trace": "shown_case_trace", "trace": "shown_trace"} if self.has_projection else {}

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

    def kept(self) -> tuple[list[Part], Counts]:
        """The view's relations for a statement that runs now, and what they count."""
        if not self.filters:
            facts = self.version.facts
            return self.standing_alone()[0], Counts(facts["cases"], facts["events"])
        tables = _views.find(self)
        if tables.events:
            return [
                Part("case_span", f"select * from {tables.cases}", True),
                Part("event", f"select * from {tables.events}", True),
            ], tables.counts
        cases = Part("case_span", f"select * from cases semi join {tables.cases} using (case_no)", True)
        return [
            cases,
            Part("event", f"select * from events semi join {tables.cases} using (case_no)", True),
        ], tables.counts


@dataclass(frozen=True)
class _Tables:
    cases: str
    events: str | None
    counts: Counts

    @property
    def size(self) -> int:
        """Bytes in memory, roughly: a case number and its events, or whole rows where work is hidden."""
        return self.counts.cases * CASE_BYTES + (self.counts.events * EVENT_BYTES if self.events else 0)


class _Views:
    """The views kept in memory within a number of bytes, the least recently used leaving first.

    A view is made once, however many ask for it at the same time; different views are made side by side.
    """

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Future[_Tables]] = OrderedDict()
        self._limit = limit_bytes

    def find(self, view: View) -> _Tables:
        key = hashlib.sha256(f"{view.version.path}\n{view.filters}".encode()).hexdigest()[:16]
        with self._lock:
            promised = self._kept.get(key)
            is_mine = promised is None
            if promised is None:
                promised = self._kept[key] = Future()
            self._kept.move_to_end(key)
        if is_mine:
            self._fulfil(promised, view, key)
        return promised.result()

    def _fulfil(self, promised: Future[_Tables], view: View, key: str) -> None:
        try:
            promised.set_result(_make(view, key))
        except BaseException as problem:
            with self._lock:
                self._kept.pop(key, None)
            promised.set_exception(problem)  # those who wait are told too; the next who asks tries again
            return
        self._let_go()

    def _let_go(self) -> None:
        with self._lock:
            done = {key: tables.result() for key, tables in self._kept.items() if tables.done()}
            size = sum(tables.size for tables in done.values())
            leaving = []
            for key, tables in list(done.items())[:-1]:  # the newest stays, however large
                if size <= self._limit:
                    break
                size -= tables.size
                leaving.append(self._kept.pop(key).result())
        for tables in leaving:
            for table in (tables.cases, tables.events):
                if table:
                    engine.forget(table.rpartition(".")[2])


def _make(view: View, key: str) -> _Tables:
    parts, parameters = view.standing_alone()
    path = view.version.path

    def select(what: str) -> str:
        heads = ",\n".join(f"{part.name} as (\n{part.sql}\n)" for part in parts)
        return f"with {heads}\n{what}"

    columns, events = ("*", f"view_{key}_events") if view.has_projection else ("case_no, events", None)
    cases = engine.keep(
        path, f"view_{key}", select(f"select {columns} from case_span order by case_no"), parameters
    )
    counted = engine.rows(path, f"select count(*), coalesce(sum(events), 0) from {cases}")[0]
    if events:
        events = engine.keep(path, events, select("select * from event order by event_no"), parameters)
    return _Tables(cases, events, Counts(*map(int, counted)))


_views = _Views()
