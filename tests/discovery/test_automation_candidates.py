from __future__ import annotations

import math

import pytest

import procmine as pm
from procmine.samples import log_of


def month():
    """60 cases in 60 hours: Copy always an hour between the same; Think as long as it takes; a robot prints."""
    return log_of(
        **{
            f"c{n:02}": f"Ask {n}-{n + 1} by Ann > Copy {n + 2}-{n + 3} by Ann > Print {n + 4}-{n + 4.5} by bot_7 > "
            + (f"Think {n + 5}-{n + 5 + (n % 7) ** 2} by Bea" if n % 2 else f"Talk {n + 5}-{n + 5.1} by Bea")
            for n in range(60)
        }
    )


def test_signs_stand_beside_their_numbers():
    found = pm.automation_candidates(month())
    told = found.frame.set_index("activity")
    copy = told.loc["Copy"]
    assert (copy.instances, copy.instances_per_month, copy.work_hours_per_month, copy.variation) == (
        60,
        60,
        60,
        0,
    )
    assert (copy.entropy_before, copy.entropy_after, copy.share_by_program, copy.signs) == (0, 0, 0, 5)
    assert told.loc["Print", "is_by_hand"] == 0 and not told.loc["Print", "is_candidate"]
    assert told.loc["Think", "is_steady"] == 0 and told.loc["Think", "variation"] > 0.5
    assert told.loc["Print", "entropy_after"] == pytest.approx(
        1 / math.log2(6)
    )  # two ways alike, of six there could be
    assert set(found.candidates.activity) == {"Ask", "Copy", "Talk"}
    assert "so do" in found.headline and "Whether its rules are clear no log tells." in found.headline


def test_what_is_not_recorded_speaks_neither_way():
    told = pm.automation_candidates(log_of(**{f"c{n}": "A 1 > B 2" for n in range(40)})).frame.set_index(
        "activity"
    )
    assert told.is_steady.isna().all() and told.is_by_hand.isna().all() and told.work_hours.isna().all()
    assert not told.is_candidate.any() and told.signs.tolist() == [3, 3]


def test_seldom_work_is_no_candidate():
    found = pm.automation_candidates(log_of(a="A 1-2 by x > B 2-3 by x"))
    assert found.candidates.empty and "is not often done" in found.headline
