"""What is Asana's own: a task that lies in several of the chosen projects is told by the sections of one."""

from __future__ import annotations

import pytest
from office import PEOPLE, worked
from servers import asana
from test_every_tool import told
from tool_server import Answer, running

HOMES = {"7": {"gid": "71", "name": "Backlog"}, "8": {"gid": "81", "name": "Planned"}}


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("ASANA_TOKEN", "secret-key")


class TwoProjects:
    """One task that lies in the projects `homes`, each with a section and a move of its own; what is asked for counts."""

    def __init__(self, homes, at="2026-03-05T08:00:00Z"):
        self.homes, self.at = homes, at
        self.stories = []

    def told(self, asked):
        path = asked.path.removeprefix("/api/1.0/")
        if path == "tasks":
            if asked.parameters["project"] not in self.homes:
                return Answer({"data": [], "next_page": None})
            task = {
                "gid": "1", "name": "Printer", "created_at": "2026-03-01T08:00:00Z", "modified_at": self.at, "completed": False,
                "memberships": [{"project": {"gid": home}, "section": HOMES[home]} for home in ("8", "7") if home in self.homes],
            }  # fmt: skip
            return Answer({"data": [task], "next_page": None})
        self.stories.append(path)
        moves = [self.move("7", "Ideas", 1), self.move("8", "Wishes", 2)]
        return Answer({"data": moves, "next_page": None})

    def move(self, home, before, place):
        return {
            "gid": str(place), "created_at": f"2026-03-0{place + 1}T08:00:00Z", "resource_subtype": "section_changed", "project": {"gid": home},
            "old_section": {"gid": f"{home}0", "name": before}, "new_section": HOMES[home], "created_by": {"gid": "101", "name": PEOPLE["ada"]},
        }  # fmt: skip


def statuses(workspace):
    return [
        (activity, begin)
        for _, activity, begin, *_ in sorted(told(workspace.log("log")), key=lambda row: row[2])
    ]


def test_a_task_of_two_chosen_projects_is_told_by_the_first_one_chosen(workspace):
    """Ideas until 2 March, then Backlog: the section of project 8, Wishes until 3 March, is none of it. It is asked for once."""
    server = TwoProjects(["7", "8"])
    with running(server.told) as served:
        workspace.sources.add("log", "asana", url=f"{served.url}/api/1.0", project="7, 8")
        workspace.sources.sync("log")
    assert statuses(workspace) == [("Ideas", "2026-03-01T08:00:00Z"), ("Backlog", "2026-03-02T08:00:00Z")]
    assert server.stories == ["tasks/1/stories"]


def test_a_task_that_left_the_first_project_is_told_by_the_other_alone(workspace):
    """Its sections there are not followed by, nor mixed with, those it had in the first."""
    server = TwoProjects(["7", "8"])
    with running(server.told) as served:
        workspace.sources.add("log", "asana", url=f"{served.url}/api/1.0", project="7, 8")
        workspace.sources.sync("log")
        server.homes, server.at = ["8"], "2026-03-09T08:00:00Z"
        workspace.sources.sync("log")
    assert statuses(workspace) == [("Wishes", "2026-03-01T08:00:00Z"), ("Planned", "2026-03-03T08:00:00Z")]


def test_of_one_project_nothing_changes(workspace):
    office = worked(2)
    with running(asana.Server(office).told, office.clock) as served:
        workspace.sources.add("log", "asana", url=f"{served.url}/api/1.0", project="123")
        workspace.sources.sync("log")
    assert workspace.log("log").counts.cases == 2
