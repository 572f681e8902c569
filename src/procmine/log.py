"""EventLog: a frozen view of one log version that can be asked a question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from procmine.asking import Answer, Made, ask, rows
from procmine.engine import MARK, Part, assemble, engine, read_sql
from procmine.errors import CannotAnswer, UnknownName, WorkspaceProblem, WrongFilter
from procmine.filters import Clause, Filters, parse
from procmine.narrowing import Narrowing
from procmine.nothing_kept import refuse_disorder, unknown_attribute
from procmine.store import LAYOUT, Version
from procmine.view import Counts, View
from procmine.wording import counted

if TYPE_CHECKING:
    import pandas as pd

BUILT_IN = ("activity", "resource", "case_id", "case")


@dataclass(frozen=True)
class EventLog(Narrowing):
    """One version of a log and the filters through which it is seen.

    Every filter returns a new view; nothing is ever changed. A filter keeps or leaves whole cases; only
    `only()` hides work inside them, and hidden work never becomes waiting.
    """

    version: Version = field(repr=False)
    filters: Filters = field(default_factory=Filters)

    def __post_init__(self) -> None:
        if self.facts.get("layout") != LAYOUT:
            raise WorkspaceProblem(
                "This version was prepared by another procmine, and its tables are not those of today.",
                f"{self.name}, version {self.version.version}",
                "Import the source again: procmine import FILE --name …",
            )

    @property
    def name(self) -> str:
        return self.version.name

    @property
    def facts(self) -> dict[str, Any]:
        """What is known of the whole version: rows, zone, extraction, how completion was decided."""
        return self.version.facts

    @property
    def zone(self) -> str | None:
        return self.facts["zone"]

    @property
    def view(self) -> View:
        return View.of(self.version, self.filters)

    @property
    def counts(self) -> Counts:
        """The cases and pieces of work that this view counts."""
        with self.view.kept() as (_, counts):
            return counts

    @property
    def activities(self) -> list[str]:
        return [
            name
            for (name,) in engine.rows(self.version.path, "select activity from activities order by activity")
        ]

    @property
    def resources(self) -> list[str]:
        """Who did the work, by name; the roles, where the workspace names roles only."""
        screen = self.view.screen
        if screen:
            return list(screen.names)
        return [
            name
            for (name,) in engine.rows(self.version.path, "select resource from resources order by resource")
        ]

    @property
    def saved_calendars(self) -> dict[str, str]:
        """The calendars of the workspace by name, which `calendar=` takes; of one that names individuals no more than that
        where the workspace names roles only."""
        from procmine.calendars import tellable

        return tellable(self.version.saved_calendars(), is_screened=self.version.people().is_screened)

    @property
    def happy_path(self) -> tuple[str, ...] | None:
        """The activities of the confirmed way that cases should take (`ws.confirm_happy_path`), as it stands now; None where none is."""
        kept = self.version.happy_path()
        return kept.activities if kept else None

    @property
    def attributes(self) -> dict[str, str]:
        """Each attribute and its level: `case` where it is the same throughout every case, else `event`."""
        return dict(self.view.rows("select name, level from attributes order by name"))

    @property
    def parallel_pairs(self) -> list[tuple[str, str]]:
        """Activities that run side by side, as judged at the import."""
        return engine.rows(
            self.version.path,
            "select a.activity, b.activity from concurrency join activities a on a.activity_no = activity_a "
            "join activities b on b.activity_no = activity_b order by all",
        )

    def unfiltered(self) -> EventLog:
        return replace(self, filters=Filters())

    def _with(self, *clauses: Clause) -> Self:
        for clause in clauses:
            if parse(clause.text).clauses != (clause,):
                raise WrongFilter(
                    "These values make no filter.",
                    clause.text,
                    "Give at least one name, and whole numbers from 1 on.",
                )
            self._check(clause)
        return replace(self, filters=self.filters.and_also(*clauses))

    def _check(self, clause: Clause) -> None:
        if clause.kind == "except":
            for inner in clause.values:
                self._check(inner)
            return
        if clause.kind in ("compare", "in", "missing"):
            if clause.names[0] not in BUILT_IN:
                self.require_attribute(clause.names[0], clause.text, BUILT_IN[:3])
            refuse_disorder(self.view, clause)
            return
        known = self.resources if clause.option == "resources" else self.activities
        kind = "resource" if clause.option == "resources" else "activity"
        for name in clause.names:
            if name not in known:
                raise UnknownName(kind, name, known, where=f"{clause.text}, log {self.name}")

    def require_attribute(self, name: str, where: str = "", roles: Collection[str] = ()) -> str:
        """The level of the attribute `name`: `case` or `event`; `roles` are the words that could stand in its place."""
        levels = self.attributes
        if name not in levels:
            raise unknown_attribute(
                self.version, name, [*roles, *levels], where=where or f"log {self.name}", roles=roles
            )
        return levels[name]

    def require_belonging(self, name: str, where: str = "", roles: Collection[str] = ()) -> None:
        """Refuse what does not say where people belong: neither an attribute, nor `role` once roles were confirmed."""
        if name == "role" and not self.view.roles and name not in self.attributes:
            raise CannotAnswer(
                "No roles are confirmed for this log.",
                where or f"log {self.name}",
                'Confirm them: ws.confirm_roles("log", by="team"), or procmine people confirm LOG --by team.',
            )
        if name != "role" or not self.view.roles:
            self.require_attribute(name, where, roles)

    # Questions ----------------------------------------------------------------------------------------

    def ask(
        self,
        room: str,
        question: str,
        /,
        *,
        instead: Mapping[str, str] | None = None,
        made: Made | None = None,
        **parameters: Any,
    ) -> Answer:
        """The rows of `procmine/<room>/<question>.sql` over this view, with what it left out.

        `instead` reads a noun from another file of the vocabulary, where a calendar is given; `made` brings one
        that is worked out beside its file.
        """
        return ask(self.view, room, question, parameters, instead, made)

    def rows(
        self,
        room: str,
        question: str,
        /,
        *,
        instead: Mapping[str, str] | None = None,
        made: Made | None = None,
        **parameters: Any,
    ) -> pd.DataFrame:
        """The bare rows of `procmine/<room>/<question>.sql` over this view, not kept: for what is worked on further."""
        return rows(self.view, room, question, parameters, instead, made)

    def sql(self, text: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows of a SELECT over this view: `event` (a row per piece of work, names spelled out) and `case_span`.

        A statement copied from a Result's `sql` brings its own relations and is run as it is. Raises CannotAnswer where
        the workspace names roles only: a statement could name anybody.
        """
        if self.version.people().is_screened:
            raise CannotAnswer(
                "Statements of your own could name anybody, and this workspace names roles only.",
                "log.sql(…)",
                'Ask a question instead, or unlock individuals for a purpose: ws.people.unlock("…").',
            )
        if MARK in text:
            return engine.frame(self.version.path, text, parameters)
        return self.select(text, parameters)

    def select(self, text: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The same for the package's own statements, which name nobody where roles alone may be named."""
        statement, given = self.spelled_out(text)
        return engine.frame(self.version.path, statement, {**given, **(parameters or {})})

    def spelled_out(self, select: str) -> tuple[str, dict[str, Any]]:
        """The statement that `sql(select)` runs, and its parameters."""
        parts, given = self.view.standing_alone()
        recorded = replace(
            parts[-1], name="recorded"
        )  # nothing but the question reads `event`, so it can be told in names
        return assemble(
            select, [*parts[:-1], recorded, Part("event", read_sql("vocabulary", "spelled_out"))]
        ), given

    def to_pandas(self) -> pd.DataFrame:
        """One row per piece of work of this view: case_id, activity, resource, started_at, ended_at, …"""
        return self.select("select * from event order by case_id, position")

    def __len__(self) -> int:
        return self.counts.events

    def __str__(self) -> str:
        counts = self.counts
        through = f" · {self.filters}" if self.filters else ""
        return f"{self.name} (version {self.version.version}): {counted(counts.cases, 'case')}, {counted(counts.events, 'event')}{through}"
