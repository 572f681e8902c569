"""What logs are called, and the folders they lie in."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Any

from procmine.errors import WrongOption


def checked_name(name: str) -> str:
    """`name`, where a log can be called so. Raises WrongOption."""
    cleaned = name.strip()
    if not cleaned or len(cleaned) > 120 or any(ord(letter) < 32 for letter in cleaned):
        raise WrongOption(
            f"{name!r} cannot name a log.", "name", "Use 1 to 120 characters, e.g. --name tickets."
        )
    return cleaned


def stem(source: Any) -> str:
    """What a source is called when nobody names it; of a database's URL its last part, never user or password."""
    if not isinstance(source, (str, os.PathLike)):
        return "frame"
    _, is_url, rest = str(source).partition("://")
    if is_url:
        return rest.partition("?")[0].rpartition("@")[2].rstrip("/").rpartition("/")[2] or "database"
    return Path(source).name


def folder_of(name: str) -> str:
    """A folder name any file system takes, told apart by a digest where letters had to be changed."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    return f"{plain or 'log'}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
