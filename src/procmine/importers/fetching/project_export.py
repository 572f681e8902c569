"""Reading the lists of a project that GitLab exported: a `.tar.gz` in which each list is a file of JSON lines.

Nothing of the archive is written where it says: the lists that are wanted are copied to a folder of our own, line by line.
"""

from __future__ import annotations

import json
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procmine.errors import SourceProblem
from procmine.importers.fetching.local import LocalDoor

PLACE = "tree/project/"
NEEDED = "issues.ndjson"


@dataclass
class ProjectExport(LocalDoor):
    """One source's door to an export. `lists` unpacks some of its lists, `lines` reads one of them."""

    @contextmanager
    def lists(self, *names: str) -> Iterator[Path]:
        """A folder with these lists, as far as the export has them. Raises SourceProblem where it is no export of a project."""
        self.requests += 1
        with tempfile.TemporaryDirectory(prefix="procmine-") as room:
            try:
                with tarfile.open(self.path, "r:*") as packed:
                    for member in packed:
                        name = member.name.removeprefix("./").removeprefix(PLACE)
                        if name in names and member.isfile() and PLACE in member.name:
                            with packed.extractfile(member) as told, (Path(room) / name).open("wb") as own:  # type: ignore[union-attr]
                                shutil.copyfileobj(told, own)
            except (tarfile.TarError, zlib.error, EOFError, OSError) as broken:
                raise SourceProblem(f"The archive cannot be read: {broken}.", self.where, "Export the project again.") from None  # fmt: skip
            if not (Path(room) / NEEDED).exists():
                cure = "Give the export of a project, of GitLab 13.0 or later."
                raise SourceProblem(f"There is no {PLACE}{NEEDED} in this archive.", self.where, cure)
            yield Path(room)

    def lines(self, file: Path) -> Iterator[Any]:
        """What each line of a list tells; nothing where the export has no such list."""
        if not file.exists():
            return
        with file.open(encoding="utf-8") as told:
            for number, line in enumerate(told, 1):
                try:
                    yield json.loads(line)
                except ValueError:
                    raise SourceProblem(f"Line {number} of {file.name} is no JSON.", self.where, "Export the project again.") from None  # fmt: skip
