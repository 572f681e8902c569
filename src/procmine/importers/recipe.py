"""What the user accepted for a source: the mapping, the readings and the repairs, to be replayed each time.

    dates = "dmy"
    zone = "Europe/Berlin"
    rows = ["Field = status"]
    repairs = [
        { "missing-words" = ["n/a", "?"] },
        { "drop-exact-duplicates" = true },
    ]
    [mapping]
    case = ["Ticket"]

Repairs run in their order: those on rows before instants are read, those on events after.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import UnknownName, UnreadableSource
from procmine.importers.mapping import Mapping
from procmine.importers.repairs import EVENT_REPAIRS, ROW_REPAIRS
from procmine.importers.source import Note
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

PARTS = ("dates", "zone", "rows", "repairs", "mapping")


@dataclass(frozen=True)
class Recipe:
    """A mapping, answers and repairs. `repairs` are pairs (name, option), in the order they are done."""

    mapping: Mapping | None = None
    dates: str | None = None
    zone: str | None = None
    repairs: tuple[tuple[str, Any], ...] = ()
    rows: tuple[str, ...] = ()

    def apply_to_rows(self, con: duckdb.DuckDBPyConnection, mapping: Mapping) -> list[Note]:
        """Repairs `staged`; a note for each repair says how many rows it touched."""
        return [
            _told(name, option, ROW_REPAIRS[name](con, mapping, option))
            for name, option in self.repairs
            if name in ROW_REPAIRS
        ]

    def apply_to_events(self, con: duckdb.DuckDBPyConnection) -> list[Note]:
        """Repairs `source_event`; a note for each repair says how many rows it touched."""
        return [
            _told(name, option, EVENT_REPAIRS[name](con, option))
            for name, option in self.repairs
            if name in EVENT_REPAIRS
        ]

    def to_dict(self) -> dict[str, Any]:
        """Plain values; what is not set is left out."""
        plain: dict[str, Any] = {"dates": self.dates, "zone": self.zone, "rows": list(self.rows)}
        plain["repairs"] = [{name: option} for name, option in self.repairs]
        plain["mapping"] = self.mapping.to_dict() if self.mapping else None
        return {key: value for key, value in plain.items() if value}

    @classmethod
    def of(cls, given: Any) -> Recipe | None:
        """A recipe, its plain values or its file, as the recipe; None for none."""
        if not given or isinstance(given, Recipe):
            return given or None
        return cls.from_dict(given) if isinstance(given, dict) else cls.load(Path(given))

    @classmethod
    def from_dict(cls, given: Dict[str, Any]) -> Recipe:
        """The recipe that `to_dict` wrote. Raises UnknownName for a part or a repair that is not known."""
        for key in given:
            if key not in PARTS:
                raise UnknownName("part of a recipe", key, PARTS)
        repairs = tuple((name, option) for one in given.get("repairs", ()) for name, option in one.items())
        for name, _ in repairs:
            if name not in ROW_REPAIRS and name not in EVENT_REPAIRS:
                raise UnknownName("repair", name, (*ROW_REPAIRS, *EVENT_REPAIRS))
        mapping = Mapping.from_dict(given["mapping"]) if given.get("mapping") else None
        rows = given.get("rows", ())
        return cls(
            mapping,
            given.get("dates"),
            given.get("zone"),
            repairs,
            (rows,) if isinstance(rows, str) else tuple(rows),
        )

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        return cls.from_dict(json.loads(text))

    def to_toml(self) -> str:
        """The recipe as people read and edit it."""
        plain = self.to_dict()
        mapping = plain.pop("mapping", {})
        lines = [f"{_toml(key)} = {_toml(value)}" for key, value in plain.items()]
        if mapping:
            lines += ["", "[mapping]", *(f"{_toml(key)} = {_toml(value)}" for key, value in mapping.items())]
        return "\n".join(lines) + "\n"

    @classmethod
    def from_toml(cls, text: str) -> Recipe:
        import tomllib

        return cls.from_dict(tomllib.loads(text))

    @classmethod
    def load(cls, path: str | Path) -> Recipe:
        """The recipe in a `.toml` or `.json` file. Raises UnreadableSource where it cannot be read."""
        place = Path(path)
        try:
            text = place.read_text(encoding="utf-8")
            return cls.from_json(text) if place.suffix.lower() == ".json" else cls.from_toml(text)
        except FileNotFoundError:
            told = "There is no such recipe."
            raise UnreadableSource(
                told, str(place), "Check the path; docs/repairs.md says how a recipe is written."
            ) from None
        except (OSError, UnicodeDecodeError) as unread:
            told = (
                f"The recipe cannot be read: {getattr(unread, 'strerror', None) or 'it is no text in UTF-8'}."
            )
            raise UnreadableSource(
                told, str(place), "Name a text file, .toml or .json, that you may read."
            ) from unread
        except UnknownName:
            raise
        except ValueError as broken:
            raise UnreadableSource(
                f"The recipe is not valid: {broken}.", str(place), "Correct the line, or write it again."
            ) from broken


def _told(name: str, option: Any, rows: int) -> Note:
    shown = "" if option is True else f" ({json.dumps(option, ensure_ascii=False)})"
    return Note(
        "accepted-repair", "info", f"Accepted repair {name}{shown} changed {counted(rows, 'row')}.", rows
    )


def _toml(value: Any) -> str:
    """A value in TOML. A JSON string is a TOML string, and is used for keys as well."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "{ " + ", ".join(f"{_toml(key)} = {_toml(one)}" for key, one in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(_toml(one) for one in value) + "]"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)
