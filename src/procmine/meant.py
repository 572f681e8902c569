"""The log that a word of the command line means."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import procmine as pm
from procmine.errors import UnknownName, UnreadableSource, WrongOption


def is_imported(log: str, folder: Path | None) -> bool:
    """Whether a word names a log of the workspace, and no file to be read."""
    return log in _names(folder or pm.workspace.default_folder())


def _names(place: Path) -> list[str]:
    return pm.open(place).names() if (place / "catalogue.sqlite").exists() else []


def log_of_word(log: str, folder: Path | None, options: dict[str, Any]) -> pm.EventLog:
    """The log a word means: a log's name first; a path has a separator or an extension."""
    from procmine.importers.databases import is_address

    looks_like_path = is_address(log) or bool(re.search(r"[\\/]", log)) or bool(Path(log).suffix)
    place = folder or pm.workspace.default_folder()
    names = _names(place)
    if log in names:
        if looks_like_path and Path(log).is_file():
            raise WrongOption(
                f"{log!r} is both a log and a file.",
                "LOG",
                f"Write ./{log} for the file, or rename the log to ask it.",
            )
        if options:
            raise WrongOption(
                "Options of an import were given for a log that is already imported.",
                ", ".join(options),
                "Import the file again with them.",
            )
        return pm.open(place).log(log)
    if Path(log).expanduser().exists() or looks_like_path:
        require_file(log)
        return pm.read(log, **options)
    raise UnknownName(
        "log",
        log,
        names,
        where=f"workspace {place}",
        cure="" if names else "Import one, or name a file: procmine ask summary tickets.csv",
    )


def require_file(source: str) -> None:
    """Refuse a path that leads nowhere. A database's URL is no path; one with a password is refused here, before it is told."""
    from procmine.importers.databases import address_of

    if address_of(source) is None and not Path(source).expanduser().exists():
        raise UnreadableSource(
            "There is no such file.", source, "Check the path; quote it where it holds spaces."
        )
