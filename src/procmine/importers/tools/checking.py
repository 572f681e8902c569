"""The settings of a source, checked: each by its form, all that go together, and every fault at once."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from procmine.errors import WrongOption
from procmine.importers.tools.forms import Fault, fault_of
from procmine.importers.tools.tool import Setting, Settings

if TYPE_CHECKING:
    from procmine.importers.tools.tool import Tool

COMMON = (
    Setting("model", "stays: each stay in a status is an event; transitions: each change is", "transitions", default="stays", among=("stays", "transitions")),
    Setting("done", "the statuses in which nothing is left to do, where the tool does not say so", "Closed, Rejected", is_many=True),
    Setting("zone", "the clock that days and hours of the log follow", "Europe/Berlin", form="zone"),
    Setting("complete_when", "when a case counts as complete, as for an import", "ends with Closed", form="rule"),
    Setting("keep", "how many versions of the log stay; those that an action cites stay, too", "100", default="20", form="count"),
    Setting("secret", "where the key lies: env:NAME or keyring:service/user", "env:JIRA_TOKEN", form="place"),
    Setting("pseudonyms", "where the key lies under which people go by pseudonyms", "env:PROCMINE_PSEUDONYM_KEY", form="place"),
    Setting("people", "fields that name people, where the tool does not say so: under pseudonyms they are hidden, too", "Reviewer", is_many=True),
)  # fmt: skip


OF_ROWS = ("zone", "complete_when", "keep", "secret", "pseudonyms", "people")  # those that a table knows, too


def checked_settings(tool: Tool, given: Mapping[str, Any]) -> Settings:
    """The settings of a source as they may be kept. Raises WrongOption with every fault at once."""
    common = COMMON if tool.reads == "pages" else [one for one in COMMON if one.name in OF_ROWS]
    known = {one.name: one for one in (*tool.settings, *common)}
    _refuse_secrets(given)
    listed = f"Settings are: {', '.join(known)}."
    faults = [(f"{name!r} is no setting", listed) for name in given if name not in known]
    faults += [
        (f"{one.name} is missing: {one.says}", listed)
        for one in known.values()
        if one.is_needed and not given.get(one.name)
    ]
    kept = {name: _value(known[name], value) for name, value in given.items() if name in known and value not in (None, "", ())}  # fmt: skip
    settings = Settings({one.name: one.default for one in known.values() if one.default} | kept)
    faults += [
        fault
        for name, value in kept.items()
        for part in (value if isinstance(value, tuple) else (value,))
        if (fault := fault_of(known[name], part))
    ]
    refuse(tool, faults + tool.faults(settings))
    return settings


def with_whole_paths(tool: Tool, settings: Settings) -> Settings:
    """The settings with every path written from its root: a source is synced from wherever somebody stands."""
    from procmine.importers.databases import is_address

    paths = {one.name for one in tool.settings if one.form == "path"}
    return Settings(
        {
            name: os.path.abspath(os.path.expanduser(value))
            if name in paths and isinstance(value, str) and not is_address(value)
            else value
            for name, value in settings.given.items()
        }
    )


def refuse(tool: Tool, faults: Sequence[Fault]) -> None:
    """Raises WrongOption with every fault at once, and how each is written."""
    if faults:
        told = "; ".join(found for found, _ in faults)
        cures = " ".join(dict.fromkeys(cure for _, cure in faults))
        raise WrongOption(f"The settings cannot be used: {told}.", f"{tool.title} source", cures)


def _refuse_secrets(given: Mapping[str, Any]) -> None:
    """An address is kept and shown, so it must hold no key. Raises WrongOption without repeating it."""
    from procmine.importers.databases import address_of

    url = urlsplit(str(given.get("url") or ""))
    if url.username or url.password or url.query:
        raise WrongOption("The address holds a name, a password or a question mark.", "url", "Leave them out: the key is told by secret.")  # fmt: skip
    if given.get("address"):
        address_of(given["address"])


def _value(setting: Setting, value: Any) -> str | tuple[str, ...]:
    if not setting.is_many:
        return str(value).strip()
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(str(part).strip() for part in parts if str(part).strip())
