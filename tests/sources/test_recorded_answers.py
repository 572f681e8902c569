"""Recorded answers of real tools parse to rows that were written down by hand from the files."""

from __future__ import annotations

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
