"""GitHub as its REST API documents it: Link headers, `since`, timelines without a creation, pull requests among issues.

The office marks New and In Progress by labels, and closes issues; a reopened one bears the label it had.
"""

from __future__ import annotations

from office import PEOPLE, STATUSES, Item, Office
from tool_server import Answer, Asked

PERSON_IDS = {name: place for place, name in enumerate(PEOPLE, 1)}
NAME, KEY, SECRET = "github", "acme/shop#{}", "GITHUB_TOKEN"
LOGINS = {PEOPLE[name]: name for name in PEOPLE}


def as_told(found):
    """Stages are labels, people go by their logins; an issue that is reopened into a stage it did not leave has it again."""
    told = {"New": "status:New", "In Progress": "status:In Progress", "Closed": "Closed"}
    return {(number, told[status], begin, end, LOGINS.get(who)) for number, status, begin, end, who in found}


class Server:
    def __init__(self, office: Office, *, at_once: int = 2):
        self.office, self.at_once = office, at_once

    def settings(self, url: str) -> dict[str, str]:
        return {"url": url, "repository": "acme/shop", "status_labels": "status:"}

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Bearer secret-key":
            return Answer({"message": "Bad credentials"}, 401)
        parts = asked.path.strip("/").split("/")
        assert parts[:3] == ["repos", "acme", "shop"]
        if parts[3:] == ["issues"]:
            assert asked.parameters["state"] == "all"
            assert (asked.parameters["sort"], asked.parameters["direction"]) == ("created", "asc")
            found = sorted(self.office.items.values(), key=lambda item: (item.created_at, item.number))
            since = asked.parameters.get("since", "")
            return self._paged([_issue(item) for item in found if item.updated_at >= since], asked)
        return self._paged(_timeline(self.office.items[int(parts[4])]), asked)

    def _paged(self, listed: list[dict], asked: Asked) -> Answer:
        at_once = min(self.at_once, int(asked.parameters.get("per_page", 30)))
        number = int(asked.parameters.get("page", 1))
        last = max(1, -(-len(listed) // at_once))
        others = "&".join(f"{k}={v}" for k, v in asked.parameters.items() if k != "page")
        links = {"next": number + 1, "last": last} if number < last else {}
        host = asked.headers["host"]
        told = ", ".join(
            f'<http://{host}{asked.path}?{others}&page={to}>; rel="{rel}"' for rel, to in links.items()
        )
        return Answer(
            listed[(number - 1) * at_once : number * at_once], headers={"Link": told} if told else {}
        )


def _labels(item: Item) -> list[str]:
    """The label of the last stage it was in; closing leaves it there."""
    course = [item.first_status, *(act.new for act in item.acts if act.field == "status")]
    return [f"status:{[one for one in course if STATUSES[one] != 'done'][-1]}", "bug"]


def _issue(item: Item) -> dict:
    is_closed = STATUSES[item.status] == "done"
    return {
        "number": item.number, "closed_at": item.updated_at if is_closed else None, "title": f"Item {item.number}", "state": "closed" if is_closed else "open",
        "state_reason": "completed" if is_closed else None, "user": _person(item.creator), "created_at": item.created_at,
        "updated_at": item.updated_at, "assignees": [_person(item.assignee)] if item.assignee else [], "html_url": "https://example.test",
        "labels": [{"name": name} for name in _labels(item)], "milestone": None, "author_association": "MEMBER",
    }  # fmt: skip


def _timeline(item: Item) -> list[dict]:
    told = [{"event": "mentioned", "id": 90_000 + item.number, "actor": None, "created_at": item.created_at}]
    label = item.first_status
    for act in item.acts:
        entry = {"actor": _person(act.who), "created_at": act.at}
        if act.field == "assignee":
            told += (
                [entry | {"event": "unassigned", "id": act.number * 10, "assignee": _person(act.old)}]
                if act.old
                else []
            )
            told.append(
                entry | {"event": "assigned", "id": act.number * 10 + 1, "assignee": _person(act.new)}
            )
        elif STATUSES[act.new] == "done":
            told.append(entry | {"event": "closed", "id": act.number * 10, "state_reason": None})
        else:
            told += (
                [entry | {"event": "reopened", "id": act.number * 10}] if STATUSES[act.old] == "done" else []
            )
            if act.new != label:
                told.append(
                    entry
                    | {"event": "unlabeled", "id": act.number * 10 + 1, "label": {"name": f"status:{label}"}}
                )
                told.append(
                    entry
                    | {"event": "labeled", "id": act.number * 10 + 2, "label": {"name": f"status:{act.new}"}}
                )
                label = act.new
    return told


def _person(name: str) -> dict:
    return {"id": PERSON_IDS[name], "login": name, "type": "User"}
