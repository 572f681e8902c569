"""Reading the entities of a Jira backup as a stream: the zip that Jira writes, or its `entities.xml`.

The file is read without a DTD and without entities, which could hide an XML bomb; one that has a DTD is refused.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from procmine.errors import SourceProblem
from procmine.importers.fetching.archive import Archive, Page

MEMBER = "entities.xml"


@dataclass
class Backup:
    """One source's door to a backup. `entities` gives what is of some kinds; `keep` makes a page."""

    file: Path
    archive: Archive
    said: Callable[[str], None] = lambda text: None
    source: str = "source"
    pace: float | None = None
    requests: int = 0
    replayed: int = 0
    _written: datetime = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not self.file.is_file():
            raise SourceProblem("There is no such file.", self._where, "Check the path of the backup.")
        self._written = datetime.fromtimestamp(self.file.stat().st_mtime, UTC)
        self.archive.forget()  # a file is read faster than what an earlier attempt kept of it is checked

    @property
    def _where(self) -> str:
        return f"source {self.source}, {self.file}"

    def entities(self, *kinds: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Every entity of these kinds with what it says; long texts are elements of their own inside it."""
        from lxml import etree

        self.requests += 1
        with self._opened() as stream:
            try:
                read = etree.iterparse(
                    stream, tag=kinds, resolve_entities=False, no_network=True, load_dtd=False
                )
                for _, one in read:
                    if one.getroottree().docinfo.doctype:
                        raise SourceProblem("The file has a DTD, which can hide an XML bomb.", self._where, "Make the backup again, with Jira.")  # fmt: skip
                    yield one.tag, dict(one.attrib) | {part.tag: part.text or "" for part in one}
                    one.clear()
                    while one.getprevious() is not None:
                        del one.getparent()[0]
            except etree.XMLSyntaxError as broken:
                raise SourceProblem(
                    f"The XML is broken in line {broken.lineno}: {broken.msg}.", self._where, "Make the backup again."
                ) from None  # fmt: skip

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if not zipfile.is_zipfile(self.file):
            with self.file.open("rb") as plain:
                yield plain
            return
        with zipfile.ZipFile(self.file) as packed:
            names = [name for name in packed.namelist() if name.rpartition("/")[2] == MEMBER]
            if not names:
                raise SourceProblem(f"There is no {MEMBER} in this zip.", self._where, "Give a backup of Jira Data Center.")  # fmt: skip
            with packed.open(names[0]) as member:
                yield member

    def keep(self, kind: str, body: Any) -> None:
        key = self.archive.key("XML", kind, [])  # the archive tells those of one kind apart
        self.archive.keep(Page(kind, "", str(self.file), 200, {}, body, self._written, key))

    def close(self) -> None:
        """Nothing stays open."""
