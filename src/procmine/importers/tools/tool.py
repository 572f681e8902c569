"""What each tool's module says: its settings, how it is asked, and how its pages are read.

A tool is asked in two halves that know nothing of each other. `fetch` makes requests and gives nothing back: every page it
asks for is kept by the client. `parse` is a pure function from one kept page to rows. So the history can be read anew from
the archive, and tests read recorded pages by the code that reads live ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import SourceProblem

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Archive, Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.fetching.exported import ExportedFile
    from procmine.importers.fetching.tables import TableClient
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.forms import Fault

Said = Callable[[str], None]
AT_ONCE = 2_000  # rows on a page of what is read from this machine
OVERLAP = timedelta(
    minutes=5
)  # clocks differ, and what happens while a tool answers may be in its next answer only


@dataclass(frozen=True)
class Setting:
    """One thing to say of a source: its name, what it says, an example; `form` and `among` say how it is written."""

    name: str
    says: str
    example: str = ""
    is_needed: bool = False
    is_many: bool = False
    default: str | None = None
    form: str | None = None
    among: tuple[str, ...] = ()


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

    def faults(self, settings: Settings) -> list[Fault]:
        """What is wrong with settings that each may be right: some belong together."""
        return []

    def found_wrong(self, client: Any, settings: Settings) -> list[Fault]:
        """What the tool itself, asked once when a source is added, shows to be wrong: a column that is not there."""
        return []

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


def parts(told: Iterator[Any]) -> Iterator[list[Any]]:
    """What is told, in parts that are held one at a time."""
    while part := list(islice(told, AT_ONCE)):
        yield part


def a_little_before(began: datetime | None) -> str:
    """From when the next sync asks again: a little before this one began, as most tools write an instant in UTC."""
    assert began is not None
    return (began - OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_stage(label: str, settings: Settings) -> bool:
    """Whether a label marks a stage: it is one of `status_labels`, or begins with one that ends in a colon."""
    return any(
        label == one or (one.endswith(":") and label.startswith(one))
        for one in settings.many("status_labels")
    )


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
