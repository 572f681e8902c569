"""The repairs that a user can accept, each by name. None is ever done unasked.

On rows, before instants are read:
    missing-words         ["n/a", …]              these words count as blank, in every column
    fill-down-case        true                    a blank case means the case of the row above
    decimal-comma         ["Amount", …]           1.234,50 is written 1234.50
On events, after:
    merge-activities      {"Close": ["closed"]}   several names of one activity become one
    tidy-activities       true                    outer and doubled spaces are removed from names
    null-sentinels        true or ["1900-01-01"]  placeholder dates count as missing
    swap-start-end        true                    an end before its start is exchanged with it
    drop-exact-duplicates true                    repeated rows are set aside, the first is kept
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from procmine.engine import quoted
from procmine.errors import UnknownName
from procmine.importers.mapping import Mapping

if TYPE_CHECKING:
    import duckdb

    RowRepair = Callable[[duckdb.DuckDBPyConnection, Mapping, Any], int]
    EventRepair = Callable[[duckdb.DuckDBPyConnection, Any], int]

PLACEHOLDERS = ("1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01", "9999-12-31")


def _changed(con: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None) -> int:
    return int(con.execute(sql, parameters or {}).fetchall()[0][0])


def _text_columns(con: duckdb.DuckDBPyConnection) -> list[str]:
    described = con.execute("describe staged").fetchall()
    return [row[0] for row in described if row[1] == "VARCHAR"]


def missing_words(con: duckdb.DuckDBPyConnection, mapping: Mapping, words: Any) -> int:
    """Cells that hold one of `words` (case and outer spaces aside) become blank; rows touched."""
    given = {"words": [str(word).strip().lower() for word in ([words] if isinstance(words, str) else words)]}
    columns = _text_columns(con)
    if not columns:
        return 0
    hits = [
        f"coalesce(lower(trim({quoted(column)})) in (select unnest($words)), false)" for column in columns
    ]
    counts = con.execute(
        f"select count(*) filter ({' or '.join(hits)}), {', '.join(f'count(*) filter ({h})' for h in hits)}"
        " from staged",
        given,
    ).fetchall()[0]
    for column, hit, rows in zip(columns, hits, counts[1:], strict=True):
        if rows:
            con.execute(f"update staged set {quoted(column)} = null where {hit}", given)
    return int(counts[0])


def fill_down_case(con: duckdb.DuckDBPyConnection, mapping: Mapping, option: Any) -> int:
    """A blank case cell takes the value above it; rows touched."""
    touched = 0
    for column in mapping.case:
        name = quoted(column)
        touched = max(
            touched,
            _changed(
                con,
                f"update staged set {name} = above.v from (select source_row, last_value({name} ignore nulls)"
                " over (order by source_row) as v from staged) as above where above.v is not null"
                f" and staged.source_row = above.source_row and staged.{name} is null",
            ),
        )
    return touched


def decimal_comma(con: duckdb.DuckDBPyConnection, mapping: Mapping, columns: Any) -> int:
    """Numbers written 1.234,50 are written 1234.50; rows touched."""
    known = _text_columns(con)
    touched = 0
    for column in [columns] if isinstance(columns, str) else columns:
        if column not in known:
            raise UnknownName("column", column, known)
        name = quoted(column)
        touched += _changed(
            con,
            f"update staged set {name} = replace(replace(replace(trim({name}), '.', ''), ' ', ''), ',', '.')"
            f" where regexp_full_match(trim({name}), '-?([0-9]+|[0-9]{{1,3}}([. ][0-9]{{3}})+),[0-9]+')",
        )
    return touched


def merge_activities(con: duckdb.DuckDBPyConnection, into: Any) -> int:
    """Each name in a list becomes the name it stands under; events touched."""
    pairs = [
        (old, new) for new, names in into.items() for old in ([names] if isinstance(names, str) else names)
    ]
    return _changed(
        con,
        "update source_event set activity = merged.new from"
        " (select unnest($old::varchar[]) as old, unnest($new::varchar[]) as new) as merged"
        " where activity = merged.old",
        {"old": [old for old, _ in pairs], "new": [new for _, new in pairs]},
    )


def tidy_activities(con: duckdb.DuckDBPyConnection, option: Any) -> int:
    """Outer and doubled spaces go from the names of activities; events touched."""
    tidy = r"trim(regexp_replace(activity, '\s+', ' ', 'g'))"
    return _changed(con, f"update source_event set activity = {tidy} where activity <> {tidy}")


def null_sentinels(con: duckdb.DuckDBPyConnection, dates: Any) -> int:
    """Instants on a placeholder day become missing; an event left with none is set aside; events touched."""
    given = {"days": list(PLACEHOLDERS) if dates is True else [str(day) for day in dates]}
    days = "(select unnest($days)::date)"
    con.execute(
        "insert into set_aside select source_row, 'placeholder date', null from source_event"
        f" where coalesce(ended_at::date in {days}, true) and coalesce(started_at::date in {days}, true)"
        " and (ended_at is not null or started_at is not null)",
        given,
    )
    return _changed(
        con,
        f"update source_event set ended_at = if(ended_at::date in {days}, null, ended_at),"
        f" started_at = if(started_at::date in {days}, null, started_at)"
        f" where ended_at::date in {days} or started_at::date in {days}",
        given,
    )


def swap_start_end(con: duckdb.DuckDBPyConnection, option: Any) -> int:
    """Where an end lies before its start the two are exchanged; events touched."""
    return _changed(
        con,
        "update source_event set started_at = ended_at, ended_at = started_at where ended_at < started_at",
    )


def drop_exact_duplicates(con: duckdb.DuckDBPyConnection, option: Any) -> int:
    """Of rows that say the same event the first is kept, the others are set aside; rows set aside."""
    same = "case_id, activity, started_at, ended_at, lifecycle, resource"
    return _changed(
        con,
        "insert into set_aside select source_row, 'exact duplicate', 'repeats row ' || first_row from ("
        f" select source_row, min(source_row) over (partition by {same}) as first_row"
        f" from source_event where hash({same}) in"
        f" (select hash({same}) from source_event group by 1 having count(*) > 1)"
        " and case_id is not null and activity is not null) where source_row > first_row",
    )


ROW_REPAIRS: dict[str, RowRepair] = {
    "missing-words": missing_words,
    "fill-down-case": fill_down_case,
    "decimal-comma": decimal_comma,
}
EVENT_REPAIRS: dict[str, EventRepair] = {
    "merge-activities": merge_activities,
    "tidy-activities": tidy_activities,
    "null-sentinels": null_sentinels,
    "swap-start-end": swap_start_end,
    "drop-exact-duplicates": drop_exact_duplicates,
}
