"""What each tool's module says: its settings, how it is asked, and how its pages are read.

A tool is asked in two halves that know nothing of each other. `fetch` makes requests and gives nothing back: every page it
asks for is kept by the client. `parse` is a pure function from one kept page to rows. So the history can be read anew from
the archive, and tests read recorded pages by the code that reads live ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from procmine.errors import SourceProblem, WrongOption

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Archive, Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.fetching.exported import ExportedFile
    from procmine.importers.fetching.tables import TableClient
    from procmine.importers.histories.rows import Rows

Said = Callable[[str], None]


@dataclass(frozen=True)
class Setting:
    """One thing to say of a source: its name, what it says, an example."""

    name: str
    says: str
    example: str = ""
    is_needed: bool = False
    is_many: bool = False
    default: str | None = None


@dataclass(frozen=True)
class Plan:
    """What a sync would do: how many items (None where the tool does not say), about how many requests, how far back it sees."""

    scope: str
    items: int | None
    requests: int | None
    history: str
    minutes: float | None = None


@dataclass(frozen=True)
class Since:
    """From where a sync goes on: what the last one left (`cursor`, made by the tool), and when that one began."""

    cursor: Mapping[str, Any]
    began_at: datetime


@dataclass(frozen=True)
class Tool:
    """One tool: all that is said of it, and its two halves."""

    word: str = ""
    title: str = ""
    settings: tuple[Setting, ...] = ()
    secret: str | None = (
        None  # the variable in which its key is looked for unless the source says another place
    )
    diffed: tuple[str, ...] = ()  # fields whose changes the tool does not record
    people: tuple[str, ...] = ()  # fields beside the assignee whose values are people
    reads: str = "pages"  # `rows`: it is a table, and imported as one
    is_whole: bool = False  # each sync brings everything there is, and what it does not bring is gone

    def diffs(self, settings: Settings) -> tuple[str, ...]:
        """The fields whose changes are inferred from one sync to the next, under these settings."""
        return self.diffed

    def is_keyed(self, settings: Settings) -> bool:
        """Whether a key is needed under these settings: an export on this machine takes none."""
        return self.secret is not None and not settings.one("file")

    def client(self, settings: Settings, archive: Archive, secret: str | None, said: Said, name: str) -> Any:
        """The door to the tool; its pages are kept in `archive`."""
        raise NotImplementedError

    def plan(self, client: Any, settings: Settings, since: Since | None) -> Plan:
        """What a sync would do, from few requests."""
        raise NotImplementedError

    def fetch(self, client: Any, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        """Ask for everything that is new since `since`; gives back the cursor of the next sync."""
        raise NotImplementedError

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        """Lay what a page tells into rows."""
        raise NotImplementedError


@dataclass(frozen=True)
class WebTool(Tool):
    """A tool that is asked over HTTP; where its setting `file` names an export, that is read instead."""

    def client(
        self, settings: Settings, archive: Archive, secret: str | None, said: Said, name: str
    ) -> Client | ExportedFile:
        from procmine.importers.fetching.client import Client
        from procmine.importers.fetching.exported import ExportedFile

        if settings.one("file"):
            return ExportedFile(Path(settings.needed("file")).expanduser(), archive, said, name)
        return Client(self.address(settings), archive, self.credentials(settings, secret), said, name)

    def address(self, settings: Settings) -> str:
        """The address that all requests lie under."""
        return settings.needed("url")

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        """The headers by which the key goes with a request."""
        raise NotImplementedError


@dataclass(frozen=True)
class TableTool(Tool):
    """A tool whose own database is read."""

    def client(
        self, settings: Settings, archive: Archive, secret: str | None, said: Said, name: str
    ) -> TableClient:
        from procmine.importers.fetching.tables import TableClient

        return TableClient(self.file(settings), archive, said, name)

    def file(self, settings: Settings) -> Path:
        """The SQLite file of the tool."""
        raise NotImplementedError


@dataclass(frozen=True)
class Settings:
    """The settings of one source, checked: `settings.one("project")`, `settings.many("boards")`."""

    given: Mapping[str, str | tuple[str, ...]]

    def one(self, name: str) -> str | None:
        value = self.given.get(name)
        return value if value is None or isinstance(value, str) else ", ".join(value)

    def needed(self, name: str) -> str:
        value = self.one(name)
        assert value, f"{name} is needed and was checked"
        return value

    def many(self, name: str) -> tuple[str, ...]:
        value = self.given.get(name) or ()
        return (value,) if isinstance(value, str) else tuple(value)


COMMON = (
    Setting("model", "stays: each stay in a status is an event; transitions: each change is", "transitions", default="stays"),
    Setting("done", "the statuses in which nothing is left to do, where the tool does not say so", "Closed, Rejected", is_many=True),
    Setting("zone", "the clock that days and hours of the log follow", "Europe/Berlin"),
    Setting("complete_when", "when a case counts as complete, as for an import", "ends with Closed"),
    Setting("keep", "how many versions of the log stay; those that an action cites stay, too", "100", default="20"),
    Setting("secret", "where the key lies: env:NAME or keyring:service/user", "env:JIRA_TOKEN"),
    Setting("pseudonyms", "where the key lies under which people go by pseudonyms", "env:PROCMINE_PSEUDONYM_KEY"),
)  # fmt: skip


OF_ROWS = ("zone", "complete_when", "keep", "secret")  # those that a table knows, too


def is_stage(label: str, settings: Settings) -> bool:
    """Whether a label marks a stage: it is one of `status_labels`, or begins with one that ends in a colon."""
    return any(
        label == one or (one.endswith(":") and label.startswith(one))
        for one in settings.many("status_labels")
    )


def checked_settings(tool: Tool, given: Mapping[str, Any]) -> Settings:
    """The settings of a source as they may be kept. Raises WrongOption with every fault at once."""
    common = COMMON if tool.reads == "pages" else [one for one in COMMON if one.name in OF_ROWS]
    known = {one.name: one for one in (*tool.settings, *common)}
    faults = [f"{name!r} is no setting" for name in given if name not in known]
    faults += [
        f"{one.name} is missing: {one.says}"
        for one in known.values()
        if one.is_needed and not given.get(one.name)
    ]
    if faults:
        raise WrongOption(
            f"The settings cannot be used: {'; '.join(faults)}.",
            f"{tool.title} source",
            f"Settings are: {', '.join(known)}.",
        )
    _refuse_secrets(given)
    keep = str(given.get("keep") or 1)
    if not keep.isdigit() or int(keep) < 1:
        raise WrongOption(
            f"keep is {keep!r}.", f"{tool.title} source", "Write how many versions stay: 1 or more."
        )
    kept = {name: _value(known[name], value) for name, value in given.items() if value not in (None, "", ())}
    return Settings({one.name: one.default for one in known.values() if one.default} | kept)


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


def sure(tool: Tool, page: Page, rows: Rows, settings: Settings) -> None:
    """Parse a page. Raises SourceProblem where it is not of the form that the tool documents."""
    try:
        tool.parse(page, rows, settings)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as odd:
        raise SourceProblem(
            f"A page of {tool.title} is not as documented: {type(odd).__name__} {odd}.",
            page.url,
            "It is kept in the workspace's raw folder; the tool may have changed, or answers for something else.",
        ) from odd
