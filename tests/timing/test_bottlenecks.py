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
