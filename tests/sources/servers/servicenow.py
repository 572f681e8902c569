"""ServiceNow as its Table API documents it (GET /now/table/{tableName}): encoded queries, at most `sysparm_limit` rows, X-Total-Count,
values as stored in UTC, `sysparm_display_value=all` for value and name of each field; and the columns of sys_audit as "Viewing Sys
Audit and Audit Relationship Change tables" lists them: users by login, references by sys_id, what was set at creation with checkpoint 0."""

from __future__ import annotations

import re
from datetime import datetime

from office import PEOPLE, STATUSES, Item, Office
from tool_server import Answer, Asked

NAME, KEY, SECRET = "servicenow", "INC{:07d}", "SERVICENOW_PASSWORD"
CODES = {"New": "1", "In Progress": "2", "Closed": "7"}
USER_IDS = {name: f"{place + 500:032x}" for place, name in enumerate(PEOPLE)}
COLUMNS = {"state": ("status", CODES), "assigned_to": ("assignee", USER_IDS)}


class Server:
    def __init__(self, office: Office, *, at_once: int = 4, is_audited: bool = True, is_counted: bool = True):
        self.office, self.at_once, self.is_audited, self.is_counted = office, at_once, is_audited, is_counted

    def settings(self, url: str) -> dict[str, str]:
        return {"url": url, "user": "reader"}

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Basic cmVhZGVyOnNlY3JldC1rZXk=":
            return Answer({"error": {"message": "User Not Authenticated"}, "status": "failure"}, 401)
        table = asked.path.removeprefix("/api/now/table/")
        found = [row for row in self._table(table) if _matches(row, asked.parameters["sysparm_query"])]
        for column in reversed(re.findall(r"\^ORDERBY([^^]+)", asked.parameters["sysparm_query"])):
            found.sort(key=lambda row: row[column])
        shown = found[: min(self.at_once, int(asked.parameters["sysparm_limit"]))]
        wanted = asked.parameters["sysparm_fields"].split(",")
        rows = [{name: row.get(name, "") for name in wanted} for row in shown]
        if asked.parameters.get("sysparm_display_value") == "all":
            rows = [
                {n: {"value": v, "display_value": _display(n, v)} for n, v in row.items()} for row in rows
            ]
        return Answer({"result": rows}, headers={"X-Total-Count": str(len(found))})

    def _table(self, table: str) -> list[dict[str, str]]:
        items = list(self.office.items.values()) if self.office else []
        if table == "incident":
            return [_record(item) for item in items]
        if table == "sys_audit":
            return [row for item in items for row in _audit(item)] if self.is_audited else []
        if table == "metric_instance":
            return [row for item in items for row in _metrics(item)] if self.is_counted else []
        if table == "sys_user":
            return [
                {"sys_id": USER_IDS[n], "user_name": n, "name": told, "sys_created_on": "2020-01-01 00:00:00"}
                for n, told in PEOPLE.items()
            ]
        if table == "sys_choice":
            return [
                {"sys_id": f"{int(code):032x}", "name": "incident", "element": "state", "value": code, "label": name,
                 "language": "en", "sys_created_on": "2020-01-01 00:00:00"}
                for name, code in CODES.items()
            ]  # fmt: skip
        raise AssertionError(table)


def _matches(row: dict[str, str], query: str) -> bool:
    """An encoded query: conditions joined by ^, of which ^OR belongs to the one before."""
    met = True
    for condition in re.split(r"\^(?!OR(?!DERBY))", query.split("^ORDERBY")[0]):
        met = met and any(_holds(row, one) for one in condition.split("^OR"))
    return met


def _holds(row: dict[str, str], condition: str) -> bool:
    name, sign, said = re.fullmatch(r"([a-z_.]+)(IN|>=|=|>)(.*)", condition).groups()
    told = row[name]
    if sign == "IN":
        return told in said.split(",")
    return told == said if sign == "=" else told >= said if sign == ">=" else told > said


def _display(name: str, value: str) -> str:
    names = {
        "state": {c: n for n, c in CODES.items()},
        "assigned_to": {USER_IDS[n]: t for n, t in PEOPLE.items()},
    }
    return names.get(name, {}).get(value, value)


def _at(told: str) -> str:
    return datetime.fromisoformat(told).strftime("%Y-%m-%d %H:%M:%S")


def _record(item: Item) -> dict[str, str]:
    return {
        "sys_id": f"{item.number:032x}", "number": KEY.format(item.number), "short_description": f"Item {item.number}",
        "sys_created_on": _at(item.created_at), "sys_created_by": item.creator, "sys_updated_on": _at(item.updated_at),
        "state": CODES[item.status], "assigned_to": USER_IDS.get(item.assignee, ""), "assignment_group": "",
    }  # fmt: skip


def _audit(item: Item) -> list[dict[str, str]]:
    entry = {"tablename": "incident", "documentkey": f"{item.number:032x}"}
    first = {"state": CODES[item.first_status], "assigned_to": USER_IDS.get(_first_assignee(item), "")}
    told = [
        entry | {"sys_id": f"{item.number * 10 + place:032x}", "fieldname": name, "oldvalue": "", "newvalue": value, "user": item.creator,
                 "sys_created_on": _at(item.created_at), "record_checkpoint": "0"}
        for place, (name, value) in enumerate(first.items()) if value
    ]  # fmt: skip
    for act in item.acts:
        name, codes = next((own, codes) for own, (field, codes) in COLUMNS.items() if field == act.field)
        told.append(
            entry | {"sys_id": f"{act.number + 10_000:032x}", "fieldname": name, "oldvalue": codes.get(act.old, ""),
                     "newvalue": codes.get(act.new, ""), "user": act.who, "sys_created_on": _at(act.at), "record_checkpoint": str(act.number)}
        )  # fmt: skip
    return told


def _first_assignee(item: Item) -> str | None:
    return next((act.old for act in item.acts if act.field == "assignee"), item.assignee)


def _metrics(item: Item) -> list[dict[str, str]]:
    """A stay a row: the name of the value, and when it began. Names, not codes."""
    begun = [("state", item.created_at, item.first_status)]
    begun += [("state", act.at, act.new) for act in item.acts if act.field == "status"]
    begun += [("assigned_to", item.created_at, PEOPLE.get(_first_assignee(item), ""))]
    begun += [("assigned_to", act.at, PEOPLE[act.new]) for act in item.acts if act.field == "assignee"]
    return [
        {"sys_id": f"{item.number * 1000 + place:032x}", "table": "incident", "id": f"{item.number:032x}", "value": value, "start": _at(at),
         "definition.field": field, "definition.type": "field_value_duration", "sys_created_on": _at(at)}
        for place, (field, at, value) in enumerate(begun)
    ]  # fmt: skip


assert set(CODES) == set(STATUSES)
