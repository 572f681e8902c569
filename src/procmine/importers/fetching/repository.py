"""Asking a git repository on this machine, by git itself and without a shell.

Nothing that a repository's own settings name is run: no pager, no monitor of files, no program that checks signatures.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from procmine.errors import NotInstalled, SourceProblem
from procmine.importers.fetching.archive import Archive, Page

SAFE = (
    "--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8", "-c", "core.quotePath=false",
)  # fmt: skip


@dataclass
class Repository:
    """One source's door to a repository. `told` gives what git answers; `keep` makes a page of it."""

    path: Path
    archive: Archive
    said: Callable[[str], None] = lambda text: None
    source: str = "source"
    pace: float | None = None
    requests: int = 0
    replayed: int = 0
    _read_at: datetime = field(default_factory=lambda: datetime.now(UTC), repr=False)

    def __post_init__(self) -> None:
        if not self.path.is_dir():
            raise SourceProblem("There is no such folder.", self._where, "Check the path of the repository.")
        self.archive.forget()  # it is read faster than what an earlier attempt kept of it is checked

    @property
    def _where(self) -> str:
        return f"source {self.source}, {self.path}"

    def told(self, *words: str, may_fail: bool = False) -> str:
        """What `git …` answers. Raises SourceProblem with git's own words, unless that may be."""
        self.requests += 1
        environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            ran = subprocess.run(
                ["git", *SAFE, "-C", str(self.path), *words], capture_output=True, check=False, env=environment, stdin=subprocess.DEVNULL
            )  # fmt: skip
        except FileNotFoundError:
            raise NotInstalled("git is not installed.", self._where, "Install git.") from None
        if ran.returncode and not may_fail:
            said = " ".join(ran.stderr.decode("utf-8", "replace").split())[:300]
            raise SourceProblem(f"git does not answer: {said}", self._where, "Check that it is a repository, and that you may read it.")  # fmt: skip
        return "" if ran.returncode else ran.stdout.decode("utf-8", "replace")

    def keep(self, kind: str, body: Any) -> None:
        key = self.archive.key("GIT", kind, [])
        self.archive.keep(Page(kind, "", str(self.path), 200, {}, body, self._read_at, key))

    def close(self) -> None:
        """Nothing stays open."""
