"""Of scenarios, a view or hours that name people are neither told nor played where roles alone are named."""

from __future__ import annotations

import pytest
from screened_orders import CLERKS, NAMES

from procmine.actions import WITHHELD

PURPOSE = "Rota for March with both teams"


@pytest.fixture
def saved(workspace):
    """Four scenarios that were saved while individuals could be named."""
    workspace.people.unlock(PURPOSE)
    log = workspace.log("orders")
    workspace.save_scenario("All", log, "no wait for Buy")
    workspace.save_scenario("Hers", log.where(resource=CLERKS[0]), "no wait for Buy")
    workspace.save_scenario("Managers", log.where(team="Managers"), "no wait for Buy")
    workspace.save_scenario("Clerks", log.where(team="Clerks"), "Enter takes 50% less", "mined")
    workspace.people.lock()
    return workspace


def test_filters_that_name_people_are_withheld_and_come_back_with_an_unlock(saved):
    assert {one.name: (one.filters, one.withheld) for one in saved.scenarios("orders")} == {
        "All": ("", ()), "Clerks": ("team = Clerks", ()), "Hers": (WITHHELD, ("filters",)), "Managers": (WITHHELD, ("filters",)),
    }  # fmt: skip
    saved.people.unlock(PURPOSE)
    assert f"resource = {CLERKS[0]}" in [one.filters for one in saved.scenarios("orders")]


def test_no_face_of_the_comparison_tells_or_plays_them(saved, tmp_path):
    found = saved.compare_scenarios("orders")
    frame = found.frame.set_index("scenario")
    assert frame.why.notna().to_dict() == {"All": False, "Clerks": False, "Hers": True, "Managers": True}
    assert frame.saved_hours.notna().to_dict() == {"All": True, "Clerks": True, "Hers": False, "Managers": False}  # fmt: skip
    for face in (found.to_json(), found.to_csv(), found._repr_html_(), " ".join(found.remarks())):
        assert [name for name in NAMES if name in face] == []
        assert "team = Managers" not in face
    saved.people.unlock(PURPOSE)
    assert saved.compare_scenarios("orders").frame.why.isna().all()


def test_hours_of_individuals_are_not_played(workspace):
    workspace.people.unlock(PURPOSE)
    workspace.save_scenario("Rota", "orders", "no wait for Buy", "rota")
    workspace.people.lock()
    (row,) = workspace.compare_scenarios("orders").frame.to_dict("records")
    assert "roles only" in row["why"] and row["saved_hours"] != row["saved_hours"]
