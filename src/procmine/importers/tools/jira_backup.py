"""A full backup of Jira Data Center: issues with their histories, from its `entities.xml`.

What the search tells nested lies there apart: an issue names its status by number, a change (`ChangeItem`) its group, and the group the
issue, the author and the instant. Instants bear no zone: they are of the server's, given by `zone`. The backup is read three times,
for what its numbers mean, for issues, and for what happened to them, so that little of it is held, and written into pages as the
search would tell it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from procmine.importers.tools.jira_pages import laid_histories, laid_issue, laid_statuses
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, Tool, parts

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Archive, Page
    from procmine.importers.fetching.backup import Backup
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.tool import Said

CATEGORIES = {"2": "new", "3": "done", "4": "indeterminate"}
NAMED = {"Status": "status", "Priority": "priority", "IssueType": "type", "Resolution": "resolution"}
WHO_AND_WHAT = ("Project", "ApplicationUser", "User", *NAMED)
Names = dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True)
class JiraBackup(Tool):
    word: str = "jira_backup"
    title: str = "a backup of Jira Data Center"
    settings: tuple[Setting, ...] = (
        Setting(
            "file",
            "the zip of the backup, or its entities.xml",
            "/backups/jira.zip",
            is_needed=True,
            form="path",
        ),
        Setting("project", "the keys of the projects to read; without it all", "SUP, OPS", is_many=True),
    )
    people: tuple[str, ...] = ("Reporter",)
    is_whole: bool = True

    def client(
        self, settings: Settings, archive: Archive, secret: str | None, said: Said, name: str
    ) -> Backup:
        from procmine.importers.fetching.backup import Backup

        return Backup(Path(settings.needed("file")).expanduser(), archive, said, name)

    def plan(self, client: Backup, settings: Settings, since: Since | None) -> Plan:
        return Plan(str(client.path), None, 2, "whole, up to when the backup was made")

    def fetch(self, client: Backup, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        names: Names = defaultdict(dict)
        for kind, one in client.entities(*WHO_AND_WHAT):
            names[kind][one.get("id", "")] = one
        client.keep("statuses", [_status(one) for one in names["Status"].values()])
        wanted: set[str] = set()
        for part in parts(
            told for _, one in client.entities("Issue") if (told := _issue(one, names, settings))
        ):
            wanted |= {one["id"] for one in part}
            client.keep("issues", part)
        for part in parts(_histories(client, names, settings, wanted)):
            client.keep("changes", part)
        return {}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "statuses":
            laid_statuses(page.body, rows)
        elif page.kind == "issues":
            for issue in page.body:
                laid_issue(issue, page, rows, settings)
        elif page.kind == "changes":
            for history in page.body:
                laid_histories(history["issue"], [history], rows)


def _status(one: Mapping[str, str]) -> dict[str, Any]:
    return {"id": one["id"], "name": one["name"], "statusCategory": {"key": CATEGORIES.get(one.get("statuscategory", ""))}}  # fmt: skip


def _issue(one: Mapping[str, str], names: Names, settings: Settings) -> dict[str, Any] | None:
    """An issue as the search tells it; None where its project is not wanted. Old backups write the key out."""
    project = names["Project"].get(one.get("project", ""), {})
    short = one.get("projectKey") or project.get("key") or one.get("key", "").rpartition("-")[0]
    if settings.many("project") and short not in settings.many("project"):
        return None
    fields: dict[str, Any] = {
        "summary": one.get("summary"), "created": _at(one.get("created"), settings), "updated": _at(one.get("updated"), settings),
        "project": {"id": one.get("project"), "key": short, "name": project.get("name")}, "duedate": (one.get("duedate") or "")[:10] or None,
    }  # fmt: skip
    for kind, own in NAMED.items():
        number = one.get(own)
        told = {"id": number, "name": names[kind].get(number, {}).get("name")} if number else None
        fields["issuetype" if own == "type" else own] = told
    for role in ("assignee", "reporter", "creator"):
        fields[role] = _person(one.get(role), names)
    return {"id": one["id"], "key": one.get("key") or f"{short}-{one['number']}", "fields": fields}


def _histories(client: Backup, names: Names, settings: Settings, wanted: Set[str]) -> Iterator[dict[str, Any]]:  # fmt: skip
    """The changes of the issues that are wanted, one a time; a group comes before its items, as Jira writes them."""
    groups: dict[str, tuple[str, str | None, str | None]] = {}
    for kind, one in client.entities("ChangeGroup", "ChangeItem"):
        if kind == "ChangeGroup":
            if one.get("issue") in wanted:
                author = one.get("author")
                groups[one["id"]] = (one["issue"], author and sys.intern(author), one.get("created"))
        elif one.get("group") in groups and one.get("fieldtype") != "custom":
            issue, author, created = groups[one["group"]]
            sides = {"from": "oldvalue", "fromString": "oldstring", "to": "newvalue", "toString": "newstring"}
            item = {side: one.get(own) or None for side, own in sides.items()}
            told = {
                "issue": issue,
                "id": one["group"],
                "author": _person(author, names),
                "created": _at(created, settings),
            }
            yield told | {"items": [item | {"field": one["field"], "fieldtype": one.get("fieldtype")}]}


def _person(key: str | None, names: Names) -> dict[str, str | None] | None:
    """People go by a key, which is theirs for good; their name lies with their login."""
    if not key:
        return None
    if not names["by key"]:
        logins = {
            one.get("userKey", ""): one.get("lowerUserName", "") for one in names["ApplicationUser"].values()
        }
        shown = {
            one.get("lowerUserName") or one.get("userName", "").lower(): one for one in names["User"].values()
        }
        names["by key"] = {own: {"name": shown.get(login, {}).get("displayName") or login} for own, login in logins.items()} or {"": {}}  # fmt: skip
    return {"key": key, "displayName": names["by key"].get(key, {}).get("name")}


def _at(told: str | None, settings: Settings) -> str | None:
    """`2026-03-01 16:00:00.0` on the server's clock."""
    if not told:
        return None
    zone = ZoneInfo(settings.one("zone") or "UTC")
    return datetime.fromisoformat(told.partition(".")[0]).replace(tzinfo=zone).astimezone(UTC).isoformat()


TOOL = JiraBackup()
