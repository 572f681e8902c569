"""Answers kept in memory, bounded by size, so that a question asked twice is computed once."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from typing import Any

LIMIT_BYTES = 256 * 1024 * 1024


class AnswerCache:
    """Least recently used first out; `PROCMINE_CACHE=0` turns it off."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES):
        self._lock = threading.Lock()
        self._kept: OrderedDict[Any, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._limit = limit_bytes

    @property
    def is_on(self) -> bool:
        return os.environ.get("PROCMINE_CACHE", "1") != "0"

    def find(self, key: Any) -> Any | None:
        if not self.is_on:
            return None
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: Any, value: Any, size: int) -> None:
        if not self.is_on or size > self._limit:
            return
        with self._lock:
            if key in self._kept:
                self._bytes -= self._kept.pop(key)[1]
            self._kept[key] = (value, size)
            self._bytes += size
            while self._bytes > self._limit:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._bytes -= dropped
