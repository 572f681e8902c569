"""What a sync brings, before it is a version of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procmine.errors import ChangedMeanwhile, WrongOption

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from procmine.importers import Imported
    from procmine.importers.tools.tool import Said
    from procmine.store import Run, SavedSource, Version


@dataclass
class Sync:
    """One sync on its way: of which source, added to which version, in which run; `requests` counts what was asked."""

    folder: Path  # of the workspace
    source: SavedSource
    newest: Version | None
    run: Run
    said: Said
    requests: int = 0


@dataclass(frozen=True)
class Brought:
    """A version file that is not registered yet, what its description keeps of the sync, and what is done once it stands."""

    imported: Imported
    kept: dict[str, Any]
    items: int
    afterwards: Callable[[], None] = field(default=lambda: None)


def is_on(name: str, began_at: datetime | None) -> ChangedMeanwhile:
    """The refusal of a second sync beside one that is on."""
    since = f" since {began_at:%Y-%m-%d %H:%M} UTC" if began_at else ""
    return ChangedMeanwhile(
        f"{name} is being synced{since}.", f"source {name}", "Wait until it has finished."
    )


@contextmanager
def held(folder: Path, name: str, began_at: datetime | None = None) -> Iterator[None]:
    """A source is synced by one at a time: its lock dies with the process that holds it. Raises ChangedMeanwhile.

    `began_at` is when the run began that is on, where one is known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            import fcntl
        except ImportError:  # Windows: runs are told apart by their processes only
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise is_on(name, began_at) from None
        yield


def last_sync(newest: Version | None, source: SavedSource) -> dict[str, Any] | None:
    """What the newest version keeps of the sync that made it. Raises WrongOption where it was not read from this source."""
    sync = newest.description.get("sync") if newest else None
    if newest and (not sync or sync["source"] != source.name):
        raise WrongOption(
            f"The newest version of {source.log} was not read from this source, but imported.",
            f"log {source.log}, version {newest.version}",
            "Read the source into another log: drop it and add it with --log NAME.",
        )
    return sync


def kept_of(sync: Sync, **more: Any) -> dict[str, Any]:
    """What a version keeps of the sync that made it: with these settings the next one goes on."""
    own = sync.source
    return {"source": own.name, "kind": own.kind, "run": sync.run.run, "settings": own.settings} | more
