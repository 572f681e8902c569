"""Jira Cloud: issues found by a search, their histories read in bulk.

A search that is asked for histories along (`expand=changelog`) cuts them to 40 without saying so; so they are read by
`changelog/bulkfetch`, whole. The search tells no total, and its time conditions are read in the zone of whoever asks:
`updated >= -90m` means the same in every zone.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from procmine.importers.tools.jira_pages import (
    CHANGED,
    FIELDS,
    laid_fields,
    laid_histories,
    laid_issue,
    laid_statuses,
)
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows

API = "rest/api/3"
ISSUES_A_PAGE = 100
ISSUES_A_HISTORY = 500
CHANGES_A_PAGE = 5_000
OVERLAP_MINUTES = (
    24 * 60
)  # a history may be written after its issue was listed; what is read twice is known by its ids


@dataclass(frozen=True)
class Jira(WebTool):
    word: str = "jira"
    title: str = "Jira Cloud"
    settings: tuple[Setting, ...] = (
        Setting(
            "url", "the address of the site", "https://acme.atlassian.net", is_needed=True, form="address"
        ),
        Setting(
            "user", "the e-mail address that the API token belongs to", "ada@acme.example", is_needed=True
        ),
        Setting("project", "the keys of the projects to read", "SUP, OPS", is_many=True),
        Setting(
            "jql",
            "which issues to read, in Jira's own words, beside or instead of projects",
            "labels = claims",
        ),
        Setting("fields", "further fields to keep, by their ids", "customfield_10016", is_many=True),
    )
    secret: str | None = "JIRA_API_TOKEN"
    people: tuple[str, ...] = ("Reporter",)

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        pair = base64.b64encode(f"{settings.needed('user')}:{secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    def plan(self, client: Client, settings: Settings, since: Since | None) -> Plan:
        now = datetime.now(UTC)
        found = client.post(
            "count", f"{API}/search/approximate-count", {"jql": jql(settings, since, now)}
        ).body["count"]
        requests = 2 + math.ceil(found / ISSUES_A_PAGE) + math.ceil(found / ISSUES_A_HISTORY)
        return Plan(
            jql(settings, None, now), found, requests, "whole, for issues and changes that the key may see"
        )

    def fetch(self, client: Client, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        now = client.get("statuses", f"{API}/status").fetched_at
        client.get("fields", f"{API}/field")
        search = jql(settings, since, now)
        ids = [issue["id"] for page in _searched(client, search, settings) for issue in page.body["issues"]]
        for start in range(0, len(ids), ISSUES_A_HISTORY):
            client.progress(start, len(ids), "issues")
            part = {
                "issueIdsOrKeys": ids[start : start + ISSUES_A_HISTORY],
                "fieldIds": list(CHANGED),
                "maxResults": CHANGES_A_PAGE,
            }
            for _ in _paged(client, "changes", f"{API}/changelog/bulkfetch", part):
                pass
        return {}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "statuses":
            laid_statuses(page.body, rows)
        elif page.kind == "fields":
            laid_fields(page.body, rows)
        elif page.kind == "issues":
            for issue in page.body["issues"]:
                laid_issue(issue, page, rows, settings)
        elif page.kind == "changes":
            for log in page.body["issueChangeLogs"]:
                laid_histories(log["issueId"], log["changeHistories"], rows)


def _searched(client: Client, search: str, settings: Settings) -> Iterator[Page]:
    wanted = [*FIELDS, *settings.many("fields")]
    asked = {"jql": f"{search} ORDER BY created ASC", "fields": wanted, "maxResults": ISSUES_A_PAGE}
    return _paged(client, "issues", f"{API}/search/jql", asked)


def _paged(client: Client, kind: str, path: str, asked: dict[str, Any]) -> Iterator[Page]:
    """All pages of a question that is answered with a token for the next one."""
    token: str | None = None
    while True:
        page = client.post(kind, path, {**asked, "nextPageToken": token} if token else asked)
        yield page
        token = page.body.get("nextPageToken")
        if page.body.get("isLast") or not token:
            return


def jql(settings: Settings, since: Since | None, now: datetime) -> str:
    """The search: the projects and the user's own condition, bounded as Jira demands, and what is new since the last sync."""
    projects = ", ".join(f'"{one}"' for one in settings.many("project"))
    parts = [f"project in ({projects})"] if projects else []
    parts += [f"({settings.one('jql')})"] if settings.one("jql") else []
    parts = parts or ['created >= "1970-01-01"']
    if since:
        minutes = math.ceil((now - since.began_at).total_seconds() / 60) + OVERLAP_MINUTES
        parts.append(f"updated >= -{minutes}m")
    return " AND ".join(parts)


TOOL = Jira()
