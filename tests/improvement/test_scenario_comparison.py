"""Scenarios side by side: each says what what_if says of it alone, and one that cannot be played says why."""

from __future__ import annotations

import json

import openpyxl
import pytest

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.improvement.scenario_comparison import PLAYED, ScenarioComparison

START = "case_id,activity,started_at,ended_at,region\n"
TWO = "{0},A,2024-01-0{0} 08:00,2024-01-0{0} 09:00,{1}\n{0},B,2024-01-0{0} 10:00,2024-01-0{0} 13:00,{1}\n"
ROLES = {"case": "case_id", "activity": "activity", "started_at": "started_at", "ended_at": "ended_at", "zone": "Europe/Berlin"}  # fmt: skip
ROWS = START + "".join(TWO.format(case, "NS"[case % 2]) for case in range(1, 5))


@pytest.fixture
def workspace(tmp_path):
    """Four cases: A for an hour, an hour of waiting, B for three; two in the North, two in the South."""
    opened = pm.open(tmp_path / "ws")
    (tmp_path / "orders.csv").write_text(ROWS)
    opened.read(tmp_path / "orders.csv", name="orders", **ROLES)
    return opened


@pytest.fixture
def saved(workspace):
    """Saves 1 h of four cases, 2.5 h of two, and both changes of four in office hours."""
    log = workspace.log("orders")
    workspace.save_scenario("No wait", log, "no wait for B")
    workspace.save_scenario("South shorter", log.where(region="S"), "no wait for B; B takes 50% less")
    workspace.save_scenario("In office", log, "no wait for B; A takes at most 30min", "Mon-Sun 08:00-17:00")
    return workspace


def test_the_worked_log(saved):
    """Five hours a case. Two cases that save 2.5 h are five hours, four that save one are four, four that save 1.5 are six."""
    frame = saved.compare_scenarios("orders").frame.set_index("scenario")
    assert frame.saved_hours.to_dict() == pytest.approx({"In office": 1.5, "South shorter": 2.5, "No wait": 1})  # fmt: skip
    assert frame.recorded_mean_hours.tolist() == [5, 5, 5]
    assert frame.cases.to_dict() == {"In office": 4, "South shorter": 2, "No wait": 4}
    assert frame.filters.dropna().to_dict() == {"South shorter": "region = S"}


def test_each_says_what_what_if_says_of_all_its_changes(saved):
    found = saved.compare_scenarios("orders")
    assert list(found.frame) == list(ScenarioComparison.columns)
    for one in saved.scenarios("orders"):
        alone = pm.what_if(
            saved.log("orders").filter(one.filters), changes=one.changes, calendar=one.calendar
        )
        (row,) = found.frame[found.frame.scenario == one.name].to_dict("records")
        assert {name: row[name] for name in PLAYED} == pytest.approx(
            alone.frame.iloc[-1][list(PLAYED)].to_dict(), nan_ok=True
        )
        told = found.tables["changes"].query("scenario == @one.name").drop(columns="scenario")
        assert told.change.tolist() == alone.frame.change.tolist()
        left = found.tables["left_out"].query("scenario == @one.name")
        assert left[["reason", "cases", "events"]].values.tolist() == [
            [lost.reason, lost.cases, lost.events] for lost in alone.excluded
        ]


def test_the_first_saves_most_hours_a_month_and_each_is_played_by_itself(saved):
    found = saved.compare_scenarios("orders")
    assert found.frame.saved_hours_per_month.is_monotonic_decreasing
    best = found.frame.iloc[0]
    assert found.headline.startswith(f"Of 3 scenarios, “{best.scenario}” saves most: ")
    assert "Each scenario is played by itself" in found.headline
    assert "(too few cases for an interval)" in found.headline
    assert "They are played on different views" in " ".join(found.remarks())
    assert "They are played in different working hours" in " ".join(found.remarks())


def test_a_newer_version_without_an_activity_keeps_the_scenario_and_says_why(saved, tmp_path):
    (tmp_path / "newer.csv").write_text(ROWS.replace(",B,", ",C,"))
    saved.save_scenario("A shorter", "orders", "A takes 50% less")
    saved.read(tmp_path / "newer.csv", name="orders", **ROLES)
    found = saved.compare_scenarios("orders")
    assert found.version == 2 and found.frame.scenario.iloc[0] == "A shorter"
    lost = found.frame[found.frame.why.notna()]
    assert set(lost.scenario) == {"No wait", "South shorter", "In office"}
    assert lost[list(PLAYED)].isna().all(axis=None)
    assert lost.why.str.contains("No activity is called 'B'").all()
    assert "“A shorter” would save 30 min" in found.headline and "3 scenarios more cannot be played" in found.headline  # fmt: skip
    assert len(found.figure().data[0].y) == 1
    first = saved.compare_scenarios(saved.log("orders", 1))
    assert first.version == 1 and first.frame.why.isna().all()
    saved.drop_scenario("A shorter", "orders")
    nothing = saved.compare_scenarios("orders")
    assert nothing.headline.startswith("None of 3 scenarios can be played on orders, version 2: No activity")
    assert len(nothing.figure().data) == 0 and nothing.as_dict()["frame"][0]["saved_hours"] is None


def test_every_face_says_the_same(saved, tmp_path):
    found = saved.compare_scenarios("orders")
    told = json.loads(found.to_json())
    assert (told["question"], told["log"], told["version"]) == ("scenario_comparison", "orders", 1)
    assert told["definition"].startswith("Which of the saved scenarios")
    assert [row["scenario"] for row in told["frame"]] == found.frame.scenario.tolist()
    sheet = openpyxl.load_workbook(found.to_excel(tmp_path / "x.xlsx"))["scenario_comparison"]
    assert [cell.value for cell in sheet["A"]][1:] == found.frame.scenario.tolist()
    assert found.headline.split("“")[1] in found._repr_html_()
    assert sorted(found.figure().data[0].y) == sorted(found.frame.scenario)


def test_nothing_saved_says_how_to_save(workspace):
    with pytest.raises(CannotAnswer, match="No scenario is saved") as refused:
        workspace.compare_scenarios("orders")
    assert "ws.save_scenario(" in refused.value.cure


def test_what_saves_nothing_is_not_said_to_save_most(workspace):
    workspace.save_scenario("Limit", "orders", "B takes at most 99h")
    assert "“Limit” saves no time." in workspace.compare_scenarios("orders").headline
    workspace.save_scenario("Rhythm", "orders", "B on Mon-Sun 12:00")
    found = workspace.compare_scenarios("orders")
    assert found.frame.saved_hours.tolist() == [0, -2]
    assert found.headline.startswith("None of 2 scenarios saves time.")
