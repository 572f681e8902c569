"""Jira Cloud as its REST API v3 documents it: search/jql with nextPageToken and no total, changelog/bulkfetch with ids and epoch times,
times elsewhere in the asking user's zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from office import PEOPLE, STATUSES, Item, Office
from tool_server import Answer, Asked

CATEGORIES = {"new": "new", "active": "indeterminate", "done": "done"}
STATUS_IDS = {name: str(10_000 + place) for place, name in enumerate(STATUSES)}
NAME, KEY, SECRET = "jira", "SUP-{}", "JIRA_API_TOKEN"
SHANGHAI = timezone(timedelta(hours=8))


class Server:
    def __init__(self, office: Office, *, at_once: int = 2):
        self.office, self.at_once = office, at_once

    def settings(self, url: str) -> dict[str, str]:
        return {"url": url, "user": "ada@example.test", "project": "SUP"}

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Basic YWRhQGV4YW1wbGUudGVzdDpzZWNyZXQta2V5":
            return Answer({"errorMessages": ["no"]}, 401)
        if asked.path == "/rest/api/3/status":
            listed = [
                {"id": STATUS_IDS[n], "name": n, "statusCategory": {"key": CATEGORIES[c]}}
                for n, c in STATUSES.items()
            ]
            return Answer(listed)
        if asked.path == "/rest/api/3/field":
            return Answer([{"id": "priority", "name": "Priority"}])
        if asked.path == "/rest/api/3/search/approximate-count":
            return Answer({"count": len(self._found(asked.body["jql"]))})
        if asked.path == "/rest/api/3/search/jql":
            return self._searched(asked.body)
        if asked.path == "/rest/api/3/changelog/bulkfetch":
            return self._changes(asked.body)
        return Answer({"errorMessages": ["no such page"]}, 404)

    def _found(self, jql: str) -> list[Item]:
        assert 'project in ("SUP")' in jql
        items = sorted(self.office.items.values(), key=lambda item: (item.updated_at, item.number))
        minutes = re.search(r"updated >= -(\d+)m", jql)
        if minutes:
            least = datetime.fromisoformat(self.office.now) - timedelta(minutes=int(minutes.group(1)))
            items = [item for item in items if datetime.fromisoformat(item.updated_at) >= least]
        return items

    def _searched(self, body: dict) -> Answer:
        token = body.get("nextPageToken")
        if token is not None and not token.startswith("page "):
            return Answer({"errorMessages": ["The provided next page token is invalid or expired."]}, 400)
        start = int(token.split()[1]) if token else 0
        found = self._found(body["jql"])
        page = {"issues": [_issue(item) for item in found[start : start + self.at_once]]}
        is_last = start + self.at_once >= len(found)
        return Answer(
            page | ({"isLast": True} if is_last else {"nextPageToken": f"page {start + self.at_once}"})
        )

    def _changes(self, body: dict) -> Answer:
        wanted = [i for i in self.office.items.values() if str(i.number) in body["issueIdsOrKeys"]]
        told = [(item, act) for item in wanted for act in item.acts if act.field in body["fieldIds"]]
        start = int(body.get("nextPageToken") or 0)
        logs: dict[int, dict] = {}
        for item, act in told[start : start + self.at_once]:
            log = logs.setdefault(item.number, {"issueId": str(item.number), "changeHistories": []})
            log["changeHistories"].append(_history(act))
        more = {"nextPageToken": str(start + self.at_once)} if start + self.at_once < len(told) else {}
        return Answer({"issueChangeLogs": list(logs.values())} | more)


def _issue(item: Item) -> dict:
    fields = {
        "summary": f"Item {item.number}", "created": _in_zone(item.created_at), "updated": _in_zone(item.updated_at),
        "status": {"id": STATUS_IDS[item.status], "name": item.status}, "creator": _person(item.creator),
        "assignee": _person(item.assignee), "priority": {"id": "3", "name": "Medium"}, "issuetype": {"id": "1", "name": "Task"},
        "project": {"id": "10", "key": "SUP", "name": "Support"}, "labels": [], "resolution": None,
    }  # fmt: skip
    return {"id": str(item.number), "key": f"SUP-{item.number}", "fields": fields}


def _history(act) -> dict:
    field, ids = (
        ("status", STATUS_IDS)
        if act.field == "status"
        else ("assignee", dict(zip(PEOPLE, PEOPLE, strict=True)))
    )
    names = {name: name for name in STATUSES} | PEOPLE
    sides = {
        "from": act.old and ids[act.old],
        "fromString": act.old and names[act.old],
        "to": act.new and ids[act.new],
        "toString": act.new and names[act.new],
    }
    epoch = int(datetime.fromisoformat(act.at).timestamp() * 1000)
    return {
        "id": str(act.number),
        "author": _person(act.who),
        "created": epoch,
        "items": [{"field": field, "fieldId": field} | sides],
    }


def _person(name: str | None) -> dict | None:
    return {"accountId": name, "displayName": PEOPLE[name], "accountType": "atlassian"} if name else None


def _in_zone(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S.000%z")
