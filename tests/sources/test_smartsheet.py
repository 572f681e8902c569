"""What is Smartsheet's own: histories that take minutes, and sheets that are read without them."""

from __future__ import annotations

import importlib

import pytest
from office import later, worked
from recorded import laid, page, read
from test_every_tool import told
from tool_server import Answer, running

from procmine.errors import SourceProblem, WrongOption

smartsheet = importlib.import_module("servers.smartsheet")


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("SMARTSHEET_TOKEN", "secret-key")
    monkeypatch.setattr("procmine.importers.fetching.refusals.FIRST_PAUSE", 0.001)


def test_the_plan_says_how_many_minutes_the_histories_take(workspace):
    """5 rows × 2 columns at 30 a minute: a third of one, and the sheet's own request."""
    server = smartsheet.Server(worked(5))
    with running(server.told) as served:
        workspace.sources.add("log", "smartsheet", url=f"{served.url}/2.0", sheet="700")
        plan = workspace.sources.plan("log")
        assert (plan.items, plan.requests) == (5, 11)
        assert plan.minutes == pytest.approx(10 / 30 + 1 / 300)
        workspace.sources.add("quick", "smartsheet", url=f"{served.url}/2.0", sheet="700", history="no")
        assert workspace.sources.plan("quick").requests == 1


def test_the_next_sync_asks_only_for_cells_of_rows_that_were_changed(workspace):
    office = worked(5)
    server = smartsheet.Server(office)
    with running(server.told, office.clock) as served:
        workspace.sources.add("log", "smartsheet", **server.settings(served.url))
        workspace.sources.sync("log")
        later(office)
        served.asked.clear()
        workspace.sources.sync("log")
    rows = {int(asked.path.split("/")[5]) - 9000 for asked in served.asked if asked.path.endswith("/history")}
    assert rows == {1, 5, 6}


def test_without_histories_what_changed_between_two_syncs_is_inferred_and_told_so(workspace):
    """Item 1 is taken up again by Ada at 9:00 on 7 April: so says the row's last change. Its earlier stays are not known."""
    office = worked(2)
    server = smartsheet.Server(office)
    with running(server.told, office.clock) as served:
        workspace.sources.add("log", "smartsheet", history="no", **server.settings(served.url))
        first = workspace.sources.sync("log")
        assert not [asked for asked in served.asked if asked.path.endswith("/history")]
        office.now = "2026-04-30T12:00:00+00:00"
        office.set(1, "2026-04-07T09:00:00Z", "ada", status="In Progress", assignee="ada")
        workspace.sources.sync("log")
    assert "changes-inferred" in {note.check for note in first.notes}
    assert {row for row in told(workspace.log("log")) if row[0] == "R-1"} == {
        ("R-1", "(not known)", "2026-03-01T08:00:00Z", "2026-03-01T15:00:00Z", None),
        ("R-1", "Closed", "2026-03-01T15:00:00Z", "2026-03-01T15:00:00Z", "Cleo Clerk"),
        ("R-1", "In Progress", "2026-04-07T09:00:00Z", None, "Ada Admin"),
    }


def test_titles_that_no_column_bears_are_refused_with_those_there_are(workspace):
    """All at once, when the source is added; and again at a sync where a column was renamed since."""
    server = smartsheet.Server(worked(1))
    with running(server.told) as served:
        settings = server.settings(served.url)
        with pytest.raises(WrongOption) as refused:
            workspace.sources.add(
                "log", "smartsheet", status="Stage", assignee="Ownr", tracked="Prio", **settings
            )
        for title in ("'Stage' is not in sheet 'Desk'", "'Ownr' is in no sheet", "'Prio' is in no sheet"):
            assert title in refused.value.found
        assert "Assigned To" in refused.value.cure
        workspace.sources.add("log", "smartsheet", **settings)
        served.told = lambda asked: _renamed(server.told(asked), "Status", "Stage")
        with pytest.raises(WrongOption, match="'Status' is not in sheet"):
            workspace.sources.sync("log")


def _renamed(answer, old, new):
    columns = [column | {"title": new if column["title"] == old else column["title"]} for column in answer.body["columns"]]  # fmt: skip
    return Answer(answer.body | {"columns": columns})


def test_without_a_key_or_an_answer_a_source_is_added_all_the_same(workspace, monkeypatch):
    """Whoever has no key yet can prepare the source; the plan tells what is wrong."""
    workspace.sources.add("down", "smartsheet", url="http://127.0.0.1:1/2.0", sheet="700", status="Stage")
    monkeypatch.delenv("SMARTSHEET_TOKEN")
    server = smartsheet.Server(worked(1))
    with running(server.told) as served:
        workspace.sources.add("log", "smartsheet", status="Stage", **server.settings(served.url))
        assert not served.asked


def test_haste_is_waited_out_and_then_told(workspace):
    """Smartsheet refuses with 429 and errorCode 4003, and says no time to wait."""
    server = smartsheet.Server(worked(1))
    hasty = Answer({"errorCode": 4003, "message": "Rate limit exceeded."}, 429)
    with running(server.told) as served:
        workspace.sources.add("log", "smartsheet", **server.settings(served.url))
        served.troubles = [hasty] * 3
        workspace.sources.sync("log")
        served.troubles = [hasty] * 9
        with pytest.raises(SourceProblem, match="429"):
            workspace.sources.sync("log")


def test_recorded_sheet_and_cell_history(shared_data):
    """A sheet without rows; a cell with three revisions, newest first, by two people."""
    home = shared_data / "api" / "smartsheet"
    about = "4583173393803140 status"
    pages = [page("sheet", read(home / "getSheet.json")), page("history", read(home / "getCellHistory.json"), about=about)]  # fmt: skip
    with laid("smartsheet", pages, sheet="295123319904012164", status="Status", assignee="Assigned To", history="yes") as rows:  # fmt: skip
        assert rows.ask("select count(*) from seen_item") == [(0,)]
        assert rows.ask(
            "select change_id, strftime(changed_at, '%Y-%m-%d %H:%M:%S'), who_id, new_value from seen_change order by 1"
        ) == [
            ("1", "2013-06-22 00:10:18", "77946ed8f3@example.invalid", "Revision 1"),
            ("2", "2013-06-23 00:10:18", "77946ed8f3@example.invalid", "Revision 2"),
            ("3", "2013-06-24 00:10:18", "bb00672a62@example.invalid", "Revision 3"),
        ]


def test_the_first_value_of_a_cell_is_no_change_of_it(workspace):
    """Smartsheet tells what a cell said at first as its first revision: as a transition it is the creation."""
    server = smartsheet.Server(worked(1))
    with running(server.told) as served:
        workspace.sources.add("log", "smartsheet", model="transitions", **server.settings(served.url))
        workspace.sources.sync("log")
    rows = workspace.log("log").sql("select activity from event order by position")
    assert list(rows.activity) == ["Created", "New → In Progress"]
