"""Which date column is the start of an event, and which its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.importers.header_words import header_score, plain
from procmine.importers.instants import read_format
from procmine.importers.source import Note
from procmine.importers.structure import share_changing

if TYPE_CHECKING:
    import duckdb

    from procmine.importers.profile import ColumnProfile

CLOSE = 0.15
ONE_INSTANT = "the one instant of each row, though its header speaks of a start"


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
    taken only where no other is there. A start is taken only where it lies before its end. Where one instant a row
    is all there is, it is the moment the row tells of, its end, even if its header speaks of a start: taken for
    starts, no work would ever end.
    """
    case = ", ".join(quoted(name) for name in roles.get("case", ()))
    changing = share_changing(con, f"({case})", free) if case else {}
    moving = [name for name in free if changing.get(name, 0) >= 0.2] or free
    start = _start(con, moving)
    ends = [name for name in moving if name != start]
    ranked = sorted(((name, _end_score(name, changing)) for name in ends), key=lambda one: -one[1])
    candidates = [(name, round(score, 2), "its header and how it changes") for name, score in ranked]
    if roles.get("ended_at"):
        return Times(None, _before(con, start, roles["ended_at"]), candidates=candidates)
    if roles.get("started_at"):
        end = ranked[0][0] if ranked and ranked[0][1] >= 1 else None
        return Times(end, None, "its header", False, candidates)
    if not ranked:
        return Times(start, reason=ONE_INSTANT)
    return _chosen(con, start, ranked, candidates)


def one_instant(roles: dict[str, Any], reasons: dict[str, str]) -> tuple[Note, ...]:
    """Said where a column called like a start was taken for the one instant of each row."""
    if reasons.get("ended_at") != ONE_INSTANT:
        return ()
    message = f"'{roles['ended_at']}' is the only time there is: it counts as the instant each row tells of, as for any single timestamp."
    cure = "Where it is the start of work whose end nobody recorded, name it with --start."
    return (Note("one-instant", "info", message, 0, (), cure),)


def _start(con: duckdb.DuckDBPyConnection, moving: list[str]) -> str | None:
    """The column whose header speaks of a start; of two without such a header the one that is never later."""
    for name in sorted(moving, key=lambda name: -header_score("started_at", name)):
        if _is_start(name):
            return name
    if len(moving) == 2 and not any(_speaks(name) for name in moving):
        return next((one for one, other in (moving, moving[::-1]) if _before(con, one, other)), None)
    return None


def _speaks(name: str) -> bool:
    return any(header_score(role, name) for role in ("started_at", "ended_at", "time"))


def _chosen(
    con: duckdb.DuckDBPyConnection,
    start: str | None,
    ranked: list[tuple[str, float]],
    candidates: list[tuple[str, float, str]],
) -> Times:
    end, score = ranked[0]
    is_close = any(score - other < CLOSE for _, other in ranked[1:])
    is_bare = start is not None and not (_speaks(start) or _speaks(end))
    if is_bare:
        reason = f"it is never before {start}"
    else:
        reason = "the only time that changes within a case" if len(ranked) == 1 else "its header speaks of it"
    return Times(end, _before(con, start, end), reason, is_close or is_bare, candidates)


def _is_start(name: str) -> bool:
    score = header_score("started_at", name)
    return score > 0 and score >= header_score("ended_at", name)


def _end_score(name: str, changing: dict[str, float]) -> float:
    words = plain(name).split()
    if "enabled" in words or "planned" in words or "due" in words:
        return 0.1  # when work could or should have been done, not when it was
    header = max(header_score("ended_at", name), 0.9 * header_score("time", name))
    return header + 0.3 * changing.get(name, 0.0)


def _before(con: duckdb.DuckDBPyConnection, start: str | None, end: str) -> str | None:
    """`start` where it lies at or before `end` in most rows of the sample; else None."""
    if not start:
        return None
    first, last = (read_format(con, name, table="sampled") for name in (start, end))
    sound, both = con.execute(
        f"select count(*) filter (s <= e), count(*) from (select {first.sql()} as s, {last.sql()} as e"
        " from sampled) where s is not null and e is not null"
    ).fetchall()[0]
    # Some rows the wrong way round are told and set aside later; most of them means the guess is wrong.
    return start if sound >= 0.5 * both else None
