from __future__ import annotations

import pytest

import procmine as pm
from procmine.samples import log_of


def test_five_handovers_of_a_worked_case():
    found = pm.handovers(
        log_of(x="A 1 by a > B 2 by b > C 3 by a > D 4 by a > E 5 by c > F 6 by a > G 7 by b")
    )
    assert found.frame.handovers.sum() == 5
    assert dict(
        zip([one.reason for one in found.excluded], [one.events for one in found.excluded], strict=True)
    ) == {
        "work that nothing before it let begin, which nobody hands over": 1,
        "work that stays in the same hands": 1,
    }


def test_parallel_branches_hand_nothing_to_each_other():
    log = log_of(x="A 0-1 by a > B 1-4 by b > C 2-3 by c > D 5-6 by b")
    assert {(row.from_resource, row.to_resource) for row in pm.handovers(log).frame.itertuples()} == {
        ("a", "b"),
        ("a", "c"),
    }


def test_a_log_without_resources_is_refused():
    with pytest.raises(pm.errors.CannotAnswer, match="no resources"):
        pm.handovers(log_of(x="A 1 > B 2"))


def test_without_starts_the_time_between_two_hands_is_called_an_upper_bound():
    ends = pm.handovers(log_of(a="A 1 by Ann > B 3 by Bob"))
    assert ends.frame.basis.tolist() == ["elapsed"]
    assert "an upper bound of the wait" in ends.headline
    assert pm.handovers(log_of(a="A 0-1 by Ann > B 2-3 by Bob")).headline.endswith(
        "waiting 1.0 h in the median."
    )
