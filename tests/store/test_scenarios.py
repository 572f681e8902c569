"""Scenarios are kept by log and name, outlive versions, and a name that is taken means the new ones."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName, WrongOption

ROWS = "case,activity,end,region\n1,Ask,2024-01-01 10:00,N\n1,Approve,2024-01-01 12:00,N\n2,Ask,2024-01-02 10:00,S\n"


@pytest.fixture
def workspace(tmp_path):
    return made(tmp_path / "ws")


def made(folder):
    opened = pm.open(folder)
    source = folder.with_suffix(".csv")
    source.write_text(ROWS)
    opened.read(source, name="orders", case="case", activity="activity", ended_at="end", zone="Europe/Berlin")
    return opened


def test_changes_are_kept_in_one_form_with_view_and_hours(workspace):
    log = workspace.log("orders")
    kept = workspace.save_scenario(
        "  At  once ", log.where(region="N"), "NO wait for approve;Ask on Mon 9:00", "Mon-Fri 09:00-17:00"
    )
    assert [kept] == workspace.scenarios("orders")
    assert (kept.name, kept.changes) == ("At once", "no wait for Approve; Ask on Mon 9:00")
    assert (kept.filters, kept.calendar) == ("region = N", "Mon-Fri 09:00-17:00")
    assert kept.saved_at.tzinfo and kept.who and kept.withheld == ()


def test_a_name_that_is_taken_means_the_new_changes(workspace):
    workspace.save_scenario("Fast", "orders", "no wait for Approve", "24x7")
    workspace.save_scenario("Fast", "orders", "without Approve")
    workspace.save_scenario("Able", "orders", "without Ask")
    assert [(one.name, one.changes, one.calendar) for one in workspace.scenarios("orders")] == [
        ("Able", "without Ask", None),
        ("Fast", "without Approve", None),
    ]


def test_what_cannot_be_played_is_not_kept(workspace, tmp_path):
    log = workspace.log("orders")
    for refusal, match, name, view, changes, hours in (
        (UnknownName, "'Aprove'", "x", log, "no wait for Aprove", None),
        (WrongOption, "No change is said", "x", log, " ; ", None),
        (WrongOption, "cannot name", "  ", log, "without Ask", None),
        (WrongOption, "cannot name", "y" * 61, log, "without Ask", None),
        (WrongOption, "Mon-Fri nine", "x", log, "without Ask", "Mon-Fri nine"),
        (CannotAnswer, "hidden", "x", log.only(activities=["Ask"]), "without Ask", None),
        (UnknownName, "'order'", "x", "order", "without Ask", None),
        (WrongOption, "another workspace", "x", made(tmp_path / "other").log("orders"), "without Ask", None),
    ):
        with pytest.raises(refusal, match=match):
            workspace.save_scenario(name, view, changes, hours)
    assert workspace.scenarios("orders") == []


def test_a_file_of_calendars_is_found_again_from_elsewhere(workspace, tmp_path, monkeypatch):
    (tmp_path / "hours.toml").write_text('[resources]\n"*" = "Mon-Fri 09:00-17:00"\n')
    monkeypatch.chdir(tmp_path)
    kept = workspace.save_scenario("x", "orders", "without Ask", "hours.toml")
    assert kept.calendar == str((tmp_path / "hours.toml").resolve())


def test_scenarios_outlive_versions_and_are_dropped_by_name(workspace, tmp_path):
    workspace.save_scenario("x", "orders", "without Ask")
    workspace.read(tmp_path / "ws.csv", name="orders", case="case", activity="activity", ended_at="end")
    workspace.prune()
    assert [one.name for one in pm.open(workspace.folder).scenarios("orders")] == ["x"]
    with pytest.raises(UnknownName, match="'y'"):
        workspace.drop_scenario("y", "orders")
    workspace.drop_scenario("x", "orders")
    assert workspace.scenarios("orders") == []
    for asked in (
        lambda: workspace.scenarios("order"),
        lambda: workspace.drop_scenario("x", "order"),
        lambda: workspace.compare_scenarios("order"),
    ):
        with pytest.raises(UnknownName, match="'order'"):
            asked()
