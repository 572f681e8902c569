"""Asking a git repository on this machine, by git itself and without a shell.

Nothing that a repository's own settings name is run: no pager, no monitor of files, no program that checks signatures.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime

from procmine.errors import NotInstalled, SourceProblem
from procmine.importers.fetching.local import LocalDoor

SAFE = (
    "--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8", "-c", "core.quotePath=false",
)  # fmt: skip


@dataclass
class Repository(LocalDoor):
    """One source's door to a repository. `told` gives what git answers."""

    is_folder = True

    def _seen_at(self) -> datetime:
        return datetime.now(UTC)

    def told(self, *words: str, may_fail: bool = False) -> str:
        """What `git …` answers. Raises SourceProblem with git's own words, unless that may be."""
        self.requests += 1
        environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            ran = subprocess.run(
                ["git", *SAFE, "-C", str(self.path), *words], capture_output=True, check=False, env=environment, stdin=subprocess.DEVNULL
            )  # fmt: skip
        except FileNotFoundError:
            raise NotInstalled("git is not installed.", self.where, "Install git.") from None
        if ran.returncode and not may_fail:
            said = " ".join(ran.stderr.decode("utf-8", "replace").split())[:300]
            raise SourceProblem(f"git does not answer: {said}", self.where, "Check that it is a repository, and that you may read it.")  # fmt: skip
        return "" if ran.returncode else ran.stdout.decode("utf-8", "replace")
