"""A view: which cases and which work of a version count, as relations of a statement.

Two relations are given to every question: `case_span` (the cases) and `event` (their work). The statement
that is shown defines them from the filter itself and stands alone; the statement that runs reads the case
numbers from a table made once per version and filter text, shared by all questions on the view.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
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

    @contextmanager
    def kept(self) -> Iterator[tuple[list[Part], Counts]]:
        """The view's relations for statements that run meanwhile, and what they count."""
        if not self.filters:
            facts = self.version.facts
            yield self.standing_alone()[0], Counts(facts["cases"], facts["events"])
            return
        with _views.using(self) as tables:
            yield tables.relations, tables.counts


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


class _Entry:
    """One view: its tables, made or promised, and how many statements read them now."""

    def __init__(self) -> None:
        self.tables: Future[_Tables] = Future()
        self.readers = 0

    @property
    def size(self) -> int:
        return self.tables.result().size if self.tables.done() else 0


class _Views:
    """The views kept in memory within a number of bytes, the least recently used leaving first.

    A view is made once, however many ask for it at the same time; different views are made side by side.
    One that is being read stays until it has been read, and so does the newest, however large.
    """

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Entry] = OrderedDict()
        self._limit = limit_bytes

    @contextmanager
    def using(self, view: View) -> Iterator[_Tables]:
        """The tables of the view, made where they are missing, for as long as the block runs."""
        key = hashlib.sha256(f"{view.version.path}\n{view.filters}".encode()).hexdigest()[:16]
        with self._lock:
            is_mine = key not in self._kept
            entry = self._kept.setdefault(key, _Entry())
            entry.readers += 1
            self._kept.move_to_end(key)
        try:
            if is_mine:
                self._fulfil(entry, view, key)
            yield entry.tables.result()
        finally:
            with self._lock:
                entry.readers -= 1
                self._let_go()

    def _fulfil(self, entry: _Entry, view: View, key: str) -> None:
        try:
            entry.tables.set_result(_make(view, key))
        except BaseException as problem:
            with self._lock:
                del self._kept[key]
            entry.tables.set_exception(problem)  # those who wait are told too; the next who asks tries again

    def _let_go(self) -> None:
        """Drop the oldest views that nobody reads while the bound is passed: called under the lock."""
        size = sum(entry.size for entry in self._kept.values())
        for key, entry in list(self._kept.items())[:-1]:
            if size <= self._limit:
                break
            if entry.tables.done() and not entry.readers:
                size -= entry.size
                del self._kept[key]
                _drop(key)


def _drop(key: str) -> None:
    for table in (f"view_{key}", f"view_{key}_events"):
        engine.forget(table)


def _make(view: View, key: str) -> _Tables:
    try:
        return _made(view, key)
    except BaseException:
        _drop(key)  # what was made before it failed
        raise


def _made(view: View, key: str) -> _Tables:
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
