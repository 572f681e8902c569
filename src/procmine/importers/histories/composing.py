"""Fields that a tool tells in parts: who is among several, and in which status an item is by its place and whether it is closed.

Many tools assign several people, mark a stage by one of many labels, and close an item apart from where it stands. What is
told then is that somebody or something was added or removed (`seen_member`), and that an item was closed. Composed of it are
the assignee (of several the one who is there the longest), the stage (of several labels the one that came last) and the status
(how an item was closed, else its stage, else Open).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from procmine.importers.histories.values import ASSIGNEE, CLOSING, NOTHING, STAGE, STATUS, Value

if TYPE_CHECKING:
    import duckdb

OPEN = Value("Open", "Open")
MARK = (
    "composed "  # before the number of a change that was composed: such are made anew each time, never kept
)


class Change(NamedTuple):
    """A change as composing sees it: when, in which order, by whom, of which field, from what to what."""

    changed_at: Any
    place: int
    change_id: str
    who: str | None
    field: str
    old: Value
    new: Value


def composed(con: duckdb.DuckDBPyConnection) -> None:
    """Add to `said_change` and `said_value` what is composed of parts, where a tool tells any."""
    _lay(con, list(_of_members(con)))
    _lay(con, list(_of_closing(con)))


# --- one of several -------------------------------------------------------------------------------------------------


def _of_members(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Change | None, Value, str]]:
    """For each item and field that several may fill: the changes of the one that counts, and who or what it is now."""
    events = con.execute(
        "select item_id, field, changed_at, place, change_id, who_id, value_id, value, is_added from kept_member order by all"
    ).fetchall()
    now = con.execute("select item_id, field, value_id, value from kept_holding order by all").fetchall()
    held: dict[tuple[str, str], list[Value]] = {}
    for item, field, value_id, value in now:
        held.setdefault((item, field), []).append(Value(value_id, value))
    grouped = {key: list(group) for key, group in groupby(events, key=lambda row: row[:2])}
    for key in dict.fromkeys([*held, *grouped]):
        item, field = key
        told = grouped.get(key, [])
        among = _at_first(told, held.get(key, []))
        before = _one(field, among)
        for _, instant in groupby(told, key=lambda row: row[2]):
            together = list(instant)
            for *_, value_id, value, is_added in together:
                among = [one for one in among if one.id != value_id] + [Value(value_id, value)] * is_added
            after = _one(field, among)
            if after.id != before.id:
                _, _, at, place, change_id, who, *_ = together[-1]
                yield item, Change(at, place, change_id, who, field, before, after), after, field
            before = after
        # What it is now the tool says, whatever the events lead to: where they differ, its history has a gap at its end.
        told_now = held.get(key, [])
        yield (
            item,
            None,
            before if {one.id for one in among} == {one.id for one in told_now} else _one(field, told_now),
            field,
        )


def _at_first(told: list[Any], now: list[Value]) -> list[Value]:
    """Who or what was there before the first event: removed before it was ever added, or there now and never added."""
    first: dict[str, tuple[bool, Value]] = {}
    for *_, value_id, value, is_added in told:
        first.setdefault(value_id, (is_added, Value(value_id, value)))
    return [value for was_added, value in first.values() if not was_added] + [
        v for v in now if v.id not in first
    ]


def _one(field: str, among: list[Value]) -> Value:
    if not among:
        return NOTHING
    return among[0] if field == ASSIGNEE else among[-1]


# --- stage and closing ----------------------------------------------------------------------------------------------


def _of_closing(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Change | None, Value, str]]:
    """For each item that is closed apart from its stage: the changes of its status, and what it is now."""
    told = con.execute(
        """select item_id, changed_at, place, change_id, who_id, field, old_id, old_value, new_id, new_value from said_change
        where field in ($stage, $closing) and item_id in (select item_id from said_value where field = $closing)
        order by item_id, changed_at, place, change_id""",
        {"stage": STAGE, "closing": CLOSING},
    ).fetchall()
    changes = {item: [_change(row) for row in rows] for item, rows in groupby(told, key=lambda row: row[0])}
    values = con.execute(
        "select item_id, field, value_id, value from said_value where field in ($stage, $closing)",
        {"stage": STAGE, "closing": CLOSING},
    ).fetchall()
    now: dict[str, dict[str, Value]] = {}
    for item, field, value_id, value in values:
        now.setdefault(item, {})[field] = Value(value_id, value)
    for item, said in now.items():
        if CLOSING not in said:
            continue
        own = changes.get(item, [])
        parts = said | {change.field: change.old for change in reversed(own)}
        before = _status(parts)
        for at, instant in groupby(own, key=lambda change: change.changed_at):
            together = list(instant)
            parts |= {change.field: change.new for change in together}
            after = _status(parts)
            if after.id != before.id:
                last = together[-1]
                yield (
                    item,
                    Change(at, last.place, last.change_id, last.who, STATUS, before, after),
                    after,
                    STATUS,
                )
            before = after
        yield item, None, _status(said), STATUS


def _change(row: tuple[Any, ...]) -> Change:
    _, at, place, change_id, who, field, *values = row
    return Change(at, place, change_id, who, field, Value(*values[:2]), Value(*values[2:]))


def _status(parts: dict[str, Value]) -> Value:
    """How it was closed, else where it stands, else Open."""
    return next(
        (value for name in (CLOSING, STAGE) if (value := parts.get(name, NOTHING)).id is not None), OPEN
    )


def _lay(con: duckdb.DuckDBPyConnection, made: list[tuple[str, Change | None, Value, str]]) -> None:
    import pandas as pd

    changes = [
        (
            item,
            f"{MARK}{c.change_id}",
            c.place,
            c.changed_at,
            c.who,
            c.field,
            *c.old,
            *c.new,
            False,
            False,
            False,
        )
        for item, c, _, _ in made
        if c
    ]
    values = [(item, field, *value) for item, change, value, field in made if change is None]
    for table, rows in (("change", changes), ("value", values)):
        if rows:
            names = [name for name, *_ in con.execute(f"describe said_{table}").fetchall()]
            frame = pd.DataFrame(rows, columns=pd.Index(names), dtype=object)
            if "changed_at" in frame:
                frame["changed_at"] = pd.to_datetime(frame.changed_at).astype("datetime64[us]")
            con.register("composed_frame", frame)
            con.execute(f"insert into said_{table} by name from composed_frame")
            con.unregister("composed_frame")
