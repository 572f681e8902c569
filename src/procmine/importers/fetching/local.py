"""What all doors to something on this machine share: it is read whole each time, and what is read is kept as pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from procmine.errors import SourceProblem
from procmine.importers.fetching.archive import Archive, Page


@dataclass
class LocalDoor:
    """One source's door to a file or folder; `keep` makes a page of a part of it."""

    path: Path
    archive: Archive
    said: Callable[[str], None] = lambda text: None
    source: str = "source"
    pace: float | None = None
    requests: int = 0
    replayed: int = 0
    is_folder = False

    def __post_init__(self) -> None:
        if not (self.path.is_dir() if self.is_folder else self.path.is_file()):
            what = "folder" if self.is_folder else "file"
            raise SourceProblem(f"There is no such {what}.", self.where, "Check the path, and that this user may read it.")  # fmt: skip
        self.seen_at = self._seen_at()
        self.archive.forget()  # it is read faster than what an earlier attempt kept of it is checked

    def _seen_at(self) -> datetime:
        """Of when what is read is: a file, of when it was written."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    @property
    def where(self) -> str:
        return f"source {self.source}, {self.path}"

    def keep(self, kind: str, body: Any, about: str = "") -> Page:
        key = self.archive.key("LOCAL", kind, about)  # the archive tells those of one kind apart
        page = Page(kind, about, str(self.path), 200, {}, body, self.seen_at, key)
        self.archive.keep(page)
        return page

    def close(self) -> None:
        """Nothing stays open."""
