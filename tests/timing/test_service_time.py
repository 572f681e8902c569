from __future__ import annotations

import pytest

import procmine as pm
from procmine.samples import log_of


def test_a_missing_start_is_unknown_and_never_zero():
    found = pm.service_time(log_of(a="A 1-3 > B 4", b="A 5"))
    row = found.frame.set_index("activity").loc["A"]
    assert (row.instances, row.measured, row.median_hours, row.share_with_start) == (2, 1, 2, 0.5)
    assert [(one.reason, one.events) for one in found.excluded] == [("work whose start is not recorded", 2)]


def test_a_log_of_ends_is_refused_with_what_is_missing():
    with pytest.raises(pm.errors.CannotAnswer, match="No start times are recorded"):
        pm.service_time(log_of(a="A 1 > B 2"))


def test_a_view_without_starts_in_a_log_that_has_them_is_told_of_the_view():
    log = log_of(a="A 1-3 > A 4-5", b="B 5")
    with pytest.raises(pm.errors.CannotAnswer) as refused:
        pm.service_time(log.passing("B"))
    assert refused.value.found.startswith("No start times are recorded in this view")
    assert refused.value.where.endswith("starts for 0 % of the work of this view, for 67 % in the whole log")


def test_work_that_has_begun_and_not_ended_is_no_lack_of_starts():
    with pytest.raises(pm.errors.CannotAnswer, match="No work of this log has both a start and an end"):
        pm.service_time(log_of(a="A 1-"))
