from __future__ import annotations

import io
import json

import pandas as pd
import pytest

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.finding import Finding


@pytest.fixture
def three(workspace):
    workspace.add_rows(
        "orders",
        [(n, a, 30 * n + s, 30 * n + s + 2, "Ann") for n in range(30) for a, s in (("Take", 0), ("Send", 6))],
    )
    workspace.add_rows(
        "claims",
        [(1, "Open", 9, 10, None), (2, "Open", 9, None, None), (2, "Pay", 12, None, None)],
        zone="Europe/Berlin",
    )
    workspace.add_rows("wall", [(1, "Open", None, 9, "Ann")], zone=None)
    return workspace


def test_each_row_is_what_the_questions_say_of_its_log(three):
    found = three.portfolio()
    assert found.frame.log.tolist() == ["claims", "orders", "wall"]
    assert list(found.frame.columns) == list(type(found).columns)
    row, log = found.frame.set_index("log").loc["orders"], three.log("orders")
    assert (row.cases, row.open_cases, row.events) == (30, 0, 60)
    cycle = pm.cycle_time(log).frame.iloc[0]
    assert (row.median_hours, row.median_low_hours) == (cycle.median_hours, cycle.median_low_hours) == (8, 8)
    weekly = pm.throughput(log, period="week").frame
    assert row.completions_per_week == weekly[~weekly.is_partial].completions.mean()
    assert (row.longest_wait, row.longest_wait_share, row.longest_wait_hours) == ("waiting for Send", 0.5, 4)
    assert (row.first_day, str(row.first_at)) == ("2024-03-04", "2024-03-04 00:00:00+00:00")
    assert str(found.frame.set_index("log").loc["claims"].first_at) == "2024-03-04 08:00:00+00:00"


def test_what_a_log_does_not_bear_is_empty_and_the_notes_say_why(three):
    found = three.portfolio()
    wall = found.frame.set_index("log").loc["wall"]
    assert wall[["first_at", "completions_per_week", "share_ageing", "longest_wait"]].isna().all()
    assert wall.first_day == "2024-03-04"
    why = found.tables["notes"].set_index(["log", "figure"]).why
    assert "no zone is known" in why["wall", "first and last instant"]
    assert why["wall", "longest wait"] == "No time passes inside any case of this view."
    assert f"{len(why)} figures are empty; the notes say why." in found.headline
    assert found.headline.startswith(
        "3 logs hold 33 cases, 1 of them open. Cases take longest in orders, half up to 8.0 h; in wall half take no time that is recorded."
    )
    assert "Most are open in claims: 1" in found.headline


def test_it_is_told_in_every_form(three, tmp_path):
    found = three.portfolio()
    assert isinstance(found, Finding) and not isinstance(found, pm.Result)
    told = json.loads(found.to_json(), parse_constant=lambda word: pytest.fail(word))
    assert told["question"] == "portfolio" and [one["log"] for one in told["logs"]] == [
        "claims",
        "orders",
        "wall",
    ]
    assert len(told["definition"]) > 100 and told["frame"][2]["first_at"] is None
    assert len(pd.read_csv(io.StringIO(found.to_csv()))) == 3
    assert found.headline in found._repr_html_() and str(found) == found.headline
    assert found.figure().layout.title.text.replace("<br>", " ") == found.headline
    book = pd.read_excel(found.to_excel(tmp_path / "p.xlsx"), sheet_name=None, engine="openpyxl")
    assert set(book) == {"portfolio", "notes", "about"} and book["about"].value[0] == found.headline


def test_a_log_that_cannot_be_opened_is_left_out_by_name(three):
    three.log("claims").version.path.unlink()
    found = three.portfolio()
    assert found.frame.log.tolist() == ["orders", "wall"]
    assert (
        found.lost()
        == "1 log is left out: claims, which cannot be opened: The file of this log version is gone"
    )
    assert json.loads(found.to_json())["left_out"][0]["log"] == "claims"


def test_notes_are_told_together_where_the_reason_is_the_same(three):
    remarks = three.portfolio().remarks()
    assert "First and last instant of wall: Its clock was kept as recorded: no zone is known." in remarks
    assert "Arrivals and completions a week of claims and wall: No week is seen whole." in remarks


def test_an_empty_workspace_is_refused_and_roles_alone_name_nobody(workspace):
    with pytest.raises(CannotAnswer, match="no log that can be asked"):
        workspace.portfolio()
    workspace.add_rows("orders", [(1, "Take", 9, 10, "Ann"), (1, "Send", 11, 12, "Bea")])
    workspace.people.choose("roles")
    told = workspace.portfolio().to_json()
    assert "Ann" not in told and "Bea" not in told
