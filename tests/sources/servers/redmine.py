"""Redmine as its wiki documents it (Rest_Issues, Rest_IssueJournals, Rest_IssueStatuses): lists by offset and total_count, journals
only with an issue of its own, ids as text inside journals."""

from __future__ import annotations

from itertools import groupby

from office import PEOPLE, STATUSES, Item, Office
from tool_server import Answer, Asked

STATUS_IDS = {name: place for place, name in enumerate(STATUSES, 1)}
PERSON_IDS = {name: place for place, name in enumerate(PEOPLE, 1)}
NAME, KEY, SECRET = "redmine", "#{}", "REDMINE_API_KEY"


class Server:
    def __init__(self, office: Office, *, at_once: int = 3):
        self.office, self.at_once = office, at_once

    def settings(self, url: str) -> dict[str, str]:
        return {"url": url}

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("x-redmine-api-key") != "secret-key":
            return Answer({"errors": ["no"]}, 401)
        if asked.path == "/issue_statuses.json":
            listed = [{"id": STATUS_IDS[n], "name": n, "is_closed": c == "done"} for n, c in STATUSES.items()]
            return Answer({"issue_statuses": listed})
        if asked.path == "/trackers.json":
            return Answer({"trackers": [{"id": 1, "name": "Bug"}]})
        if asked.path == "/enumerations/issue_priorities.json":
            return Answer({"issue_priorities": [{"id": 2, "name": "Normal"}]})
        if asked.path == "/custom_fields.json":
            return Answer({"errors": ["Forbidden"]}, 403)  # which administrators alone may read
        if asked.path == "/issues.json":
            return Answer(self._listed(asked.parameters))
        number = int(asked.path.removeprefix("/issues/").removesuffix(".json"))
        if number not in self.office.items:
            return Answer({}, 404)
        issue = _issue(self.office.items[number])
        if asked.parameters.get("include") == "journals":
            issue["journals"] = _journals(self.office.items[number])
        return Answer({"issue": issue})

    def _listed(self, parameters: dict[str, str]) -> dict:
        is_whole = parameters.get("status_id") == "*"
        found = [i for i in self.office.items.values() if is_whole or STATUSES[i.status] != "done"]
        if "updated_on" in parameters:
            found = [i for i in found if i.updated_at >= parameters["updated_on"].removeprefix(">=")]
        by = {"id": lambda item: item.number, "updated_on": lambda item: (item.updated_at, item.number)}
        found.sort(key=by[parameters["sort"]])
        offset, limit = int(parameters.get("offset", 0)), min(int(parameters.get("limit", 25)), self.at_once)
        shown = [_issue(item) for item in found[offset : offset + limit]]
        return {"issues": shown, "total_count": len(found), "offset": offset, "limit": limit}


def _issue(item: Item) -> dict:
    told = {
        "id": item.number, "project": {"id": 1, "name": "Support"}, "tracker": {"id": 1, "name": "Bug"},
        "status": {"id": STATUS_IDS[item.status], "name": item.status}, "priority": {"id": 2, "name": "Normal"},
        "author": _person(item.creator), "subject": f"Item {item.number}", "created_on": item.created_at, "updated_on": item.updated_at,
    }  # fmt: skip
    return told | ({"assigned_to": _person(item.assignee)} if item.assignee else {})


def _journals(item: Item) -> list[dict]:
    """Acts of one person at one instant are one journal."""
    journals = []
    for (at, who), acts in groupby(item.acts, lambda act: (act.at, act.who)):
        together = list(acts)
        details = [_detail(act.field, act.old, act.new) for act in together]
        journals.append(
            {"id": together[0].number, "user": _person(who), "created_on": at, "details": details}
        )
    return journals


def _person(name: str) -> dict:
    return {"id": PERSON_IDS[name], "name": PEOPLE[name]}


def _detail(field: str, old: str | None, new: str | None) -> dict:
    ids, name = (STATUS_IDS, "status_id") if field == "status" else (PERSON_IDS, "assigned_to_id")
    old_id, new_id = (str(ids[value]) if value else None for value in (old, new))
    return {"property": "attr", "name": name, "old_value": old_id, "new_value": new_id}
