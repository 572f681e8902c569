"""The rows that parsers emit: what each tells, and how it comes into the tables `seen_…` (see `seen.py`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.seen import ACTED, IDENTITY, TABLES
from procmine.importers.histories.values import (
    CLOSING,
    NOTHING,
    SEVERAL,
    STAGE,
    STATUS,
    TOLD_BY_NEXT,
    Value,
    instant,
)
from procmine.importers.source import Note
from procmine.wording import counted

if TYPE_CHECKING:
    import duckdb

AT_ONCE = 20_000


class Rows:
    """Collects what parsers tell, and lays it into the tables `seen_…` of a connection."""

    def __init__(self, con: duckdb.DuckDBPyConnection):
        self._con = con
        self._kept: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        self._told = 0
        self.names: dict[
            str, str
        ] = {}  # what a parser learns on one page and needs on another: names of fields
        self._aliases: dict[str, str] = {}
        self._notes: dict[str, tuple[int, str, str, str]] = {}
        self._people: set[str] = set()
        self._met: dict[str, tuple[str | None, bool]] = {}
        self._by_name: set[str] = set()
        self._whole: set[tuple[str, str]] = set()
        for table, columns in TABLES.items():
            con.execute(f"create or replace temp table seen_{table} (told bigint, {columns})")

    def item(
        self, item_id: Any, *, key: str | None = None, title: str | None = None, created_at: Any = None,
        creator: str | None = None, updated_at: Any = None, seen_at: Any = None, url: str | None = None,
        values: Mapping[str, Value | str | None] | None = None,
    ) -> None:  # fmt: skip
        """An item as it is now. `values` by field: its status, its assignee, and whatever else it says."""
        told = (instant(created_at), creator, instant(updated_at), instant(seen_at))
        self._add("item", str(item_id), key or str(item_id), title, *told, url, None)
        for name, value in (values or {}).items():
            self.value(item_id, name, value)

    def revision(
        self, item_id: str, rev: int, at: Any, who: str | None, values: Mapping[str, Value], *, key: str, title: str | None,
        created_at: Any, creator: str | None, seen_at: datetime,
    ) -> None:  # fmt: skip
        """An item as it was in one revision; of several the one with the highest number is how it is now."""
        told = (instant(created_at), creator, instant(at), instant(seen_at))
        self._add("item", item_id, key, title, *told, None, None, order=rev)
        for name, value in values.items():
            self._add("revision", item_id, rev, instant(at), who, name, *value)

    def value(self, item_id: Any, field: str, value: Value | str | None) -> None:
        """What a field of an item says now, where its item does not tell it along."""
        self._add("value", str(item_id), field, *(value if isinstance(value, Value) else Value(None, value)))

    def change(
        self, item_id: Any, change_id: Any, at: Any, who: str | None, field: str, old: Value, new: Value, place: int | None = None
    ) -> None:  # fmt: skip
        """A field of an item changed from `old` to `new`; TOLD_BY_NEXT where the old value of the next change tells it."""
        if new is TOLD_BY_NEXT:
            self._change(item_id, change_id, at, who, field, old, NOTHING, place, is_old_only=True)
        else:
            self._change(item_id, change_id, at, who, field, old, new, place)

    def set(
        self, item_id: Any, change_id: Any, at: Any, who: str | None, field: str, new: Value, place: int | None = None
    ) -> None:  # fmt: skip
        """A field was set to `new`; what it said before is told by the change before, or by nothing."""
        self._change(item_id, change_id, at, who, field, NOTHING, new, place, is_new_only=True)

    def _change(
        self, item_id: Any, change_id: Any, at: Any, who: str | None, field: str, old: Value, new: Value, place: int | None,
        *, is_old_only: bool = False, is_new_only: bool = False,
    ) -> None:  # fmt: skip
        where = self._told if place is None else place
        told = (instant(at), who, field, *old, *new, False, is_old_only, is_new_only)
        self._add("change", str(item_id), str(change_id), where, *told)

    def member(
        self, item_id: Any, change_id: Any, at: Any, who: str | None, field: str, value: Value, *, is_added: bool, place: int | None = None
    ) -> None:  # fmt: skip
        """Somebody or something was added to, or removed from, a field that several may fill."""
        where = self._told if place is None else place
        self._add("member", str(item_id), field, str(change_id), where, instant(at), who, *value, is_added)

    def holding(self, item_id: Any, field: str, values: Iterable[Value]) -> None:
        """Those that fill such a field now."""
        for value in values:
            self._add("holding", str(item_id), field, *value)

    def step(
        self, item_id: Any, step_id: Any, activity: str, *, started_at: Any = None, ended_at: Any = None,
        who: str | None = None, attributes: Mapping[str, Any] | None = None, place: int | None = None,
    ) -> None:  # fmt: skip
        """Something that happened to an item beside its fields: a review, a commit, a posting."""
        text = json.dumps(attributes, ensure_ascii=False, default=str) if attributes else None
        told = (activity, instant(started_at), instant(ended_at), who, text)
        self._add("step", str(item_id), str(step_id), self._told if place is None else place, *told)

    def state(self, state_id: Any, name: str, category: str | None = None, field: str = STATUS) -> None:
        """How a value that is told by its id is called now; of a status also whether it is `new`, `active` or `done`."""
        self._add("state", field, str(state_id), name, category)

    def person(self, person_id: Any, name: str | None, *, is_bot: bool = False) -> str | None:
        """A person, once more or anew; gives back the id, or None where nobody is told."""
        if person_id in (None, ""):
            return None
        told = (name, is_bot)
        if self._met.get(str(person_id)) != told:  # the same few people are told with every change
            self._met[str(person_id)] = told
            self._add("person", str(person_id), name, is_bot)
        return str(person_id)

    def of_people(self, field: str) -> None:
        """The values of a field are people, as the tool's own description of it says."""
        if field not in (STATUS, STAGE, CLOSING):
            self._people.add(field)

    @property
    def people_fields(self) -> tuple[str, ...]:
        """The fields that were said to be of people, beside those that always are."""
        return tuple(sorted(self._people))

    def several(self, people: Iterable[Value]) -> Value:
        """Several people in one value: known by all their ids, called by all their names; of one it is that one."""
        among = [one for one in people if one.id or one.name]
        names = ", ".join(str(one.name or one.id) for one in among)
        return Value(SEVERAL.join(str(one.id or one.name) for one in among), names) if among else NOTHING

    def closed(
        self, item_id: Any, at: Any, who: str | None, how: Value, change_id: str = "closed_at"
    ) -> None:
        """What an item itself says of its last closing, where the events that tell it may be hidden; none where `at` is none."""
        if at:
            self.change(item_id, change_id, at, who, CLOSING, NOTHING, how, -1)

    def told_by_name(self, field: str) -> None:
        """A field tells people by their names alone: whose name only one bears is that one."""
        self._by_name.add(field)

    def told_whole(self, item_id: Any, field: str) -> None:
        """All changes of this field of an item are told anew: what was known of them before counts no more."""
        self._whole.add((str(item_id), field))

    def known_as(self, other: str, person_id: str) -> None:
        """A person goes by another id, too, where the tool tells who did something: a login beside the number of an account."""
        self._aliases[other] = person_id

    def note(self, check: str, message: str, repair: str = "", count: str = "") -> None:
        """Something that whoever reads the log should know of how it was read: told once, however often it is met.

        With `count`, a noun, `{count}` in the message says how often: `3 commits`.
        """
        times = self._notes[check][0] if check in self._notes else 0
        self._notes[check] = (times + 1, message, repair, count)

    @property
    def notes(self) -> list[Note]:
        return [
            Note(check, "warning", message.replace("{count}", counted(times, noun)) if noun else message, times if noun else 0, (), repair)
            for check, (times, message, repair, noun) in self._notes.items()
        ]  # fmt: skip

    def _add(self, table: str, *row: Any, order: int | None = None) -> None:
        self._told += 1
        kept = self._kept[table]
        kept.append((self._told if order is None else order, *row))
        if len(kept) >= AT_ONCE:
            self._lay(table)

    def _lay(self, table: str) -> None:
        import pandas as pd

        rows = self._kept[table]
        if not rows:
            return
        names = ["told", *(column.split()[0] for column in TABLES[table].split(", "))]
        frame = pd.DataFrame(rows, columns=pd.Index(names), dtype=object)
        for name in (one for one in names if one.endswith("_at")):
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
        self._con.register("laid", frame)
        self._con.execute(f"insert into seen_{table} by name from laid")
        self._con.unregister("laid")
        rows.clear()

    def laid(self) -> None:
        """All rows are in their tables, each once: of what was told twice the last counts."""
        for table in TABLES:
            self._lay(table)
        self._lay_whole()
        self._by_one_id()
        self._by_names()
        for table, identity in IDENTITY.items():
            order = "name is null, told desc" if table == "person" else "told desc"
            self._con.execute(
                f"create or replace temp table seen_{table} as select * exclude (told) from seen_{table}"
                f" qualify row_number() over (partition by {identity} order by {order}) = 1"
            )

    def _lay_whole(self) -> None:
        whole = sorted(self._whole)
        given = {"items": [item for item, _ in whole], "fields": [field for _, field in whole]}
        self._con.execute(
            "create or replace temp table seen_whole as select unnest($items::varchar[]) as item_id, unnest($fields::varchar[]) as field", given
        )  # fmt: skip

    def _by_one_id(self) -> None:
        """Who goes by several ids goes by one."""
        if not self._aliases:
            return
        given = {"others": list(self._aliases), "ids": list(self._aliases.values())}
        for table, column in (
            ("person", "person_id"),
            ("item", "creator_id"),
            *((one, "who_id") for one in ACTED),
        ):
            self._con.execute(
                f"update seen_{table} set {column} = known.id from (select unnest($others::varchar[]) as other, unnest($ids::varchar[]) as id) known"
                f" where {column} = known.other",
                given,
            )

    def _by_names(self) -> None:
        """Who is told by name alone goes by the id of the one who bears it; where several do, by the name."""
        for side in ("old", "new") if self._by_name else ():
            self._con.execute(
                f"""update seen_change set {side}_id = known.person_id
                from (select name, any_value(person_id) as person_id from seen_person group by name having count(distinct person_id) = 1) known
                where list_contains($fields, field) and {side}_id is null and {side}_value = known.name""",
                {"fields": sorted(self._by_name)},
            )
