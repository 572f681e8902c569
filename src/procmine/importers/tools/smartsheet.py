"""Smartsheet: the rows of sheets, with the history of the cells that matter, by its API 2.0.

A row is a case. Its history is asked for cell by cell, and Smartsheet answers 30 such requests a minute for a token, however few the
others are: so only chosen columns are asked for, and only of rows that were changed since the last sync. Where that takes too long,
`history=no` reads the sheet alone, and what changed between two syncs is inferred. Columns are named by their titles, as people
know them. Rows that were deleted are not told: they stay as they were known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.importers.histories.values import ASSIGNEE, STATUS, Value
from procmine.importers.tools.checking import refuse
from procmine.importers.tools.tool import Plan, Setting, Settings, Since, WebTool, a_little_before

if TYPE_CHECKING:
    from procmine.importers.fetching.archive import Page
    from procmine.importers.fetching.client import Client
    from procmine.importers.histories.rows import Rows
    from procmine.importers.tools.forms import Fault

ROWS_A_PAGE = 500
REVISIONS_A_PAGE = 1_000
AUTOMATION = "automation@smartsheet.com"
CONTACTS = ("CONTACT_LIST", "MULTI_CONTACT_LIST")
UNTITLED = (
    "CREATED_DATE",
    "MODIFIED_DATE",
    "CREATED_BY",
    "MODIFIED_BY",
)  # columns that a row tells by itself
USUAL_ASSIGNEE = "Assigned To"  # which a sheet need not have


@dataclass(frozen=True)
class Smartsheet(WebTool):
    word: str = "smartsheet"
    title: str = "Smartsheet"
    settings: tuple[Setting, ...] = (
        Setting("sheet", "the ids of the sheets to read (File > Properties)", "4583173393803140", is_needed=True, is_many=True),
        Setting("status", "the title of the column that says where a row stands", "Stage", default="Status"),
        Setting("assignee", "the title of the column that says who has it", "Owner", default=USUAL_ASSIGNEE),
        Setting("tracked", "further columns whose history is read", "Priority", is_many=True),
        Setting("history", "no: read the sheet alone, and infer what changed between two syncs", "no", default="yes", among=("yes", "no")),
        Setting("pace", "how many cell histories are asked for a minute; fewer where others use the token", "20", default="30", form="number"),
        Setting("url", "the address of the API, which is another in some regions", "https://api.smartsheet.eu/2.0",
                default="https://api.smartsheet.com/2.0", form="address"),
    )  # fmt: skip
    secret: str | None = "SMARTSHEET_TOKEN"

    def diffs(self, settings: Settings) -> tuple[str, ...]:
        return () if _is_told(settings) else (STATUS, ASSIGNEE, *settings.many("tracked"))

    def credentials(self, settings: Settings, secret: str | None) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {secret}"}

    def plan(self, client: Client, settings: Settings, since: Since | None) -> Plan:
        rows = histories = 0
        names, sheets = [], []
        for sheet in settings.many("sheet"):
            size = ROWS_A_PAGE if since else 1
            page = client.get("sheet", f"sheets/{sheet}", _listed(since) | {"page": 1, "pageSize": size})
            names.append(page.body["name"])
            found = len(page.body.get("rows") or ()) if since else page.body.get("totalRowCount", 0)
            rows += found
            histories += found * len(_tracked(page.body, settings))
            sheets.append(page.body)
        refuse(self, faults_of_titles(sheets, settings))
        requests = len(names) + rows // ROWS_A_PAGE
        if not _is_told(settings):
            return Plan(", ".join(names), rows, requests, "none: changes are inferred from sync to sync")
        minutes = histories / float(settings.needed("pace")) + requests / 300
        history = "whole, of the cells that are asked for"
        return Plan(", ".join(names), rows, requests + histories, history, minutes)

    def found_wrong(self, client: Client, settings: Settings) -> list[Fault]:
        """Titles that no column bears; one page of each sheet tells them."""
        asked = {"page": 1, "pageSize": 1}
        looked_at = [client.get("columns", f"sheets/{one}", asked).body for one in settings.many("sheet")]
        return faults_of_titles(looked_at, settings)

    def fetch(self, client: Client, settings: Settings, since: Since | None) -> Mapping[str, Any]:
        refuse(self, self.found_wrong(client, settings))
        began = None
        for sheet in settings.many("sheet"):
            asked = []
            for page in _rows(client, sheet, since):
                began = began or page.fetched_at
                columns = _tracked(page.body, settings)
                asked += [
                    (row["id"], column, field)
                    for row in page.body.get("rows") or ()
                    for column, field in columns.items()
                ]
            for place, (row, column, field) in enumerate(asked if _is_told(settings) else (), 1):
                client.progress(place, len(asked), f"cell histories of sheet {sheet}")
                _history(client, f"sheets/{sheet}/rows/{row}/columns/{column}/history", f"{row} {field}", settings)  # fmt: skip
        return {"modified_from": a_little_before(began)}

    def parse(self, page: Page, rows: Rows, settings: Settings) -> None:
        if page.kind == "sheet":
            for row in page.body.get("rows") or ():
                _row(row, page, rows, settings)
        elif page.kind == "history" and page.status == 200:
            _revisions(page, rows)


def _is_told(settings: Settings) -> bool:
    return settings.needed("history") != "no"


def _listed(since: Since | None) -> dict[str, Any]:
    listed: dict[str, Any] = {"include": "rowPermalink,writerInfo,objectValue", "level": 2}
    return listed | ({"rowsModifiedSince": since.cursor["modified_from"]} if since else {})


def _wanted(settings: Settings) -> dict[str, str]:
    """The titles of the columns whose history is read, with the field each fills."""
    own = {settings.needed("status"): STATUS, settings.needed("assignee"): ASSIGNEE}
    return {title: title for title in settings.many("tracked")} | own


def _tracked(sheet: Mapping[str, Any], settings: Settings) -> dict[int, str]:
    """The columns of a sheet whose history is read, by id, with the field each fills."""
    titles = {column["title"]: column["id"] for column in sheet["columns"]}
    return {titles[title]: field for title, field in _wanted(settings).items() if title in titles}


def faults_of_titles(sheets: Sequence[Mapping[str, Any]], settings: Settings) -> list[Fault]:
    """Titles that no column bears: the status must be in every sheet, what was named besides in one of them at least."""
    status = settings.needed("status")
    titles = [(sheet["name"], [column["title"] for column in sheet["columns"]]) for sheet in sheets]
    anywhere = {title for _, own in titles for title in own}
    missing = [
        (f"column {status!r} is not in sheet {name!r}", own) for name, own in titles if status not in own
    ]
    for title, field in _wanted(settings).items():
        if field != STATUS and title not in anywhere and title != USUAL_ASSIGNEE:
            missing.append((f"column {title!r} is in no sheet", sorted(anywhere)))
    return [(found, f"Its columns are: {', '.join(own)}.") for found, own in missing]


def _rows(client: Client, sheet: str, since: Since | None) -> Iterator[Page]:
    """All pages of a sheet. Beyond the last page Smartsheet gives the last one again."""
    seen: set[int] = set()
    number = 1
    while True:
        asked = _listed(since) | {"page": number, "pageSize": ROWS_A_PAGE}
        page = client.get("sheet", f"sheets/{sheet}", asked)
        found = {row["id"] for row in page.body.get("rows") or ()}
        if number > 1 and found <= seen:
            return
        yield page
        seen |= found
        if len(seen) >= page.body.get("totalRowCount", 0) or not found:
            return
        number += 1


def _history(client: Client, path: str, about: str, settings: Settings) -> None:
    number, pages = 1, 1
    while number <= pages:
        asked = {"include": "columnType,objectValue", "level": 2, "page": number, "pageSize": REVISIONS_A_PAGE}  # fmt: skip
        page = client.get("history", path, asked, about=about, pace=float(settings.needed("pace")), missing=True)  # fmt: skip
        pages = page.body["totalPages"] if page.status == 200 else 0
        number += 1


def _row(row: Mapping[str, Any], page: Page, rows: Rows, settings: Settings) -> None:
    columns = {column["id"]: column for column in page.body["columns"]}
    fields = {settings.needed("status"): STATUS, settings.needed("assignee"): ASSIGNEE}
    cells = {
        cell["columnId"]: _value(
            cell, column["type"], rows, is_of_one=fields.get(column["title"]) == ASSIGNEE
        )
        for cell in row.get("cells") or ()
        for column in (columns[cell["columnId"]],)
    }
    told = {
        fields.get(column["title"], column["title"]): cells.get(number, Value(None, None))
        for number, column in columns.items()
        if column.get("systemColumnType") not in UNTITLED
    }
    for column in columns.values():
        if column["type"] in CONTACTS:
            rows.of_people(fields.get(column["title"], column["title"]))
    title = next((cells[n].name for n, c in columns.items() if c.get("primary") and n in cells), None)
    number = next((cells[n].name for n, c in columns.items() if c.get("systemColumnType") == "AUTO_NUMBER" and n in cells), None)  # fmt: skip
    key = number or str(row["id"])
    is_one_of_many = len(settings.many("sheet")) > 1
    rows.item(
        row["id"], key=f"{page.body['name']} {key}" if is_one_of_many else key, title=title, created_at=row["createdAt"],
        creator=_person(row.get("createdBy"), rows), updated_at=row.get("modifiedAt"), seen_at=page.fetched_at, url=row.get("permalink"),
        values=told | {"Sheet": page.body["name"], "Parent": Value(_text(row.get("parentId")), None)},
    )  # fmt: skip
    rows.state(row["id"], title or key, field="Parent")
    if not _is_told(settings):
        rows.note(
            "changes-inferred",
            "Cell histories are not read: changes are inferred from one sync to the next. What lies before the first is not known: the"
            " first status is taken to have held since the row was created.",
            "Sync often; or let histories be read: history=yes.",
        )


def _revisions(page: Page, rows: Rows) -> None:
    """The values of a cell, newest first. One that repeats the value before is a change of something else, such as a link."""
    item, _, field = page.about.partition(" ")
    told = page.body["data"]
    before = (page.body["pageNumber"] - 1) * page.body["pageSize"]
    values = [_value(one, one.get("columnType"), rows, is_of_one=field == ASSIGNEE) for one in told]
    if any(one.get("columnType") in CONTACTS for one in told):
        rows.of_people(field)
    for place, revision in enumerate(told):
        if place + 1 < len(told) and values[place] == values[place + 1]:
            continue
        nth = page.body["totalCount"] - before - place
        who = _person(revision.get("modifiedBy"), rows)
        rows.set(item, nth, revision["modifiedAt"], who, field, values[place], nth)


def _value(cell: Mapping[str, Any], kind: str | None, rows: Rows, *, is_of_one: bool = False) -> Value:
    """What a cell says: people by their addresses (of several the first, where one is asked for), anything else as it is shown."""
    told = cell.get("objectValue")
    if isinstance(told, Mapping) and told.get("objectType") in ("CONTACT", "MULTI_CONTACT"):
        contacts = told.get("values") or [told]
        return rows.several(
            Value(_person(one, rows), one.get("name")) for one in contacts[: 1 if is_of_one else None]
        )
    shown, value = cell.get("displayValue"), cell.get("value")
    if kind == "CONTACT_LIST" and value:
        return Value(_person({"email": value, "name": shown}, rows), shown)
    return Value(None, _text(shown if shown is not None else value))


def _text(told: Any) -> str | None:
    return None if told in (None, "") else str(told)


def _person(told: Mapping[str, Any] | None, rows: Rows) -> str | None:
    if not told:
        return None
    address = told.get("email") or told.get("name")
    return rows.person(address, told.get("name"), is_bot=address == AUTOMATION)


TOOL = Smartsheet()
