from __future__ import annotations

import json
import random

import pytest

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName


@pytest.fixture
def two(workspace):
    """Ann works in both: orders 9-11, claims 10-13 of which 11-12 on two pieces; Bea in orders alone."""
    workspace.add_rows("orders", [(1, "Take", 9, 11, "Ann"), (1, "Send", 12, 14, "Bea")])
    workspace.add_rows("claims", [(1, "Open", 10, 12, "Ann"), (2, "Open", 11, 13, "Ann")])
    return workspace


def test_an_hour_in_two_logs_counts_once_and_is_told(two):
    found = two.load_across("Ann")
    row = found.frame.iloc[0]
    assert (row.logs, row.main_log, row.pieces, row.completions) == (2, "claims", 3, 3)
    assert (row.busy_hours, row.busy_by_log_hours, row.busy_in_several_hours, row.effort_hours) == (
        4,
        5,
        1,
        6,
    )
    assert (
        row.share_multitasking == 0.5 and row.peak_in_hand == 2
    )  # from 10 to 11 over the logs, from 11 to 12 in one
    parts = found.tables["logs"].set_index("log")
    assert parts.busy_hours.to_dict() == {"claims": 3, "orders": 2}
    assert parts.share_of_effort.to_dict() == {"claims": pytest.approx(4 / 6), "orders": pytest.approx(2 / 6)}
    assert found.headline.startswith(
        "Ann is at work for 4.0 h over 2 processes, 67 % of the effort in claims; for 1.0 h (25 %) in several at once"
    )
    assert "matched by name alone" in found.headline


def test_whoever_works_in_several_comes_first(two):
    found = two.load_across()
    assert found.frame.resource.tolist() == ["Ann", "Bea"]
    assert found.headline.startswith(
        "1 of 2 people works in more than one of 2 processes; in 25 % of the hours"
    )
    assert found.figure().layout.title.text.replace("<br>", " ") == found.headline
    told = json.loads(found.to_json())
    assert told["question"] == "load_across" and len(told["definition"]) > 100
    assert told["frame"][0]["first_at"] == "2024-03-04T09:00:00Z"
    assert list(found.frame.columns) == list(type(found).columns)


def test_names_that_differ_in_case_or_spaces_are_one_person_and_said_so(workspace):
    workspace.add_rows("orders", [(1, "Take", 9, 10, "Ann Lee")])
    workspace.add_rows("claims", [(1, "Open", 9, 10, "ann  lee")])
    found = workspace.load_across()
    assert found.frame[["resource", "logs", "busy_hours", "is_matched_loosely"]].values.tolist() == [
        ["Ann Lee", 2, 1, True]
    ]
    assert "1 name is spelt differently" in found.headline
    assert sorted(found.tables["logs"].recorded_as) == ["Ann Lee", "ann  lee"]
    assert workspace.load_across("ANN LEE").frame.resource.tolist() == ["Ann Lee"]


def test_names_that_one_log_tells_apart_stay_two_people(workspace):
    workspace.add_rows("orders", [(1, "Take", 9, 10, "Ann"), (1, "Send", 11, 12, "ann")])
    workspace.add_rows("claims", [(1, "Open", 9, 10, "ann")])
    assert workspace.load_across().frame[["resource", "logs"]].values.tolist() == [["ann", 2], ["Ann", 1]]


def test_logs_of_different_zones_are_laid_on_one_clock_and_those_without_one_left_out(workspace):
    """10 to 11 in Berlin is 9 to 10 in UTC."""
    workspace.add_rows("orders", [(1, "Take", 9, 10, "Ann")])
    workspace.add_rows("claims", [(1, "Open", 10, 11, "Ann")], zone="Europe/Berlin")
    workspace.add_rows("wall", [(1, "Open", 9, 10, "Ann")], zone=None)
    workspace.add_rows("nobody", [(1, "Open", 9, 10, None)])
    found = workspace.load_across()
    assert found.frame[["busy_hours", "busy_in_several_hours"]].values.tolist() == [[1, 1]]
    assert [one.log for one in found.left_out] == ["nobody", "wall"]
    assert "2 logs are left out: nobody, which has no resources; wall, whose clock" in found.headline


def test_without_starts_only_completions_are_known(workspace):
    workspace.add_rows("orders", [(1, "Take", None, 9, "Ann"), (1, "Send", None, 10, "Ann")])
    alone = workspace.load_across("Ann")
    assert alone.frame.busy_hours.isna().all() and alone.frame.completions.tolist() == [2]
    assert alone.headline.startswith("Ann completes 2 pieces of work in 1 process, most in orders.")
    workspace.add_rows("claims", [(1, "Open", 9, 10, "Ann")])
    both = workspace.load_across()
    assert both.frame[["busy_hours", "completions", "main_log"]].values.tolist() == [[1, 3, "claims"]]
    assert "No hours are known of orders: no starts are recorded." in both.headline
    both.figure()


def test_unfinished_work_lasts_until_the_extraction_of_its_own_log(workspace):
    workspace.add_rows("orders", [(1, "Take", 9, None, "Ann"), (1, "Send", 9, 10, "Bea")], extracted=11)
    workspace.add_rows("claims", [(1, "Open", 10, None, "Ann"), (1, "Pay", 9, 10, "Bea")], extracted=15)
    row = workspace.load_across("Ann").frame.iloc[0]
    assert (row.busy_hours, row.busy_in_several_hours, row.completions) == (6, 1, 0)


def test_what_cannot_be_told_is_refused_with_its_cure(workspace):
    with pytest.raises(CannotAnswer, match="no log that can be asked"):
        workspace.load_across()
    workspace.add_rows("nobody", [(1, "Open", 9, 10, None)])
    with pytest.raises(CannotAnswer, match="No log has resources"):
        workspace.load_across()
    workspace.add_rows("wall", [(1, "Open", 9, 10, "Ann")], zone=None)
    with pytest.raises(CannotAnswer, match="No log has a zone"):
        workspace.load_across()
    workspace.add_rows("orders", [(1, "Open", 9, 10, "Ann")])
    with pytest.raises(UnknownName, match="Did you mean 'Ann'"):
        workspace.load_across("Anne")


def test_where_roles_alone_are_named_nobody_is_told(two):
    two.people.choose("roles")
    for who in (None, "Ann"):
        with pytest.raises(CannotAnswer, match="names roles only") as refused:
            two.load_across(who)
        assert "Ann" not in str(refused.value)
    two.people.unlock("Rota for March with the team of Berlin")
    assert len(two.load_across().frame) == 2


@pytest.mark.parametrize("seed", range(6))
def test_hours_equal_a_count_of_every_hour_and_laws_hold(workspace, seed):
    draw = random.Random(seed)
    logs = {
        name: [(n, "A", s, s + draw.randint(0, 8), draw.choice("vwxyz"[: 3 + k])) for n in range(12) for s in [draw.randint(0, 60)]]
        for k, name in enumerate(("one", "two", "three"))
    }  # fmt: skip
    for name, rows in logs.items():
        workspace.add_rows(name, rows)
    found = workspace.load_across()
    for row in found.frame.itertuples():
        hours = [
            (h, {name for name, s, e in mine if s <= h < e}, sum(s <= h < e for _, s, e in mine))
            for mine in [[(name, s, e) for name, rows in logs.items() for _, _, s, e, who in rows if who == row.resource]]
            for h in range(80)
        ]  # fmt: skip
        assert row.busy_hours == pytest.approx(sum(bool(names) for _, names, _ in hours))
        assert row.busy_in_several_hours == pytest.approx(sum(len(names) > 1 for _, names, _ in hours))
        assert row.effort_hours == pytest.approx(sum(pieces for _, _, pieces in hours))
        assert row.busy_hours <= row.busy_by_log_hours + 1e-9
    parts = found.tables["logs"]
    assert parts.groupby("resource").share_of_effort.sum(min_count=1).dropna().tolist() == pytest.approx(
        [1] * int((found.frame.effort_hours > 0).sum())
    )
    for name in logs:
        alone = pm.utilisation(workspace.log(name)).frame.set_index("resource")
        here = parts[parts.log == name].set_index("resource")
        for column in ("busy_hours", "effort_hours"):
            assert here[column].to_dict() == pytest.approx(alone[column].to_dict())
        for row in found.frame[(found.frame.logs == 1) & (found.frame.main_log == name)].itertuples():
            assert row.busy_hours == pytest.approx(alone.busy_hours[row.resource])
