"""A repository that git itself made: what it tells, case by case."""

from __future__ import annotations

import os
import subprocess

import pytest

from procmine.engine import engine
from procmine.errors import SourceProblem, WrongOption


class Work:
    """A repository that is worked on at given times."""

    def __init__(self, home):
        self.home = home
        home.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *words, who="ada", at="2026-03-01T08:00:00Z", committed_at=None):
        own = {
            "GIT_AUTHOR_NAME": who.title(), "GIT_AUTHOR_EMAIL": f"{who}@example.test", "GIT_AUTHOR_DATE": at,
            "GIT_COMMITTER_NAME": who.title(), "GIT_COMMITTER_EMAIL": f"{who}@example.test", "GIT_COMMITTER_DATE": committed_at or at,
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        }  # fmt: skip
        subprocess.run(
            ["git", "-C", self.home, *words], check=True, capture_output=True, env=os.environ | own
        )

    def commit(self, message, **said):
        self.git("commit", "-q", "--allow-empty", "-m", message, **said)


@pytest.fixture
def work(tmp_path):
    """SHOP-1 in one commit and its merge; SHOP-2 and #7 in one; a branch without a key; one commit of neither; two tags."""
    work = Work(tmp_path / "shop")
    work.commit("Begin", at="2026-03-01T08:00:00Z")
    work.git("checkout", "-q", "-b", "SHOP-1-basket")
    work.commit(
        "SHOP-1 Basket", who="ben", at="2026-03-02T08:00:00+01:00", committed_at="2026-03-04T08:00:00+01:00"
    )
    work.git("checkout", "-q", "main")
    work.git(
        "merge",
        "-q",
        "--no-ff",
        "SHOP-1-basket",
        "-m",
        "Merge branch 'SHOP-1-basket'",
        at="2026-03-05T08:00:00Z",
    )
    work.git("tag", "-a", "v1", "-m", "v1", who="cleo", at="2026-03-06T08:00:00Z")
    work.commit("Prices\n\nSHOP-2, #7", at="2026-03-07T08:00:00Z")
    work.git("checkout", "-q", "-b", "polish")
    work.commit("Colours", who="renovate[bot]", at="2026-03-08T08:00:00Z")
    work.git("checkout", "-q", "main")
    work.git(
        "merge",
        "-q",
        "--no-ff",
        "polish",
        "-m",
        "Merge pull request from a fork\n",
        at="2026-03-09T08:00:00Z",
    )
    work.git(
        "commit", "-q", "--amend", "--allow-empty", "-m", "Merge branch 'polish'", at="2026-03-09T08:00:00Z"
    )
    work.commit('Revert "SHOP-1 Basket"', at="2026-03-10T08:00:00Z")
    work.git("tag", "v2", at="2026-03-10T09:00:00Z")
    return work


def told(workspace, work, **settings):
    workspace.sources.add("shop", "git", path=str(work.home), **settings)
    workspace.sources.sync("shop")
    rows = workspace.log("shop").sql(
        "select case_id, activity, strftime(ended_at, '%m-%d %H:%M'), resource from event order by case_id, ended_at, position"
    )
    return [tuple(row) for row in rows.astype(object).where(rows.notna(), None).to_numpy()]


def test_tickets_and_branches_are_cases(workspace, work):
    assert told(workspace, work) == [
        ("#7", "Commit", "03-07 08:00", "Ada"),
        ("#7", "Tag", "03-10 08:00", None),
        ("SHOP-1", "Commit", "03-02 07:00", "Ben"),
        ("SHOP-1", "Merge", "03-05 08:00", "Ada"),
        ("SHOP-1", "Tag", "03-06 08:00", "Cleo"),
        ("SHOP-1", "Revert", "03-10 08:00", "Ada"),
        ("SHOP-1", "Tag", "03-10 08:00", None),
        ("SHOP-2", "Commit", "03-07 08:00", "Ada"),
        ("SHOP-2", "Tag", "03-10 08:00", None),
        ("polish", "Commit", "03-08 08:00", "Renovate[Bot]"),
        ("polish", "Merge", "03-09 08:00", "Ada"),
        ("polish", "Tag", "03-10 08:00", None),
    ]
    notes = {name: (rows, text) for name, rows, text in engine.rows(workspace.log("shop").version.path, "select check_name, affected_rows, message from notes")}  # fmt: skip
    assert notes["commits-of-no-case"][0] == 1 and notes["commits-of-no-case"][1].startswith("1 commit ")


def test_a_log_that_comes_in_crumbs_and_lies_on_many_pages_is_the_same(workspace, work, monkeypatch):
    whole = told(workspace, work)
    monkeypatch.setattr("procmine.importers.fetching.repository.READ_AT_ONCE", 7)
    monkeypatch.setattr("procmine.importers.tools.tool.AT_ONCE", 2)
    workspace.sources.drop("shop")
    workspace.sources.add("crumbs", "git", path=str(work.home))
    workspace.sources.sync("crumbs")
    rows = workspace.log("crumbs").sql(
        "select case_id, activity, strftime(ended_at, '%m-%d %H:%M'), resource from event order by case_id, ended_at, position"
    )
    assert [tuple(row) for row in rows.astype(object).where(rows.notna(), None).to_numpy()] == whole
    assert len(list((workspace.folder / "raw").glob("crumbs*/*/*.gz"))) > 6


def test_the_clock_may_be_the_committers(workspace, work):
    assert ("SHOP-1", "Commit", "03-04 07:00", "Ben") in told(workspace, work, clock="committer")


def test_what_was_rewritten_is_gone_and_what_is_as_it_was_makes_no_version(workspace, work):
    told(workspace, work)
    assert workspace.sources.sync("shop").outcome == "nothing new"
    work.git("tag", "-d", "v2")
    work.git("reset", "-q", "--hard", "HEAD~1")
    work.commit("SHOP-3 Stock", at="2026-03-11T08:00:00Z")
    assert workspace.sources.sync("shop").version == 2
    rows = workspace.log("shop").sql(
        "select case_id, activity from event where case_id in ('SHOP-1', 'SHOP-3') order by ended_at"
    )
    assert list(rows.itertuples(index=False, name=None)) == [
        ("SHOP-1", "Commit"), ("SHOP-1", "Merge"), ("SHOP-1", "Tag"), ("SHOP-3", "Commit"),
    ]  # fmt: skip


def test_keys_and_days_are_ones_own(workspace, work):
    assert {row[0] for row in told(workspace, work, keys=r"SHOP-\d+", from_day="2026-03-07")} == {"SHOP-1", "SHOP-2", "polish"}  # fmt: skip


def test_the_plan_counts_commits(workspace, work):
    workspace.sources.add("shop", "git", path=str(work.home))
    assert workspace.sources.plan("shop").scope.startswith("7 commits")


def test_settings_that_cannot_be_used_are_refused_all_at_once(workspace, tmp_path):
    with pytest.raises(WrongOption) as wrong:
        workspace.sources.add("shop", "git", path=str(tmp_path), keys="(", clock="mine", from_day="May")
    for fault in ("keys is '('", "clock is 'mine'", "from_day is 'May'"):
        assert fault in wrong.value.found
    assert "author or committer" in wrong.value.cure and "2026-01-31" in wrong.value.cure


def test_a_folder_that_is_no_repository_is_refused_in_gits_own_words(workspace, tmp_path):
    (tmp_path / "empty").mkdir()
    workspace.sources.add("shop", "git", path=str(tmp_path / "empty"))
    with pytest.raises(SourceProblem, match="not a git repository"):
        workspace.sources.sync("shop")


def test_no_program_that_the_repository_names_is_run(workspace, work):
    """A repository from elsewhere may bring settings of its own; git would run what they name."""
    ran = work.home / "ran"
    for name in ("core.fsmonitor", "core.pager", "gpg.program"):
        work.git("config", name, f"touch {ran}")
    work.git("config", "log.showSignature", "true")
    told(workspace, work)
    assert not ran.exists()
