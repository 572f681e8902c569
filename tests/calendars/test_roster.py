"""Who keeps which calendar: teams, single resources, and calendars saved by name."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.calendars import roster
from procmine.errors import UnknownName, WrongOption
from procmine.samples import log_of_rows
from procmine.samples.worked import MONDAY

TEAMS = """
[calendars]
office = "Mon-Fri 09:00-17:00"
[resources]
"*" = "office"
"Cid" = "24x7"
[attributes.team]
"night" = "Mon-Sun 22:00-06:00"
"""


@pytest.fixture(scope="module")
def rows():
    """Ann and Bob mostly work for `night`, Cid too; Dora has no team. Each waits 24 hours for the second piece."""
    hours, found = {"Ann": 0, "Bob": 1, "Cid": 2, "Dora": 3}, []
    for who, hour in hours.items():
        for place, team in enumerate(["night", "night", "day"]):
            at = MONDAY.replace(hour=hour) + (MONDAY - MONDAY.replace(day=MONDAY.day - 1)) * place
            found.append({"case_id": who, "activity": "ABC"[place], "resource": who, "started_at": at, "ended_at": at, "team": None if who == "Dora" else team})  # fmt: skip
    return found


def worked(log, **options):
    found = pm.waiting_causes(log, by="resource", **options).frame
    return found.groupby("group").total_worked_hours.sum().to_dict()


def test_each_keeps_the_calendar_of_the_team_of_most_of_its_work(rows, tmp_path):
    """Of two waits of 24 hours a night holds 8 hours each, an office day 8 hours each, and Cid's clock never rests."""
    (tmp_path / "teams.toml").write_text(TEAMS)
    found = worked(log_of_rows(rows, zone="UTC"), calendar=str(tmp_path / "teams.toml"))
    assert found == {"Ann": 16, "Bob": 16, "Cid": 48, "Dora": 16}
    nights = roster(tmp_path / "teams.toml").of_members({"Ann": "night", "Cid": "night", "Eve": "day"})
    assert (
        dict(nights.own)["Ann"] != nights.everybody
        and str(dict(nights.own)["Cid"]) == "24x7"
        and "Eve" not in dict(nights.own)
    )


def test_a_roster_of_teams_is_written_as_it_is_read(tmp_path):
    (tmp_path / "teams.toml").write_text(TEAMS)
    read = roster(tmp_path / "teams.toml")
    (tmp_path / "again.toml").write_text(read.to_toml())
    again = roster(tmp_path / "again.toml")
    assert (again.everybody, again.own, again.team_of, again.teams) == (
        read.everybody,
        read.own,
        read.team_of,
        read.teams,
    )


def test_everything_wrong_with_teams_is_told(rows, tmp_path):
    file = tmp_path / "teams.toml"
    file.write_text('[resources]\n[attributes.team]\nx = "noon"\n[attributes.site]\ny = "24x7"\n')
    with pytest.raises(WrongOption) as refusal:
        roster(file)
    assert all(
        told in refusal.value.found for told in ("everybody else", "not by team and site", "x: ", "noon")
    )
    log = log_of_rows(rows, zone="UTC")
    file.write_text('[resources]\n"*" = "24x7"\n[attributes.team]\nnigth = "24x7"\n')
    with pytest.raises(WrongOption, match="No team is called 'nigth'") as refusal:
        pm.waiting_time(log, calendar=str(file))
    assert "'night'" in refusal.value.cure
    file.write_text('[resources]\n"*" = "24x7"\n[attributes.tema]\nnight = "24x7"\n')
    with pytest.raises(UnknownName, match="tema"):
        pm.waiting_time(log, calendar=str(file))


def test_a_saved_calendar_goes_by_its_name(rows, tmp_path):
    workspace = pm.open(tmp_path / "w")
    (tmp_path / "rows.csv").write_text("case_id,activity,resource,started_at,ended_at\n" + "".join(
        f"{r['case_id']},{r['activity']},{r['resource']},{r['started_at']},{r['ended_at']}\n" for r in rows
    ))  # fmt: skip
    log = workspace.read(tmp_path / "rows.csv", name="rows", zone="UTC")
    assert workspace.save_calendar("office", "Mon-Fri 9:00-17:00") == "Mon-Fri 09:00-17:00"
    (tmp_path / "own.toml").write_text('[resources]\n"*" = "office"\n"Ann" = "24x7"\n')
    workspace.save_calendar("own hours", tmp_path / "own.toml")
    (tmp_path / "own.toml").unlink()  # what it held is kept
    assert list(workspace.calendars()) == ["office", "own hours"]
    found = pm.waiting_time(workspace.log("rows"), calendar="office")
    assert found.frame.total_worked_hours.sum() == 4 * 16 and "of office" in found.headline
    assert worked(workspace.log("rows"), calendar="own hours")["Ann"] == 48
    with pytest.raises(UnknownName) as refusal:
        pm.waiting_time(log, calendar="offise")
    assert "office" in refusal.value.cure
    workspace.save_calendar("office", "24x7")
    assert pm.waiting_time(log, calendar="office").frame.total_worked_hours.sum() == 4 * 48
    workspace.drop_calendar("office")
    assert list(workspace.calendars()) == ["own hours"]
    with pytest.raises(UnknownName):
        workspace.drop_calendar("office")


@pytest.mark.parametrize("name", ["mined", "24x7", "Mon-Fri 09:00-17:00", "team.toml", " ", "a" * 80])
def test_a_name_that_means_something_already_is_refused(tmp_path, name):
    with pytest.raises(WrongOption, match="cannot name"):
        pm.open(tmp_path / "w").save_calendar(name, "24x7")


def test_what_cannot_be_used_is_not_saved(tmp_path):
    workspace = pm.open(tmp_path / "w")
    with pytest.raises(WrongOption):
        workspace.save_calendar("office", "Mon-Fri noon")
    assert workspace.calendars() == {}
