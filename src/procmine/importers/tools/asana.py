"""Asana: tasks of projects with their stories, by its REST API.

The section a task stands in is its stage, and a task that is completed is closed. What happened is told by stories, each with
a kind and with fields that must be asked for by name; their text is for people, in their language, and is not read. There is
no story of the creation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, CLOSING, NOTHING, STAGE, STATUS, Value
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool, a_little_before

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows

AT_ONCE = 100
COMPLETE = Value("complete", "Complete")
TASK = (
    "name,created_at,created_by.name,modified_at,completed,completed_at,assignee.name,due_on,permalink_url,memberships.project.gid,"
    "memberships.section.gid,memberships.section.name,custom_fields.name,custom_fields.display_value,custom_fields.type,"
    "custom_fields.people_value.name,resource_subtype"
)
STORY = (
    "created_at,created_by.name,resource_subtype,old_section.name,new_section.name,project.gid,assignee.name,custom_field.name,"
    "old_enum_value.name,new_enum_value.name,old_approval_status,new_approval_status"
)


@dataclass(frozen=True)
class Asana(WebTool):
    word: str = "asana"
    title: str = "Asana"
    settings: tuple[Setting, ...] = (
        Setting("project", "the projects to read, by the number in their address", "1201234567890", is_needed=True, is_many=True),
        Setting("url", "the address of the API", default="https://app.asana.com/api/1.0", form="address"),
    )  # fmt: skip
    secret: str | None = "ASANA_TOKEN"

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {secret}"}

    def plan(self, client: Client, settings: Settings, since: Since | None) -> Plan:
        counts = [
            client.get("count", f"projects/{project}/task_counts", {"opt_fields": "num_tasks"}).body["data"][
                "num_tasks"
            ]
            for project in settings.many("project")
        ]
        tasks = sum(counts)
        history = "whole, for sections, assignments, completions and approvals; what was deleted is gone"
        return Plan(
            f"projects {', '.join(settings.many('project'))}", tasks, tasks + tasks // AT_ONCE + 1, history
        )

    def fetch(self, client: Client, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        first = None
        for project in settings.many("project"):
            asked = {"project": project, "opt_fields": TASK, "limit": AT_ONCE, "modified_since": since.cursor["modified_from"] if since else None}  # fmt: skip
            tasks: dict[str, None] = {}
            for page in _paged(client, "tasks", "tasks", asked, project):
                first = first or page.fetched_at
                tasks |= {
                    task["gid"]: None for task in page.body["data"] if _home(task, page, settings) == project
                }
            for place, task in enumerate(tasks, 1):
                client.progress(place, len(tasks), "tasks")
                asked = {"opt_fields": STORY, "limit": AT_ONCE}
                for _ in _paged(client, "stories", f"tasks/{task}/stories", asked, f"{project} {task}"):
                    pass
        return {"modified_from": a_little_before(first)}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "tasks":
            for task in page.body["data"]:
                if _home(task, page, settings) == page.about:
                    _task(task, page, rows)
            rows.state(COMPLETE.id, "Complete", "done", STATUS)
        elif page.kind == "stories" and page.status == 200:
            project, _, task = page.about.partition(" ")
            rows.told_whole(task, STAGE)  # a task that found another home has the sections of that one alone
            for story in page.body["data"]:
                _story(story, task, project, rows)


def _home(task: Mapping[str, Any], page: Page, settings: Settings) -> str:
    """The project by whose sections a task is told: of those it lies in the one that was chosen first."""
    among = {(one.get("project") or {}).get("gid") for one in task.get("memberships") or ()}
    return next((project for project in settings.many("project") if project in among), page.about)


def _paged(client: Client, kind: str, path: str, asked: Mapping[str, Any], about: str) -> Iterator[Page]:
    """All pages; the offset of the next one is told with each, and expires."""
    offset = None
    while True:
        page = client.get(kind, path, {**asked, "offset": offset}, about=about, missing=kind == "stories")
        yield page
        offset = ((page.body or {}).get("next_page") or {}).get("offset")
        if not offset:
            return


def _task(task: Mapping[str, Any], page: Page, rows: Rows) -> None:
    here = [
        one for one in task.get("memberships") or () if (one.get("project") or {}).get("gid") == page.about
    ]
    section = (here[0].get("section") or {}) if here else {}
    values = {
        STAGE: Value(section.get("gid"), section.get("name")),
        CLOSING: COMPLETE if task.get("completed") else NOTHING,
        ASSIGNEE: _person(task.get("assignee"), rows),
        "Due": task.get("due_on"),
        "Kind": task.get("resource_subtype"),
    }
    values |= {one["name"]: _custom(one, rows) for one in task.get("custom_fields") or ()}
    rows.item(
        task["gid"], title=task.get("name"), created_at=task["created_at"], creator=_person(task.get("created_by"), rows).id,
        updated_at=task.get("modified_at"), seen_at=page.fetched_at, url=task.get("permalink_url"), values=values,
    )  # fmt: skip
    rows.closed(task["gid"], task.get("completed_at"), None, COMPLETE, "completed_at")


def _story(story: Mapping[str, Any], task: str, project: str, rows: Rows) -> None:
    """One story: of a task that lives in several projects, sections are those of the project that is read."""
    kind, at, number = story.get("resource_subtype"), story["created_at"], story["gid"]
    who, place = _person(story.get("created_by"), rows).id, int(number)
    if kind == "section_changed" and (story.get("project") or {"gid": project})["gid"] == project:
        old, new = (_named(story.get(side)) for side in ("old_section", "new_section"))
        rows.change(task, number, at, who, STAGE, old, new, place)
    elif kind in ("marked_complete", "marked_incomplete"):
        old, new = (NOTHING, COMPLETE) if kind == "marked_complete" else (COMPLETE, NOTHING)
        rows.change(task, number, at, who, CLOSING, old, new, place)
    elif kind == "assigned":
        # A story tells who was assigned; who had been is told by the story before.
        rows.set(task, number, at, who, ASSIGNEE, _person(story.get("assignee"), rows), place)
    elif kind == "unassigned":
        rows.set(task, number, at, who, ASSIGNEE, NOTHING, place)
    elif kind == "enum_custom_field_changed" and story.get("custom_field"):
        old, new = (_named(story.get(side)) for side in ("old_enum_value", "new_enum_value"))
        rows.change(
            task,
            number,
            at,
            who,
            story["custom_field"]["name"],
            Value(None, old.name),
            Value(None, new.name),
            place,
        )
    elif kind == "approval_status_changed":
        old, new = (Value(None, story.get(side)) for side in ("old_approval_status", "new_approval_status"))
        rows.change(task, number, at, who, "Approval", old, new, place)


def _custom(field: Mapping[str, Any], rows: Rows) -> Value | str | None:
    """What a field of the team's own says; one of people names them by their accounts."""
    if field.get("type") != "people":
        return field.get("display_value")
    rows.of_people(field["name"])
    return rows.several(_person(one, rows) for one in field.get("people_value") or ())


def _named(told: Mapping[str, Any] | None) -> Value:
    return Value(told["gid"], told.get("name")) if told else NOTHING


def _person(told: Mapping[str, Any] | None, rows: Rows) -> Value:
    person = _named(told)
    rows.person(person.id, person.name)
    return person


TOOL = Asana()
