"""A sync of a source that is a table or query of a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from procmine.errors import NothingNew, UnsureMapping
from procmine.importers import ImportOptions, import_log
from procmine.naming import folder_of
from procmine.sources.bringing import Brought, Sync, kept_of, last_sync

if TYPE_CHECKING:
    from procmine.importers.tools.tool import Plan, Settings
    from procmine.store import SavedSource

OF_THE_SOURCE = ("address", "secret", "keep")


def bring_from_database(sync: Sync) -> Brought:
    """Read what lies above the cursor and add it to the newest version; without a cursor read all anew. Raises NothingNew."""
    settings = _settings(sync.source)
    said = last_sync(sync.newest, sync.source)
    is_read_on = bool(said and settings.one("cursor") and said["settings"] == sync.source.settings)
    earlier = sync.newest if is_read_on else None
    sync.requests = 1
    with _told_of_a_source(sync.source):
        imported = import_log(
            sync.folder, folder_of(sync.source.log), settings.needed("address"), _options(settings), earlier=earlier,
            secret=_secret(settings, sync.source),
        )  # fmt: skip
    if (
        sync.newest
        and not is_read_on
        and _is_same(imported.source.fingerprint, sync.newest.description, said, sync.source)
    ):
        imported.file.unlink()
        raise NothingNew(
            "Every row is as it was.", settings.needed("address"), "There is nothing to add yet."
        )
    return Brought(imported, kept_of(sync), imported.source.rows)


@contextmanager
def _told_of_a_source(source: SavedSource) -> Iterator[None]:
    """What an import would want to be told is told of a source by adding it again: an import would make another log."""
    try:
        yield
    except UnsureMapping as problem:
        raise UnsureMapping(
            problem.found,
            f"source {source.name}",
            f"Add it again with the settings it lacks: procmine sources drop {source.name}, procmine sources add {source.name} --kind database "
            "--address … --table … --case … --activity … --ended-at … (see procmine sources kinds).",
        ) from None


def plan_of_database(source: SavedSource) -> Plan:
    from procmine.importers.tools.tool import Plan

    settings = _settings(source)
    what = settings.one("table") or settings.one("query") or "all rows"
    history = "what the rows tell; " + (
        f"only rows with a higher {settings.one('cursor')} are read again, so changed and deleted ones are not seen"
        if settings.one("cursor")
        else "all rows are read each time"
    )
    return Plan(f"{what} of {settings.needed('address')}", None, None, history)


def _options(settings: Settings) -> ImportOptions:
    given: dict[str, Any] = {
        name: value for name, value in settings.given.items() if name not in OF_THE_SOURCE
    }
    return ImportOptions.of(
        {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
    )


def _settings(source: SavedSource) -> Settings:
    from procmine.importers.tools import tool_of
    from procmine.importers.tools.checking import checked_settings

    return checked_settings(tool_of(source.kind), source.settings)


def _secret(settings: Settings, source: SavedSource) -> str | None:
    from procmine.importers.fetching.secrets import secret_at

    place = settings.one("secret")
    return secret_at(place, source.name) if place else None


def _is_same(
    fingerprint: str, description: dict[str, Any], said: dict[str, Any] | None, source: SavedSource
) -> bool:
    is_told_alike = bool(said and said["settings"] == source.settings)
    return is_told_alike and description["source"]["fingerprint"] == fingerprint
