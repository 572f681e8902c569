"""Asking a git repository on this machine, by git itself and without a shell.

Nothing that a repository's own settings name is run: no pager, no monitor of files, no program that checks signatures.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from procmine.errors import NotInstalled, SourceProblem
from procmine.importers.fetching.local import LocalDoor

SAFE = (
    "--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8", "-c", "core.quotePath=false",
)  # fmt: skip
READ_AT_ONCE = 1 << 20


def _environment() -> dict[str, str]:
    return os.environ | {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


@dataclass
class Repository(LocalDoor):
    """One source's door to a repository. `told` gives what git answers."""

    is_folder = True

    def _seen_at(self) -> datetime:
        return datetime.now(UTC)

    def records(self, *words: str) -> Iterator[str]:
        """What `git … -z` answers, record by record, none of them held. Raises SourceProblem as `told`."""
        self.requests += 1
        with tempfile.TemporaryFile() as complaint:
            try:
                ran = subprocess.Popen(
                    ["git", *SAFE, "-C", str(self.path), *words], stdout=subprocess.PIPE, stderr=complaint, env=_environment(), stdin=subprocess.DEVNULL
                )  # fmt: skip
            except FileNotFoundError:
                raise NotInstalled("git is not installed.", self.where, "Install git.") from None
            with ran, ran.stdout as answer:  # type: ignore[union-attr]
                left = b""
                while part := answer.read(READ_AT_ONCE):
                    *whole, left = (left + part).split(b"\0")
                    for one in whole:
                        yield one.decode("utf-8", "replace")
                if left.strip():
                    yield left.decode("utf-8", "replace")
            if ran.returncode:
                complaint.seek(0)
                raise self._refusal(complaint.read())

    def _refusal(self, complaint: bytes) -> SourceProblem:
        said = " ".join(complaint.decode("utf-8", "replace").split())[:300]
        return SourceProblem(f"git does not answer: {said}", self.where, "Check that it is a repository, and that you may read it.")  # fmt: skip

    def told(self, *words: str, may_fail: bool = False) -> str:
        """What `git …` answers. Raises SourceProblem with git's own words, unless that may be."""
        self.requests += 1
        try:
            ran = subprocess.run(
                ["git", *SAFE, "-C", str(self.path), *words], capture_output=True, check=False, env=_environment(), stdin=subprocess.DEVNULL
            )  # fmt: skip
        except FileNotFoundError:
            raise NotInstalled("git is not installed.", self.where, "Install git.") from None
        if ran.returncode and not may_fail:
            raise self._refusal(ran.stderr)
        return "" if ran.returncode else ran.stdout.decode("utf-8", "replace")
