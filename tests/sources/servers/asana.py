"""Asana as its API documents it: pages by an offset token, conditional fields only where they are asked for, no story of creation.

The office's New and In Progress are sections; closing is completing, and a task that is taken up again is marked incomplete.
"""

from __future__ import annotations

from office import PEOPLE, STATUSES, Item, Office
from tool_server import Answer, Asked

NAME, KEY, SECRET = "asana", "{}", "ASANA_TOKEN"
SECTIONS = {"New": "11", "In Progress": "12"}
PERSON_IDS = {name: str(100 + place) for place, name in enumerate(PEOPLE)}


def as_told(found):
    """Stories tell to whom a task was given, not who had it before: who had it at first is told where it never changed."""
    return {(number, "Complete" if status == "Closed" else status, *rest) for number, status, *rest in found}


class Server:
    def __init__(self, office: Office, *, at_once: int = 2):
        self.office, self.at_once = office, at_once

    def settings(self, url: str) -> dict[str, str]:
        return {"url": f"{url}/api/1.0", "project": "123"}

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Bearer secret-key":
            return Answer({"errors": [{"message": "Not Authorized"}]}, 401)
        path = asked.path.removeprefix("/api/1.0/")
        if path == "projects/123/task_counts":
            return Answer({"data": {"num_tasks": len(self.office.items)}})
        if path == "tasks":
            assert asked.parameters["project"] == "123"
            since = asked.parameters.get("modified_since", "")
            found = [_task(item) for item in self.office.items.values() if item.updated_at >= since]
        else:
            found = _stories(self.office.items[int(path.split("/")[1])])
        wanted = {field.split(".")[0] for field in asked.parameters["opt_fields"].split(",")} | {"gid"}
        return self._paged([{k: v for k, v in one.items() if k in wanted} for one in found], asked)

    def _paged(self, listed: list[dict], asked: Asked) -> Answer:
        offset = asked.parameters.get("offset", "offset 0")
        if not offset.startswith("offset "):
            return Answer({"errors": [{"message": "offset: Your pagination token has expired."}]}, 400)
        start = int(offset.split()[1])
        after = start + min(self.at_once, int(asked.parameters["limit"]))
        return Answer(
            {
                "data": listed[start:after],
                "next_page": {"offset": f"offset {after}"} if after < len(listed) else None,
            }
        )


def _section(item: Item) -> str:
    course = [item.first_status, *(act.new for act in item.acts if act.field == "status")]
    return [one for one in course if STATUSES[one] != "done"][-1]


def _task(item: Item) -> dict:
    is_done = STATUSES[item.status] == "done"
    section = {"gid": SECTIONS[_section(item)], "name": _section(item)}
    return {
        "gid": str(item.number), "name": f"Item {item.number}", "created_at": item.created_at, "created_by": _person(item.creator),
        "modified_at": item.updated_at, "completed": is_done, "completed_at": item.updated_at if is_done else None,
        "assignee": _person(item.assignee), "due_on": None, "resource_subtype": "default_task", "custom_fields": [],
        "memberships": [{"project": {"gid": "9"}, "section": {"gid": "99", "name": "Elsewhere"}}, {"project": {"gid": "123"}, "section": section}],
    }  # fmt: skip


def _stories(item: Item) -> list[dict]:
    first = next((act.old for act in item.acts if act.field == "assignee"), item.assignee)
    entry = {"created_at": item.created_at, "created_by": _person(item.creator)}
    told = (
        [entry | {"gid": str(item.number), "resource_subtype": "assigned", "assignee": _person(first)}]
        if first
        else []
    )
    section = item.first_status
    for act in item.acts:
        entry = {"gid": str(act.number * 10 + 1000), "created_at": act.at, "created_by": _person(act.who)}
        if act.field == "assignee":
            told.append(entry | {"resource_subtype": "assigned", "assignee": _person(act.new)})
        elif STATUSES[act.new] == "done":
            told.append(entry | {"resource_subtype": "marked_complete"})
        else:
            told += [entry | {"resource_subtype": "marked_incomplete"}] if STATUSES[act.old] == "done" else []
            if act.new != section:
                sides = {
                    side: {"gid": SECTIONS[name], "name": name}
                    for side, name in (("old_section", section), ("new_section", act.new))
                }
                told.append(
                    entry
                    | {
                        "gid": str(act.number * 10 + 1001),
                        "resource_subtype": "section_changed",
                        "project": {"gid": "123"},
                        **sides,
                    }
                )
                section = act.new
    return told


def _person(name: str | None) -> dict | None:
    return {"gid": PERSON_IDS[name], "name": PEOPLE[name]} if name else None
