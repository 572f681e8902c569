"""The survey keeps answers and no names, refuses what is none, and outlives versions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import procmine as pm
from procmine.errors import UnknownName, WrongOption


@pytest.fixture
def workspace(tmp_path):
    opened = pm.open(tmp_path / "ws")
    rows = "case,activity,end\n1,A,2024-01-01 10:00\n1,B,2024-01-01 12:00\n"
    (tmp_path / "orders.csv").write_text(rows)
    opened.read(tmp_path / "orders.csv", case="case", activity="activity", ended_at="end")
    return opened


def test_an_answer_is_kept_without_a_name(workspace):
    workspace.survey.answer("orders", 4, helps="clear  rules", hinders="waiting\nfor approvals")
    (kept,) = workspace.survey.answers("orders")
    assert (kept.score, kept.helps, kept.hinders) == (4, "clear rules", "waiting for approvals")
    assert kept.on == datetime.now(UTC).date()
    columns = [
        row.name for row in workspace._catalogue.rows("select name from pragma_table_info('survey_answer')")
    ]
    assert columns == ["log", "answered_on", "score", "helps", "hinders"]


def test_everything_wrong_with_an_answer_is_told_at_once(workspace):
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    with pytest.raises(WrongOption) as refused:
        workspace.survey.answer("orders", 6, helps="x" * 3000, on=tomorrow)
    for part in (
        "score 6 is none from 1 (badly) to 5 (well)",
        "is a day to come",
        "what helps has more than 2,000 letters",
    ):
        assert part in refused.value.found
    assert workspace.survey.answers("orders") == []
    with pytest.raises(UnknownName):
        workspace.survey.answer("order", 3)


def test_answers_outlive_a_newer_version_and_prune(workspace, tmp_path):
    workspace.survey.answer("orders", 2, on=date(2024, 1, 5))
    workspace.read(tmp_path / "orders.csv", name="orders", case="case", activity="activity", ended_at="end")
    workspace.prune()
    assert [one.score for one in workspace.survey.answers("orders")] == [2]
