"""Every page a tool answered, kept compressed, so that a log can be mapped anew without asking again.

A run of a source is a folder with one file a page. A run that was broken off is taken up again: the same requests are
answered from their files, and only what is not there yet is fetched. What a page is lies in the first line of its file, so that
a folder is looked through without unpacking what the pages tell.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

SUFFIX = ".json.gz"


@dataclass(frozen=True)
class Page:
    """One answer: what was asked for, and what came. `kind` says which parser reads it, `about` what it tells of."""

    kind: str
    about: str
    url: str
    status: int
    headers: dict[str, str]
    body: Any
    fetched_at: datetime
    key: str = field(default="", repr=False)

    def link(self, relation: str) -> str | None:
        """The address under `rel="…"` of the Link header, e.g. `next`."""
        for part in self.headers.get("link", "").split(","):
            address, _, said = part.partition(";")
            if f'rel="{relation}"' in said.replace("'", '"'):
                return address.strip().strip("<>")
        return None


class Archive:
    """The pages of one run, in the order in which they came."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._numbers: dict[str, int] = {}
        self._instants: list[datetime] = []
        for number, path in self._numbered():
            head = _head(path)
            if head:
                self._numbers[head["key"]] = number
                self._instants.append(datetime.fromisoformat(head["fetched_at"]))
        self._next = max(self._numbers.values(), default=0) + 1
        self._asked: Counter[str] = Counter()

    def key(self, method: str, url: str, said: Any) -> str:
        """What a request is known by; one that is made again in the same run is another request."""
        text = json.dumps([method, url, said], sort_keys=True, ensure_ascii=False, default=str)
        self._asked[text] += 1
        return hashlib.sha256(f"{text} {self._asked[text]}".encode()).hexdigest()

    def page(self, key: str) -> Page | None:
        """The page of an earlier attempt at this run, if it came."""
        number = self._numbers.get(key)
        return _read(self._path(number)) if number else None

    def keep(self, page: Page) -> None:
        """Write a page so that it is there whole or not at all."""
        path = self._path(self._next)
        head = vars(page) | {"fetched_at": page.fetched_at.isoformat()}
        body = head.pop("body")
        text = "\n".join(json.dumps(part, ensure_ascii=False) for part in (head, body))
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_bytes(gzip.compress(text.encode(), 6, mtime=0))
        os.replace(unfinished, path)
        self._numbers[page.key] = self._next
        self._instants.append(page.fetched_at)
        self._next += 1

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When the first page came, and the last."""
        return min(self._instants), max(self._instants)

    def pages(self) -> Iterator[Page]:
        """Every page that is whole, in order."""
        return (page for _, path in self._numbered() if (page := _read(path)))

    def forget(self) -> None:
        """Remove the pages: of a run that cannot be taken up again, or where names may not be kept."""
        for path in self.folder.glob("*"):
            path.unlink()
        self._numbers, self._instants, self._next = {}, [], 1
        self._asked.clear()

    def _numbered(self) -> Iterator[tuple[int, Path]]:
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            yield int(path.name.removesuffix(SUFFIX)), path

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08d}{SUFFIX}"


def _head(path: Path) -> dict[str, Any] | None:
    """What the page of a file is, without what it tells; None where not even that can be read."""
    try:
        with gzip.open(path) as packed:
            head: dict[str, Any] = json.loads(packed.readline())
    except (OSError, EOFError, zlib.error, ValueError):
        return None
    return head


def _read(path: Path) -> Page | None:
    """The page of a file; None where a machine that lost its power left it broken: it is fetched again."""
    try:
        head, body = gzip.decompress(path.read_bytes()).split(b"\n", 1)
        told = json.loads(head) | {"body": json.loads(body)}
    except (OSError, EOFError, zlib.error, ValueError):
        return None
    return Page(**(told | {"fetched_at": datetime.fromisoformat(told["fetched_at"])}))
