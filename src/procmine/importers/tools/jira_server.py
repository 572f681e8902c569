"""Jira Data Center (and Server): issues with their histories, by a search that is answered with both.

The search is asked by position (`startAt`) and in the order of creation, which never changes. A history is whole there; where an
answer says that it is not (`changelog.total`), the issue is asked for by itself. Answers are heavy, so there are 50 on a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from procmine.importers.tools.jira import jql
from procmine.importers.tools.jira_pages import FIELDS, laid_fields, laid_issue, laid_statuses
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows

API = "rest/api/2"
ISSUES_A_PAGE = 50


@dataclass(frozen=True)
class JiraServer(WebTool):
    word: str = "jira_server"
    title: str = "Jira Data Center"
    settings: tuple[Setting, ...] = (
        Setting("url", "the address of the server, with its path where it has one", "https://jira.acme.example", is_needed=True, form="address"),
        Setting("project", "the keys of the projects to read", "SUP, OPS", is_many=True),
        Setting("jql", "which issues to read, in Jira's own words, beside or instead of projects", "labels = claims"),
        Setting("fields", "further fields to keep, by their ids", "customfield_10016", is_many=True),
    )  # fmt: skip
    secret: str | None = "JIRA_SERVER_TOKEN"
    people: tuple[str, ...] = ("Reporter",)

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {secret}"}

    def plan(self, client: Client, settings: Settings, since: Since | None) -> Plan:
        now = datetime.now(UTC)
        asked = {"jql": jql(settings, since, now), "maxResults": 0, "fields": "created"}
        found = client.get("count", f"{API}/search", asked).body["total"]
        history = "whole, for issues and changes that the token may see"
        return Plan(jql(settings, None, now), found, 3 + found // ISSUES_A_PAGE, history)

    def fetch(self, client: Client, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        now = client.get("statuses", f"{API}/status").fetched_at
        client.get("fields", f"{API}/field")
        told = {"expand": "changelog", "fields": ",".join((*FIELDS, *settings.many("fields")))}
        search = told | {
            "jql": f"{jql(settings, since, now)} ORDER BY created ASC, key ASC",
            "maxResults": ISSUES_A_PAGE,
        }
        start = 0
        while True:
            page = client.get("issues", f"{API}/search", search | {"startAt": start})
            issues = page.body["issues"]
            for issue in issues:
                log = issue["changelog"]
                if log.get("total", 0) > len(log["histories"]):
                    client.get("issue", f"{API}/issue/{issue['id']}", told, missing=True)
            # Pages overlap by one, so that an issue that is removed while we read takes none with it.
            start += len(issues) - 1
            client.progress(start, page.body["total"], "issues")
            if start + 1 >= page.body["total"] or len(issues) < 2:
                return {}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.status != 200:
            return
        if page.kind == "statuses":
            laid_statuses(page.body, rows)
        elif page.kind == "fields":
            laid_fields(page.body, rows)
        elif page.kind in ("issues", "issue"):
            for issue in page.body["issues"] if page.kind == "issues" else (page.body,):
                laid_issue(issue, page, rows, settings)


TOOL = JiraServer()
