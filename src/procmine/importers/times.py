"""Which date column is the start of an event, and which its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.importers.header_words import header_score
from procmine.importers.instants import read_format
from procmine.importers.structure import share_changing

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.profile import ColumnProfile

CLOSE = 0.15


@dataclass(frozen=True)
class Times:
    """The columns chosen, and whether another is about as likely."""

    ended_at: str | None = None
    started_at: str | None = None
    reason: str = ""
    is_unsure: bool = False
    candidates: list[tuple[str, float, str]] = field(default_factory=list)


def times(
    con: duckdb.DuckDBPyConnection, columns: dict[str, ColumnProfile], roles: dict[str, Any], free: list[str]
) -> Times:
    """The start and the end among the date columns in `free`.

    A date that stays the same through a case (when a ticket was opened) is a property of the case, and is
    taken only where no other is there. A start is taken only where it lies before its end.
    """
    case = ", ".join(quoted(name) for name in roles.get("case", ()))
    changing = share_changing(con, f"({case})", free) if case else {}
    moving = [name for name in free if changing.get(name, 0) >= 0.2] or free
    starts = sorted(moving, key=lambda name: -header_score("started_at", name))
    start = next((name for name in starts if _is_start(name)), None)
    ends = [name for name in moving if name != start]
    ranked = sorted(((name, _end_score(name, changing)) for name in ends), key=lambda one: -one[1])
    candidates = [(name, round(score, 2), "its header and how it changes") for name, score in ranked]
    if roles.get("ended_at"):
        return Times(None, _before(con, columns, start, roles["ended_at"]), candidates=candidates)
    if roles.get("started_at") or not ranked:
        end = ranked[0][0] if ranked and ranked[0][1] >= 1 else None
        return Times(end, None if roles.get("started_at") else start, "its header", False, candidates)
    end, score = ranked[0]
    unsure = any(score - other < CLOSE for _, other in ranked[1:])
    reason = "the only time that changes within a case" if len(moving) == 1 else "its header speaks of an end"
    return Times(end, _before(con, columns, start, end), reason, unsure, candidates)


def _is_start(name: str) -> bool:
    score = header_score("started_at", name)
    return score > 0 and score >= header_score("ended_at", name)


def _end_score(name: str, changing: dict[str, float]) -> float:
    header = max(header_score("ended_at", name), 0.9 * header_score("time", name))
    return header + 0.3 * changing.get(name, 0.0)


def _before(
    con: duckdb.DuckDBPyConnection, columns: dict[str, ColumnProfile], start: str | None, end: str
) -> str | None:
    """`start` where it lies at or before `end` in nearly all rows of the sample; else None."""
    if not start:
        return None
    first, last = (read_format(con, name, table="sampled") for name in (start, end))
    sound, both = con.execute(
        f"select count(*) filter (s <= e), count(*) from (select {first.sql()} as s, {last.sql()} as e"
        " from sampled) where s is not null and e is not null"
    ).fetchall()[0]
    return start if sound >= 0.9 * both else None
