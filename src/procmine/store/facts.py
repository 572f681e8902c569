"""What is known of a finished version: counted once, kept with it, read by every question."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from procmine.engine import PACKAGE, Part, assemble, digest, parameters_of, prepared_with

if TYPE_CHECKING:
    import duckdb

    from procmine.store.preparing import Circumstances

MOST_DAYS = 366 * 200
LEAST_EVENTS = (
    5_000  # a smaller log answers as fast as it is read: preparing would double what its import takes
)
LAYOUT = 4  # raise it by one when the tables of a version change, or answers prepared in it: older versions are then asked for anew

COUNTED = """
select (select count(*) from version.cases) as cases,
    count(*) as events,
    (select count(*) from version.activities) as activities,
    (select count(*) from version.resources) as resources,
    count(*) filter (started_at is not null) / count(*) as share_with_start,
    count(*) filter (started_at is not null and ended_at is not null) / count(*) as share_with_both,
    (select min(first_at) from version.cases) as first_at,
    (select max(last_at) from version.cases) as last_at,
    (select count(*) from staged) + $rows_beside as rows_read,
    (select count(distinct source_row) from version.quarantine) as quarantined,
    (select min(basis) from version.concurrency) as concurrency_basis
from version.events
"""


def counted_facts(con: duckdb.DuckDBPyConnection, told: Circumstances, zone: str | None) -> dict[str, Any]:
    """The facts of the version attached as `version`, ready for JSON."""
    counted = con.execute(COUNTED, {"rows_beside": told.rows_beside})
    names = [column[0] for column in counted.description]
    facts: dict[str, Any] = dict(zip(names, counted.fetchall()[0], strict=True))
    extracted_at = told.extracted_at or facts["last_at"]
    return facts | {
        "layout": LAYOUT,
        "first_at": facts["first_at"].isoformat(),
        "last_at": facts["last_at"].isoformat(),
        "rows_used": facts["rows_read"] - facts["quarantined"],
        "zone": zone,
        "extracted_at": extracted_at.isoformat(),
        "is_extraction_assumed": told.extracted_at is None,
        "completion": str(told.completion) if told.completion else None,
        "observed_from": told.observed_from.isoformat() if told.observed_from else None,
    }


def prepare_answers(con: duckdb.DuckDBPyConnection, facts: dict[str, Any]) -> dict[str, str]:
    """Answer for the whole log, once, the questions whose `.sql` says `-- prepared with`.

    Each name comes with the digest of its statement: an answer worked out by another statement than today's is
    not used. A law in the tests holds that these answers equal the questions asked afresh.
    """
    if facts["events"] < LEAST_EVENTS:
        return {}
    view = [Part("case_span", "select * from cases"), Part("event", "select * from events", True)]
    prepared: dict[str, str] = {}
    first, last = (datetime.fromisoformat(facts[name]) for name in ("first_at", "last_at"))
    is_endless = last - first > timedelta(days=MOST_DAYS)  # a stray date: hours are then laid out for nobody
    con.execute("use version")
    try:
        for path in sorted(PACKAGE.glob("*/*.sql")):
            text = path.read_text(encoding="utf-8")
            wanted = prepared_with(text)
            if wanted is None or (is_endless and "hour_slot" in text):
                continue
            statement = assemble(text, view)
            given = {
                "extracted_at": facts["extracted_at"],
                "zone": facts["zone"] or "UTC",
                "observed_from": facts["observed_from"],
                "role_resource": [],
                "role_name": [],
            } | wanted
            con.execute(
                f"create table answer_{path.stem} as select *, row_number() over () as answer_row from (\n{statement}\n)",
                {name: given[name] for name in parameters_of(statement)},
            )
            prepared[path.stem] = digest(statement)
    finally:
        con.execute("use memory")
    return prepared
