from __future__ import annotations

import pytest

import procmine as pm
from procmine.samples import log_of


def test_shares_add_up_to_one_and_hours_to_the_cycle_times():
    log = log_of(a="A 1-2 > B 4-5 > C 4-9", b="A 1 > B 3 > C 8-9")
    found = pm.bottlenecks(log).frame
    assert found.share.sum() == pytest.approx(1)
    assert found.critical_hours.sum() == 8 + 8
    assert set(found.kind) == {"wait", "work", "elapsed"}


def test_a_log_in_which_no_time_passes_has_no_bottleneck():
    with pytest.raises(pm.errors.CannotAnswer, match="No time passes"):
        pm.bottlenecks(log_of(a="A 1", b="B 2"))


def test_a_bound_is_told_of_the_work_it_holds_for():
    told = pm.bottlenecks(log_of(a="A 1-2 > B 9 > C 10-11")).headline
    assert "Of B only ends are recorded" in told
    assert "Of some B only ends" in pm.bottlenecks(log_of(a="A 1-2 > B 9", b="A 1-2 > B 3-4")).headline
    assert "Only ends are recorded" in pm.bottlenecks(log_of(a="A 1 > B 9")).headline
    assert "ends are recorded" not in pm.bottlenecks(log_of(a="A 1-2 > B 3 > C 9-10")).headline


def test_a_clear_bottleneck_comes_first_in_every_rerun_and_two_equal_ones_by_turns():
    clear = log_of(
        **{f"c{n}": f"A 0-1 > B {5 + n % 3}-{6 + n % 3} > C {7 + n % 3}-{8 + n % 3}" for n in range(60)}
    )
    found = pm.bottlenecks(clear)
    assert found.frame.first_in_share.tolist()[0] == 1
    assert "It comes first in 100 % of 200 re-runs with other cases" in found.headline
    # B waits 8 h in one half of the cases and C in the other.
    equal = log_of(
        **{f"c{n}": f"A 0-1 > B {1 + 8 * (n % 2)}-{2 + 8 * (n % 2)} > C 10-11" for n in range(200)}
    )
    first = pm.bottlenecks(equal).frame.set_index(["activity", "kind"]).first_in_share
    assert 0.3 <= first["B", "wait"] <= 0.7 and abs(first["B", "wait"] + first["C", "wait"] - 1) < 1e-9


def test_what_is_always_equal_shares_the_first_place_and_equal_waits_have_no_long_ones():
    log = log_of(**{f"c{n}": "A 0-2 > B 2-4" for n in range(40)})
    assert pm.bottlenecks(log).frame.first_in_share.tolist() == [0.5, 0.5]
    waits = log_of(**{f"c{n}": f"A 0-1 > B {1 + 115 / 3600}-{2 + 115 / 3600}" for n in range(30)})
    frame = pm.bottlenecks(waits).frame.set_index(["activity", "kind"])
    assert frame.loc[("B", "wait"), "longest_tenth_share"] == pytest.approx(0.1)


def test_few_cases_say_nothing_of_chance():
    found = pm.bottlenecks(log_of(a="A 0-1 > B 5-6"))
    assert found.frame.first_in_share.isna().all() and "re-runs" not in found.headline


def test_a_few_long_waits_are_told_from_those_of_everybody():
    """B waits 1 h in nine of ten cases and 91 h in the tenth; C an hour in all."""
    log = log_of(
        **{
            f"c{n}": f"A 0-1 > B {2 + 90 * (n == 0)}-{3 + 90 * (n == 0)} > C {4 + 90 * (n == 0)}-{5 + 90 * (n == 0)}"
            for n in range(10)
        }
    )
    frame = pm.bottlenecks(log).frame.set_index(["activity", "kind"])
    assert frame.loc[("B", "wait"), "longest_tenth_share"] == pytest.approx(0.91)
    assert frame.loc[("C", "wait"), "longest_tenth_share"] == pytest.approx(0.1)
