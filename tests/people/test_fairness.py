from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer, WrongOption
from procmine.people.inequality import gini, jain, theil, theil_parts
from procmine.samples import log_of

FOUR = {"a": "A 0-1 by Ann", "b": "A 0-2 by Bea", "c": "A 0-3 by Cid", "d": "A 0-4 by Dee"}


def test_one_two_three_and_four_hours():
    found = pm.fairness(log_of(**FOUR))
    row = found.frame.iloc[0]
    assert (row.group, row.resources, row.gini) == ("(all)", 4, pytest.approx(0.25))
    assert row.jain == pytest.approx(0.8333, abs=1e-4) and row.theil == pytest.approx(0.10644, abs=1e-5)
    assert (row.mean_load, row.to_move, row.share_to_move) == (pytest.approx(10 / 16), 2, pytest.approx(0.2))
    assert found.tables["moves"].values.tolist() == [["(all)", "Dee", "Ann", 1.5], ["(all)", "Cid", "Bea", 0.5]]  # fmt: skip
    assert "Gini coefficient of 0.25 (0 is all alike); for all to carry the same 20 % of the work (2.0 h)" in found.headline  # fmt: skip


def test_a_part_timer_who_works_all_her_hours_carries_the_same(tmp_path):
    file = tmp_path / "rota.toml"
    file.write_text(
        '[resources]\n"*" = "Mon-Fri 08:00-16:00"\n"Bea" = "Mon-Fri 08:00-12:00"\n', encoding="utf-8"
    )
    log = log_of(zone="UTC", a="A 8-16 by Ann", b="A 8-12 by Bea")
    assert pm.fairness(log, calendar=str(file)).frame.gini[0] == pytest.approx(0)
    assert pm.fairness(log).frame.gini[0] > 0.1


def test_who_is_never_on_duty_is_left_out_and_told(tmp_path):
    file = tmp_path / "rota.toml"
    file.write_text('[resources]\n"*" = "Mon-Fri 08:00-16:00"\n"Bea" = "Sun 08:00-12:00"\n', encoding="utf-8")
    found = pm.fairness(log_of(zone="UTC", a="A 8-16 by Ann", b="A 8-12 by Bea", c="A 8-9 by Cid"), calendar=str(file))  # fmt: skip
    assert found.frame.resources[0] == 2 and "1 person is never on duty" in found.headline


def test_ends_alone_are_compared_by_what_is_completed():
    log = log_of(a="A 1 by Ann > A 2 by Ann > A 3 by Ann", b="A 1 by Bea")
    found = pm.fairness(log)
    assert found.parameters["measure"] == "completions" and found.frame.to_move[0] == 1
    assert "completed pieces per hour" in found.headline and "(1 piece)" in found.headline
    with pytest.raises(CannotAnswer, match="No start times"):
        pm.fairness(log, measure="busy")
    with pytest.raises(WrongOption, match="not measured by 'stress'"):
        pm.fairness(log, measure="stress")


loads = st.lists(st.floats(0.01, 100), min_size=1, max_size=12)


@given(loads, st.floats(0.1, 10))
def test_the_measures_keep_their_laws(values, factor):
    """Equal values are 0 (Jain 1); scaling changes nothing; Gini is half the mean difference over the mean."""
    n, mean = len(values), sum(values) / len(values)
    pairs = sum(abs(x - y) for x in values for y in values) / (2 * n * n * mean)
    assert gini(values) == pytest.approx(pairs, abs=1e-9)
    assert 1 / n - 1e-9 <= jain(values) <= 1 + 1e-9
    assert -1e-9 <= theil(values) <= math.log(n) + 1e-9
    for measure in (gini, jain, theil):
        assert measure([x * factor for x in values]) == pytest.approx(measure(values), abs=1e-9)
        assert measure([values[0]] * n) == pytest.approx(1 if measure is jain else 0, abs=1e-9)


@given(st.lists(loads, min_size=1, max_size=4))
def test_between_and_within_are_the_whole(groups):
    between, within = theil_parts(groups)
    assert between + within == pytest.approx(theil([x for one in groups for x in one]), abs=1e-9)
    assert between >= -1e-9 and within >= -1e-9


@given(st.lists(st.integers(1, 9), min_size=2, max_size=6))
def test_after_the_moves_all_carry_the_same(hours):
    found = pm.fairness(log_of(**{f"c{n}": f"A 0-{h} by r{n}" for n, h in enumerate(hours)}))
    carried = dict(found.tables["observations"].set_index("resource").amount)
    for move in found.tables["moves"].itertuples():
        carried[move.from_resource] -= move.amount
        carried[move.to_resource] += move.amount
    assert max(carried.values()) - min(carried.values()) < 1e-5
    assert found.tables["moves"].amount.sum() == pytest.approx(found.frame.to_move.sum(), abs=1e-5)
    assert len(found.tables["moves"]) < len(hours)


def test_work_without_a_start_is_named_where_hours_are_compared():
    """Half of the work has an end alone: one person is left with hours, which is not to say that nobody else works."""
    log = log_of(**{f"a{n}": "A 0-2 by Ann > B 3 by Bob" for n in range(4)})
    told = pm.fairness(log).headline
    assert "One person does all work of this view that could be counted" in told
    assert "50 % of the work has no start recorded" in told
