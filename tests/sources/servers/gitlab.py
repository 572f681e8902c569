"""GitLab as its REST API documents it: state events without the opening, label events, assignments in system notes only."""

from __future__ import annotations

from office import PEOPLE, STATUSES, Item, Office
from tool_server import Answer, Asked

NAME, KEY, SECRET = "gitlab", "acme/shop#{}", "GITLAB_TOKEN"


class Server:
    def __init__(self, office: Office, *, at_once: int = 2):
        self.office, self.at_once = office, at_once

    def settings(self, url: str) -> dict[str, str]:
        return {"url": url, "project": "acme/shop", "status_labels": "workflow::"}

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("private-token") != "secret-key":
            return Answer({"message": "401 Unauthorized"}, 401)
        path = asked.path.removeprefix("/api/v4/projects/acme%2Fshop/issues")
        assert path != asked.path
        if not path:
            assert (asked.parameters["order_by"], asked.parameters["sort"]) == ("created_at", "asc")
            found = sorted(self.office.items.values(), key=lambda item: (item.created_at, item.number))
            since = asked.parameters.get("updated_after", "")
            return self._paged([_issue(item) for item in found if item.updated_at >= since], asked)
        _, number, what = path.split("/")
        return self._paged(HISTORIES[what](self.office.items[int(number)]), asked)

    def _paged(self, listed: list[dict], asked: Asked) -> Answer:
        at_once = min(self.at_once, int(asked.parameters.get("per_page", 20)))
        number = int(asked.parameters.get("page", 1))
        headers = {"X-Total": str(len(listed))}
        if number * at_once < len(listed):
            others = "&".join(f"{k}={v}" for k, v in asked.parameters.items() if k != "page")
            headers["Link"] = (
                f'<http://{asked.headers["host"]}{asked.path}?{others}&page={number + 1}>; rel="next"'
            )
        return Answer(listed[(number - 1) * at_once : number * at_once], headers=headers)


def _label(item: Item) -> str:
    course = [item.first_status, *(act.new for act in item.acts if act.field == "status")]
    return f"workflow::{[one for one in course if STATUSES[one] != 'done'][-1]}"


def _issue(item: Item) -> dict:
    return {
        "id": 1000 + item.number, "iid": item.number, "title": f"Item {item.number}", "created_at": item.created_at,
        "updated_at": item.updated_at, "state": "closed" if STATUSES[item.status] == "done" else "opened", "author": _person(item.creator),
        "assignees": [_person(item.assignee)] if item.assignee else [], "labels": ["bug", _label(item)], "milestone": None,
        "issue_type": "issue", "due_date": None, "web_url": "https://example.test",
    }  # fmt: skip


def _states(item: Item) -> list[dict]:
    told = []
    for act in item.acts:
        if act.field == "status" and "done" in (STATUSES[act.old], STATUSES[act.new]):
            state = "closed" if STATUSES[act.new] == "done" else "reopened"
            told.append({"id": act.number, "user": _person(act.who), "created_at": act.at, "state": state})
    return told


def _labels(item: Item) -> list[dict]:
    told, label = [], item.first_status
    for act in item.acts:
        if act.field == "status" and STATUSES[act.new] != "done" and act.new != label:
            entry = {"user": _person(act.who), "created_at": act.at}
            # The label that comes in drives out the one before it, and is told first.
            told.append(
                entry | {"id": act.number * 10, "action": "add", "label": {"name": f"workflow::{act.new}"}}
            )
            told.append(
                entry
                | {"id": act.number * 10 + 1, "action": "remove", "label": {"name": f"workflow::{label}"}}
            )
            label = act.new
    return told


def _notes(item: Item) -> list[dict]:
    told = [
        {
            "id": 50_000 + item.number,
            "body": "Any news, @ben? I was assigned to @nobody",
            "system": False,
            "author": _person("ada"),
            "created_at": item.created_at,
        }
    ]
    for act in item.acts:
        if act.field == "assignee":
            body = f"assigned to @{act.new}" + (f" and unassigned @{act.old}" if act.old else "")
            told.append(
                {
                    "id": act.number,
                    "body": body,
                    "system": True,
                    "author": _person(act.who),
                    "created_at": act.at,
                }
            )
    return told


HISTORIES = {"resource_state_events": _states, "resource_label_events": _labels, "notes": _notes}


def _person(name: str) -> dict:
    return {"id": 7, "username": name, "name": PEOPLE[name]}
