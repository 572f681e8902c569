"""Smartsheet as its API reference documents it (Get sheet; List cell history): pages by number, of which one beyond the last gives the
last again, `rowsModifiedSince`, histories newest first, contacts by address with `columnType`, writers only with `writerInfo`."""

from __future__ import annotations

from office import PEOPLE, Item, Office
from tool_server import Answer, Asked

NAME, KEY, SECRET = "smartsheet", "R-{}", "SMARTSHEET_TOKEN"
COLUMNS = [
    {"id": 11, "title": "Request", "type": "TEXT_NUMBER", "primary": True},
    {"id": 12, "title": "No.", "type": "TEXT_NUMBER", "systemColumnType": "AUTO_NUMBER"},
    {"id": 13, "title": "Status", "type": "PICKLIST"},
    {"id": 14, "title": "Assigned To", "type": "CONTACT_LIST"},
    {"id": 15, "title": "Created", "type": "DATETIME", "systemColumnType": "CREATED_DATE"},
]
TRACKED = {13: "status", 14: "assignee"}


class Server:
    def __init__(self, office: Office, *, at_once: int = 3):
        self.office, self.at_once = office, at_once

    def settings(self, url: str) -> dict[str, str]:
        return {"url": f"{url}/2.0", "sheet": "700", "pace": "600000"}

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Bearer secret-key":
            return Answer({"errorCode": 1002, "message": "Your Access Token is invalid."}, 401)
        parts = asked.path.removeprefix("/2.0/sheets/700").strip("/").split("/")
        if parts == [""]:
            return Answer(self._sheet(asked.parameters))
        item = self.office.items[int(parts[1]) - 9000]
        return Answer(self._history(item, int(parts[3]), asked.parameters))

    def _sheet(self, asked: dict[str, str]) -> dict:
        found = [i for i in self.office.items.values() if i.updated_at >= asked.get("rowsModifiedSince", "")]
        size = min(self.at_once, int(asked.get("pageSize", 100)))
        number = min(int(asked.get("page", 1)), max(1, -(-len(found) // size)))
        shown = found[(number - 1) * size : number * size]
        rows = [_row(item, "writerInfo" in asked.get("include", "")) for item in shown]
        return {"id": 700, "name": "Desk", "totalRowCount": len(self.office.items), "columns": COLUMNS, "rows": rows}  # fmt: skip

    def _history(self, item: Item, column: int, asked: dict[str, str]) -> dict:
        field = TRACKED[column]
        acts = [act for act in item.acts if act.field == field]
        first = acts[0].old if acts else getattr(item, field)
        told = [] if first is None else [_cell(column, first) | _written(item.created_at, item.creator)]
        told += [_cell(column, act.new) | _written(act.at, act.who) for act in acts]
        told.reverse()
        size = min(2, int(asked.get("pageSize", 100)))
        number = int(asked.get("page", 1))
        kind = {c["id"]: c["type"] for c in COLUMNS}[column]
        shown = [one | {"columnType": kind} for one in told[(number - 1) * size : number * size]]
        return {"pageNumber": number, "pageSize": size, "totalPages": -(-len(told) // size), "totalCount": len(told), "data": shown}  # fmt: skip


def _row(item: Item, has_writers: bool) -> dict:
    cells = [{"columnId": 11, "value": f"Item {item.number}", "displayValue": f"Item {item.number}"}]
    cells += [{"columnId": 12, "value": KEY.format(item.number), "displayValue": KEY.format(item.number)}]
    cells += [_cell(13, item.status)] + ([_cell(14, item.assignee)] if item.assignee else [{"columnId": 14}])
    row = {"id": item.number + 9000, "rowNumber": item.number, "createdAt": item.created_at, "modifiedAt": item.updated_at, "cells": cells}  # fmt: skip
    return row | ({"createdBy": _person(item.creator)} if has_writers else {})


def _cell(column: int, value: str | None) -> dict:
    if column == 14 and value:
        return {"columnId": 14, "value": f"{value}@example.test", "displayValue": PEOPLE[value]}
    return {"columnId": column, "value": value, "displayValue": value}


def _written(at: str, who: str) -> dict:
    return {"modifiedAt": at, "modifiedBy": _person(who)}


def _person(name: str) -> dict:
    return {"name": PEOPLE[name], "email": f"{name}@example.test"}
