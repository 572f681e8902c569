"""What records, audit rows, metrics, choices and people of ServiceNow tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, NOTHING, STATUS, Value

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.histories.rows import Rows

NAMED = {"state": STATUS, "assigned_to": ASSIGNEE, "assignment_group": "Group", "priority": "Priority"}
FIELDS = {**NAMED, "category": "Category", "close_code": "Close code"}
CODED = ("state", "priority")  # the same code means something else in another table
NOBODY = ("system", "guest")  # the logins of automated work
EMPTY_GROUP = "NULL"


def laid(page: Page, rows: Rows) -> None:
    for row in page.body["result"]:
        if page.kind == "records":
            _record(row, page, rows)
        elif page.kind == "audit":
            _change(row, page.about, rows)
        elif page.kind == "metrics":
            _metric(row, rows)
        elif page.kind == "choices":
            rows.state(f"{page.about}:{row['value']}", row["label"], field=NAMED[row["element"]])
        elif page.kind == "people":
            _person(row, rows)
        elif page.kind == "groups":
            rows.state(row["sys_id"], row["name"], field="Group")


def _record(row: Mapping[str, Any], page: Page, rows: Rows) -> None:
    raw = {name: told["value"] for name, told in row.items()}
    values = {
        name: _value(page.about, own, raw.get(own), (row.get(own) or {}).get("display_value"))
        for own, name in FIELDS.items()
    }
    site = page.url.partition("/api/")[0]
    rows.item(
        raw["sys_id"], key=raw["number"], title=raw["short_description"], created_at=raw["sys_created_on"],
        creator=_login(raw["sys_created_by"], rows), updated_at=raw["sys_updated_on"], seen_at=page.fetched_at,
        url=f"{site}/{page.about}.do?sys_id={raw['sys_id']}", values=values | {"Table": page.about},
    )  # fmt: skip


def _change(row: Mapping[str, Any], table: str, rows: Rows) -> None:
    """What was set when a record was created (checkpoint 0) is no change."""
    if str(row.get("record_checkpoint")) == "0":
        return
    old, new = (_value(table, row["fieldname"], row[side]) for side in ("oldvalue", "newvalue"))
    place = int(row["record_checkpoint"] or 0)
    who = _login(row["user"], rows)
    rows.change(row["documentkey"], row["sys_id"], row["sys_created_on"], who, NAMED[row["fieldname"]], old, new, place)  # fmt: skip


def _metric(row: Mapping[str, Any], rows: Rows) -> None:
    """A stay that a metric counted: its value by name, and when it began."""
    rows.told_by_name(ASSIGNEE)
    rows.set(
        row["id"], row["sys_id"], row["start"], None, NAMED[row["definition.field"]], Value(None, row["value"] or None)
    )  # fmt: skip
    rows.note(
        "metrics-for-audit",
        "The audit trail shows nothing here, so the stays that metrics counted are read: they begin when each metric was"
        " defined, and do not tell who changed a status.",
        "Give the user the right to read sys_audit, and see that the table is audited.",
    )


def laid_trail(page: Page, rows: Rows) -> None:
    """Where metrics are read and the trail shows changes after all, that is told."""
    if page.status == 200 and page.body["result"]:
        rows.note(
            f"audit-is-there-{page.about}",
            f"The audit trail of {page.about} shows changes now. The log goes on by what metrics counted: the two are never mixed.",
            "To read the trail instead, drop the source and add it with history=audit: everything is then read anew.",
        )


def _value(table: str, field: str, told: str | None, name: str | None = None) -> Value:
    if told in (None, "", EMPTY_GROUP):
        return NOTHING
    if field not in NAMED:
        return Value(None, name or told)
    return Value(f"{table}:{told}" if field in CODED else told, name or None)


def _login(told: str, rows: Rows) -> str | None:
    return rows.person(told, None, is_bot=told in NOBODY)


def _person(row: Mapping[str, Any], rows: Rows) -> None:
    is_bot = "true" in (row.get("web_service_access_only"), row.get("internal_integration_user"))
    rows.person(row["sys_id"], row["name"] or row["user_name"], is_bot=is_bot or row["user_name"] in NOBODY)
    rows.known_as(row["user_name"], row["sys_id"])
