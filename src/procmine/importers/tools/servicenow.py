"""ServiceNow: records of task tables with their audit trail, by the Table API.

`sys_audit` holds every change of a field whose table is audited: raw codes, which `sys_choice` names, and the login of whoever
changed it, which `sys_user` knows. Pages are asked for by what they begin with (`sys_created_on` and `sys_id`), never by an
offset: rows that come or go while we read would shift it. Times are UTC, in answers and in questions alike. Where the key may
not read the audit trail, or the table is not audited, it comes empty without an error: then the stays that metrics counted are
read (`metric_instance`), which tell values by their names, begin when the metric was defined, and tell nobody's name.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from procmine.errors import SourceProblem
from procmine.importers.tools.servicenow_pages import FIELDS, NAMED, laid
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool

if TYPE_CHECKING:
    from datetime import datetime

    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows

AT_ONCE = 1_000
PEOPLE_AT_ONCE = 50
OVERLAP = timedelta(days=1)  # audit rows are written after the record they tell of, by workers that may lag
BEGINNING = "1970-01-01 00:00:00"
AUDITED = "sys_id,documentkey,fieldname,oldvalue,newvalue,user,sys_created_on,record_checkpoint"
RECORDED = ",".join(("sys_id", "number", "short_description", "sys_created_on", "sys_created_by", "sys_updated_on", *FIELDS))  # fmt: skip
COUNTED = "sys_id,id,value,start,definition.field,sys_created_on"


@dataclass(frozen=True)
class ServiceNow(WebTool):
    word: str = "servicenow"
    title: str = "ServiceNow"
    settings: tuple[Setting, ...] = (
        Setting("url", "the address of the instance", "https://acme.service-now.com", is_needed=True),
        Setting("user", "the user that the password belongs to", "procmine.reader", is_needed=True),
        Setting("tables", "the tables to read, which extend task", "incident, change_request", is_many=True, default="incident"),
        Setting("created_from", "read only what was created on or after this day", "2026-01-01"),
        Setting("language", "the language that choices are named in", "de", default="en"),
    )  # fmt: skip
    secret: str | None = "SERVICENOW_PASSWORD"

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        pair = base64.b64encode(f"{settings.needed('user')}:{secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    def plan(self, client: Client, settings: Settings, since: Since | None) -> Plan:
        items = requests = 0
        for table in settings.many("tables"):
            records, changes = (
                _total(client.get("count", _path(of), {"sysparm_query": f"{said}^{at}>={start}", "sysparm_limit": 1, "sysparm_fields": "sys_id"}))
                for of, said, at, start in (
                    (table, _scope(settings), "sys_updated_on", _start(since)),
                    ("sys_audit", _audited(table), "sys_created_on", _audit_start(settings, since)),
                )
            )  # fmt: skip
            items += records
            requests += 4 + 2 * (records + changes) // AT_ONCE
        history = "as long as each table is audited, and only where the user may read sys_audit"
        return Plan(", ".join(settings.many("tables")), items, requests, history)

    def fetch(self, client: Client, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        began: datetime | None = None
        sources = dict(since.cursor["sources"]) if since else {}
        people: set[str] = set()
        groups: set[str] = set()
        for table in settings.many("tables"):
            records = 0
            for page in self._records(client, settings, since, table):
                began = began or page.fetched_at
                records += len(page.body["result"])
                people |= {row["assigned_to"]["value"] for row in page.body["result"]}
                people |= {row["sys_created_by"]["value"] for row in page.body["result"]}
            if sources.get(table) != "metrics":
                changes = list(self._changes(client, settings, since, table))
                people |= _people(changes)
                groups |= _groups(changes)
                if changes or table not in sources:
                    sources[table] = "metrics" if records and not changes else "audit"
            if sources[table] == "metrics":
                self._metrics(client, since, table)
            self._choices(client, settings, table)
        for part in _parts(people - {""}):
            logins = ",".join(part)
            asked = f"sys_idIN{logins}^ORuser_nameIN{logins}"
            fields = "sys_id,user_name,name,web_service_access_only,internal_integration_user,sys_created_on"
            _all(client, "people", "sys_user", asked, fields)
        for part in _parts(groups - {""}):
            _all(client, "groups", "sys_user_group", f"sys_idIN{','.join(part)}", "sys_id,name,sys_created_on")  # fmt: skip
        assert began is not None
        return {"from": (began - OVERLAP).strftime("%Y-%m-%d %H:%M:%S"), "sources": sources}

    def _records(self, client: Client, settings: Settings, since: Since | None, table: str) -> Iterator[Page]:
        return _keyset(
            client, "records", table, _scope(settings), RECORDED, _start(since), at="sys_updated_on", display="all"
        )  # fmt: skip

    def _changes(
        self, client: Client, settings: Settings, since: Since | None, table: str
    ) -> Iterator[Mapping[str, Any]]:
        start = _audit_start(settings, since)
        for page in _keyset(client, "audit", "sys_audit", _audited(table), AUDITED, start, about=table):
            yield from page.body["result"]

    def _metrics(self, client: Client, since: Since | None, table: str) -> None:
        client.said(f"{client.source}: sys_audit shows nothing of {table}; metrics are read instead")
        counted = f"table={table}^definition.type=field_value_duration^definition.fieldIN{','.join(NAMED)}"
        for _ in _keyset(client, "metrics", "metric_instance", counted, COUNTED, _start(since), about=table):
            pass

    def _choices(self, client: Client, settings: Settings, table: str) -> None:
        """What the codes of a table mean; where it has no choices of its own it has those of task."""
        said = f"elementINstate,priority^language={settings.needed('language')}^name="
        fields = "sys_id,element,value,label,sys_created_on"
        if not _all(client, "choices", "sys_choice", f"{said}{table}", fields, about=table):
            _all(client, "choices", "sys_choice", f"{said}task", fields, about=table)

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind != "count":
            laid(page, rows)


def _path(table: str) -> str:
    return f"api/now/table/{table}"


def _scope(settings: Settings) -> str:
    return f"sys_created_on>={_day(settings)}"


def _day(settings: Settings) -> str:
    day = settings.one("created_from")
    return f"{day} 00:00:00" if day else BEGINNING


def _start(since: Since | None) -> str:
    return str(since.cursor["from"]) if since else BEGINNING


def _audit_start(settings: Settings, since: Since | None) -> str:
    return max(_start(since), _day(settings))


def _audited(table: str) -> str:
    return f"tablename={table}^fieldnameIN{','.join(NAMED)}"


def _total(page: Page) -> int:
    return int(page.headers.get("x-total-count") or len(page.body["result"]))


def _keyset(
    client: Client, kind: str, table: str, said: str, fields: str, start: str, *, at: str = "sys_created_on",
    about: str = "", display: str = "false",
) -> Iterator[Page]:  # fmt: skip
    """All rows from `start` on, in the order of `at` and sys_id. Pages overlap by the second that the one before ended in.

    Raises SourceProblem where a page does not go on where the one before ended: the server reads times in another zone, or
    rows were removed meanwhile.
    """
    seen: set[str] = set()
    last: tuple[str, str] | None = None
    while True:
        for bound in _bounds(at, start, last):
            asked = {
                "sysparm_query": f"{said}^{bound}^ORDERBY{at}^ORDERBYsys_id", "sysparm_fields": fields, "sysparm_limit": AT_ONCE,
                "sysparm_display_value": display, "sysparm_exclude_reference_link": "true",
            }  # fmt: skip
            page = client.get(kind, _path(table), asked, about=about or table)
            found = [(_raw(row[at]), _raw(row["sys_id"])) for row in page.body["result"]]
            if last and ">=" in bound and (not found or found[0][0] != last[0]):
                raise SourceProblem(
                    f"A page of {table} does not go on where the one before it ended, at {last[0]}.",
                    f"source {client.source}, {page.url}",
                    "Sync again; if it stays so, set the time zone of the user to GMT.",
                )
            fresh = [one for one in found if one[1] not in seen]
            seen |= {sys_id for _, sys_id in fresh}
            yield page
            if fresh:
                last = fresh[-1]
                break
        else:
            return
        if _total(page) <= len(found) and not bound.startswith(f"{at}="):
            return


def _bounds(at: str, start: str, last: tuple[str, str] | None) -> Sequence[str]:
    """Where the next page may begin. A second may hold more rows than a page: then those after the last id, then the next second."""
    if last is None:
        return (f"{at}>={start}",)
    return (f"{at}>={last[0]}", f"{at}={last[0]}^sys_id>{last[1]}", f"{at}>{last[0]}")


def _raw(told: Any) -> str:
    return str(told["value"] if isinstance(told, Mapping) else told)


def _all(client: Client, kind: str, table: str, said: str, fields: str, *, about: str = "") -> int:
    return sum(len(p.body["result"]) for p in _keyset(client, kind, table, said, fields, BEGINNING, about=about))  # fmt: skip


def _people(changes: Iterable[Mapping[str, Any]]) -> set[str]:
    """Whoever changed something, by login, and whoever it was given to, by id."""
    found = {change["user"] for change in changes}
    return found | {
        change[side]
        for change in changes
        if change["fieldname"] == "assigned_to"
        for side in ("oldvalue", "newvalue")
    }


def _groups(changes: Iterable[Mapping[str, Any]]) -> set[str]:
    return {c[side] for c in changes if c["fieldname"] == "assignment_group" for side in ("oldvalue", "newvalue")}  # fmt: skip


def _parts(names: set[str]) -> Iterator[list[str]]:
    listed = sorted(names)
    return (listed[start : start + PEOPLE_AT_ONCE] for start in range(0, len(listed), PEOPLE_AT_ONCE))


TOOL = ServiceNow()
