"""A log straight from a file or a frame, kept prepared by its content so that it is read once."""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import os
import shutil
import tempfile
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

from procmine.errors import UnknownName
from procmine.importers import Imported, ImportOptions
from procmine.importers.databases import address_of
from procmine.log import EventLog
from procmine.naming import stem
from procmine.store import LAYOUT
from procmine.workspace import Workspace

JOURNALS = ("-wal", "-journal", ".wal")


def cache_folder() -> Path:
    """Where files asked directly are kept prepared: the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    return (Path(base) if base else Path.home() / ".cache") / "procmine" / "workspace"


def read(source: Any, **options: Any) -> EventLog:
    """A log straight from a file or a frame; it takes import's options by name.

    The mapping is guessed and shown; when the guess is unsure this raises with a call to paste. The prepared log
    is kept in a workspace of its own under the user's cache folder, so the same file with the same options is
    read once.
    """
    return read_cached(source, ImportOptions.of(options))[0]


def read_cached(source: Any, options: ImportOptions) -> tuple[EventLog, Imported | None]:
    """The log of a file by content and options, imported when it is not kept yet."""
    name = _cache_name(source, options)
    if name is None:
        # A frame or a database has no file to know it by: what is made of it lasts as long as this process.
        log, imported = Workspace(_passing_folder()).add(
            source, options, f"{stem(source)[:60]} {uuid.uuid4().hex[:12]}"
        )
        return _displayed(log, source), imported
    workspace = Workspace(cache_folder())
    try:
        return _displayed(workspace.log(name), source), None
    except UnknownName:
        log, imported = workspace.add(source, options, name)
        return _displayed(log, source), imported


@functools.cache
def _passing_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="procmine-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _cache_name(source: Any, options: ImportOptions) -> str | None:
    if not isinstance(source, (str, os.PathLike)) or (address_of(source) and not _is_settled(Path(source))):
        return None
    if not Path(source).is_file():
        return Path(source).name or "source"  # the reader says what is wrong with it
    from procmine import __version__

    said = options.as_dict()
    if isinstance(options.recipe, (str, Path)) and Path(options.recipe).is_file():
        said["recipe"] = Path(options.recipe).read_text(encoding="utf-8", errors="replace")
    digest = hashlib.sha256(json.dumps([__version__, LAYOUT, said], sort_keys=True, default=str).encode())
    with Path(source).open("rb") as file:
        while block := file.read(1 << 22):
            digest.update(block)
    return f"{Path(source).stem[:60]} {digest.hexdigest()[:16]}"


def _is_settled(path: Path) -> bool:
    """Whether a database file alone says what it holds: no other program's journal lies beside it."""
    return path.is_file() and not any(path.with_name(path.name + tail).exists() for tail in JOURNALS)


def _displayed(log: EventLog, source: Any) -> EventLog:
    """The log under the name its file has, not the one it is kept by."""
    return replace(log, version=replace(log.version, name=stem(source)))
