"""Documents of actions: each lies once, under the hash of its content, and is handed out as bytes to save, never to run."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import uuid
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

from procmine.errors import WorkspaceProblem, WrongOption

LARGEST_BYTES = 25 * 1024 * 1024
LONGEST_NAME = 120
FOLDER, ARRIVING = "attachments", ".arriving"
_HASH = re.compile(r"[0-9a-f]{64}")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def content_of(path: Path) -> bytes:
    """What a file holds, where it can be attached."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise WrongOption(
                "Only a file can be attached.", str(path), "Name a file; a folder can be packed."
            )
        require_size(size, path.name)
        return path.read_bytes()
    except OSError as problem:
        raise WrongOption(
            f"The document cannot be read: {problem.strerror}.", str(path), "Check the path."
        ) from None


def require_size(size: int, name: str) -> None:
    if size > LARGEST_BYTES:
        raise WrongOption(
            f"The document has {size / 1024 / 1024:.1f} MB; one may have up to {LARGEST_BYTES // 1024 // 1024} MB.",
            name,
            "Attach a smaller one, or say in a comment where it lies.",
        )


def clean_name(name: str) -> str:
    """A name that any file system takes and that points nowhere: no folders, no control letters, no leading dots."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    visible = "".join(
        letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C"
    )
    cleaned = _NOT_IN_NAMES.sub("_", visible).strip(" .")
    kept = PurePosixPath(cleaned)
    ending = kept.suffix[:16]
    return (
        cleaned if len(cleaned) <= LONGEST_NAME else kept.stem[: LONGEST_NAME - len(ending)] + ending
    ) or "document"


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def arrived(workspace: Path, content: bytes) -> Path:
    """The content in a file under a name that nobody looks for, held by the disk: `placed` gives it its own."""
    folder = workspace / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        path = folder / f"{uuid.uuid4().hex}{ARRIVING}"
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise WorkspaceProblem(
            f"The document could not be kept: {problem.strerror}.",
            str(folder),
            "Free some space and attach it again.",
        ) from problem
    return path


def placed(path: Path, sha256: str) -> None:
    """The file under its hash; where the same content lies there already and is sound, that stays."""
    there = path.with_name(sha256)
    if there.exists() and hash_of(there.read_bytes()) == sha256:
        path.unlink()
    else:
        path.replace(there)


def read(workspace: Path, sha256: str, name: str) -> bytes:
    """The content of a document. Raises WorkspaceProblem where it is gone or no longer what was attached."""
    if not _HASH.fullmatch(sha256):
        raise WrongOption(f"{sha256!r} is no hash of a document.", name, "Take one that the action lists.")
    path = workspace / FOLDER / sha256
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise WorkspaceProblem(
            f"The document cannot be read: {problem.strerror}.", f"{name}, {path}", "Restore the file from a copy, or attach it again."
        ) from None  # fmt: skip
    if hash_of(content) != sha256:
        raise WorkspaceProblem(
            "The document is no longer what was attached: its content was changed or is damaged.",
            f"{name}, {path}",
            "Restore the file from a copy, or attach it again.",
        )
    return content


def unreferenced(workspace: Path, cited: set[str]) -> list[Path]:
    """Files of the folder that no action cites and that are not just being attached."""
    found = [path for path in sorted((workspace / FOLDER).glob("*")) if path.is_file()]
    return [path for path in found if path.name not in cited and _is_old(path)]


def _is_old(path: Path) -> bool:
    """A document is cited within moments of its arrival; a younger one may still be on its way."""
    return datetime.now().timestamp() - path.stat().st_mtime > 3600
