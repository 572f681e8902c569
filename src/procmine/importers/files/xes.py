"""XES, the exchange format for event logs (IEEE 1849), read as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from procmine.errors import UnreadableSource
from procmine.importers.files.staging import MOST_COLUMNS, land, unique_names
from procmine.importers.source import Note, Source

if TYPE_CHECKING:
    import duckdb

CHUNK = 1 << 20
KINDS = {
    "string": "text",
    "date": "instant_text",
    "int": "number",
    "float": "number",
    "boolean": "boolean",
    "id": "text",
}
NESTS = ("list", "container")


def read_xes(path: Path, con: duckdb.DuckDBPyConnection, room: Path, where: str) -> Source:
    """Stage an XES log: one row an event, trace attributes under `case:`.

    Attribute names keep their prefix (`concept:name`, `case:concept:name`), nested attributes are joined by
    `/`, lists and containers stay as JSON text, dates keep their offset. Global defaults are not invented: an
    attribute that an event lacks is NULL. A DTD is refused, for it can hide an XML bomb.
    """
    reader = _Reader(where)
    rows = land(con, room, reader.rows(path), lambda: reader.names()[0])
    names, name_notes = reader.names()
    if not rows:
        raise UnreadableSource(
            "There is no event in this log.", where, "Export the log again, with its events."
        )
    typed = {name: KINDS.get(kind, "text") for name, kind in zip(names, reader.kinds, strict=True)}
    details = {"extensions": reader.extensions, "classifiers": reader.classifiers, "log": reader.log}
    return Source("xes", "", names, rows, "", (*reader.notes(), *name_notes), details, typed)


class _Reader:
    """Expat's callbacks. Events wait until their trace ends, because its attributes may follow them."""

    def __init__(self, where: str):
        self.where = where
        self.extensions: dict[str, str] = {}
        self.classifiers: dict[str, str] = {}
        self.log: dict[str, str] = {}
        self.kinds: list[str] = []  # of each column: the tag of its values, '' when they differ
        self.empty_traces = self.keyless = self.repeated = 0
        self._places: dict[str, dict[str, int]] = {"trace": {}, "event": {}}
        self._labels: list[str] = []
        self._ready: list[tuple[int, list[str | None]]] = []
        self._waiting: list[tuple[int, dict[int, str]]] = []
        self._trace: dict[int, str] = {}
        self._event: dict[int, str] = {}
        self._scope = "log"
        self._in_trace = False
        self._line = 0
        self._path: list[str] = []
        self._nest: list[dict[str, Any]] | None = None
        self._nest_depth = self._skipping = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def names(self) -> tuple[tuple[str, ...], tuple[Note, ...]]:
        return unique_names(self._labels or ["concept:name"], self.where)

    def rows(self, path: Path) -> Iterator[tuple[int, list[str | None]]]:
        with path.open("rb") as file:
            while True:
                chunk = file.read(CHUNK)
                try:
                    self._parser.Parse(chunk, not chunk)
                except expat.ExpatError as wrong:
                    raise self._broken(wrong) from None
                yield from self._ready
                self._ready.clear()
                if not chunk:
                    return

    def _broken(self, wrong: expat.ExpatError) -> UnreadableSource:
        reason = expat.errors.messages.get(wrong.code, str(wrong))
        place = f"{self.where}, line {wrong.lineno}, column {wrong.offset + 1}"
        if reason in ("no element found", "unclosed token"):
            return UnreadableSource(
                "The file ends in the middle of the log.", place, "Copy or export it again."
            )
        return UnreadableSource(
            f"The XML is broken: {reason}.", place, "Export it again, or repair that line."
        )

    def _doctype(self, *_: object) -> None:
        raise UnreadableSource(
            "The file has a document type declaration (DTD), which can hide an XML bomb.",
            f"{self.where}, line {self._parser.CurrentLineNumber}",
            "Remove the <!DOCTYPE …>; an event log needs none.",
        )

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
        elif tag in KINDS or tag in NESTS:
            self._attribute(tag, given)
        elif tag == "event":
            self._scope, self._event, self._line = "event", {}, self._parser.CurrentLineNumber
        elif tag == "trace":
            self._scope, self._in_trace = "trace", True
            self._trace, self._waiting = {}, []
        elif tag == "global":
            self._skipping = 1
        elif tag == "extension":
            self.extensions[given.get("prefix", "")] = given.get("uri", "")
        elif tag == "classifier":
            self.classifiers[given.get("name", "")] = given.get("keys", "")

    def _end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif tag in KINDS:
            self._path.pop()
        elif tag in NESTS:
            self._close_nest()
        elif tag == "event":
            self._waiting.append((self._line, self._event))
            self._scope = "trace" if self._in_trace else "log"
            if not self._in_trace:
                self._release()
        elif tag == "trace":
            self.empty_traces += not self._waiting
            self._release()
            self._scope, self._in_trace, self._trace = "log", False, {}

    def _attribute(self, tag: str, given: dict[str, str]) -> None:
        key, value = given.get("key"), given.get("value")
        if key is None:
            self.keyless += 1
            key = ""
        self._path.append(key)
        if tag in NESTS:
            self._nest_depth += 1
            if self._nest is None:
                self._nest = []
        elif self._nest is not None:
            self._nest.append({"/".join(self._path[1:]): _json_value(tag, value)})
        elif value is not None and key:
            self._put("/".join(self._path) if len(self._path) > 1 else key, value, tag)

    def _close_nest(self) -> None:
        self._nest_depth -= 1
        if not self._nest_depth and self._nest is not None:
            nest, self._nest = self._nest, None
            self._put("/".join(self._path), json.dumps(nest, ensure_ascii=False), "list")
        self._path.pop()

    def _put(self, name: str, value: str, tag: str) -> None:
        if self._scope == "log":
            self.log[name] = value
            return
        place = self._places[self._scope].get(name)
        if place is None:
            place = self._new_column(name, tag)
        elif self.kinds[place] != tag:
            self.kinds[place] = ""
        values = self._event if self._scope == "event" else self._trace
        if place in values:
            self.repeated += 1
        else:
            values[place] = value

    def _new_column(self, name: str, tag: str) -> int:
        place = len(self._labels)
        if place >= MOST_COLUMNS:
            raise UnreadableSource(
                f"There are more than {MOST_COLUMNS} different attributes.",
                f"{self.where}, line {self._parser.CurrentLineNumber}",
                "Export the log with the attributes you need.",
            )
        self._places[self._scope][name] = place
        self._labels.append(f"case:{name}" if self._scope == "trace" else name)
        self.kinds.append(tag)
        return place

    def _release(self) -> None:
        """Make rows of the events that waited for the end of their trace."""
        width = len(self._labels)
        for line, event in self._waiting:
            row: list[str | None] = [None] * width
            for place, value in self._trace.items():
                row[place] = value
            for place, value in event.items():
                row[place] = value
            self._ready.append((line, row))
        self._waiting = []

    def notes(self) -> list[Note]:
        notes = []
        if self.empty_traces:
            message = f"{self.empty_traces:,} traces have no event and leave no row."
            notes.append(Note("empty-trace", "warning", message, self.empty_traces))
        if self.repeated:
            message = f"{self.repeated:,} attributes stand twice on one event or trace; the first was taken."
            notes.append(Note("repeated-attribute", "warning", message, self.repeated))
        if self.keyless:
            message = f"{self.keyless:,} attributes have no key and were left out."
            notes.append(Note("keyless-attribute", "warning", message, self.keyless))
        return notes


def _json_value(tag: str, value: str | None) -> Any:
    try:
        if value is not None and tag in ("int", "float"):
            return int(value) if tag == "int" else float(value)
    except ValueError:
        return value
    return value == "true" if tag == "boolean" else value
