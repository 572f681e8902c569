"""One source and all that is needed to ask its tool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import SourceProblem

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Archive
    from procmine.importers.histories.history import History
    from procmine.importers.source import Note
    from procmine.importers.tools.tool import Said, Settings, Since, Tool
    from procmine.store import SavedSource, Version

OUTLIVED = (400, 404, 410)  # how tools answer for a cursor that has expired


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
        from procmine.importers.tools.tool import checked_settings

        tool = tool_of(source.kind)
        settings = checked_settings(tool, source.settings)
        place = settings.one("secret") or (f"env:{tool.secret}" if tool.secret else None)
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
            done=said.many("done") or None, diffed=self.tool.diffed, people=self.tool.people, key=self.pseudonyms,
            seen_at=max(page.fetched_at for page in self.archive.pages()), is_told_anyway=is_told_anyway,
        )  # fmt: skip

    def _tell(self, rows: Any) -> Iterator[Note]:
        from procmine.importers.tools.tool import sure

        for page in self.archive.pages():
            sure(self.tool, page, rows, self.settings)
        yield from ()


def fetched(asking: Asking, since: Since | None) -> Any:
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
