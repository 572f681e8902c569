"""What came from a tool, joined with what the log held, as the table `staged` of an import."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from procmine.engine import attach_read_only, parameters_of, quoted, read_sql
from procmine.errors import NothingNew, SourceProblem, WrongOption
from procmine.importers.files.staging import blank_to_null, unique_names
from procmine.importers.histories.chains import chain_notes, orphans
from procmine.importers.histories.composing import composed
from procmine.importers.histories.rows import Rows
from procmine.importers.histories.seen import TABLES
from procmine.importers.histories.values import ASSIGNEE, CLOSING, STAGE, STATUS
from procmine.importers.pseudonyms import pseudonymised
from procmine.importers.source import Note, Source
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

    from procmine.store import Version

CLOCKS_DIFFER = timedelta(hours=1)
MODELS = ("stays", "transitions")
OWN = ("Item", "Status", "Entered", "Left", "Assignee", "Order")
WORKED_WITH = (
    "said_change", "said_value", "whole_change", "numbered_change", "told_span", "value_name", "stay", "holder", "told_event", "valued_event",
)  # fmt: skip
ROLES = {
    "case": "Item",
    "activity": "Status",
    "started_at": "Entered",
    "ended_at": "Left",
    "resource": "Assignee",
    "sequence": "Order",
}
DONE_WORDS = (
    "done|closed|close|complete|completed|resolved|finished|cancelled|canceled|rejected|released|archived|merged|wontfix"
    "|erledigt|geschlossen|abgeschlossen|fertig|abgelehnt|terminé|fermé|résolu|cerrado|hecho|terminado|resuelto|完了|終了"
)


@dataclass(frozen=True)
class History:
    """The history of a source, ready to be read as a source of an import (`stage`) and kept with its version (`keep`).

    `tell` lays what came into rows; `earlier` is the version of the log before, whose history it is added to. `model`
    is `stays` (each stay in a status is a piece of work) or `transitions` (each change is an event). `done` names the
    statuses in which nothing is left to do, where the tool does not say or says it otherwise. `diffed` are the fields
    whose changes the tool does not record, `people` those whose values are people beside the assignee. With `key` people
    go by pseudonyms. `seen_at` is when the tool was last asked, by its own clock (UTC).
    Unless `is_told_anyway`, a history that adds nothing to `earlier` raises NothingNew.
    """

    name: str
    kind: str
    tell: Callable[[Rows], Iterable[Note] | None]
    earlier: Version | None = None
    model: str = "stays"
    done: tuple[str, ...] | None = None
    diffed: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    key: str | None = field(default=None, repr=False)
    seen_at: datetime | None = None
    is_told_anyway: bool = True

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise WrongOption(f"There is no model {self.model!r}.", "model", f"Write {' or '.join(MODELS)}.")

    @property
    def roles(self) -> dict[str, str]:
        """The columns of `staged` by the role they play."""
        return ROLES

    def stage(self, con: duckdb.DuckDBPyConnection) -> Source:
        """Fill `staged`. Raises SourceProblem where there is not a single item."""
        rows = Rows(con)
        notes = list(self.tell(rows) or ())
        rows.laid()
        notes += rows.notes
        people = tuple(dict.fromkeys((ASSIGNEE, *self.people, *rows.people_fields)))
        if self.key:
            pseudonymised(con, self.key, people)
        self._beside_what_was_held(con)
        if not self.is_told_anyway and not _scalar(con, read_sql("importers", "histories", "news")):
            raise NothingNew(
                "What came tells nothing that was not known.",
                f"source {self.name}",
                "There is nothing to add yet.",
            )
        if not _scalar(con, "select count(*) from kept_item"):
            raise SourceProblem(
                "Nothing came: the tool shows no item in this scope.",
                f"source {self.name}",
                "Check the scope; where the tool asks for a key, also that its owner may see the items.",
            )
        items = _scalar(con, "select count(*) from seen_item")
        _drop(con, *(f"{side}_{table}" for side in ("seen", "earlier") for table in TABLES))
        _run(con, "said")
        composed(con)
        _run(con, "value_name")
        _run(con, "told_span")
        done, said = self._done(con)
        _run(con, self.model, done=done, diffed=list(self.diffed))
        _run(con, "steps")
        _run(con, "valued", people=list(people))
        said += self._without_the_future(con)
        columns = _staged(con, _fields(con))
        rows_staged = _scalar(con, "select count(*) from staged")
        typed = {"Entered": "instant_utc", "Left": "instant_utc", "Order": "number"}
        notes += [*said, *chain_notes(con), *orphans(con)]
        details = {"model": self.model, "items": items, "extracted_at": self._extracted_at(con)}
        _drop(con, *WORKED_WITH)
        return Source(
            self.kind, self.name, columns, rows_staged, _fingerprint(con), tuple(notes), details, typed
        )

    def _without_the_future(self, con: duckdb.DuckDBPyConnection) -> list[Note]:
        """What lies well after the moment in which the tool was asked is an error of some clock, and left out."""
        if self.seen_at is None:
            return []
        latest = self.seen_at.astimezone(UTC).replace(tzinfo=None) + CLOCKS_DIFFER
        beyond = (
            "update valued_event set ended_at = null where started_at <= $latest and ended_at > $latest returning item_id",
            "delete from valued_event where coalesce(started_at, ended_at) > $latest returning item_id",
        )
        gone = [row for sql in beyond for row in con.execute(sql, {"latest": latest}).fetchall()]
        if not gone:
            return []
        message = f"{counted(len(gone), 'event')} begin or end after the moment in which the tool was asked: that is left out, some clock was wrong."
        return [
            Note(
                "events-of-the-future",
                "warning",
                message,
                len(gone),
                tuple(dict.fromkeys(one for (one,) in gone))[:5],
            )
        ]

    def _extracted_at(self, con: duckdb.DuckDBPyConnection) -> datetime | None:
        """When the tool was asked; a second later where its own clocks differ by that."""
        if self.seen_at is None:
            return None
        last = con.execute("select max(greatest(started_at, ended_at)) from valued_event").fetchall()[0][0]
        seen = self.seen_at.astimezone(UTC)
        last = last.replace(tzinfo=UTC) if last else seen
        return last if seen < last < seen + CLOCKS_DIFFER else seen

    def keep(self, con: duckdb.DuckDBPyConnection) -> None:
        """Put the history into the version that is being written, for the next sync to be added to."""
        for table in TABLES:
            con.execute(f"create table version.kept_{table} as from kept_{table}")

    def _beside_what_was_held(self, con: duckdb.DuckDBPyConnection) -> None:
        if self.earlier:
            attach_read_only(con, self.earlier.path, "earlier")
        for table, columns in TABLES.items():
            held = f"as from earlier.kept_{table}" if self.earlier else f"({columns})"
            con.execute(f"create or replace temp table earlier_{table} {held}")
        if self.earlier:
            con.execute("detach earlier")
        _run(con, "merged", diffed=list(self.diffed))

    def _done(self, con: duckdb.DuckDBPyConnection) -> tuple[list[str], list[Note]]:
        """The statuses in which nothing is left to do: as said, as the tool says, or by their words, and then told."""
        if self.done is not None:
            return [name.lower() for name in self.done], []
        statuses = con.execute(read_sql("importers", "histories", "statuses")).fetchall()
        done = {name for name, category, _ in statuses if category == "done"}
        unsaid = {name for name, category, _ in statuses if category is None}
        # Where a tool says of stages what they mean, it means what it does not say of the others, too.
        if not unsaid or any(category and not is_closing for _, category, is_closing in statuses):
            return [name.lower() for name in done], []
        words = set(DONE_WORDS.split("|"))
        by_words = sorted(name for name in unsaid if words & set(re.findall(r"\w+", name.lower())))
        if not by_words and done:
            return [name.lower() for name in done], []
        told = f"taken by their words: {', '.join(by_words)}" if by_words else "not to be seen in their names"
        message = f"In which statuses nothing is left to do the tool does not say; they are {told}."
        cure = "Name them with the source's setting done."
        return [name.lower() for name in (*done, *by_words)], [
            Note("done-statuses", "info", message, repair=cure)
        ]


def _drop(con: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """What is looked at no more is held no longer: a million changes would lie in memory several times."""
    for table in tables:
        con.execute(f"drop table if exists {quoted(table)}")


def _fields(con: duckdb.DuckDBPyConnection) -> list[str]:
    found = con.execute(
        "select distinct field from told_span where not list_contains($own, field) and value is not null order by 1",
        {"own": [STATUS, ASSIGNEE, STAGE, CLOSING]},
    ).fetchall()
    return [name for (name,) in found]


def _staged(con: duckdb.DuckDBPyConnection, fields: list[str]) -> tuple[str, ...]:
    """The table `staged`: what plays a role, then what is known of stays, then a column a field and an attribute of a step."""
    stays = ("Status category", "Entered by", "Left by", "Handed over within", "Automated", "Title")
    keys = [
        key
        for (key,) in con.execute(
            "select distinct unnest(json_keys(attributes)) from told_event where attributes is not null order by 1"
        ).fetchall()
    ]
    names, _ = unique_names([*OWN, *stays, *fields, *keys], "the fields")
    own = names[len(OWN) + len(stays) :]
    said = [f"map_extract_value(said, $f{i})" for i in range(len(fields))]
    told = [f"json_extract_string(attributes, $k{i})" for i in range(len(keys))]
    cells = [
        f", {blank_to_null(cell)} as {quoted(name)}" for cell, name in zip(said + told, own, strict=True)
    ]
    parameters = {f"f{i}": name for i, name in enumerate(fields)} | {
        f"k{i}": f'$."{key}"' for i, key in enumerate(keys)
    }
    statement = read_sql("importers", "histories", "staged").replace("/* fields */", "".join(cells))
    con.execute(statement, parameters)
    return names


def _fingerprint(con: duckdb.DuckDBPyConnection) -> str:
    (told,) = con.execute("select coalesce(bit_xor(hash(s)), 0)::varchar from staged s").fetchall()[0]
    return hashlib.sha256(told.encode()).hexdigest()


def _run(con: duckdb.DuckDBPyConnection, step: str, /, **parameters: Any) -> None:
    for statement in read_sql("importers", "histories", step).split(";\n"):
        if statement.strip():
            con.execute(statement, {name: parameters[name] for name in parameters_of(statement)})


def _scalar(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return con.execute(sql).fetchall()[0][0]
