from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.people.clusters import distances, silhouettes
from procmine.people.roles import TOO_LITTLE
from procmine.samples import generate, log_of, log_of_rows, purchase_scenario

START = datetime(2024, 3, 4)


def log_with(work):
    """A log in which each resource does each activity so often."""
    rows = [
        {"case_id": f"{who} {activity} {n}", "activity": activity, "resource": who, "ended_at": START + timedelta(hours=n)}
        for who, done in work.items() for activity, times in done.items() for n in range(times)
    ]  # fmt: skip
    return log_of_rows(rows)


def test_two_kinds_of_work_are_two_roles():
    found = pm.roles(log_with({"Ann": {"Enter": 30, "Check": 20}, "Bea": {"Enter": 32, "Check": 18}, "Cid": {"Pay": 30}, "Dee": {"Pay": 40, "Check": 2}, "Eve": {"Pay": 3}}))  # fmt: skip
    assert found.as_mapping() == {"Ann": "Enter + Check", "Bea": "Enter + Check", "Cid": "Pay", "Dee": "Pay"}
    assert found.frame.set_index("resource").role["Eve"] == TOO_LITTLE
    second = found.frame.set_index("resource").second_role
    assert (second["Ann"], second["Dee"]) == ("Pay", "Enter + Check") and second.isna()["Eve"]
    assert "2 roles show in the work of 5 resources, as a guess to be confirmed" in found.headline
    assert found.headline.endswith("1 resource did too little to say.")
    assert found.tables["roles"][["role", "resources", "pieces"]].values.tolist() == [["Enter + Check", 2, 100], ["Pay", 2, 72]]  # fmt: skip


def test_who_draws_from_the_same_work_has_one_role():
    """Forty people who draw by chance from the same five activities: alike but for chance, however they fall into groups."""
    chance, told = np.random.default_rng(3), 0
    for _ in range(20):
        work = {
            f"r{n:02}": dict(zip("ABCDE", chance.multinomial(25, [0.2] * 5).tolist(), strict=True))
            for n in range(12)
        }
        told += len(pm.roles(log_with(work)).tables["roles"]) > 1
    assert told <= 4, "5 of 100 by chance: five or more of twenty would come once in 400 runs"


def test_the_silhouette_of_three_on_a_line():
    """Rows at 0, 1 and 4 in groups {0, 1} and {4}: (4 − 1)/4, (3 − 1)/3, and 0 for who is alone."""
    apart = np.abs(np.subtract.outer([0.0, 1, 4], [0.0, 1, 4]))
    assert silhouettes(apart, np.array([1, 1, 2])).tolist() == [0.75, pytest.approx(2 / 3), 0]


def test_the_distance_of_hellinger():
    apart = distances(np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1], [0.5, 0, 0.5]]))
    assert apart[0, 1] == pytest.approx(0, abs=1e-7) and apart[0, 2] == 1
    assert apart[0, 3] == pytest.approx(np.sqrt(1 - 0.5))


@pytest.mark.parametrize(
    "seed", [*range(100, 106), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(106, 120))]
)
@pytest.mark.slow
def test_the_planted_teams_are_found_in_logs_nobody_tuned_for(seed):
    scenario = purchase_scenario(seed, cases=600)
    found = pm.roles(generate(scenario).log()).as_mapping()
    team = {person.name: person.team for person in scenario.people}
    assert len({(found[name], team[name]) for name in team}) == len(set(team.values()))
    assert len({found[name] for name in team}) == len(set(team.values()))


def test_what_is_found_can_be_confirmed_and_asked_by(tmp_path):
    workspace = pm.open(tmp_path / "workspace")
    rows = ["case,activity,start,end,who"]
    for n in range(40):
        who, activity = (("Ann", "Enter"), ("Bea", "Enter"), ("Cid", "Pay"), ("Dee", "Pay"))[n % 4]
        rows.append(f"{n},{activity},2024-03-04 {8 + n % 8:02}:00,2024-03-04 {8 + n % 8:02}:30,{who}")
    (tmp_path / "orders.csv").write_text("\n".join(rows), encoding="utf-8")
    log = workspace.read(tmp_path / "orders.csv", name="orders", case="case", activity="activity", started_at="start", ended_at="end", resource="who")  # fmt: skip
    assert workspace.confirm_roles("orders", pm.roles(log).as_mapping()) == {"Enter": 2, "Pay": 2}
    assert set(pm.workload(log, by="role").frame.group) == {"Enter", "Pay"}
    assert pm.utilisation(log, by="role").tables["groups"].people.tolist() == [2, 2]
    with pytest.raises(pm.errors.UnknownName, match="Zoe"):
        workspace.confirm_roles("orders", {"Zoe": "Pay"})
    workspace.confirm_roles("orders", {})
    with pytest.raises(CannotAnswer, match="No roles are confirmed"):
        pm.utilisation(log, by="role")


def test_without_names_there_are_no_roles():
    with pytest.raises(CannotAnswer, match="no resources"):
        pm.roles(log_of(a="A 1"))
    assert "nobody did enough work to tell" in pm.roles(log_of(a="A 1 by Ann")).headline


def test_where_everybody_does_something_else_each_has_a_role_of_their_own():
    found = pm.roles(log_with({f"r{n}": {f"Work {n}": 20} for n in range(5)}))
    assert found.as_mapping() == {f"r{n}": f"Work {n}" for n in range(5)}
    assert set(found.frame.silhouette) == {0} and found.frame.second_role.isna().all()
    two = pm.roles(log_with({"Ann": {"Enter": 20}, "Bea": {"Pay": 20}}))
    assert two.as_mapping() == {"Ann": "Enter", "Bea": "Pay"}
