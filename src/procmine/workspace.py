"""A workspace: a folder with logs, each in versions that never change."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.actions import Actions
from procmine.asked_as_a_whole import AskedAsAWhole
from procmine.changes import Changes, changes_between
from procmine.errors import NothingNew, UnknownName, WorkspaceProblem, WrongOption
from procmine.happy_paths import KeepingHappyPaths
from procmine.importers import Imported, ImportOptions, import_log
from procmine.log import EventLog
from procmine.naming import checked_name, folder_of, stem
from procmine.pruning import Pruned, prune
from procmine.saved_calendars import KeepingCalendars
from procmine.saved_models import KeepingModels
from procmine.scenarios import KeepingScenarios
from procmine.screening import names_in_texts, roles_to_confirm
from procmine.sources import Sources
from procmine.store import Catalogue, PeopleRules, Survey, Version

if TYPE_CHECKING:
    import pandas as pd

    from procmine.importers.mapping import Guess

DEFAULT = "procmine-workspace"
APPENDS_TRIED = 5  # a log that grows faster than rows can be added to it is told, not waited for for ever


def default_folder() -> Path:
    return Path(os.environ.get("PROCMINE_WORKSPACE") or DEFAULT)


class Workspace(KeepingCalendars, KeepingHappyPaths, KeepingModels, KeepingScenarios, AskedAsAWhole):
    """The logs of one folder. Notebook, command line, app and imports use it at the same time."""

    def __init__(self, folder: str | os.PathLike[str], *, is_created: bool = True):
        self.folder = Path(folder).expanduser().resolve()
        if not (self.folder / "catalogue.sqlite").exists():
            if not is_created:
                raise WorkspaceProblem(
                    "There is no workspace here.",
                    str(self.folder),
                    "Import a log, or name a folder with --workspace.",
                )
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
            except OSError as problem:
                raise WorkspaceProblem(
                    f"The folder cannot be made: {problem.strerror}.",
                    str(self.folder),
                    "Choose another with --workspace.",
                ) from problem
        self._catalogue = Catalogue(self.folder)

    def read(self, source: Any, *, name: str | None = None, append: bool = False, **options: Any) -> EventLog:
        """Import a file, frame or database as the log `name` (by default the file's or table's); an existing log gets a new version.

        With `append` the rows are added to the newest version; rows that tell an event it already holds are
        quarantined, so exports may overlap. Columns, zone, order of dates, choice of rows, repairs and the rule for
        complete cases that are not said again are those of the version before, and a note says which.

        A database (`postgresql://user@host/db`, an SQLite or DuckDB file) takes `table` or `query`, and with a `cursor` and
        `append` only what came since the last time is read; where nothing did, the log is given back as it is.

        Options are those of an import: case, activity, started_at, ended_at, resource, lifecycle, sequence, zone,
        dates, rows, complete_when, observed_from, extracted_at, recipe, sheet, table, query, cursor, overlap, timeout_seconds.
        """
        try:
            return self.add(source, ImportOptions.of(options), name, append=append)[0]
        except NothingNew:
            assert name is not None  # rows are added to a log that was named
            return self.log(name)

    def add(
        self, source: Any, options: ImportOptions, name: str | None = None, *, append: bool = False,
        agrees: Callable[[Guess], bool] | None = None,
    ) -> tuple[EventLog, Imported]:  # fmt: skip
        """As `read`, with the story of the import beside the log; `agrees` is shown the guessed columns.

        Raises NothingNew where a database that is read on has nothing to add.
        """
        if name is not None:
            checked_name(name)
        if append:
            return self._appended(source, options, name, agrees)
        folder = folder_of(name or stem(source))
        imported = import_log(
            self.folder, folder, source, options, agrees, newest=lambda own: self._newest(name or own)
        )
        version = self._registered(name or checked_name(imported.source.name), imported)
        assert version is not None
        return EventLog(version), imported

    def _appended(
        self, source: Any, options: ImportOptions, name: str | None, agrees: Callable[[Guess], bool] | None
    ) -> tuple[EventLog, Imported]:
        """The rows added to the newest version; done again where another import made a newer one meanwhile."""
        if name is None:
            raise WrongOption(
                "It is not said which log to add to.",
                "append",
                "Name it: --name tickets; in Python name='tickets'.",
            )
        for _ in range(APPENDS_TRIED):
            earlier = self.log(name).version
            imported = import_log(self.folder, folder_of(name), source, options, agrees, earlier)
            version = self._registered(name, imported, expected=earlier.version)
            if version:
                return EventLog(version), imported
            imported.file.unlink()
            agrees = agrees and _once_agreed
        raise WorkspaceProblem(
            "Other imports kept making newer versions while these rows were added.",
            f"log {name}",
            "Nothing was changed; add the rows again when the others have finished.",
        )

    def _newest(self, name: str) -> Version | None:
        try:
            return self._catalogue.version(name)
        except UnknownName:
            return None

    def _registered(self, name: str, imported: Imported, expected: int | None = None) -> Version | None:
        file = str(imported.file.relative_to(self.folder))
        return self._catalogue.register(name, file, imported.description, expected)

    def logs(self) -> pd.DataFrame:
        """One row per log: log, version, cases, events, open cases are counted by `summary`; imported_at, source."""
        import pandas as pd

        rows = [
            (
                v.name,
                v.version,
                v.facts["cases"],
                v.facts["events"],
                v.facts["quarantined"],
                v.created_at,
                v.description["source"]["name"],
            )
            for v in self._catalogue.logs()
        ]
        return pd.DataFrame(
            rows, columns=["log", "version", "cases", "events", "quarantined", "imported_at", "source"]
        )

    def names(self) -> list[str]:
        return [version.name for version in self._catalogue.logs()]

    def log(self, name: str, version: int | None = None) -> EventLog:
        """The log `name`: its newest version, or the one asked for."""
        return EventLog(self._catalogue.version(name, version))

    def versions(self, name: str) -> list[Version]:
        return self._catalogue.versions(name)

    def changes(self, name: str, since: int | None = None) -> Changes:
        """What the newest version of a log added, removed and altered against version `since` (by default the one before)."""
        versions = self._catalogue.versions(name)
        if len(versions) < 2 and since is None:
            raise WrongOption(
                f"{name} has one version only, so nothing has changed.",
                f"log {name}",
                "Import it again to compare.",
            )
        earlier = self._catalogue.version(name, since) if since is not None else versions[-2]
        return changes_between(earlier, versions[-1])

    @property
    def people(self) -> PeopleRules:
        """Whether answers may name individuals: `ws.people.choose("roles")`, `.unlock("purpose")`, `.lock()`, `.acts()`."""
        return self._catalogue.people

    def confirm_roles(
        self, name: str, roles: Mapping[str, str] | None = None, *, by: str | None = None
    ) -> dict[str, int]:
        """Keep the role of each resource of a log, as `by="role"` then means it; gives back how many people each has.

        `roles` is a mapping from resources to roles (`pm.roles(log).as_mapping()`, looked through and mended), or `by`
        an attribute such as `team`: each resource then has the value recorded with most of its work. What was kept
        before is replaced, by an empty mapping with nothing. Raises UnknownName for resources the log does not have.
        """
        kept = roles_to_confirm(self.log(name), roles, by, is_screened=self.people.is_screened)
        self.people.confirm(name, kept)
        return dict(Counter(kept.values()))

    def names_in_texts(self) -> dict[str, tuple[list[str], int]]:
        """By log, activities and the number of cases that bear somebody's name in their own: those no choice of roles hides."""
        found = {version.name: names_in_texts(version) for version in self._catalogue.logs()}
        return {name: told for name, told in found.items() if any(told)}

    @property
    def survey(self) -> Survey:
        """How satisfied people are, kept without names: `ws.survey.answer("orders", 4, hinders="…")`, `.answers("orders")`."""
        return self._catalogue.survey

    @property
    def actions(self) -> Actions:
        """The register of improvements: `ws.actions.add(…)`, `.from_finding(row, log)`, `.change(1, …)`, `.list()`, `.get(1)`."""
        return Actions(self._catalogue)

    @property
    def sources(self) -> Sources:
        """The tools that logs are read from: `ws.sources.add("support", "redmine", url=…)`, `.plan(…)`, `.sync(…)`, `.table()`."""
        return Sources(self._catalogue)

    def prune(self, *, keep: int = 1) -> Pruned:
        """Remove all but the newest `keep` versions of each log, and what imports that died left behind.

        A version that an action cites stays. Gives back the files removed; `.kept` are the versions that stay, and why.
        """
        if keep < 1:
            raise WrongOption(f"keep is {keep}.", "prune(keep=…)", "Keep at least one version of each log.")
        return prune(self._catalogue, keep)

    def close(self) -> None:
        self._catalogue.close()

    def __repr__(self) -> str:
        return f"Workspace({str(self.folder)!r})"


def _once_agreed(_: Guess) -> bool:
    """Who agreed to the columns is not asked again when the same rows are added to a newer version."""
    return True


def open(folder: str | os.PathLike[str] | None = None) -> Workspace:
    """Open the workspace in `folder`, making it if it is not there."""
    return Workspace(folder if folder is not None else default_folder())
