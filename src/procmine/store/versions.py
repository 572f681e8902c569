"""Immutable version files: written under a temporary name, synced, renamed, never changed again."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.engine import open_scratch, storage_errors
from procmine.errors import WorkspaceProblem
from procmine.store.people import People

if TYPE_CHECKING:
    import duckdb

    from procmine.store.happy_paths import ConfirmedPath
    from procmine.store.reference_models import SavedModel
    from procmine.store.survey import SurveyAnswer

IMPORTING = ".importing"
OWNER = "owner"


@dataclass(frozen=True)
class Version:
    """One version of a log: where its file lies and how it came to be."""

    name: str
    version: int
    path: Path
    created_at: datetime
    description: dict[str, Any]
    saved_calendars: Callable[[], dict[str, str]] = field(default=dict, repr=False, compare=False)
    people: Callable[[], People] = field(default=People, repr=False, compare=False)
    survey: Callable[[], list[SurveyAnswer]] = field(default=list, repr=False, compare=False)
    saved_models: Callable[[], dict[str, SavedModel]] = field(default=dict, repr=False, compare=False)
    happy_path: Callable[[], ConfirmedPath | None] = field(default=lambda: None, repr=False, compare=False)

    @property
    def facts(self) -> dict[str, Any]:
        return self.description["facts"]


@dataclass
class Writing:
    """A version being written: the connection to fill, and the file it will be."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    file: str = field(default_factory=lambda: f"{uuid.uuid4().hex}.duckdb")


@contextmanager
def write_version(workspace: Path, folder_name: str) -> Iterator[Writing]:
    """Fill a version file; when the block ends without an error the file stands complete under its final name.

    Whatever happens before that leaves only a folder that `abandoned` finds once its process is gone.
    """
    folder = workspace / "logs" / folder_name
    folder.mkdir(parents=True, exist_ok=True)
    workplace = _owned(folder)
    try:
        with open_scratch(workplace / "spill", workplace / "version.duckdb") as connection:
            writing = Writing(connection, folder)
            yield writing
            connection.execute("checkpoint version")
        _sync(workplace / "version.duckdb")
        os.replace(workplace / "version.duckdb", folder / writing.file)
        _sync(folder)
    except storage_errors() as problem:
        told = str(getattr(problem, "strerror", None) or problem).splitlines()[0]
        raise WorkspaceProblem(
            f"The log could not be written: {told.rstrip('.')}.",
            str(folder),
            "Free some space or choose another folder with --workspace; nothing that was there before has changed.",
        ) from problem
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _owned(folder: Path) -> Path:
    """A folder to work in that says whose it is from the first moment it can be seen."""
    name = uuid.uuid4().hex
    made = folder / f".{name}"
    made.mkdir()
    (made / OWNER).write_text(str(os.getpid()))
    return made.rename(folder / f"{name}{IMPORTING}")


def _sync(path: Path) -> None:
    """Ask the disk to hold `path` for good."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def abandoned(workspace: Path, known: set[str]) -> list[Path]:
    """Files and folders of imports that died: no version cites them and no living process owns them."""
    left: list[Path] = []
    for path in sorted((workspace / "logs").glob("*/*")):
        if path.name.endswith(IMPORTING):
            if not _is_alive(path / OWNER):
                left.append(path)
        elif (
            path.suffix == ".duckdb"
            and str(path.relative_to(workspace)) not in known
            and not _is_being_registered(path)
        ):
            left.append(path)
    return left


def _is_being_registered(path: Path) -> bool:
    """A finished file is registered within moments; a younger one may still be on its way."""
    return datetime.now().timestamp() - path.stat().st_mtime < 3600


def _is_alive(owner: Path) -> bool:
    try:
        return is_running(int(owner.read_text()))
    except (FileNotFoundError, ValueError):
        return False


def is_running(process: int) -> bool:
    """Whether a process of that number lives on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
