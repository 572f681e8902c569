"""Recorded answers of real tools parse to rows that were written down by hand from the files."""

from __future__ import annotations

import json

import pytest
from recorded import laid, objects, page, staged


@pytest.fixture
def api(shared_data):
    return shared_data / "api"


def test_jira_histories(api):
    """Three issues, 279 entries, most of them noise (links, workflows, rank). Times bear +0800; one author has no account."""
    histories = {}
    for entry, asked in objects(api / "jira" / "_raw_jira_api_issue_changelogs.csv"):
        histories.setdefault(str(asked["issue_id"]), []).append(entry)
    body = {
        "issueChangeLogs": [{"issueId": issue, "changeHistories": told} for issue, told in histories.items()]
    }
    with laid("jira", [page("changes", body)]) as rows:
        changes = rows.ask(
            "select item_id, strftime(changed_at, '%Y-%m-%d %H:%M:%S.%g'), who_id, old_id, old_value, new_id, new_value from seen_change"
            " where field = 'status' order by item_id, changed_at"
        )
        assert changes == [
            ("13383", "2021-01-25 13:49:52.514", "5fb48fe20d2f61006f0d0106", "1", "Open", "10074", "开发中"),
            (
                "13383",
                "2021-01-27 06:46:18.086",
                "5fb48fe20d2f61006f0d0106",
                "10074",
                "开发中",
                "6",
                "Closed",
            ),
            (
                "13383",
                "2021-03-28 08:08:12.742",
                "5e9711ba34f7b90c0fbc37d3",
                "6",
                "Closed",
                "10068",
                "已完成",
            ),
            ("13491", "2021-01-29 07:58:12.493", "5fb48fe20d2f61006f0d0106", "1", "Open", "6", "Closed"),
            ("13954", "2021-03-05 02:14:45.316", "5f8d380729bd8a006f5a90a0", "1", "Open", "10074", "开发中"),
            (
                "13954",
                "2021-03-17 03:21:55.019",
                "5f8d380729bd8a006f5a90a0",
                "10074",
                "开发中",
                "10075",
                "Code Review",
            ),
            (
                "13954",
                "2021-03-25 06:48:05.919",
                "5ecfbd0c2490cf0c09e2e598",
                "10075",
                "Code Review",
                "10091",
                "待测试",
            ),
            (
                "13954",
                "2021-03-28 08:08:16.031",
                "5e9711ba34f7b90c0fbc37d3",
                "10091",
                "待测试",
                "10084",
                "测试中",
            ),
            (
                "13954",
                "2021-04-01 02:59:26.954",
                "5ecfbd0c2490cf0c09e2e598",
                "10084",
                "测试中",
                "10141",
                "发布中",
            ),
            (
                "13954",
                "2021-04-07 05:15:32.935",
                "5ecfbd0c2490cf0c09e2e598",
                "10141",
                "发布中",
                "10068",
                "已完成",
            ),
        ]
        assert rows.ask("select count(*) from seen_change where field = 'Workflow'") == [(0,)]


def test_jira_issues_with_their_histories_hold_together(api):
    """33 issues whose changelogs are whole (total = number of histories): 165 changes of status, and no chain breaks."""
    issues = [issue for issue, _ in objects(api / "jira" / "_raw_jira_api_issues.csv")]
    statuses = [status for status, _ in objects(api / "jira" / "_raw_jira_api_status.csv")]
    with laid("jira", [page("statuses", statuses), page("issues", {"issues": issues})]) as rows:
        assert rows.ask("select count(*) from seen_item") == [(33,)]
        assert rows.ask("select count(*) from seen_change where field = 'status'") == [(165,)]
        first = rows.ask(
            "select key, created_at::varchar, updated_at::varchar, creator_id from seen_item where key = 'EE-1'"
        )
        assert first == [
            ("EE-1", "2020-06-12 00:13:13.36", "2021-03-28 08:06:08.713", "5e9711ba34f7b90c0fbc37d3")
        ]
        values = dict(
            rows.ask("select field, value from seen_value join seen_item using (item_id) where key = 'EE-1'")
        )
        assert (values["status"], values["Priority"], values["Type"], values["Resolution"]) == (
            "已完成",
            "Medium",
            "故事",
            "完成",
        )
        assert dict(rows.ask("select category, count(*) from seen_state group by 1")).keys() == {
            "new",
            "active",
            "done",
        }
    with staged("jira", [page("statuses", statuses), page("issues", {"issues": issues})]) as (table, notes):
        assert not [check for check in notes if check.startswith("history-")]
        course = table.ask(
            """select "Status", strftime("Entered", '%Y-%m-%d %H:%M:%S'), strftime("Left", '%Y-%m-%d %H:%M:%S'), "Assignee", "Status category"
            from staged where "Item" = 'EE-1' order by source_row"""
        )
    # Status 3 was called In Development then, and In Progress now; the issue was assigned at 01:16.
    assert course == [
        ("Inbox", "2020-06-12 00:13:13", "2020-06-12 01:45:24", None, None),
        ("Ready for Dev", "2020-06-12 01:45:24", "2020-06-12 03:38:39", "User ab440a9512", None),
        ("In Progress", "2020-06-12 03:38:39", "2020-06-12 06:22:49", "User ab440a9512", "active"),
        ("Open", "2020-06-12 06:22:49", "2020-06-19 06:31:18", "User ab440a9512", "new"),
        ("Closed", "2020-06-19 06:31:18", "2020-06-19 06:31:18", "User ab440a9512", "done"),
        ("已完成", "2021-03-28 08:06:08", "2021-03-28 08:06:08", "User ab440a9512", "done"),
    ]


def test_github_issues_and_pull_requests(api):
    """42 rows, one issue twice; 26 issues closed, 10 pull requests merged, 5 closed without being merged."""
    issues = [issue for issue, _ in objects(api / "github" / "_raw_github_api_issues.csv")]
    with laid("github", [page("issues", issues, about="acme/ants")]) as rows:
        assert rows.ask("select count(*), count(distinct item_id) from seen_item") == [(41, 41)]
        kinds = "select (select value from seen_value k where k.item_id = v.item_id and field = 'Kind') as kind, value, count(*) from seen_value v where field = 'closing' group by all order by all"
        assert rows.ask(kinds) == [
            ("Issue", "Closed", 26),
            ("Pull request", "Closed", 5),
            ("Pull request", "Merged", 10),
        ]


def test_github_events(api):
    """50 entries, the first one twice. Ten assignments; twelve closings, of which one is a pull request's merge told again."""
    pages = []
    for event, _ in objects(api / "github" / "_raw_github_api_events.csv"):
        merged_at = (event["issue"].get("pull_request") or {}).get("merged_at") or ""
        pages.append(page("timeline", [event], about=f"acme/ants#{event['issue']['number']} {merged_at}"))
    with laid("github", pages) as rows:
        assert rows.ask("select count(*) from seen_member where field = 'assignee' and is_added") == [(10,)]
        closed = rows.ask(
            "select item_id, strftime(changed_at, '%Y-%m-%d %H:%M:%S'), new_value from seen_change where field = 'closing' order by changed_at"
        )
        assert closed == [
            ("acme/ants#202", "2022-02-08 05:53:49", "Closed"),
            ("acme/ants#222", "2022-05-05 03:25:13", "Closed"),
            ("acme/ants#219", "2022-05-05 03:25:43", "Closed"),
            ("acme/ants#220", "2022-05-07 11:29:32", "Closed"),
            ("acme/ants#157", "2022-05-07 14:45:12", "Closed"),
            ("acme/ants#217", "2022-05-07 14:45:36", "Closed"),
            ("acme/ants#200", "2022-05-07 14:57:13", "Closed"),
            ("acme/ants#223", "2022-05-18 04:00:54", "Closed"),
            ("acme/ants#226", "2022-05-22 10:46:11", "Closed as not planned"),
            ("acme/ants#228", "2022-06-09 01:42:11", "Closed"),
        ]
        assert rows.ask("select item_id, activity from seen_step") == [("acme/ants#211", "Ready for review")]


def test_github_reviews(api):
    """31 rows, one review of pull request 41 twice; three asked for changes, all on pull request 53."""
    pages = [
        page("timeline", [review | {"event": "reviewed"}], about=f"acme/ants#{asked['Number']} ")
        for review, asked in objects(api / "github" / "_raw_github_api_pull_request_reviews.csv")
    ]
    with laid("github", pages) as rows:
        assert rows.ask("select item_id, activity, count(*) from seen_step group by all order by all") == [
            ("acme/ants#41", "Reviewed: commented", 12),
            ("acme/ants#51", "Reviewed: commented", 3),
            ("acme/ants#53", "Reviewed: changes requested", 3),
            ("acme/ants#53", "Reviewed: commented", 12),
        ]


def test_gitlab_issues_without_events(api):
    """16 issues, 12 closed; their events were not recorded, so each is open from its creation until it was closed."""
    issues = [issue for issue, _ in objects(api / "gitlab" / "_raw_gitlab_api_issues.csv")]
    with staged("gitlab", [page("issues", issues, about="data")]) as (table, _):
        assert table.ask(
            'select "Status", count(*), count("Left") from staged group by all order by all'
        ) == [("Closed", 12, 12), ("Open", 16, 12)]
        first = """select "Status", strftime("Entered", '%Y-%m-%d %H:%M:%S.%g'), strftime("Left", '%Y-%m-%d %H:%M:%S.%g'), "Assignee" from staged where "Item" = 'data#1' order by 2"""
        assert table.ask(first) == [
            ("Open", "2019-06-20 15:04:58.946", "2019-06-28 14:32:05.376", "User 4cf2047073"),
            ("Closed", "2019-06-28 14:32:05.376", "2019-06-28 14:32:05.376", "User 4cf2047073"),
        ]


def test_trello_cards_and_lists(api):
    """72 open cards on 25 of 37 lists, of which five are called Done in one way or another and hold 17; a card's id tells when it was made: 64098772 is 9 March 2023, 07:14:58."""
    cards = [card for card, _ in objects(api / "trello" / "_raw_trello_cards.csv")]
    lists = [one for one, _ in objects(api / "trello" / "_raw_trello_lists.csv")]
    with staged("trello", [page("lists", lists), page("cards", cards)]) as (table, _):
        assert table.ask('select count(*), count(distinct "Status"), count("Left") from staged') == [
            (72, 25, 17)
        ]
        assert table.ask(
            "select \"Status\", count(*) from staged where \"Status\" in ('Done', 'On Hold') group by 1 order by 1"
        ) == [("Done", 6), ("On Hold", 7)]
        assert ("2023-03-09 07:14:58",) in table.ask(
            "select strftime(\"Entered\", '%Y-%m-%d %H:%M:%S') from staged where \"Title\" = '[Company Name]'"
        )


def test_trello_actions(api):
    """A card moved from Basics to Intermediate, another was archived."""
    read = [
        json.loads((api / "trello" / f"webhook_{name}.json").read_text())["action"]
        for name in ("changing_cards_list", "archiving_card")
    ]
    with laid("trello", [page("actions", read)]) as rows:
        assert rows.ask(
            "select item_id, strftime(changed_at, '%Y-%m-%d %H:%M:%S.%g'), who_id, field, old_value, new_value from seen_change order by 2"
        ) == [
            (
                "53582e2da0fac5676a71427f",
                "2016-05-04 17:40:22.254",
                "53582e2da0fac5676a714276",
                "stage",
                "Basics",
                "Intermediate",
            ),
            (
                "53582e2da0fac5676a71428b",
                "2016-05-05 16:43:57.557",
                "53582e2da0fac5676a714276",
                "closing",
                None,
                "Archived",
            ),
        ]
        assert rows.ask("select name from seen_person") == [("User ed35da01e1",)]


def test_azure_devops_revisions(api):
    """Nine revisions of one bug: revision 2 assigns it (02:28:56.253), revision 3 makes it active (02:36:18.75)."""
    told = json.loads((api / "azuredevops" / "wit_list_workitem_revisions.json").read_text())["responses"][
        "200"
    ]["body"]["value"]
    with staged("azure_devops", [page("revisions", {"values": told})]) as (table, notes):
        rows = table.ask(
            """select "Item", "Status", strftime("Entered", '%Y-%m-%d %H:%M:%S.%g'), strftime("Left", '%Y-%m-%d %H:%M:%S.%g'), "Assignee", "Type", "Reason"
            from staged order by source_row"""
        )
        assert rows == [
            ("#1", "New", "2017-09-04 02:08:16.600", "2017-09-04 02:36:18.750", None, "Bug", "New"),
            ("#1", "Active", "2017-09-04 02:36:18.750", None, "User 8e72362124", "Bug", "Approved"),
        ]
        assert not [check for check in notes if check.startswith("history-")]


def test_asana_task(api):
    """One task, not completed, due on 15 February 2025; its stories were not recorded."""
    ((task, _),) = objects(api / "asana" / "_raw_asana_tasks.csv")
    with staged("asana", [page("tasks", {"data": [task]}, about="123456789")]) as (table, _):
        rows = table.ask(
            """select "Item", "Title", "Status", strftime("Entered", '%Y-%m-%d %H:%M'), "Left", "Due" from staged"""
        )
    assert rows == [("987654321", "Test Task", "111", "2025-02-01 10:00", None, "2025-02-15")]
