"""What an import takes over from the version of the log before it, unless it is given anew.

Rows that are added, and a file imported again under the same name, are read as those before: the same columns,
zone and order of dates, the same choice of rows, the same repairs and the same rule for complete cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from procmine.errors import UnknownName, UnsureMapping
from procmine.importers.chosen_rows import chosen
from procmine.importers.joined_times import parts_of
from procmine.importers.mapping import FLAGS, known_column
from procmine.importers.options import ImportOptions, completion_rule
from procmine.importers.recipe import Recipe
from procmine.importers.source import Note

if TYPE_CHECKING:
    from procmine.importers.source import Source
    from procmine.store import Version

KEPT = ("zone", "dates", "rows", "complete_when", "recipe", "pseudonyms", "people")
KEPT_WHEN_ADDED = ("observed_from",)  # a file that replaces the log may begin elsewhere
SHOWN = {"complete_when": "complete when", "observed_from": "observed from", "recipe": "repairs"} | FLAGS


@dataclass(frozen=True)
class Terms:
    """What an import goes by: `options` and `roles` (role -> columns), as said, or as taken from version `version`.

    `columns` and `kept` are what was taken: roles and options that nobody said this time. `usual_dates` is the order
    of day and month that the log's files had so far.
    """

    options: ImportOptions
    roles: dict[str, Any]
    columns: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    usual_dates: str | None = None

    @property
    def reading(self) -> dict[str, Any]:
        """The options of `events.build`."""
        said = self.options
        return {
            "dates": said.dates,
            "zone": said.zone,
            "recipe": said.recipe,
            "usual_dates": self.usual_dates,
        }

    @property
    def reasons(self) -> dict[str, str]:
        return {role: f"as in version {self.version}" for role in self.columns}

    @property
    def notes(self) -> tuple[Note, ...]:
        taken = {SHOWN.get(name, name): _shown(value) for name, value in (self.columns | self.kept).items()}
        if not taken:
            return ()
        told = "; ".join(f"{name}: {value}" for name, value in taken.items())
        cure = "What is given anew is taken instead; an empty value (zone='') takes nothing over."
        return (Note("taken-over", "info", f"Taken over from version {self.version}: {told}.", 0, (), cure),)


def spoken(options: ImportOptions) -> ImportOptions:
    """The options with their recipe read, and what it says of zone, dates and rows said where nothing else was.

    What cannot be read of a recipe, a rule or a choice of rows is refused here, before a long read begins.
    """
    recipe = Recipe.of(options.recipe)
    said = {name: getattr(recipe, name, None) for name in ("zone", "dates", "rows")}
    unsaid = {name: value for name, value in said.items() if value and getattr(options, name) is None}
    # An empty recipe is one that was said: that of the version before is not taken over then.
    options = replace(options, recipe=recipe or ("" if options.recipe is not None else None), **unsaid)
    completion_rule(options.complete_when)
    chosen(options.rows)
    return options


def terms(options: ImportOptions, source: Source, before: Version | None, *, is_added: bool) -> Terms:
    """What the import of `source` goes by: what is spoken, and for the rest what the version `before` went by.

    A table that has none of the columns of that version is of another kind: where it replaces the log, nothing is
    taken over. Raises UnsureMapping where a column that played a role is not there and no other is named.
    """
    recipe = options.recipe
    said = (recipe.mapping.to_dict() if recipe and recipe.mapping else {}) | options.roles
    repairs = Recipe(repairs=recipe.repairs) if recipe else None
    bare: dict[str, Any] = {name: getattr(options, name) or None for name in KEPT} | {"recipe": repairs}
    if not before or not (is_added or _is_of_its_kind(source, before)):
        return Terms(replace(options, **bare), _filled(said))
    columns = _columns(source, before, said)
    kept = _kept(options, before, is_added)
    settled = replace(options, **(bare | kept))
    usual = before.description.get("usual_dates")
    return Terms(settled, _filled(said) | columns, columns, kept, before.version, usual)


def _filled(roles: Mapping[str, Any]) -> dict[str, Any]:
    return {role: value for role, value in roles.items() if value}


def _names(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _is_there(name: str, source: Source) -> bool:
    try:
        return bool(parts_of(name, source.columns) or known_column(name, source.columns))
    except UnknownName:
        return False


def _is_of_its_kind(source: Source, before: Version) -> bool:
    played = (names for role, names in before.description["mapping"].items() if role != "ignored")
    return any(_is_there(name, source) for names in played for name in _names(names))


def _columns(source: Source, before: Version, said: Mapping[str, Any]) -> dict[str, Any]:
    """The roles that nobody says anew, with the columns that played them, but for columns that now play another."""
    busy = {name.strip().lower() for names in said.values() for name in _names(names)}
    steps = {"activity", "milestones"}
    left = {
        role: names
        for role, names in before.description["mapping"].items()
        if role != "ignored" and role not in said and not (role in steps and steps & set(said))
        if not busy & {name.strip().lower() for name in _names(names)}
    }
    missing = [(role, n) for role, names in left.items() for n in _names(names) if not _is_there(n, source)]
    if missing:
        raise _lost(missing, source, before)
    return left


def _lost(missing: list[tuple[str, str]], source: Source, before: Version) -> UnsureMapping:
    words = [(FLAGS.get(role, "activity" if role == "milestones" else role), name) for role, name in missing]
    found = " ".join(
        f"Column {name!r} was the {word} of {before.name}, and is not in this file." for word, name in words
    )
    flags = dict.fromkeys(f"--{word} …" for word, _ in words)
    spelled = dict.fromkeys(f"{'activity' if role == 'milestones' else role}=…" for role, _ in missing)
    cure = f"Name another: {' '.join(flags)}; in Python {', '.join(spelled)}. Columns here: {', '.join(source.columns)}."
    if not {role for role, _ in missing} & {"case", "activity", "milestones", "started_at", "ended_at"}:
        cure += f" An empty one (--{words[0][0]} '') leaves the role to the guess."
    return UnsureMapping(found, str(source.details.get("path") or source.name), cure)


def _kept(options: ImportOptions, before: Version, is_added: bool) -> dict[str, Any]:
    wanted = KEPT + (KEPT_WHEN_ADDED if is_added else ())
    held = before.description["options"]
    kept = {name: held[name] for name in wanted if held.get(name) and getattr(options, name) is None}
    recipe = kept.pop("recipe", None)
    return kept | ({"recipe": Recipe.of(recipe)} if isinstance(recipe, dict) else {})


def _shown(value: Any) -> str:
    if isinstance(value, Recipe):
        return ", ".join(name for name, _ in value.repairs) or "none"
    return str(value) if isinstance(value, str) else " · ".join(map(str, value))
