"""Where the rows of an import come from: a file, a frame, a database or a history, and how far a database was read.

A version keeps in its description, under `reached`, the cursor that its rows reached and the origin it belongs to:

    {"cursor": {"column": "changed_at", "value": "2026-07-01 10:00:00+00", "kind": "instant_utc"}, "origin": "3f…"}

Rows that are added go on from there, as long as they come from the same table or query of the same database.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmine.engine import read_sql
from procmine.errors import NothingNew, WrongOption
from procmine.importers.databases import Cursor, DatabaseSettings, address_of, read_database
from procmine.importers.source import Note, Source

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.options import ImportOptions
    from procmine.store import Version

OF_A_DATABASE = ("table", "query", "cursor", "overlap", "timeout_seconds")


class Reader:
    """What fills `staged`. `options` are those of the import, with table, query and cursor as before where they are unsaid.

    `since` is the cursor from which a database is read on, None where all is read; `reached` is what the version keeps.
    """

    def __init__(
        self,
        source: Any,
        options: ImportOptions,
        settings: DatabaseSettings | None,
        secret: str | None = None,
    ):
        self.source, self.options, self.settings, self._secret = source, options, settings, secret
        self.since: Cursor | None = None
        self.reached: dict[str, Any] | None = None
        self.notes: tuple[Note, ...] = ()

    @property
    def is_history(self) -> bool:
        """Whether the source stages itself and is kept with the version, see `importers.histories`."""
        return hasattr(self.source, "stage")

    @property
    def is_read_on(self) -> bool:
        """Whether only what came since is read, which may be a single row, and that one of no use."""
        return self.since is not None

    @classmethod
    def of(
        cls, source: Any, options: ImportOptions, earlier: Version | None, secret: str | None = None
    ) -> Reader:
        """The reader of a source; rows go to the version `earlier` where they are added.

        Raises WrongOption for a URL with a password, before anything is written, and for options of a database where
        there is none.
        """
        if address_of(source) is None:
            surplus = [name for name in OF_A_DATABASE if getattr(options, name) is not None]
            if surplus:
                raise WrongOption(
                    f"{surplus[0]} is an option for databases, and this is none.", "source", "Leave it out."
                )
            return cls(source, options, None)
        options, notes = _as_before(options, earlier)
        said = {name: getattr(options, name) or None for name in OF_A_DATABASE}
        reader = cls(source, options, DatabaseSettings(source, **said), secret)
        reader.notes = notes
        reader._go_on(earlier)
        return reader

    def _go_on(self, earlier: Version | None) -> None:
        """Find where the version `earlier` was left, if its cursor is one of these settings."""
        assert self.settings is not None
        kept = (earlier.description.get("reached") if earlier else None) or {}
        if not self.settings.cursor or not kept:
            return
        cursor = Cursor.from_dict(kept["cursor"])
        if kept["origin"] == self.settings.origin and cursor.column == self.settings.cursor:
            self.since = cursor
            return
        message = f"The log was read as far as {cursor.value} in '{cursor.column}' of another table, query or database: everything is read."
        self.notes += (Note("read-in-full", "info", message),)

    def read(self, con: duckdb.DuckDBPyConnection) -> Source:
        """Fill `staged`."""
        if self.is_history:
            return self.source.stage(con)
        if self.settings is None:
            from procmine.importers.files import read_source

            return read_source(self.source, con, sheet=self.options.sheet)
        reading = read_database(self.settings, con, self.since, self._secret)
        if reading.cursor:
            # The name as it was said: so it is said again.
            cursor = replace(reading.cursor, column=self.settings.cursor or "")
            self.reached = {"cursor": cursor.to_dict(), "origin": self.settings.origin}
        return replace(reading.source, notes=(*self.notes, *reading.source.notes))


def _as_before(options: ImportOptions, earlier: Version | None) -> tuple[ImportOptions, tuple[Note, ...]]:
    """Table or query, and the cursor, as the version before named them, where rows are added and nobody says anew."""
    held = earlier.description["options"] if earlier else {}
    names = ["cursor", "overlap", *([] if options.table or options.query else ["table", "query"])]
    taken = {name: held[name] for name in names if held.get(name) and getattr(options, name) is None}
    if not taken or earlier is None:
        return options, ()
    told = "; ".join(f"{name}: {value}" for name, value in taken.items())
    message = f"Taken over from version {earlier.version}: {told}."
    return replace(options, **taken), (Note("taken-over", "info", message),)


def refuse_unless_new(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Raises NothingNew where every row that was read is in the log already: a version of the same would tell nothing."""
    if not con.execute(read_sql("importers", "appending_sql", "new_rows")).fetchall()[0][0]:
        where = str(source.details["path"])
        raise NothingNew(
            "Every row that was read is in the log already.", where, "There is nothing to add yet."
        )
