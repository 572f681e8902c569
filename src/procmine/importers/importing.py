"""One import from a source to a finished version file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import UnsoundLog
from procmine.importers.appending import inherited
from procmine.importers.chosen_rows import chosen, leave_out
from procmine.importers.options import ImportOptions, completion_rule, instant_option
from procmine.importers.source import Note, Source
from procmine.store import Circumstances, CompletionRule, prepare, write_version

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.mapping import Guess, Mapping
    from procmine.importers.recipe import Recipe
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
    from procmine.importers.field_changes import refuse_mixed_fields
    from procmine.importers.files import read_source
    from procmine.importers.mapping import confirm, guess

    if earlier:
        options = inherited(options, earlier)
    rule = completion_rule(options.complete_when)
    recipe = _recipe(options.recipe)
    choices = chosen(options.rows or (recipe.rows if recipe else ()))
    with write_version(workspace, folder_name) as writing:
        con = writing.connection
        found = read_source(source, con, sheet=options.sheet)
        notes = leave_out(con, found, choices)
        given = (recipe.mapping.to_dict() if recipe and recipe.mapping else {}) | options.roles
        guessed = replace(guess(con, found, given), rows=tuple(map(str, choices)))
        refuse_mixed_fields(con, found, guessed)
        mapping = confirm(guessed, agrees)
        found = replace(found, notes=(*found.notes, *notes, *guessed.notes))
        built = build(
            con, found, mapping, dates=options.dates, zone=options.zone, recipe=recipe, earlier=earlier
        )
        if rule and rule.attribute in mapping.activity:
            rule = replace(rule, attribute="activity")  # people know the column by its own name
        circumstances = _circumstances(con, rule, options, built.facts["zone"], earlier)
        facts = prepare(con, circumstances, built.facts["zone"])
        facts |= {"is_naive": built.facts["is_naive"], "basis": built.facts["basis"]}
    return Imported(writing.folder / writing.file, found, mapping, guessed, facts, built.notes, options)


def _recipe(given: Any) -> Recipe | None:
    from procmine.importers.recipe import Recipe

    if given is None or isinstance(given, Recipe):
        return given
    return Recipe.from_dict(given) if isinstance(given, dict) else Recipe.load(Path(given))


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
    (left_out,) = con.execute("select count(*) from left_out").fetchall()[0]
    before = earlier.facts["rows_read"] if earlier else 0
    return Circumstances(rule, observed, extracted, before + left_out)
