"""Tables kept in memory within a number of bytes, so that what many statements read is made once."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from procmine.engine.duck import Engine, engine

LIMIT_BYTES = 1024 * 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """Tables that lie in memory, what is known of them, and their bytes, roughly."""

    tables: tuple[str, ...]
    bytes: int
    known: Any = None


class _Entry:
    """One thing kept: made or promised, and how many statements read it now."""

    def __init__(self) -> None:
        self.made: Future[Kept] = Future()
        self.readers = 0

    @property
    def bytes(self) -> int:
        return self.made.result().bytes if self.made.done() else 0


class Shelf:
    """What is kept in memory, the least recently used leaving first.

    A thing is made once, however many ask for it at the same time; different things are made side by side.
    One that is being read stays until it has been read, and so does the newest, however large.
    """

    def __init__(self, limit_bytes: int = LIMIT_BYTES, of: Engine = engine) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Entry] = OrderedDict()
        self._limit = limit_bytes
        self._engine = of

    @contextmanager
    def using(self, said: str, make: Callable[[str], Kept]) -> Iterator[Kept]:
        """What `said` tells apart, made where it is missing, for as long as the block runs.

        `make` gets a word for the names of its tables; where it fails half way it drops what it had made.
        """
        key = hashlib.sha256(said.encode()).hexdigest()[:16]
        with self._lock:
            is_mine = key not in self._kept
            entry = self._kept.setdefault(key, _Entry())
            entry.readers += 1
            self._kept.move_to_end(key)
        try:
            if is_mine:
                self._fulfil(entry, key, make)
            yield entry.made.result()
        finally:
            with self._lock:
                entry.readers -= 1
                self._let_go()

    def _fulfil(self, entry: _Entry, key: str, make: Callable[[str], Kept]) -> None:
        try:
            entry.made.set_result(make(key))
        except BaseException as problem:
            with self._lock:
                del self._kept[key]
            entry.made.set_exception(problem)  # those who wait are told too; the next who asks tries again

    def _let_go(self) -> None:
        """Drop the oldest things that nobody reads while the bound is passed: called under the lock."""
        size = sum(entry.bytes for entry in self._kept.values())
        for key, entry in list(self._kept.items())[:-1]:
            if size <= self._limit:
                break
            if entry.made.done() and not entry.readers:
                size -= entry.bytes
                for table in self._kept.pop(key).made.result().tables:
                    self._engine.forget(table)


shelf = Shelf()
