"""Redmine as its wiki documents it (Rest_Issues, Rest_IssueJournals, Rest_IssueStatuses): lists by offset and total_count, journals
only with an issue of its own, ids as text inside journals."""

from __future__ import annotations

from tool_server import Answer, Asked

STATUSES = [
    {"id": 1, "name": "New", "is_closed": False},
    {"id": 2, "name": "In Progress", "is_closed": False},
    {"id": 5, "name": "Closed", "is_closed": True},
]
PEOPLE = {1: "Ada Admin", 2: "Ben Builder", 3: "Cleo Clerk"}


class RedmineServer:
    """Issues by number; `work` changes one at an instant, as somebody would."""

    def __init__(self, *, at_once: int = 100):
        self.issues: dict[int, dict] = {}
        self.at_once = at_once
        self.journals = 0
        self.key = "secret-key"
        self.now = "2026-03-31T12:00:00+00:00"

    def clock(self) -> str:
        return self.now

    def create(self, number: int, at: str, author: int = 1, assignee: int | None = None) -> None:
        self.issues[number] = {
            "id": number, "project": {"id": 1, "name": "Support"}, "tracker": {"id": 1, "name": "Bug"},
            "status": {"id": 1, "name": "New"}, "priority": {"id": 2, "name": "Normal"},
            "author": _person(author), "subject": f"Issue {number}", "created_on": at, "updated_on": at, "journals": [],
        }  # fmt: skip
        if assignee:
            self.issues[number]["assigned_to"] = _person(assignee)

    def work(
        self, number: int, at: str, who: int, *, status: int | None = None, assignee: int | None = None
    ) -> None:
        issue = self.issues[number]
        self.journals += 1
        details = []
        if status:
            details.append(_detail("status_id", issue["status"]["id"], status))
            issue["status"] = {"id": status, "name": next(s["name"] for s in STATUSES if s["id"] == status)}
        if assignee:
            details.append(_detail("assigned_to_id", issue.get("assigned_to", {}).get("id"), assignee))
            issue["assigned_to"] = _person(assignee)
        issue["journals"].append(
            {"id": self.journals, "user": _person(who), "created_on": at, "details": details}
        )
        issue["updated_on"] = at

    def told(self, asked: Asked) -> Answer:
        if asked.headers.get("x-redmine-api-key") != self.key:
            return Answer({"errors": ["no"]}, 401)
        if asked.path == "/issue_statuses.json":
            return Answer({"issue_statuses": STATUSES})
        if asked.path == "/trackers.json":
            return Answer({"trackers": [{"id": 1, "name": "Bug"}]})
        if asked.path == "/enumerations/issue_priorities.json":
            return Answer({"issue_priorities": [{"id": 2, "name": "Normal"}]})
        if asked.path == "/issues.json":
            return Answer(self._listed(asked.parameters))
        number = int(asked.path.removeprefix("/issues/").removesuffix(".json"))
        if number not in self.issues:
            return Answer({}, 404)
        hides = () if asked.parameters.get("include") == "journals" else ("journals",)
        return Answer({"issue": {k: v for k, v in self.issues[number].items() if k not in hides}})

    def _listed(self, parameters: dict[str, str]) -> dict:
        found = [
            i for i in self.issues.values() if parameters.get("status_id") == "*" or i["status"]["id"] != 5
        ]
        if "updated_on" in parameters:
            found = [i for i in found if i["updated_on"] >= parameters["updated_on"].removeprefix(">=")]
        found.sort(key=lambda issue: (issue["updated_on"], issue["id"]))
        offset, limit = int(parameters.get("offset", 0)), min(int(parameters.get("limit", 25)), self.at_once)
        shown = [{k: v for k, v in i.items() if k != "journals"} for i in found[offset : offset + limit]]
        return {"issues": shown, "total_count": len(found), "offset": offset, "limit": limit}


def _person(number: int) -> dict:
    return {"id": number, "name": PEOPLE[number]}


def _detail(name: str, old: int | None, new: int) -> dict:
    return {"property": "attr", "name": name, "old_value": str(old) if old else None, "new_value": str(new)}
