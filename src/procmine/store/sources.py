"""The sources of a workspace: which tool, where, read into which log; and every run of each.

A source holds no secret, only the place where it lies. The cursor from which a sync goes on is not kept here but in the
version that the last sync made: rows and cursor are there together or not at all.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from procmine.errors import UnknownName, WrongOption
from procmine.store.people import account
from procmine.store.versions import is_running

if TYPE_CHECKING:
    from procmine.store.catalogue import Catalogue

LONGEST_RUN = timedelta(days=1)  # a run that began longer ago is not taken up again, and holds nobody up
DONE, NOTHING_NEW, FAILED, STOPPED = "done", "nothing new", "failed", "stopped"
UNFINISHED = (None, FAILED, STOPPED)


@dataclass(frozen=True)
class SavedSource:
    """One source: its name, the word of its tool, the log it is read into, its settings."""

    name: str
    kind: str
    log: str
    settings: dict[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None
    created_by: str = ""


@dataclass(frozen=True)
class Run:
    """One run of a source. `outcome` is done, nothing new, failed or stopped; None while it runs, or where it was killed."""

    source: str
    run: int
    base_version: int | None
    pid: int
    began_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    told: str | None = None
    cure: str | None = None
    requests: int | None = None
    items: int | None = None
    version: int | None = None

    @property
    def is_running(self) -> bool:
        return self.outcome is None and self.is_young and is_running(self.pid)

    @property
    def is_young(self) -> bool:
        return datetime.now(UTC) - self.began_at < LONGEST_RUN


class SavedSources:
    """The sources of one workspace and their runs, kept in its catalogue."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue

    def save(self, source: SavedSource) -> None:
        """Keep a source. Raises WrongOption where the name is taken, or its log is another source's."""
        with self._catalogue.executing() as execute:
            for row in execute("select name, log from source").fetchall():
                if row.name == source.name or row.log == source.log:
                    taken = (
                        "There is a source"
                        if row.name == source.name
                        else f"Log {row.log} is read from source"
                    )
                    raise WrongOption(f"{taken} {row.name} already.", f"source {source.name}", "Choose another name, or drop that one first.")  # fmt: skip
            execute(
                "insert into source (name, kind, log, settings, created_at, created_by) values (:name, :kind, :log, :settings, :at, :who)",
                name=source.name, kind=source.kind, log=source.log, settings=json.dumps(source.settings, ensure_ascii=False),
                at=_now().isoformat(), who=account(),
            )  # fmt: skip

    def all(self) -> list[SavedSource]:
        found = self._catalogue.rows("select * from source order by name")
        return [
            SavedSource(
                r.name,
                r.kind,
                r.log,
                json.loads(r.settings),
                datetime.fromisoformat(r.created_at),
                r.created_by,
            )
            for r in found
        ]

    def named(self, name: str) -> SavedSource:
        """Raises UnknownName with those there are."""
        found = {source.name: source for source in self.all()}
        if name not in found:
            raise UnknownName(
                "source", name, found, cure="" if found else "Add one: procmine sources add NAME --kind …"
            )
        return found[name]

    def drop(self, name: str) -> None:
        """Forget a source and its runs; its log stays."""
        self.named(name)
        with self._catalogue.executing() as execute:
            execute("delete from source where name = :name", name=name)
            execute("delete from source_run where source = :name", name=name)

    def runs(self, name: str | None = None) -> list[Run]:
        """The runs of a source, or of all, the newest first."""
        found = self._catalogue.rows(
            "select * from source_run where coalesce(:name, source) = source order by began_at desc, run desc",
            name=name,
        )
        return [_run(row) for row in found]

    def begin(self, name: str, base_version: int | None) -> Run:
        """A run of this process: one that was broken off and began from the same version is taken up, else a new one.

        Nobody else runs it meanwhile: whoever begins holds the source's lock.
        """
        with self._catalogue.executing() as execute:
            newest = "select * from source_run where source = :name order by run desc limit 1"
            row = execute(newest, name=name).fetchone()
            last = _run(row) if row else None
            if last and _is_taken_up(last, base_version):
                execute(
                    """update source_run set pid = :pid, outcome = null, told = null, cure = null, ended_at = null, began_at = :at
                    where source = :name and run = :run""",
                    pid=os.getpid(), name=name, run=last.run, at=_now().isoformat(),
                )  # fmt: skip
            else:
                execute(
                    "insert into source_run (source, run, base_version, pid, began_at) values (:name, :run, :base, :pid, :at)",
                    name=name, run=last.run + 1 if last else 1, base=base_version, pid=os.getpid(), at=_now().isoformat(),
                )  # fmt: skip
            return _run(execute(newest, name=name).fetchone())

    def end(self, run: Run, outcome: str, **told: Any) -> None:
        """How a run ended: what was told of it, its cure, requests, items and version."""
        known = {name: told.get(name) for name in ("told", "cure", "requests", "items", "version")}
        with self._catalogue.executing() as execute:
            execute(
                """update source_run set outcome = :outcome, ended_at = :at, told = :told, cure = :cure, requests = :requests,
                items = :items, version = :version where source = :source and run = :run""",
                outcome=outcome, at=_now().isoformat(), source=run.source, run=run.run, **known,
            )  # fmt: skip


def _is_taken_up(last: Run, base_version: int | None) -> bool:
    return last.outcome in UNFINISHED and last.is_young and last.base_version == base_version


def _run(row: Any) -> Run:
    instants = {
        name: datetime.fromisoformat(text) if (text := getattr(row, name)) else None
        for name in ("began_at", "ended_at")
    }
    return Run(**{**row._mapping, **instants})


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
