"""GitHub: issues and pull requests with their timelines, by its REST API.

An issue is open or closed; where a team marks stages by labels, `status_labels` says which (`status: ` before each, or their
names). A pull request's reviews are steps of their own. A timeline tells neither the creation nor what an issue was closed
as before: both are in the issue. Whose account is gone is nobody ("ghost").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, CLOSING, NOTHING, STAGE, STATUS, Value
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool, a_little_before, is_stage

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows

AT_ONCE = 100
CLOSED = {"not_planned": "Closed as not planned", "duplicate": "Closed as duplicate"}
STEPS = {
    "review_requested": "Review requested", "ready_for_review": "Ready for review", "convert_to_draft": "Converted to draft",
}  # fmt: skip


@dataclass(frozen=True)
class GitHub(WebTool):
    word: str = "github"
    title: str = "GitHub"
    settings: tuple[Setting, ...] = (
        Setting("repository", "the repositories to read", "acme/shop, acme/api", is_needed=True, is_many=True),
        Setting("status_labels", "labels that mark a stage: what they begin with, or their names", "status:", is_many=True),
        Setting("what", "issues, pulls or both", "issues", default="both", among=("issues", "pulls", "both")),
        Setting("url", "the address of the API, where it is a server of your own", "https://github.acme.example/api/v3",
                default="https://api.github.com", form="address"),
    )  # fmt: skip
    secret: str | None = "GITHUB_TOKEN"

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        return {
            "Authorization": f"Bearer {secret}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }

    def plan(self, client: Client, settings: Settings, since: Since | None) -> Plan:
        requests = 0
        for name in settings.many("repository"):
            page = client.get("count", f"repos/{name}/issues", _listed(since) | {"per_page": 1})
            last = page.link("last")
            requests += int(last.rpartition("page=")[2].split("&")[0]) if last else len(page.body)
        return Plan(", ".join(settings.many("repository")), requests, requests + requests // AT_ONCE + 1, "whole, for what the token may see")  # fmt: skip

    def fetch(self, client: Client, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        first = None
        for name in settings.many("repository"):
            numbers: dict[int, str] = {}
            page = client.get(
                "issues", f"repos/{name}/issues", _listed(since) | {"per_page": AT_ONCE}, about=name
            )
            first = first or page.fetched_at
            for one in (page, *client.linked(page)):
                numbers |= {
                    issue["number"]: _merged_at(issue) for issue in one.body if _is_wanted(issue, settings)
                }
            for place, (number, merged_at) in enumerate(numbers.items(), 1):
                client.progress(place, len(numbers), f"timelines of {name}")
                about = f"{name}#{number} {merged_at}"
                page = client.get("timeline", f"repos/{name}/issues/{number}/timeline", {"per_page": AT_ONCE}, about=about, missing=True)  # fmt: skip
                for _ in client.linked(page):
                    pass
        return {"updated_from": a_little_before(first)}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "issues":
            for issue in page.body:
                if _is_wanted(issue, settings):
                    _issue(issue, page, rows, settings)
        elif page.kind == "timeline" and page.status == 200:
            key, _, merged_at = page.about.partition(" ")
            for place, event in enumerate(page.body):
                _event(event, key, merged_at, place, rows, settings)


def _listed(since: Since | None) -> dict[str, Any]:
    """By creation, which never changes: an issue that is updated while pages are read moves no other one over their edge."""
    listed = {"state": "all", "sort": "created", "direction": "asc"}
    return listed | ({"since": since.cursor["updated_from"]} if since else {})


def _is_wanted(issue: Mapping[str, Any], settings: Settings) -> bool:
    what = settings.one("what")
    return what in (None, "both") or ("pull_request" in issue) == (what == "pulls")


def _merged_at(issue: Mapping[str, Any]) -> str:
    return (issue.get("pull_request") or {}).get("merged_at") or ""


def _issue(issue: Mapping[str, Any], page: Page, rows: Rows, settings: Settings) -> None:
    key = f"{page.about}#{issue['number']}"
    labels = [label["name"] for label in issue.get("labels") or ()]
    values = {
        CLOSING: _closing(issue),
        "Kind": "Pull request" if "pull_request" in issue else "Issue",
        "Labels": " ".join(sorted(name for name in labels if not is_stage(name, settings))) or None,
        "Milestone": (issue.get("milestone") or {}).get("title"),
        "Author": issue.get("author_association"),
    }
    rows.item(
        key, title=issue.get("title"), created_at=issue["created_at"], creator=_person(issue.get("user"), rows),
        updated_at=issue.get("updated_at"), seen_at=page.fetched_at, url=issue.get("html_url"), values=values,
    )  # fmt: skip
    rows.closed(key, issue.get("closed_at"), _person(issue.get("closed_by"), rows), _closing(issue))
    rows.holding(
        key, ASSIGNEE, (Value(_person(one, rows), one["login"]) for one in issue.get("assignees") or ())
    )
    rows.holding(key, STAGE, (Value(name, name) for name in labels if is_stage(name, settings)))
    for name in ("Closed", *CLOSED.values(), "Merged"):
        rows.state(name, name, "done", STATUS)


def _closing(issue: Mapping[str, Any]) -> Value:
    if issue.get("state") != "closed":
        return NOTHING
    return _as("Merged" if _merged_at(issue) else CLOSED.get(issue.get("state_reason") or "", "Closed"))


def _as(name: str) -> Value:
    return Value(name, name)


def _event(
    event: Mapping[str, Any], key: str, merged_at: str, place: int, rows: Rows, settings: Settings
) -> None:
    """One entry of a timeline; those that change nothing of an item's course (mentions, commits, links) say nothing here."""
    kind = event.get("event")
    at = event.get("created_at") or event.get("submitted_at")
    who = _person(event.get("actor") or event.get("user"), rows)
    number = str(event.get("id") or event.get("node_id"))
    if kind in ("assigned", "unassigned") and event.get("assignee"):
        one = event["assignee"]
        rows.member(
            key,
            number,
            at,
            who,
            ASSIGNEE,
            Value(_person(one, rows), one["login"]),
            is_added=kind == "assigned",
            place=place,
        )
    elif kind in ("labeled", "unlabeled") and is_stage(event["label"]["name"], settings):
        rows.member(
            key, number, at, who, STAGE, _as(event["label"]["name"]), is_added=kind == "labeled", place=place
        )
    elif kind == "merged" or (kind == "closed" and at != merged_at):
        name = "Merged" if kind == "merged" else CLOSED.get(event.get("state_reason") or "", "Closed")
        rows.change(key, number, at, who, CLOSING, NOTHING, _as(name), place)
    elif kind == "reopened":
        rows.change(key, number, at, who, CLOSING, _as("Closed"), NOTHING, place)
    elif kind == "reviewed":
        state = str(event.get("state", "")).lower().replace("_", " ")
        rows.step(key, number, f"Reviewed: {state}", ended_at=at, who=who, place=place)
    elif kind in STEPS:
        rows.step(key, number, STEPS[kind], ended_at=at, who=who, place=place)


def _person(told: Mapping[str, Any] | None, rows: Rows) -> str | None:
    if not told:
        return None
    return rows.person(told["id"], told["login"], is_bot=told.get("type") == "Bot")


TOOL = GitHub()
