"""Azure DevOps as its REST API documents it: a stream of whole revisions in batches, with a token that says where to go on."""

from __future__ import annotations

from itertools import groupby

from office import PEOPLE, STATUSES, Item, Office
from tool_server import Answer, Asked

NAME, KEY, SECRET = "azure_devops", "#{}", "AZURE_DEVOPS_TOKEN"
CATEGORIES = {"new": "Proposed", "active": "InProgress", "done": "Completed"}


class Server:
    def __init__(self, office: Office, *, at_once: int = 4):
        self.office, self.at_once = office, at_once

    def settings(self, url: str) -> dict[str, str]:
        return {"url": f"{url}/acme", "project": "Shop"}

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Basic OnNlY3JldC1rZXk=":
            return Answer({"message": "no"}, 401)
        assert asked.parameters["api-version"] == "7.1"
        path = asked.path.removeprefix("/acme/Shop/_apis/wit/")
        if path == "workitemtypes":
            return Answer({"count": 1, "value": [{"name": "Bug"}]})
        if path == "workitemtypes/Bug/states":
            return Answer({"value": [{"name": n, "category": CATEGORIES[c]} for n, c in STATUSES.items()]})
        start = int(asked.parameters.get("continuationToken", "0;x").split(";")[0])
        stream = sorted(
            (r for item in self.office.items.values() for r in _revisions(item)), key=lambda r: r["watermark"]
        )
        found = [r for r in stream if r["watermark"] > start]
        batch = found[: min(self.at_once, int(asked.parameters["$maxPageSize"]))]
        token = f"{batch[-1]['watermark'] if batch else start};x"
        return Answer(
            {
                "values": batch,
                "continuationToken": token,
                "nextLink": "https://dev.azure.com/next",
                "isLastBatch": len(batch) == len(found),
            }
        )


def _revisions(item: Item) -> list[dict]:
    """A revision is what one person changed at one instant, and tells the whole item."""
    status, assignee = (
        item.first_status,
        next((act.old for act in item.acts if act.field == "assignee"), item.assignee),
    )
    told = [_revision(item, 1, item.created_at, item.creator, status, assignee, item.number * 10_000)]
    for (at, who), acts in groupby(item.acts, lambda act: (act.at, act.who)):
        together = list(acts)
        for act in together:
            status, assignee = (act.new, assignee) if act.field == "status" else (status, act.new)
        told.append(
            _revision(item, len(told) + 1, at, who, status, assignee, 1_000_000 + together[-1].number)
        )
    for revision in told:  # what is created later is streamed later
        if revision["rev"] == 1 and item.created_at >= "2026-04":
            revision["watermark"] = 2_000_000 + item.number
    return told


def _revision(
    item: Item, rev: int, at: str, who: str, status: str, assignee: str | None, watermark: int
) -> dict:
    fields = {
        "System.State": status, "System.WorkItemType": "Bug", "System.Title": f"Item {item.number}", "System.ChangedDate": at.replace("Z", ".1230000Z"),
        "System.ChangedBy": _person(who), "System.CreatedDate": item.created_at.replace("Z", ".1230000Z"), "System.CreatedBy": _person(item.creator),
        "System.TeamProject": "Shop",
    }  # fmt: skip
    return {
        "id": item.number,
        "rev": rev,
        "fields": fields | ({"System.AssignedTo": _person(assignee)} if assignee else {}),
        "watermark": watermark,
    }


def _person(name: str) -> dict:
    return {"displayName": PEOPLE[name], "uniqueName": f"{name}@acme.example", "id": f"guid-{name}"}
