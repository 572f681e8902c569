"""ServiceNow: records of task tables with their audit trail, by the Table API.

`sys_audit` holds every change of a field whose table is audited: raw codes, which `sys_choice` names, and the login of whoever
changed it, which `sys_user` knows. Pages are asked for by what they begin with (`sys_created_on` and `sys_id`), never by an
offset: rows that come or go while we read would shift it. Times are UTC, in answers and in questions alike. Where the key may
not read the audit trail, or the table is not audited, it comes empty without an error: then the stays that metrics counted are
read (`metric_instance`), which tell values by their names, begin when the metric was defined, and tell nobody's name.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from procmine.errors import SourceProblem
from procmine.importers.tools.servicenow_named import Named, parts
from procmine.importers.tools.servicenow_pages import FIELDS, NAMED, laid, laid_trail
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool

if TYPE_CHECKING:
    from datetime import datetime

    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows

AT_ONCE = 1_000
AUDIT_LAG = timedelta(days=1)  # audit rows are written after the record they tell of, by workers that may lag
BEGINNING = "1970-01-01 00:00:00"
AUDITED = "sys_id,documentkey,fieldname,oldvalue,newvalue,user,sys_created_on,record_checkpoint"
RECORDED = ",".join(("sys_id", "number", "short_description", "sys_created_on", "sys_created_by", "sys_updated_on", *FIELDS))  # fmt: skip
COUNTED = "sys_id,id,value,start,definition.field,sys_created_on"


@dataclass(frozen=True)
class ServiceNow(WebTool):
    word: str = "servicenow"
    title: str = "ServiceNow"
    settings: tuple[Setting, ...] = (
        Setting("url", "the address of the instance", "https://acme.service-now.com", is_needed=True, form="address"),
        Setting("user", "the user that the password belongs to", "procmine.reader", is_needed=True),
        Setting("tables", "the tables to read, which extend task", "incident, change_request", is_many=True, default="incident"),
        Setting("created_from", "read only what was created on or after this day", "2026-01-01", form="day"),
        Setting("history", "audit or metrics: by which changes are told; without it by the trail, where that shows any", "audit", among=("audit", "metrics")),
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
        trails = dict(since.cursor["sources"]) if since else {}
        named = Named()
        for table in settings.many("tables"):
            records = 0
            for page in self._records(client, settings, since, table):
                began = began or page.fetched_at
                records += len(page.body["result"])
                named.of_records(page.body["result"])
            told_by = settings.one("history") or trails.get(table)
            found = self._history(
                client, settings, since if table in trails else None, table, told_by, records > 0, named
            )
            trails |= {table: found} if found else {}
            self._choices(client, settings, table)
        for query in named.queries():
            fields = "sys_id,user_name,name,web_service_access_only,internal_integration_user,sys_created_on"
            _all(client, "people", "sys_user", query, fields)
        for part in parts(named.groups):
            _all(client, "groups", "sys_user_group", f"sys_idIN{','.join(part)}", "sys_id,name,sys_created_on")  # fmt: skip
        assert began is not None
        return {"from": (began - AUDIT_LAG).strftime("%Y-%m-%d %H:%M:%S"), "sources": trails}

    def _history(
        self, client: Client, settings: Settings, since: Since | None, table: str, told_by: str | None, has_records: bool, named: Named
    ) -> str | None:  # fmt: skip
        """Read the changes of a table: of its trail, else of metrics; gives back by which of both it is told, None while neither tells any.

        What was told by the one is never gone on with by the other: their stays begin and end apart.
        """
        if told_by != "metrics":
            if self._changes(client, settings, since, table, named):
                return "audit"
            if told_by or not has_records:
                return told_by
            client.said(f"{client.source}: sys_audit shows nothing of {table}; metrics are read instead")
        found = self._metrics(client, since, table, named)
        if told_by == "metrics":
            asked = {"sysparm_query": _audited(table), "sysparm_limit": 1, "sysparm_fields": "sys_id"}
            client.get("trail", _path("sys_audit"), asked, about=table, hidden=True)
        return "metrics" if found or told_by else None

    def _records(self, client: Client, settings: Settings, since: Since | None, table: str) -> Iterator[Page]:
        return _keyset(
            client, "records", table, _scope(settings), RECORDED, _start(since), at="sys_updated_on", display="all"
        )  # fmt: skip

    def _changes(
        self, client: Client, settings: Settings, since: Since | None, table: str, named: Named
    ) -> int:
        start, found = _audit_start(settings, since), 0
        for page in _keyset(client, "audit", "sys_audit", _audited(table), AUDITED, start, about=table):
            named.of_changes(page.body["result"])
            found += len(page.body["result"])
        return found

    def _metrics(self, client: Client, since: Since | None, table: str, named: Named) -> int:
        counted = f"table={table}^definition.type=field_value_duration^definition.fieldIN{','.join(NAMED)}"
        found = 0
        for page in _keyset(
            client, "metrics", "metric_instance", counted, COUNTED, _start(since), about=table
        ):
            named.of_metrics(page.body["result"])
            found += len(page.body["result"])
        return found

    def _choices(self, client: Client, settings: Settings, table: str) -> None:
        """What the codes of a table mean; where it has no choices of its own it has those of task."""
        said = f"elementINstate,priority^language={settings.needed('language')}^name="
        fields = "sys_id,element,value,label,sys_created_on"
        if not _all(client, "choices", "sys_choice", f"{said}{table}", fields, about=table):
            _all(client, "choices", "sys_choice", f"{said}task", fields, about=table)

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "trail":
            laid_trail(page, rows)
        elif page.kind != "count":
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
    seen: set[str] = set()  # of the second in which the last page ended: only those may come again
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
            yield page
            if fresh:
                second = fresh[-1][0]
                held = seen if last and last[0] == second else set()
                seen = held | {sys_id for told_at, sys_id in fresh if told_at == second}
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


TOOL = ServiceNow()
