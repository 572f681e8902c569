"""A project that GitLab exported: issues with their events, without a key to the API.

What the API tells by requests lies there in one line an issue, people by their numbers: user names stand with the project's members,
names with the notes that people wrote. It is written into pages as the API would tell it, and read as those are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.importers.tools.gitlab import EVENTS, GitLab
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, Tool, parts

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Archive, Page
    from procmine.importers.fetching.project_export import ProjectExport
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.tool import Said

ISSUES, MEMBERS = "issues.ndjson", "project_members.ndjson"


@dataclass(frozen=True)
class GitLabExport(Tool):
    word: str = "gitlab_export"
    title: str = "a project that GitLab exported"
    settings: tuple[Setting, ...] = (
        Setting("file", "the export, a .tar.gz", "/exports/shop.tar.gz", is_needed=True, form="path"),
        Setting("project", "what stands before the numbers of issues, for the export does not name its project", "acme/shop"),
        Setting("status_labels", "labels that mark a stage: what they begin with, or their names", "workflow::", is_many=True),
    )  # fmt: skip
    is_whole: bool = True

    def client(
        self, settings: Settings, archive: Archive, secret: str | None, said: Said, name: str
    ) -> ProjectExport:
        from procmine.importers.fetching.project_export import ProjectExport

        return ProjectExport(Path(settings.needed("file")).expanduser(), archive, said, name)

    def plan(self, client: ProjectExport, settings: Settings, since: Since | None) -> Plan:
        with client.lists(ISSUES) as room:
            found = sum(1 for _ in client.lines(room / ISSUES))
        return Plan(
            str(client.path),
            found,
            1,
            "labels since GitLab 11.1, states since 13.2, up to when it was exported",
        )

    def fetch(self, client: ProjectExport, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        project = settings.one("project") or ""
        with client.lists(ISSUES, MEMBERS) as room:
            people = People.of(client.lines(room / MEMBERS), client.lines(room / ISSUES))
            for part in parts(client.lines(room / ISSUES)):
                client.keep("issues", [_issue(one, people) for one in part], project)
                told = [(one["iid"], kind, event) for one in part for kind, event in _events(one, people)]
                client.keep("events", told, project)
        return {}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "issues":
            GitLab().parse(page, rows, settings)
            return
        for number, kind, event in page.body:
            told = event.get("user") or event["author"]
            who = rows.person(told["username"], told["name"])
            EVENTS[kind](event, who, f"{page.about}#{number}", rows, settings)


@dataclass
class People:
    """Who goes by which number: the user name of members, the name of those who wrote a note."""

    logins: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, members: Iterator[Any], issues: Iterator[Any]) -> People:
        found = cls()
        for one in members:
            if one.get("user"):  # those who were invited and did not come have none
                found.logins[one["user"]["id"]] = one["user"]["username"]
        for issue in issues:
            for note in issue.get("notes") or ():
                if (note.get("author") or {}).get("name"):
                    found.names[note["author_id"]] = note["author"]["name"]
        return found

    def person(self, number: int | None) -> dict[str, Any] | None:
        """A person as the API tells one; whoever is no member any more goes by the number."""
        if number is None:
            return None
        login = self.logins.get(number, f"user {number}")
        return {"id": number, "username": login, "name": self.names.get(number, login)}


def _issue(one: Mapping[str, Any], people: People) -> dict[str, Any]:
    assigned = dict.fromkeys(each["user_id"] for each in one.get("issue_assignees") or ())
    same = ("iid", "title", "state", "created_at", "updated_at", "closed_at", "due_date", "issue_type")
    return {name: one.get(name) for name in same} | {
        "author": people.person(one.get("author_id")),
        "closed_by": people.person(one.get("closed_by_id")),
        "assignees": [people.person(number) for number in assigned],
        "labels": [link["label"]["title"] for link in one.get("label_links") or () if link.get("label")],
        "milestone": one.get("milestone"),
    }


def _events(one: Mapping[str, Any], people: People) -> Iterator[tuple[str, dict[str, Any]]]:
    """What happened to an issue, as the API tells it. Some exports number no events: then their order does."""
    lists = (("states", "resource_state_events"), ("labels", "resource_label_events"), ("notes", "notes"))
    for kind, own in lists:
        listed = sorted(one.get(own) or (), key=lambda event: event["created_at"])
        for place, event in enumerate(listed):
            if kind == "notes" and not event.get("system"):
                continue  # what people wrote is not read
            told = {"id": event.get("id", place), "created_at": event["created_at"]}
            who = people.person(event["author_id" if kind == "notes" else "user_id"])
            told["user"] = who or {
                "username": "ghost",
                "name": "Ghost User",
            }  # GitLab's own name for accounts that are gone
            if kind == "states":
                yield kind, told | {"state": event["state"]}
            elif kind == "labels":
                label = event.get("label") or {}
                yield kind, told | {"action": event["action"], "label": {"name": label.get("title")}}
            else:
                yield kind, told | {"body": event["note"], "system": True}


TOOL = GitLabExport()
