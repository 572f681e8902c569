from __future__ import annotations

import math

import pytest

import procmine as pm
from procmine.samples import log_of
from procmine.store import Circumstances, CompletionRule


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


def test_what_comes_next_is_unknown_where_nothing_has_come_next():
    """Of 40 open cases nobody knows what follows Wait, though it always comes after Ask; of Sort not what, but that it comes after anything."""
    cases = {f"c{n:02}": f"Ask {n}-{n + 1} by Ann > Wait {n + 1}-{n + 3} by Ann" for n in range(40)}
    cases |= {
        f"s{n:02}": f"{('Copy', 'Scan', 'Type', 'Read')[n % 4]} {n}-{n + 1} by Ann > Sort {n + 2}-{n + 3} by Ann"
        for n in range(40)
    }
    rule = Circumstances(CompletionRule("activity", ("Close",)))
    found = pm.automation_candidates(
        log_of(**cases, z="Ask 1-2 by Ann > Close 2-3 by Ann", circumstances=rule)
    )
    told = found.frame.set_index("activity")
    assert math.isnan(told.loc["Wait", "entropy_after"]) and told.loc["Wait", "entropy_before"] == 0
    assert math.isnan(told.loc["Wait", "is_predictable"]) and told.loc["Wait", "signs"] == 4
    assert math.isnan(told.loc["Sort", "entropy_after"]) and told.loc["Sort", "is_predictable"] == 0, (
        "what is known already fails it"
    )
    assert (
        found.candidates.activity.tolist() == ["Wait", "Ask"]
        and "between the same work" not in found.headline
    )
    assert "nearly always between the same work" in pm.automation_candidates(month()).headline


def test_seldom_work_is_no_candidate():
    found = pm.automation_candidates(log_of(a="A 1-2 by x > B 2-3 by x"))
    assert found.candidates.empty and "is not often done" in found.headline
