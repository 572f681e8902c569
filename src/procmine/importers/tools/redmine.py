"""Redmine: issues with their journals, by its REST API.

Issues are listed by when they were changed; each is then asked for with its journals, which the list does not tell. A
journal names fields by words such as `status_id` and values by ids: the names come from the lists of statuses, trackers
and priorities. Journals that are private are told only to whom may read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, SEVERAL, STATUS, Value
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool, a_little_before

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows

AT_ONCE = 100
FIELDS = {
    "status_id": STATUS, "assigned_to_id": ASSIGNEE, "priority_id": "Priority", "tracker_id": "Tracker",
    "category_id": "Category", "fixed_version_id": "Version", "done_ratio": "Share done", "due_date": "Due",
    "estimated_hours": "Estimated hours", "project_id": "Project",
}  # fmt: skip
UNTOLD = "custom fields untold"  # the mark that the list of custom fields could not be read


@dataclass(frozen=True)
class Redmine(WebTool):
    word: str = "redmine"
    title: str = "Redmine"
    settings: tuple[Setting, ...] = (
        Setting(
            "url", "the address of the server", "https://redmine.example.org", is_needed=True, form="address"
        ),
        Setting("project", "the identifier of one project; without it all that the key may see", "support"),
    )
    secret: str | None = "REDMINE_API_KEY"

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        return {"X-Redmine-API-Key": secret} if secret else {}

    def plan(self, client: Client, settings: Settings, since: Since | None) -> Plan:
        found = client.get("count", "issues.json", _listed(settings, since) | {"limit": 1}).body[
            "total_count"
        ]
        where = f"project {settings.one('project')}" if settings.one("project") else "all projects"
        return Plan(where, found, found + found // AT_ONCE + 3, "whole: Redmine keeps every journal")

    def fetch(self, client: Client, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        began = client.get("statuses", "issue_statuses.json").fetched_at
        client.get("trackers", "trackers.json", missing=True)
        client.get("priorities", "enumerations/issue_priorities.json", missing=True)
        client.get(
            "custom_fields", "custom_fields.json", missing=True, hidden=True
        )  # for administrators only
        listed = _listed(settings, since)
        offset, numbers = 0, dict[int, None]()
        while True:
            page = client.get("list", "issues.json", listed | {"limit": AT_ONCE, "offset": offset})
            numbers |= {issue["id"]: None for issue in page.body["issues"]}
            offset += len(page.body["issues"])
            if offset >= page.body["total_count"] or not page.body["issues"]:
                break
        for place, number in enumerate(numbers, 1):
            client.progress(place, len(numbers), "issues")
            client.get("issue", f"issues/{number}.json", {"include": "journals"}, missing=True)
        return {"updated_from": a_little_before(began)}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "custom_fields":
            _custom_fields(page, rows, settings)
        if page.status != 200 or page.kind in ("list", "count"):
            return
        if page.kind == "statuses":
            for status in page.body["issue_statuses"]:
                rows.state(status["id"], status["name"], "done" if status.get("is_closed") else "active")
        elif page.kind in ("trackers", "priorities"):
            field = "Tracker" if page.kind == "trackers" else "Priority"
            for one in page.body.get("trackers") or page.body.get("issue_priorities") or ():
                rows.state(one["id"], one["name"], field=field)
        elif page.kind == "issue":
            _issue(page.body["issue"], page, rows, settings)


def _listed(settings: Settings, since: Since | None) -> dict[str, Any]:
    """Which issues are listed: closed ones too (`status_id=*`), by number, which never changes while pages are read."""
    listed: dict[str, Any] = {"status_id": "*", "sort": "id"}
    if settings.one("project"):
        listed["project_id"] = settings.one("project")
    if since:
        listed["updated_on"] = f">={since.cursor['updated_from']}"
    return listed


def _issue(issue: Mapping[str, Any], page: Page, rows: Rows, settings: Settings) -> None:
    values = {
        STATUS: _named(issue.get("status")),
        ASSIGNEE: _person(issue.get("assigned_to"), rows),
        "Project": _named(issue.get("project")),
        "Tracker": _named(issue.get("tracker")),
        "Priority": _named(issue.get("priority")),
        "Category": _named(issue.get("category")),
        "Version": _named(issue.get("fixed_version")),
        "Due": issue.get("due_date"),
        "Share done": _text(issue.get("done_ratio")),
        "Estimated hours": _text(issue.get("estimated_hours")),
    }
    values |= _custom(issue.get("custom_fields") or (), rows, settings)
    author = _person(issue.get("author"), rows)
    rows.item(
        issue["id"], key=f"#{issue['id']}", title=issue.get("subject"), created_at=issue.get("created_on"),
        creator=author.id, updated_at=issue.get("updated_on"), seen_at=page.fetched_at, url=page.url.removesuffix(".json"),
        values=values,
    )  # fmt: skip
    for journal in issue.get("journals") or ():
        who = _person(journal.get("user"), rows)
        for detail in journal.get("details") or ():
            if detail.get("property") != "attr" or detail["name"] not in FIELDS:
                continue
            old, new = (_value(detail["name"], detail.get(side)) for side in ("old_value", "new_value"))
            rows.change(issue["id"], journal["id"], journal["created_on"], who.id, FIELDS[detail["name"]], old, new, journal["id"])  # fmt: skip


def _custom_fields(page: Page, rows: Rows, settings: Settings) -> None:
    """Which fields of the site's own are of people: an issue tells their numbers, and not what they are."""
    if page.status != 200:
        rows.names[UNTOLD] = UNTOLD
        return
    for one in page.body["custom_fields"]:
        if one.get("field_format") == "user":
            rows.of_people(one["name"])


def _custom(fields: Iterable[Mapping[str, Any]], rows: Rows, settings: Settings) -> dict[str, Value]:
    """What the fields of the site's own say. Where nobody says which of them are of people, a number may be an account's."""
    is_guarded = bool(settings.one("pseudonyms")) and UNTOLD in rows.names
    values = {}
    for one in fields:
        told = one.get("value")
        texts = [text for part in (told if isinstance(told, list) else [told]) if (text := _text(part))]
        if (
            is_guarded
            and one["name"] not in settings.many("people")
            and any(text.isdigit() for text in texts)
        ):
            message = "Custom fields that hold numbers are left out: which of them are numbers of people is told to administrators only."
            cure = (
                "Name those of people with the source's setting people, or let an administrator make the key."
            )
            rows.note("custom-fields-of-people", message, cure)
            continue
        values[one["name"]] = Value(SEVERAL.join(texts) or None, ", ".join(texts) or None)
    return values


def _value(field: str, told: Any) -> Value:
    """A value of a journal: an id where the field's name ends so."""
    text = _text(told)
    return Value(text, None) if field.endswith("_id") else Value(None, text)


def _named(told: Mapping[str, Any] | None) -> Value:
    return Value(str(told["id"]), told.get("name")) if told else Value(None, None)


def _person(told: Mapping[str, Any] | None, rows: Rows) -> Value:
    named = _named(told)
    rows.person(named.id, named.name)
    return named


def _text(told: Any) -> str | None:
    return None if told in (None, "") else str(told)


TOOL = Redmine()
