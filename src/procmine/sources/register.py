"""The sources of a workspace, and what is done with them: add, plan, sync, drop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from procmine.errors import NothingNew, ProcmineError, UnknownName, WorkspaceProblem, WrongOption
from procmine.naming import checked_name, folder_of
from procmine.pruning import prune_log
from procmine.sources.bringing import Sync, held
from procmine.sources.from_database import bring_from_database, plan_of_database
from procmine.sources.from_tool import RAW, bring_from_tool, forget_old_pages, plan_of_tool
from procmine.sources.looking_first import refuse_what_is_wrong
from procmine.store import Catalogue, Run, SavedSource, Version

if TYPE_CHECKING:
    import pandas as pd

    from procmine.importers.source import Note
    from procmine.importers.tools.tool import Plan, Said

COLUMNS = (
    "source",
    "kind",
    "tool",
    "log",
    "last_at",
    "outcome",
    "told",
    "cure",
    "items",
    "requests",
    "history_from",
)
GOES_ON = "Sync again: it goes on where it stopped."


@dataclass(frozen=True)
class Synced:
    """What a sync did: `outcome` is done or nothing new; the version it made, the items that came, what it had to ask for."""

    source: str
    log: str
    outcome: str
    version: int
    items: int
    requests: int
    notes: tuple[Note, ...] = ()

    def __str__(self) -> str:
        if self.outcome != "done":
            return f"{self.source}: nothing new; {self.log} stays at version {self.version}"
        items, requests = (
            f"{count:,} {word}{'' if count == 1 else 's'}"
            for count, word in ((self.items, "item"), (self.requests, "request"))
        )
        return f"{self.source}: {items} in {requests} → {self.log}, version {self.version}"


class Sources:
    """The sources of one workspace: `ws.sources.add("support", "redmine", url=…)`, `.sync("support")`, `.table()`."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue
        self._saved = catalogue.sources

    def add(self, name: str, kind: str, *, log: str | None = None, **settings: Any) -> SavedSource:
        """Keep a source under a name. It is read into the log `log` (by default of the same name) when it is synced.

        Raises UnknownName for a tool that is none, WrongOption with every setting that cannot be used, also where the tool
        itself shows that, SourceProblem for a key that can be none; a log that was imported from elsewhere is not overwritten.
        """
        from procmine.importers.tools import tool_of
        from procmine.importers.tools.checking import checked_settings, with_whole_paths

        name, log = checked_name(name), checked_name(log or name)
        tool = tool_of(kind)
        kept = with_whole_paths(tool, checked_settings(tool, settings))
        self._refuse_others_log(name, log)
        if tool.reads == "pages":
            refuse_what_is_wrong(name, tool, kept)
        self._saved.save(SavedSource(name, kind, log, dict(kept.given)))
        return self._saved.named(name)

    def table(self) -> pd.DataFrame:
        """One row per source: source, kind, tool, log; of its last run last_at, outcome, told, cure, items, requests; history_from.

        `told` and `cure` say what went wrong and what to do; `history_from` is when the first work of the log began. What is
        not there is None.
        """
        import pandas as pd

        from procmine.importers.tools import tool_of

        last = {run.source: run for run in reversed(self._saved.runs())}
        rows = [
            (s.name, s.kind, tool_of(s.kind).title, s.log, *_of_run(last.get(s.name)), self._history_from(s))
            for s in self._saved.all()
        ]
        return pd.DataFrame(rows, columns=pd.Index(COLUMNS), dtype=object)  # None stays None

    def runs(self, name: str) -> list[Run]:
        """The runs of a source, the newest first."""
        self._saved.named(name)
        return self._saved.runs(name)

    def running_since(self, name: str) -> datetime | None:
        """When the run began that is on; None where none is."""
        return next((run.began_at for run in self.runs(name) if run.is_running), None)

    def named(self, name: str) -> SavedSource:
        return self._saved.named(name)

    def drop(self, name: str) -> None:
        """Forget a source and what it fetched; the log that was read from it stays."""
        import shutil

        self._saved.drop(name)
        shutil.rmtree(self._catalogue.folder / RAW / folder_of(name), ignore_errors=True)

    def plan(self, name: str, said: Said = lambda text: None) -> Plan:
        """What the next sync would do: scope, items, requests, minutes, and how far back the tool's history reaches."""
        source = self._saved.named(name)
        if _is_rows(source):
            return plan_of_database(source)
        return plan_of_tool(source, self._newest(source), said)

    def sync(self, name: str, said: Said = lambda text: None) -> Synced:
        """Bring a source's log up to date. Raises SourceProblem and what an import raises; the last good version then stays.

        Raises ChangedMeanwhile where it is being synced already, and says since when.
        """
        source = self._saved.named(name)
        with held(self._catalogue.folder / RAW / folder_of(name), name, self.running_since(name)):
            newest = self._newest(source)
            run = self._saved.begin(name, newest.version if newest else None)
            sync = Sync(self._catalogue.folder, source, newest, run, said)
            try:
                synced = self._registered(sync)
            except BaseException as problem:
                outcome, told, cure = _ended(problem)
                self._saved.end(run, outcome, told=told, cure=cure, requests=sync.requests)
                raise
            self._saved.end(
                run, synced.outcome, requests=synced.requests, items=synced.items, version=synced.version
            )
        return synced

    def _registered(self, sync: Sync) -> Synced:
        """What the sync brings as the next version of the log; nothing where nothing is new."""
        source, newest = sync.source, sync.newest
        try:
            brought = bring_from_database(sync) if _is_rows(source) else bring_from_tool(sync)
        except NothingNew:
            assert newest is not None  # the first sync brings something, or refuses
            return Synced(source.name, source.log, "nothing new", newest.version, 0, sync.requests)
        imported = brought.imported
        file = str(imported.file.relative_to(sync.folder))
        description = imported.description | {"sync": brought.kept}
        version = self._catalogue.register(source.log, file, description, newest.version if newest else 0)
        if version is None:
            imported.file.unlink()
            raise WorkspaceProblem(
                "Another sync or import made a newer version meanwhile.", f"log {source.log}", "Sync again."
            )
        brought.afterwards()
        prune_log(self._catalogue, source.log, int(source.settings["keep"]))
        forget_old_pages(sync.folder, source, self._catalogue.versions(source.log)[0])
        return Synced(
            source.name,
            source.log,
            "done",
            version.version,
            brought.items,
            sync.requests,
            tuple(imported.notes),
        )

    def _newest(self, source: SavedSource) -> Version | None:
        """The newest version of the source's log, which a sync is added to."""
        try:
            return self._catalogue.version(source.log)
        except UnknownName:
            return None

    def _refuse_others_log(self, name: str, log: str) -> None:
        try:
            newest = self._catalogue.version(log)
        except UnknownName:
            return
        if newest.description.get("sync", {}).get("source") != name:
            raise WrongOption(
                f"There is a log {log} already, and it was not read from this source.",
                "log",
                "Name another: --log NAME.",
            )

    def _history_from(self, source: SavedSource) -> datetime | None:
        newest = self._newest(source)
        first = newest.facts.get("first_at") if newest else None
        return datetime.fromisoformat(first) if first else None


def _is_rows(source: SavedSource) -> bool:
    from procmine.importers.tools import tool_of

    return tool_of(source.kind).reads == "rows"


def _ended(problem: BaseException) -> tuple[str, str, str]:
    """How a run that did not end well is told: outcome, what happened, what to do."""
    if isinstance(problem, ProcmineError):
        return "failed", f"{problem.found} ({problem.where})", problem.cure
    if isinstance(problem, KeyboardInterrupt):
        return "stopped", "Stopped by hand.", GOES_ON
    return (
        "failed",
        f"{type(problem).__name__}: {problem}",
        "This is a fault of procmine; the last good version of the log stays.",
    )


def _of_run(run: Run | None) -> tuple[Any, ...]:
    if run is None:
        return (None, "never synced", None, None, None, None)
    if run.outcome is None and not run.is_running:
        told = "It ended before it was through: the process was killed, or the machine went down."
        return (run.began_at, "broken off", told, GOES_ON, run.items, run.requests)
    return (
        run.ended_at or run.began_at, run.outcome or "running", run.told, run.cure, run.items, run.requests,
    )  # fmt: skip
