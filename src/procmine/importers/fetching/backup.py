"""Reading the entities of a Jira backup as a stream: the zip that Jira writes, or its `entities.xml`.

The file is read without a DTD and without entities, which could hide an XML bomb; one that has a DTD is refused.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from procmine.errors import SourceProblem
from procmine.importers.fetching.local import LocalDoor

MEMBER = "entities.xml"


@dataclass
class Backup(LocalDoor):
    """One source's door to a backup. `entities` gives what is of some kinds."""

    def entities(self, *kinds: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Every entity of these kinds with what it says; long texts are elements of their own inside it."""
        from lxml import etree

        self.requests += 1
        with self._opened() as stream:
            try:
                # Not by `tag`: what is not asked for would stay in memory until something comes that is.
                read = etree.iterparse(stream, resolve_entities=False, no_network=True, load_dtd=False)
                for place, (_, one) in enumerate(read):
                    if not place and one.getroottree().docinfo.doctype:
                        raise SourceProblem("The file has a DTD, which can hide an XML bomb.", self.where, "Make the backup again, with Jira.")  # fmt: skip
                    root = one.getparent()
                    if root is None or root.getparent() is not None:
                        continue
                    if one.tag in kinds:
                        yield one.tag, dict(one.attrib) | {part.tag: part.text or "" for part in one}
                    one.clear()
                    while one.getprevious() is not None:
                        del root[0]
            except etree.XMLSyntaxError as broken:
                raise SourceProblem(
                    f"The XML is broken in line {broken.lineno}: {broken.msg}.", self.where, "Make the backup again."
                ) from None  # fmt: skip

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if not zipfile.is_zipfile(self.path):
            with self.path.open("rb") as plain:
                yield plain
            return
        with zipfile.ZipFile(self.path) as packed:
            names = [name for name in packed.namelist() if name.rpartition("/")[2] == MEMBER]
            if not names:
                raise SourceProblem(f"There is no {MEMBER} in this zip.", self.where, "Give a backup of Jira Data Center.")  # fmt: skip
            with packed.open(names[0]) as member:
                yield member
