"""The sources of a workspace, and what is done with them: add, plan, sync, drop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from procmine.errors import NothingNew, ProcmineError, UnknownName, WorkspaceProblem, WrongOption
from procmine.importers import ImportOptions, import_log
from procmine.naming import checked_name, folder_of
from procmine.sources.asking import Asking, fetched
from procmine.store import Catalogue, Run, SavedSource, Version

if TYPE_CHECKING:
    import pandas as pd

    from procmine.importers.fetching.archive import Archive
    from procmine.importers.source import Note
    from procmine.importers.tools.tool import Plan, Said, Since

RAW = "raw"
SCOPELESS = (
    "model",
    "done",
    "zone",
    "complete_when",
    "secret",
    "pseudonyms",
)  # settings that do not say what is read
AS_OLD_AS = timedelta(days=1)  # a version this old is made anew where nothing is new: open cases have aged


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
        return f"{self.source}: {self.items:,} items in {self.requests:,} requests → {self.log}, version {self.version}"


class Sources:
    """The sources of one workspace: `ws.sources.add("support", "redmine", url=…)`, `.sync("support")`, `.table()`."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue
        self._saved = catalogue.sources

    def add(self, name: str, kind: str, *, log: str | None = None, **settings: Any) -> SavedSource:
        """Keep a source under a name. It is read into the log `log` (by default of the same name) when it is synced.

        Raises UnknownName for a tool that is none, WrongOption with every setting that cannot be used; a log that
        somebody imported from elsewhere is not overwritten.
        """
        from procmine.importers.fetching.secrets import checked_place
        from procmine.importers.tools import tool_of
        from procmine.importers.tools.tool import checked_settings

        name, log = checked_name(name), checked_name(log or name)
        kept = checked_settings(tool_of(kind), settings)
        for place in ("secret", "pseudonyms"):
            if kept.one(place):
                checked_place(kept.needed(place))
        self._refuse_others_log(name, log)
        self._saved.save(SavedSource(name, kind, log, dict(kept.given)))
        return self._saved.named(name)

    def table(self) -> pd.DataFrame:
        """One row per source: source, kind, log, last_at, outcome, told, cure, items, requests, history of the last run."""
        import pandas as pd

        last = {run.source: run for run in reversed(self._saved.runs())}
        rows = [
            (s.name, s.kind, s.log, *_of_run(last.get(s.name)), self._history(s)) for s in self._saved.all()
        ]
        columns = [
            "source",
            "kind",
            "log",
            "last_at",
            "outcome",
            "told",
            "cure",
            "items",
            "requests",
            "history",
        ]
        return pd.DataFrame(rows, columns=pd.Index(columns))

    def runs(self, name: str) -> list[Run]:
        """The runs of a source, the newest first."""
        self._saved.named(name)
        return self._saved.runs(name)

    def named(self, name: str) -> SavedSource:
        return self._saved.named(name)

    def drop(self, name: str) -> None:
        """Forget a source and what it fetched; the log that was read from it stays."""
        import shutil

        self._saved.drop(name)
        shutil.rmtree(self._catalogue.folder / RAW / folder_of(name), ignore_errors=True)

    def plan(self, name: str, said: Said = lambda text: None) -> Plan:
        """What the next sync would do: scope, items, requests, minutes, and how far back the tool's history reaches."""
        import tempfile
        from pathlib import Path

        from procmine.importers.fetching.archive import Archive

        source = self._saved.named(name)
        with (
            tempfile.TemporaryDirectory(prefix="procmine-") as room,
            self._asking(source, Archive(Path(room)), said) as asking,
        ):
            began = datetime.now(UTC)
            plan = asking.tool.plan(asking.client, asking.settings, self._since(self._newest(source), source))
            a_request = (datetime.now(UTC) - began).total_seconds() / max(1, asking.client.requests)
        if plan.minutes is None and plan.requests is not None:
            paced = 60.0 / asking.client.pace if asking.client.pace else 0.0
            plan = replace(plan, minutes=plan.requests * max(a_request, paced) / 60)
        return plan

    def sync(self, name: str, said: Said = lambda text: None) -> Synced:
        """Bring a source's log up to date. Raises SourceProblem and what an import raises; the last good version then stays."""
        from procmine.importers.fetching.archive import Archive

        source = self._saved.named(name)
        newest = self._newest(source)
        run = self._saved.begin(name, newest.version if newest else None)
        archive = Archive(self._catalogue.folder / RAW / folder_of(name) / f"{run.run:06d}")
        told: dict[str, Any] = {}
        try:
            with self._asking(source, archive, said) as asking:
                synced = self._synced(asking, newest, run, told)
        except ProcmineError as problem:
            self._saved.end(
                run, "failed", told=f"{problem.found} ({problem.where})", cure=problem.cure, **told
            )
            raise
        except KeyboardInterrupt:
            self._saved.end(
                run,
                "stopped",
                told="Stopped by hand.",
                cure="Sync again: it goes on where it stopped.",
                **told,
            )
            raise
        except BaseException as problem:
            self._saved.end(
                run,
                "failed",
                told=f"{type(problem).__name__}: {problem}",
                cure="This is a fault of procmine; what came is kept.",
                **told,
            )
            raise
        self._saved.end(run, synced.outcome, **(told | {"items": synced.items, "version": synced.version}))
        return synced

    def _synced(self, asking: Asking, newest: Version | None, run: Run, told: dict[str, Any]) -> Synced:
        source, archive, said = asking.source, asking.archive, asking.settings
        since = self._since(newest, source)
        cursor = fetched(asking, since)
        told["requests"] = asking.client.requests
        history = asking.history(newest if since else None, is_told_anyway=_is_old(newest, source))
        options = ImportOptions(
            **history.roles, zone=said.one("zone"), complete_when=said.one("complete_when")
        )
        try:
            imported = import_log(self._catalogue.folder, folder_of(source.log), history, options)
        except NothingNew:
            assert newest is not None
            return Synced(source.name, source.log, "nothing new", newest.version, 0, asking.client.requests)
        began = min(page.fetched_at for page in archive.pages())
        sync = {"source": source.name, "run": run.run, "cursor": dict(cursor), "began_at": began.isoformat(), "settings": source.settings}  # fmt: skip
        file = str(imported.file.relative_to(self._catalogue.folder))
        version = self._catalogue.register(
            source.log,
            file,
            imported.description | {"sync": sync},
            expected=newest.version if newest else None,
        )
        if version is None:
            imported.file.unlink()
            raise WorkspaceProblem(
                "Another sync or import made a newer version meanwhile.", f"log {source.log}", "Sync again."
            )
        if asking.pseudonyms:
            archive.forget()  # pages name people
        items = imported.source.details["items"]
        return Synced(
            source.name,
            source.log,
            "done",
            version.version,
            items,
            asking.client.requests,
            tuple(imported.notes),
        )

    def _asking(self, source: SavedSource, archive: Archive, said: Said) -> Asking:
        return Asking.of(source, archive, said)

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

    def _since(self, newest: Version | None, source: SavedSource) -> Since | None:
        from procmine.importers.tools.tool import Since

        sync = newest.description.get("sync") if newest else None
        if newest and (not sync or sync["source"] != source.name):
            raise WrongOption(
                f"The newest version of {source.log} was not read from this source, but imported.",
                f"log {source.log}, version {newest.version}",
                "Read the source into another log: drop it and add it with --log NAME.",
            )
        if not sync or _scope(sync["settings"]) != _scope(source.settings):
            return None
        return Since(sync["cursor"], datetime.fromisoformat(sync["began_at"]))

    def _history(self, source: SavedSource) -> str:
        newest = self._newest(source)
        first = newest.facts.get("first_at") if newest else None
        return str(first) if first else ""


def _is_old(newest: Version | None, source: SavedSource) -> bool:
    """Whether a version is due although nothing is new: the ages of open cases would mislead, or it is to be told otherwise."""
    if newest is None or datetime.now(UTC) - newest.created_at > AS_OLD_AS:
        return True
    return newest.description["sync"]["settings"] != source.settings


def _scope(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name not in SCOPELESS}


def _of_run(run: Run | None) -> tuple[Any, ...]:
    if run is None:
        return (None, "never synced", None, None, None, None)
    outcome = run.outcome or ("running" if run.is_running else "broken off")
    return (run.ended_at or run.began_at, outcome, run.told, run.cure, run.items, run.requests)
