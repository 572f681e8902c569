"""A sync of a source whose tool is asked page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from procmine.errors import NothingNew, SourceProblem
from procmine.importers import ImportOptions, import_log
from procmine.naming import folder_of
from procmine.sources.bringing import Brought, Sync, kept_of, last_sync

if TYPE_CHECKING:
    from pathlib import Path

    from procmine.importers import Imported
    from procmine.importers.fetching.archive import Archive
    from procmine.importers.histories.history import History
    from procmine.importers.source import Note
    from procmine.importers.tools.tool import Plan, Said, Settings, Since, Tool
    from procmine.store import SavedSource, Version

RAW = "raw"
SCOPELESS = (
    "model",
    "done",
    "zone",
    "complete_when",
    "keep",
    "pace",
    "tracked",
    "title",
    "updated",
    "secret",
)  # settings that do not say what is read
AS_OLD_AS = timedelta(days=1)  # a version this old is made anew where nothing is new: open cases have aged
OUTLIVED = (400, 404, 410)  # how tools answer for a cursor that has expired


def bring_from_tool(sync: Sync) -> Brought:
    """Fetch what is new, and make a version file of it and of what the newest version held. Raises NothingNew.

    What was fetched stays for the next attempt only where the line or the server let it down: pages that could not be
    read, or that told nothing new, would be met again.
    """
    from procmine.importers.fetching.archive import Archive

    archive = Archive(sync.folder / RAW / folder_of(sync.source.name) / f"{sync.run.run:06d}")
    since = _since(sync.newest, sync.source)
    with Asking.of(
        sync.source, archive, sync.said
    ) as asking:  # a key that is missing leaves the pages where they are
        if asking.pseudonyms:  # pages of a run that nobody took up name people, too
            forget_pages(sync.folder, sync.source, lambda run: run != sync.run.run)
        try:
            return _brought(sync, asking, since)
        except KeyboardInterrupt:
            raise
        except SourceProblem as problem:
            if problem.status is None:
                archive.forget()
            raise
        except BaseException:
            archive.forget()
            raise
        finally:
            sync.requests = asking.client.requests


def _brought(sync: Sync, asking: Asking, since: Since | None) -> Brought:
    cursor = _fetched(asking, since)
    is_due, is_whole = _is_due(sync.newest, sync.source), asking.tool.is_whole
    earlier = sync.newest if since and not is_whole else None
    history = asking.history(earlier, is_told_anyway=is_due or is_whole)
    said = asking.settings
    options = ImportOptions(**history.roles, zone=said.one("zone"), complete_when=said.one("complete_when"))
    imported = import_log(sync.folder, folder_of(sync.source.log), history, options)
    if is_whole and not is_due:
        _refuse_the_same(imported, sync)
    kept = kept_of(sync, cursor=dict(cursor), began_at=asking.archive.span[0].isoformat())
    # Where people go by pseudonyms, the pages that name them do not stay.
    afterwards = asking.archive.forget if asking.pseudonyms else lambda: None
    return Brought(imported, kept, imported.source.details["items"], afterwards)


def forget_old_pages(folder: Path, source: SavedSource, oldest: Version) -> None:
    """Remove the pages of runs before the one that made the oldest version that is still there."""
    first = oldest.description.get("sync", {}).get("run", 0)
    forget_pages(folder, source, lambda run: run < first)


def forget_pages(folder: Path, source: SavedSource, is_meant: Callable[[int], bool]) -> None:
    """Remove the pages of those runs of a source that are meant."""
    import shutil

    for run in (folder / RAW / folder_of(source.name)).glob("[0-9]*"):
        if is_meant(int(run.name)):
            shutil.rmtree(run, ignore_errors=True)


def _refuse_the_same(imported: Imported, sync: Sync) -> None:
    """Raises NothingNew where a source that is read whole tells what the newest version holds."""
    assert sync.newest is not None
    if imported.source.fingerprint == sync.newest.description["source"]["fingerprint"]:
        imported.file.unlink()
        raise NothingNew("Everything is as it was.", f"source {sync.source.name}", "There is nothing to add yet.")  # fmt: skip


def plan_of_tool(source: SavedSource, newest: Version | None, said: Said) -> Plan:
    """What the next sync would do, from few requests."""
    import tempfile
    from pathlib import Path

    from procmine.importers.fetching.archive import Archive

    with (
        tempfile.TemporaryDirectory(prefix="procmine-") as room,
        Asking.of(source, Archive(Path(room)), said) as asking,
    ):
        began = datetime.now(UTC)
        plan = asking.tool.plan(asking.client, asking.settings, _since(newest, source))
        a_request = (datetime.now(UTC) - began).total_seconds() / max(1, asking.client.requests)
        if plan.minutes is not None or plan.requests is None:
            return plan
        paced = 60.0 / asking.client.pace if asking.client.pace else 0.0
        return replace(plan, minutes=plan.requests * max(a_request, paced) / 60)


def _since(newest: Version | None, source: SavedSource) -> Since | None:
    """From where to go on; None where nothing was read yet, or another scope was."""
    from procmine.importers.tools.tool import Since

    sync = last_sync(newest, source)
    if not sync or sync["kind"] != source.kind or _scope(sync["settings"]) != _scope(source.settings):
        return None
    return Since(sync["cursor"], datetime.fromisoformat(sync["began_at"]))


def _scope(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name not in SCOPELESS}


def _is_due(newest: Version | None, source: SavedSource) -> bool:
    """Whether a version is due although nothing is new: the ages of open cases would mislead, or it is to be told otherwise."""
    if newest is None or datetime.now(UTC) - newest.created_at > AS_OLD_AS:
        return True
    return newest.description["sync"]["settings"] != source.settings


def place_of_key(tool: Tool, settings: Settings) -> str | None:
    """Where the key of a source lies; None where none is needed."""
    return settings.one("secret") or (f"env:{tool.secret}" if tool.is_keyed(settings) else None)


@dataclass
class Asking:
    """A source with all that is needed to ask its tool: settings, key, client, archive."""

    source: SavedSource
    tool: Tool
    settings: Settings
    archive: Archive
    client: Any  # of the tool's own kind
    pseudonyms: str | None = None

    @classmethod
    def of(cls, source: SavedSource, archive: Archive, said: Said) -> Asking:
        """Raises SourceProblem where a key is not where it should be."""
        from procmine.importers.fetching.secrets import secret_at
        from procmine.importers.tools import tool_of
        from procmine.importers.tools.checking import checked_settings

        tool = tool_of(source.kind)
        settings = checked_settings(tool, source.settings)
        place = place_of_key(tool, settings)
        secret = secret_at(place, source.name) if place else None
        key = settings.one("pseudonyms")
        client = tool.client(settings, archive, secret, said, source.name)
        return cls(source, tool, settings, archive, client, secret_at(key, source.name) if key else None)

    def __enter__(self) -> Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def history(self, newest: Version | None, *, is_told_anyway: bool) -> History:
        """What is archived of this run, to be added to what `newest` holds."""
        from procmine.importers.histories.history import History

        said = self.settings
        return History(
            self.source.name, self.source.kind, self._tell, newest, model=said.needed("model"),
            done=said.many("done") or None, diffed=self.tool.diffs(said), people=(*self.tool.people, *said.many("people")), key=self.pseudonyms,
            seen_at=self.archive.span[1], is_told_anyway=is_told_anyway,
        )  # fmt: skip

    def _tell(self, rows: Any) -> Iterator[Note]:
        from procmine.importers.tools.tool import sure

        for page in self.archive.pages():
            sure(self.tool, page, rows, self.settings)
        yield from ()


def _fetched(asking: Asking, since: Since | None) -> Any:
    """The cursor after everything was fetched. Where an earlier attempt's pages lead nowhere any more, all is asked for anew."""
    try:
        return asking.tool.fetch(asking.client, asking.settings, since)
    except SourceProblem as problem:
        if not asking.client.replayed or problem.status not in OUTLIVED:
            raise
        asking.client.said(
            f"{asking.source.name}: what an earlier attempt read is no longer valid; beginning anew"
        )
        asking.archive.forget()
        return asking.tool.fetch(asking.client, asking.settings, since)
