"""Jira Data Center as its REST API v2 documents it: GET search with startAt, maxResults and total, `expand=changelog`, personal access
tokens as Bearer; people by key and name, changes without the id of their field, and a custom field that is called "Status", too."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from office import PEOPLE, STATUSES, Item, Office
from tool_server import Answer, Asked

CATEGORIES = {"new": "new", "active": "indeterminate", "done": "done"}
STATUS_IDS = {name: str(place) for place, name in enumerate(STATUSES, 1)}
PERSON_KEYS = {name: f"JIRAUSER{place + 10_100}" for place, name in enumerate(PEOPLE)}
NAME, KEY, SECRET = "jira_server", "SUP-{}", "JIRA_SERVER_TOKEN"
HISTORIES = 3  # of an issue in a search; more are told by the issue itself


class Server:
    def __init__(self, office: Office, *, at_once: int = 3):
        self.office, self.at_once = office, at_once

    def settings(self, url: str) -> dict[str, str]:
        return {"url": f"{url}/jira", "project": "SUP"}

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Bearer secret-key":
            return Answer({"errorMessages": ["no"]}, 401)
        path = asked.path.removeprefix("/jira/rest/api/2/")
        if path == "status":
            return Answer(
                [{"id": STATUS_IDS[n], "name": n, "statusCategory": {"key": CATEGORIES[c]}} for n, c in STATUSES.items()]
            )  # fmt: skip
        if path == "field":
            return Answer([{"id": "priority", "name": "Priority"}])
        if path.startswith("issue/"):
            return Answer(_issue(self.office.items[int(path.removeprefix("issue/"))], 1_000))
        found = self._found(asked.parameters["jql"])
        start, most = int(asked.parameters.get("startAt", 0)), int(asked.parameters["maxResults"])
        shown = found[start : start + min(most, self.at_once)]
        assert not most or asked.parameters["expand"] == "changelog"
        return Answer(
            {"startAt": start, "maxResults": self.at_once, "total": len(found), "issues": [_issue(i, HISTORIES) for i in shown]}
        )  # fmt: skip

    def _found(self, jql: str) -> list[Item]:
        assert 'project in ("SUP")' in jql
        items = sorted(self.office.items.values(), key=lambda item: (item.created_at, item.number))
        minutes = re.search(r"updated >= -(\d+)m", jql)
        if minutes:
            least = datetime.fromisoformat(self.office.now) - timedelta(minutes=int(minutes.group(1)))
            items = [item for item in items if datetime.fromisoformat(item.updated_at) >= least]
        return items


def _issue(item: Item, most: int) -> dict:
    fields = {
        "summary": f"Item {item.number}", "created": _at(item.created_at), "updated": _at(item.updated_at),
        "status": {"id": STATUS_IDS[item.status], "name": item.status}, "creator": _person(item.creator),
        "assignee": _person(item.assignee), "priority": {"id": "3", "name": "Medium"}, "issuetype": {"id": "1", "name": "Task"},
        "project": {"id": "10", "key": "SUP", "name": "Support"}, "labels": [], "resolution": None,
        "components": [{"id": "7", "name": "Desk"}], "fixVersions": [],
    }  # fmt: skip
    histories = [_history(act) for act in item.acts]
    # A custom field of the same name changes as well: it is none of the issue's status.
    for history in histories[:1]:
        own = {
            "field": "Status",
            "fieldtype": "custom",
            "from": "8",
            "fromString": "Red",
            "to": "9",
            "toString": "Green",
        }
        history["items"].append(own)  # fmt: skip
    log = {"startAt": 0, "maxResults": most, "total": len(histories), "histories": histories[:most]}
    return {"id": str(item.number), "key": KEY.format(item.number), "fields": fields, "changelog": log}


def _history(act) -> dict:
    ids = STATUS_IDS if act.field == "status" else PERSON_KEYS
    names = {name: name for name in STATUSES} | PEOPLE
    sides = {
        "from": act.old and ids[act.old], "fromString": act.old and names[act.old],
        "to": act.new and ids[act.new], "toString": act.new and names[act.new],
    }  # fmt: skip
    items = [{"field": act.field, "fieldtype": "jira"} | sides]
    return {"id": str(act.number), "author": _person(act.who), "created": _at(act.at), "items": items}


def _person(name: str | None) -> dict | None:
    return {"key": PERSON_KEYS[name], "name": name, "displayName": PEOPLE[name], "active": True} if name else None  # fmt: skip


def _at(at: str) -> str:
    return datetime.fromisoformat(at).strftime("%Y-%m-%dT%H:%M:%S.000%z")
