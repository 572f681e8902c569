"""By a calendar that is always open, working time is elapsed time, in every question about the flow that tells both."""

from __future__ import annotations

import pandas as pd
import pytest

import procmine as pm
from procmine.samples import log_of

LOG = log_of(
    a="Ask 1-2 > Check 3-5 > Ask 6-7 > Check 8-9 > Cancel 30-31",
    b="Ask 1-3 > Check 4-5 > Pay 6-60",
    c="Ask 1-3 > Pay 4-5 > Pay 4-5",
    d="Ask 1-3 > Check 4-5 > Pay 6-9",
    zone="Europe/Berlin",
)
ASKED = {
    "variants": {}, "variant_comparison": {}, "happy_path": {}, "rework": {}, "loops": {}, "skipped_work": {"expected": 0.7}, "duplicated_work": {},
    "cancelled_work": {"cancelled": "Cancel"}, "first_time_right": {},
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_always_open_is_elapsed(name):
    found = pm.question(name).function(LOG, calendar="24x7", **ASKED[name])
    pairs = [
        (table[column], table[column.replace("_worked_hours", "_hours")])
        for table in (found.frame, *found.tables.values())
        for column in table
        if column.endswith("_worked_hours") and name != "variants"
    ] or [(found.frame.median_cycle_worked_hours, found.frame.median_cycle_hours)]
    for worked, elapsed in pairs:
        pd.testing.assert_series_equal(worked, elapsed, check_names=False, check_dtype=False)
    assert any((worked > 0).any() for worked, _ in pairs if worked.dtype.kind == "f")
    assert found.parameters["calendar"]


def test_nights_are_no_working_time_of_loops():
    """Back at 12 after work that ended at 10; the second round ends at 14, of which a half is worked by a calendar that ends at 12."""
    log = log_of(a="A 8-9 > B 9-10 > A 12-14", zone="UTC")
    row = pm.loops(log, calendar="Mon-Fri 08:00-12:00").frame.iloc[0]
    assert (row.critical_hours, row.critical_worked_hours) == (4, 2)
    assert (row.wait_worked_hours, row.rework_worked_hours) == (2, 0)
