"""What issues, histories and statuses of Jira tell, as Cloud and Data Center write them alike.

A field is known by its id, for names are translated and a site may have a field of its own called "Status"; Data Center tells
no id in a change, but which fields are a site's own (`fieldtype` custom). The author of a change may be gone (no account) or an automation (`accountType` app).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, STATUS, Value

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.tool import Settings

CHANGED = {
    "status": STATUS, "assignee": ASSIGNEE, "priority": "Priority", "issuetype": "Type", "resolution": "Resolution",
    "project": "Project", "labels": "Labels", "duedate": "Due",
}  # fmt: skip
WORDED = {
    "component": "components",
    "fix version": "fixVersions",
}  # fields that a change calls otherwise than by their id
# Each value that is added or removed is an item of its own, which says nothing of the others: told is what they are now.
OF_TODAY = {"components": "Components", "fixVersions": "Version"}
FIELDS = (*CHANGED, *OF_TODAY, "summary", "created", "updated", "creator", "reporter", "parent")
CATEGORIES = {"new": "new", "indeterminate": "active", "done": "done"}


def laid_statuses(listed: list[Mapping[str, Any]], rows: Rows) -> None:
    for status in listed:
        rows.state(status["id"], status["name"], CATEGORIES.get(status.get("statusCategory", {}).get("key")))


def laid_fields(listed: list[Mapping[str, Any]], rows: Rows) -> None:
    """What fields are called, and which are of people: such as pick one user or several."""
    for one in listed:
        rows.names[one["id"]] = one["name"]
        schema = one.get("schema") or {}
        if "user" in (schema.get("type"), schema.get("items")):
            rows.of_people(one["name"])


def laid_issue(issue: Mapping[str, Any], page: Page, rows: Rows, settings: Settings) -> None:
    fields = issue["fields"]
    values = {name: _value(fields.get(own), rows) for own, name in (CHANGED | OF_TODAY).items()}
    values |= {
        "Reporter": _value(fields.get("reporter"), rows),
        "Parent": Value(None, (fields.get("parent") or {}).get("key")),
    }
    for own in settings.many("fields"):
        name = rows.names.get(own, own)
        values[name] = _value(fields.get(own), rows)
        if _is_of_people(fields.get(own)):
            rows.of_people(name)
    site, is_a_site, _ = page.url.partition("/rest/")
    rows.item(
        issue["id"], key=issue["key"], title=fields.get("summary"), created_at=fields.get("created"),
        creator=_person(fields.get("creator"), rows), updated_at=fields.get("updated"), seen_at=page.fetched_at,
        url=f"{site}/browse/{issue['key']}" if is_a_site else None, values=values,
    )  # fmt: skip
    changelog = issue.get("changelog")
    if changelog:
        laid_histories(issue["id"], changelog["histories"], rows)


def laid_histories(issue_id: str, histories: list[Mapping[str, Any]], rows: Rows) -> None:
    for history in histories:
        who = _person(history.get("author"), rows)
        for item in history["items"]:
            own = item.get("fieldId") or _own(item)
            if own in CHANGED:
                old, new = (
                    Value(item.get("from"), item.get("fromString")),
                    Value(item.get("to"), item.get("toString")),
                )
                if own == "duedate":  # its text says a time of day that is none
                    old, new = Value(None, item.get("from")), Value(None, item.get("to"))
                rows.change(
                    issue_id,
                    history["id"],
                    history["created"],
                    who,
                    CHANGED[own],
                    old,
                    new,
                    int(history["id"]),
                )


def _own(item: Mapping[str, Any]) -> str | None:
    """Which of Jira's own fields was changed, where no id says so."""
    name = item["field"].lower()
    return None if item.get("fieldtype") == "custom" else WORDED.get(name, name)


def _is_of_people(told: Any) -> bool:
    """Whether a value is a person, or a list of people."""
    return any(isinstance(one, Mapping) and ("accountId" in one or "displayName" in one) for one in (told if isinstance(told, list) else [told]))  # fmt: skip


def _value(told: Any, rows: Rows) -> Value:
    """A value as Jira nests it: a person, something with an id and a name, a list of such, or plain."""
    if isinstance(told, list) and _is_of_people(told):
        return rows.several(_value(one, rows) for one in told)
    if isinstance(told, list):
        return Value(None, " ".join(name for one in told if (name := _value(one, rows).name)) or None)
    if isinstance(told, Mapping):
        if "accountId" in told or "displayName" in told:
            return Value(_person(told, rows), told.get("displayName"))
        name = told.get("name") or told.get("value")
        return Value(told.get("id"), name if name is None else str(name))
    return Value(None, None if told is None else str(told))


def _person(told: Mapping[str, Any] | None, rows: Rows) -> str | None:
    """Cloud knows people by their account, Data Center by a key or name."""
    if not told:
        return None
    known_by = told.get("accountId") or told.get("key") or told.get("name")
    return rows.person(known_by, told.get("displayName"), is_bot=told.get("accountType") == "app")
