from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.samples import log_of


def test_days_and_hours_in_which_something_was_completed():
    """Ann ends two pieces in one hour of Monday, one in another, and one on Tuesday; Bea's one piece has not ended."""
    found = pm.completion_rate(
        log_of(a="A 9:10 by Ann > B 9:50 by Ann > A 11 by Ann > B 33 by Ann", b="A 9- by Bea")
    )
    assert found.frame[["resource", "completions", "active_days", "active_hours"]].values.tolist() == [["Ann", 4, 2, 3]]  # fmt: skip
    assert (
        found.frame.completions_per_hour[0] == pytest.approx(4 / 3)
        and found.frame.completions_per_day[0] == 2
    )
    assert {one.reason: one.events for one in found.excluded} == {"no end recorded": 1}
    assert found.headline.endswith("How long anybody was at work is not told by ends.")


def test_days_are_those_of_the_logs_zone():
    """23:30 UTC of Monday is Tuesday in Berlin, as is 08:00 of Tuesday."""
    found = pm.completion_rate(log_of(zone="Europe/Berlin", a="A 23:30 by Ann > B 32 by Ann"))
    assert found.frame.active_days[0] == 1


def test_without_names_nothing_is_told():
    with pytest.raises(CannotAnswer, match="no resources"):
        pm.completion_rate(log_of(a="A 9"))
