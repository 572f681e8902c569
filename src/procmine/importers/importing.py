"""One import from a source to a finished version file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from procmine.errors import UnsoundLog, WrongFilter, WrongOption
from procmine.filters import parse
from procmine.importers.appending import add_earlier, inherited
from procmine.importers.source import Note, Source
from procmine.store import Circumstances, CompletionRule, prepare, write_version

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.mapping import Guess, Mapping
    from procmine.store import Version

ROLES = ("case", "activity", "started_at", "ended_at", "resource", "lifecycle", "sequence")


@dataclass(frozen=True)
class ImportOptions:
    """Everything an analyst can say about a source; what is not said is guessed and shown, or assumed and told."""

    case: str | list[str] | None = None
    activity: str | list[str] | None = None
    started_at: str | None = None
    ended_at: str | None = None
    resource: str | None = None
    lifecycle: str | None = None
    sequence: str | None = None
    zone: str | None = None
    dates: str | None = None
    complete_when: str | None = None
    observed_from: str | datetime | None = None
    extracted_at: str | datetime | None = None
    recipe: Any = None
    sheet: str | None = None

    @classmethod
    def of(cls, given: dict[str, Any]) -> ImportOptions:
        known = [one.name for one in fields(cls)]
        surplus = [name for name in given if name not in known]
        if surplus:
            raise WrongOption(
                f"An import knows no option {surplus[0]!r}.", "read(…)", f"Options are: {', '.join(known)}."
            )
        return cls(**{name: _named(value) if name in ROLES else value for name, value in given.items()})

    @property
    def roles(self) -> dict[str, Any]:
        return {role: getattr(self, role) for role in ROLES if getattr(self, role) is not None}

    def as_dict(self) -> dict[str, Any]:
        """What was said, as plain values: part of the version's history and of the cache key."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: _plain(value) for name, value in said.items() if value is not None}


def _named(value: Any) -> Any:
    """A column as text, also where a frame numbers its columns."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return value if value is None else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.to_dict() if hasattr(value, "to_dict") else str(value) if isinstance(value, Path) else value


@dataclass(frozen=True)
class Imported:
    """A finished version file, not yet registered, and how it came to be."""

    file: Path
    source: Source
    mapping: Mapping
    guess: Guess
    facts: dict[str, Any]
    notes: list[Note]
    options: ImportOptions

    @property
    def description(self) -> dict[str, Any]:
        from procmine import __version__

        return {
            "facts": self.facts,
            "mapping": self.mapping.to_dict(),
            "source": {
                "kind": self.source.kind,
                "name": self.source.name,
                "fingerprint": self.source.fingerprint,
                "rows": self.source.rows,
            },
            "options": self.options.as_dict(),
            "procmine": __version__,
        }


def import_log(
    workspace: Path, folder_name: str, source: Any, options: ImportOptions, agrees: Callable[[Guess], bool] | None = None,
    earlier: Version | None = None,
) -> Imported:  # fmt: skip
    """Read `source`, settle its mapping, check it and prepare a version file under `workspace`.

    With `earlier` the rows are added to what that version holds. A sure guess is taken, or shown to `agrees`
    where somebody is there to be asked. Nothing is registered: whoever calls this makes the file a version of a
    log. Raises UnreadableSource, UnsureMapping or UnsoundLog, and then leaves nothing behind.
    """
    from procmine.importers.events import build
    from procmine.importers.files import read_source
    from procmine.importers.mapping import confirm, guess

    if earlier:
        options = inherited(options, earlier)
    rule = completion_rule(options.complete_when)
    recipe = _recipe(options.recipe)
    with write_version(workspace, folder_name) as writing:
        con = writing.connection
        found = read_source(source, con, sheet=options.sheet)
        given = (recipe.mapping.to_dict() if recipe and recipe.mapping else {}) | options.roles
        guessed = guess(con, found, given)
        mapping = confirm(guessed, agrees)
        found = replace(found, notes=(*found.notes, *guessed.notes))
        built = build(con, found, mapping, dates=options.dates, zone=options.zone, recipe=recipe)
        if earlier:
            add_earlier(con, earlier, built.facts["zone"])
        if rule and rule.attribute in mapping.activity:
            rule = replace(rule, attribute="activity")  # people know the column by its own name
        circumstances = _circumstances(con, rule, options, built.facts["zone"], earlier)
        facts = prepare(con, circumstances, built.facts["zone"])
        facts |= {"is_naive": built.facts["is_naive"], "basis": built.facts["basis"]}
    return Imported(writing.folder / writing.file, found, mapping, guessed, facts, built.notes, options)


def _recipe(given: Any) -> Any:
    if given is None or not isinstance(given, (str, Path, dict)):
        return given
    from procmine.importers.recipe import Recipe

    return Recipe.from_dict(given) if isinstance(given, dict) else Recipe.load(Path(given))


def completion_rule(text: str | None) -> CompletionRule | None:
    """The rule for complete cases: `activity in (Close, Cancel)`, `activity = Close` or a test of an attribute."""
    if not text:
        return None
    wrong = WrongOption(
        f"{text!r} is no rule for complete cases.",
        "complete when",
        "Write: activity in (Close, Cancel)  or  status = Done",
    )
    try:
        clauses = list(parse(text))
    except WrongFilter:
        raise wrong from None
    if len(clauses) != 1 or clauses[0].kind not in ("compare", "in") or clauses[0].option not in ("=", "in"):
        raise wrong
    return CompletionRule(clauses[0].names[0], tuple(str(value) for value in clauses[0].values))


def _circumstances(
    con: duckdb.DuckDBPyConnection,
    rule: CompletionRule | None,
    options: ImportOptions,
    zone: str | None,
    earlier: Version | None,
) -> Circumstances:
    observed = instant_option(options.observed_from, zone, "observed from")
    extracted = instant_option(options.extracted_at, zone, "extracted at")
    last = con.execute("select greatest(max(started_at), max(ended_at)) from source_event").fetchall()[0][0]
    if extracted and last and extracted < last:
        raise UnsoundLog(
            f"The log was extracted at {extracted:%Y-%m-%d %H:%M}, but its last event lies at {last:%Y-%m-%d %H:%M} (both UTC or both as recorded).",
            "extracted at",
            "Give the real time of the extraction, or a --zone if the two clocks differ.",
        )
    return Circumstances(rule, observed, extracted, earlier.facts["rows_read"] if earlier else 0)


def instant_option(given: str | datetime | None, zone: str | None, where: str) -> datetime | None:
    """An instant given by hand as naive UTC: without an offset it is in the log's zone; a date is its first moment."""
    if given is None:
        return None
    try:
        read = (
            given
            if isinstance(given, datetime)
            else datetime.fromisoformat(re.sub(r"Z$", "+00:00", given.strip()))
        )
    except ValueError:
        raise WrongOption(
            f"{given!r} is not an instant.", where, "Write 2026-03-31 or 2026-03-31T14:00."
        ) from None
    if read.tzinfo is None and zone:
        read = read.replace(tzinfo=ZoneInfo(zone))
    return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read
