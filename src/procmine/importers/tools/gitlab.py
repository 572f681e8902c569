"""GitLab: issues with their events, by its REST API.

An issue is opened or closed; where a team marks stages by labels, `status_labels` says which (`workflow::` before each, or
their names). A scoped label drives out the one before it in the same second. Who was assigned stands only in the notes that
GitLab itself writes ("assigned to @ada and unassigned @ben"), so it is read there. The beginning is told by no event.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from procmine.importers.histories.values import ASSIGNEE, CLOSING, NOTHING, STAGE, STATUS, Value
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool, a_little_before, is_stage

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows

AT_ONCE = 100
CLOSED = Value("closed", "Closed")
ASSIGNED = re.compile(r"(unassigned|assigned to)((?: @[\w.-]+(?:,? and|,)?)+)")
HISTORIES = {
    "states": "resource_state_events",
    "labels": "resource_label_events",
    "notes": "notes?activity_filter=only_activity&sort=asc",
}


@dataclass(frozen=True)
class GitLab(WebTool):
    word: str = "gitlab"
    title: str = "GitLab"
    settings: tuple[Setting, ...] = (
        Setting("project", "the projects to read, by path or number", "acme/shop", is_needed=True, is_many=True),
        Setting("status_labels", "labels that mark a stage: what they begin with, or their names", "workflow::", is_many=True),
        Setting("url", "the address of the server", "https://gitlab.acme.example", default="https://gitlab.com", form="address"),
    )  # fmt: skip
    secret: str | None = "GITLAB_TOKEN"

    def address(self, settings: Settings) -> str:
        return f"{settings.needed('url').rstrip('/')}/api/v4"

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        return {"PRIVATE-TOKEN": secret or ""}

    def plan(self, client: Client, settings: Settings, since: Since | None) -> Plan:
        totals = []
        for name in settings.many("project"):
            page = client.get("count", f"{_path(name)}/issues", _listed(since) | {"per_page": 1})
            totals.append(int(page.headers["x-total"]) if page.headers.get("x-total") else None)
        known = None if None in totals else sum(total for total in totals if total is not None)
        requests = None if known is None else known * len(HISTORIES) + known // AT_ONCE + 1
        return Plan(
            ", ".join(settings.many("project")),
            known,
            requests,
            "labels since GitLab 11.1, states since 13.2",
        )

    def fetch(self, client: Client, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        first = None
        for name in settings.many("project"):
            page = client.get(
                "issues", f"{_path(name)}/issues", _listed(since) | {"per_page": AT_ONCE}, about=name
            )
            first = first or page.fetched_at
            found = {issue["iid"]: None for one in (page, *client.linked(page)) for issue in one.body}
            for place, number in enumerate(found, 1):
                client.progress(place, len(found), f"issues of {name}")
                for kind, path in HISTORIES.items():
                    asked, _, options = path.partition("?")
                    parameters = dict(part.split("=") for part in options.split("&") if part) | {
                        "per_page": AT_ONCE
                    }
                    page = client.get(kind, f"{_path(name)}/issues/{number}/{asked}", parameters, about=f"{name}#{number}", missing=True)  # fmt: skip
                    for _ in client.linked(page):
                        pass
        return {"updated_from": a_little_before(first)}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.status != 200 or page.kind == "count":
            return
        if page.kind == "issues":
            for issue in page.body:
                _issue(issue, page, rows, settings)
            rows.state(CLOSED.id, "Closed", "done", STATUS)
            return
        for event in page.body:
            who = _person(event.get("user") or event.get("author"), rows)
            EVENTS[page.kind](event, who, page.about, rows, settings)


def _path(name: str) -> str:
    return f"projects/{quote(name, safe='')}"


def _listed(since: Since | None) -> dict[str, Any]:
    """By creation, which never changes: an issue that is updated while pages are read moves no other one over their edge."""
    listed = {"scope": "all", "order_by": "created_at", "sort": "asc"}
    return listed | ({"updated_after": since.cursor["updated_from"]} if since else {})


def _issue(issue: Mapping[str, Any], page: Page, rows: Rows, settings: Settings) -> None:
    key = f"{page.about}#{issue['iid']}"
    values = {
        CLOSING: CLOSED if issue["state"] == "closed" else NOTHING,
        "Kind": issue.get("issue_type"),
        "Labels": " ".join(sorted(name for name in issue.get("labels") or () if not is_stage(name, settings)))
        or None,
        "Milestone": (issue.get("milestone") or {}).get("title"),
        "Due": issue.get("due_date"),
    }
    rows.item(
        key, title=issue.get("title"), created_at=issue["created_at"], creator=_person(issue.get("author"), rows),
        updated_at=issue.get("updated_at"), seen_at=page.fetched_at, url=issue.get("web_url"), values=values,
    )  # fmt: skip
    rows.closed(key, issue.get("closed_at"), _person(issue.get("closed_by"), rows), CLOSED)
    rows.holding(
        key, ASSIGNEE, [Value(_person(one, rows), one["name"]) for one in issue.get("assignees") or ()]
    )
    rows.holding(key, STAGE, [_stage(name) for name in issue.get("labels") or () if is_stage(name, settings)])


def _stage(name: str) -> Value:
    return Value(name, name.rpartition("::")[2])


def _state(event: Mapping[str, Any], who: str | None, key: str, rows: Rows, settings: Settings) -> None:
    if event["state"] in ("closed", "reopened"):
        old, new = (NOTHING, CLOSED) if event["state"] == "closed" else (CLOSED, NOTHING)
        rows.change(key, f"state {event['id']}", event["created_at"], who, CLOSING, old, new, event["id"])


def _label(event: Mapping[str, Any], who: str | None, key: str, rows: Rows, settings: Settings) -> None:
    """A label that came or went; it may be gone for good (None). Of what happens in one second, what goes is told first."""
    name, is_added = (event.get("label") or {}).get("name"), event["action"] == "add"
    if name and is_stage(name, settings):
        place = event["id"] + is_added * 10**12
        number = f"label {event['id']}"
        rows.member(
            key, number, event["created_at"], who, STAGE, _stage(name), is_added=is_added, place=place
        )


def _assigned(note: Mapping[str, Any], who: str | None, key: str, rows: Rows, settings: Settings) -> None:
    """Who a note of GitLab's own says was assigned and unassigned; people stand there by their user names."""
    if not note.get("system"):
        return
    for place, (verb, names) in enumerate(ASSIGNED.findall(note["body"])):
        for name in re.findall(r"@([\w.-]+)", names):
            one = Value(name, None)
            is_added = verb == "assigned to"
            number = f"note {note['id']} {verb}"
            rows.member(key, number, note["created_at"], who, ASSIGNEE, one, is_added=is_added, place=note["id"] * 10 + (is_added or place))  # fmt: skip


def _person(told: Mapping[str, Any] | None, rows: Rows) -> str | None:
    """Notes name people by user name alone, so that is what they are known by."""
    if not told:
        return None
    is_bot = bool(told.get("bot")) or bool(re.fullmatch(r"(project|group)_\d+_bot.*", told["username"]))
    return rows.person(told["username"], told.get("name"), is_bot=is_bot)


EVENTS = {"states": _state, "labels": _label, "notes": _assigned}
TOOL = GitLab()
