"""Azure DevOps: work items by their revisions, from the reporting stream of its REST API.

Each revision is the whole item as it was then; what changed is seen by the one before. The stream is read in batches that say
where to go on, also next time. A revision tells who made it and when; an item that was deleted or moved out of the project
ends with what was known.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, STATUS, Value
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows

VERSION = "7.1"
AT_ONCE = 1000
FIELDS = {
    "System.State": STATUS, "System.AssignedTo": ASSIGNEE, "System.WorkItemType": "Type", "System.Reason": "Reason",
    "System.AreaPath": "Area", "System.IterationPath": "Iteration", "System.TeamProject": "Project", "System.Tags": "Tags",
    "Microsoft.VSTS.Common.Priority": "Priority", "System.BoardColumn": "Board column",
}  # fmt: skip
OTHERS = ("System.Title", "System.CreatedDate", "System.CreatedBy", "System.ChangedDate", "System.ChangedBy")
CATEGORIES = {
    "Proposed": "new",
    "InProgress": "active",
    "Resolved": "active",
    "Completed": "done",
    "Removed": "done",
}


@dataclass(frozen=True)
class AzureDevOps(WebTool):
    word: str = "azure_devops"
    title: str = "Azure DevOps"
    settings: tuple[Setting, ...] = (
        Setting("url", "the address of the organisation, or of a collection of your own server", "https://dev.azure.com/acme", is_needed=True, form="address"),
        Setting("project", "the project to read", "Shop", is_needed=True),
        Setting("types", "the types of work items to read; without it all", "Bug, User Story", is_many=True),
        Setting("status", "the field that is the status", "System.BoardColumn", default="System.State"),
    )  # fmt: skip
    secret: str | None = "AZURE_DEVOPS_TOKEN"

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        return {"Authorization": f"Basic {base64.b64encode(f':{secret}'.encode()).decode()}"}

    def plan(self, client: Client, settings: Settings, since: Since | None) -> Plan:
        client.get("types", f"{settings.needed('project')}/_apis/wit/workitemtypes", {"api-version": VERSION})
        return Plan(
            f"project {settings.one('project')}",
            None,
            None,
            "whole: every revision is kept, but for items that left the project",
        )

    def fetch(self, client: Client, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        project = settings.needed("project")
        types = client.get("types", f"{project}/_apis/wit/workitemtypes", {"api-version": VERSION})
        for one in types.body["value"]:
            client.get(
                "states",
                f"{project}/_apis/wit/workitemtypes/{one['name']}/states",
                {"api-version": VERSION},
                missing=True,
            )
        token = since.cursor.get("token") if since else None
        asked = {
            "fields": ",".join((*FIELDS, *OTHERS)),
            "includeDeleted": "true",
            "$maxPageSize": AT_ONCE,
            "api-version": VERSION,
        }
        if settings.many("types"):
            asked["types"] = ",".join(settings.many("types"))
        while True:
            given = asked | ({"continuationToken": token} if token else {})
            body = client.get("revisions", f"{project}/_apis/wit/reporting/workitemrevisions", given).body
            token = body.get("continuationToken") or token
            if body.get("isLastBatch", True):
                return {"token": token}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "states" and page.status == 200:
            for state in page.body["value"]:
                rows.state(state["name"], state["name"], CATEGORIES.get(state.get("category", "")))
        elif page.kind == "revisions":
            fields = _fields(settings)
            for revision in page.body["values"]:
                _revision(revision, page, rows, fields)


def _fields(settings: Settings) -> dict[str, str]:
    """Which field is told under which name; the one that is the status may be another than the state."""
    status = settings.one("status") or "System.State"
    return FIELDS if status == "System.State" else FIELDS | {"System.State": "State", status: STATUS}


def _revision(revision: Mapping[str, Any], page: Page, rows: Rows, names: Mapping[str, str]) -> None:
    """One revision: what the item says in it, and at which instant by whom it was made."""
    said = revision["fields"]
    number, rev = str(revision["id"]), int(revision["rev"])
    who = _person(said.get("System.ChangedBy"), rows)
    values = {name: _value(said.get(own), rows) for own, name in names.items()}
    rows.revision(
        number, rev, said["System.ChangedDate"], who, values,
        key=f"#{number}", title=said.get("System.Title"), created_at=said.get("System.CreatedDate"),
        creator=_person(said.get("System.CreatedBy"), rows), seen_at=page.fetched_at,
    )  # fmt: skip


def _value(told: Any, rows: Rows) -> Value:
    if isinstance(told, Mapping) or (isinstance(told, str) and told.endswith(">") and " <" in told):
        return Value(_person(told, rows), _name(told))
    return Value(None if told is None else str(told), None if told is None else str(told))


def _name(told: Any) -> str | None:
    return told.get("displayName") if isinstance(told, Mapping) else str(told).partition(" <")[0]


def _person(told: Any, rows: Rows) -> str | None:
    """A person: an identity with a unique name, or `Name <unique name>` as older servers write it."""
    if not told:
        return None
    if isinstance(told, Mapping):
        unique = told.get("uniqueName") or told.get("id") or told.get("displayName")
    else:
        unique = str(told).partition(" <")[2].rstrip(">") or str(told)
    return rows.person(
        unique, _name(told), is_bot=str(unique).startswith(("vstfs:", "Microsoft.TeamFoundation"))
    )


TOOL = AzureDevOps()
