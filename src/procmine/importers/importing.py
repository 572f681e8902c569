"""One import from a source to a finished version file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import UnsoundLog, WrongOption
from procmine.importers.chosen_rows import chosen, leave_out
from procmine.importers.options import ImportOptions, completion_rule, instant_option
from procmine.importers.source import Note, Source
from procmine.importers.taking_over import Terms, spoken, terms
from procmine.importers.telling import told_notes
from procmine.store import Circumstances, prepare, write_version

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.mapping import Guess, Mapping
    from procmine.store import Version


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
    usual_dates: str | None = None  # the order of day and month, where the files of the log decided it
    reached: dict[str, Any] | None = None  # how far a database was read, see `rows_read`

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
            "usual_dates": self.usual_dates,
            "reached": self.reached,
            "procmine": __version__,
        }


def import_log(
    workspace: Path, folder_name: str, source: Any, options: ImportOptions, agrees: Callable[[Guess], bool] | None = None,
    earlier: Version | None = None, newest: Callable[[str], Version | None] | None = None, secret: str | None = None,
) -> Imported:  # fmt: skip
    """Read `source`, settle its mapping, check it and prepare a version file under `workspace`.

    A history (`importers.histories`) stages itself and is kept with the version. With `earlier` the rows are added to
    what that version holds; else `newest` finds by the source's own name the version that is replaced. What that one
    went by and nobody says anew is taken over. A sure guess is taken, or shown to `agrees` where somebody is there to
    be asked. `secret` is a database's password, and is kept nowhere. Nothing is registered: whoever calls this makes
    the file a version of a log.

    Raises UnreadableSource or SourceProblem, NothingNew where a source was read on and had nothing to add,
    UnsureMapping or UnsoundLog, and then leaves nothing behind.
    """
    from procmine.importers.events import build
    from procmine.importers.mapping import confirm
    from procmine.importers.rows_read import Reader, refuse_unless_new

    options = spoken(options)
    reader = Reader.of(source, options, earlier, secret)
    with write_version(workspace, folder_name) as writing:
        con = writing.connection
        found = reader.read(con)
        options = reader.options
        options = replace(options, extracted_at=options.extracted_at or found.details.get("extracted_at"))
        before = earlier or (newest(found.name) if newest else None)
        told = terms(options, found, before, is_added=earlier is not None)
        found, guessed = _guessed(con, found, told, reader.is_read_on)
        mapping = confirm(guessed, agrees)
        found = _with_people_hidden(con, found, mapping, told.options)
        built = build(con, found, mapping, earlier=earlier, is_read_on=reader.is_read_on, **told.reading)
        if reader.is_read_on:
            refuse_unless_new(con, found)
        zone = built.facts["zone"]
        facts = prepare(con, _circumstances(con, told.options, mapping, zone, earlier), zone)
        facts |= {"is_naive": built.facts["is_naive"], "basis": built.facts["basis"]}
        notes = told_notes(con)
        if reader.is_history:
            source.keep(con)
    usual_dates = next(iter(built.facts["orders"].values()), told.usual_dates)
    return Imported(
        writing.folder / writing.file,
        found,
        mapping,
        guessed,
        facts,
        notes,
        told.options,
        usual_dates,
        reader.reached,
    )


def _guessed(
    con: duckdb.DuckDBPyConnection, source: Source, told: Terms, is_read_on: bool
) -> tuple[Source, Guess]:
    """The mapping as guessed from the chosen rows, and the source with what is to be known of both.

    Where a source is read on nothing is guessed: a handful of rows must not make another log of it.
    """
    from procmine.importers.field_changes import refuse_mixed_fields
    from procmine.importers.mapping import guess

    choices = chosen(told.options.rows)
    notes = leave_out(con, source, choices)
    found = guess(con, source, told.roles)
    if is_read_on:
        found = found.only_with(told.roles)
    found = replace(found, rows=tuple(map(str, choices)), reasons=found.reasons | told.reasons)
    refuse_mixed_fields(con, source, found)
    return replace(source, notes=(*told.notes, *source.notes, *notes, *found.notes)), found


def _with_people_hidden(
    con: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, options: ImportOptions
) -> Source:
    """The source with people under pseudonyms, where that is asked for; nothing after this sees a name."""
    from procmine.importers.fetching.secrets import secret_at
    from procmine.importers.mapping import known_column
    from procmine.importers.pseudonyms import hide_people

    if not options.pseudonyms:
        if options.people:
            raise WrongOption("People are named, and no key to hide them under.", "people", "Give it: pseudonyms='env:MY_KEY'.")  # fmt: skip
        return source
    key = secret_at(options.pseudonyms, source.name)
    named = [options.people] if isinstance(options.people, str) else list(options.people or ())
    columns = [known_column(name, source.columns) for name in named] + (
        [mapping.resource] if mapping.resource else []
    )
    note = hide_people(con, dict.fromkeys(columns), key)
    return replace(source, notes=(*source.notes, note))


def _circumstances(
    con: duckdb.DuckDBPyConnection,
    options: ImportOptions,
    mapping: Mapping,
    zone: str | None,
    earlier: Version | None,
) -> Circumstances:
    rule = completion_rule(options.complete_when)
    if rule and rule.attribute in mapping.activity:
        rule = replace(rule, attribute="activity")  # people know the column by its own name
    observed = instant_option(options.observed_from, zone, "observed from")
    extracted = instant_option(options.extracted_at, zone, "extracted at")
    last = con.execute("select greatest(max(started_at), max(ended_at)) from source_event").fetchall()[0][0]
    if extracted and last and extracted < last:
        raise UnsoundLog(
            f"The log was extracted at {extracted:%Y-%m-%d %H:%M}, but its last event lies at {last:%Y-%m-%d %H:%M} (both UTC or both as recorded).",
            "extracted at",
            "Give the real time of the extraction, or a --zone if the two clocks differ.",
        )
    (left_out,) = con.execute("select count(*) from left_out").fetchall()[0]
    before = earlier.facts["rows_read"] if earlier else 0
    return Circumstances(rule, observed, extracted, before + left_out)
