"""Cases played again with other waits and other work."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of
from procmine.timing.propagation import case_ends

HOUR = 3_600_000_000
# A [0,1], then B [2,5] beside C [3,4], then D [6,7]; the activities are numbered 1 to 4.
WORK = pd.DataFrame({"case_no": 1, "activity_no": [1, 2, 3, 4], "enabled": [0, 1, 1, 5], "begins": [0, 2, 3, 6], "ends": [1.0, 5, 4, 7]})  # fmt: skip
NONE_PARALLEL = np.zeros((5, 5), dtype=bool)


def end(waits, lasts):
    return case_ends(WORK, np.array(waits), np.array(lasts), NONE_PARALLEL)[1].tolist()


def test_a_case_played_again_as_it_was_ends_as_it_did():
    assert end([0, 1, 2, 1], [1, 3, 1, 1]) == [7]


@pytest.mark.parametrize(
    ("waits", "lasts", "expected"),
    [
        ([0, 0, 2, 1], [1, 3, 1, 1], 6),  # B does not wait
        ([0, 1, 0, 1], [1, 3, 1, 1], 7),  # C does not wait: it delays nothing
        ([0, 1, 2, 1], [1, 1, 1, 1], 6),  # B takes 1 and not 3: now C decides, so not 5
    ],
)
def test_other_waits_and_other_work(waits, lasts, expected):
    assert end(waits, lasts) == [expected]


def test_work_that_has_not_ended_decides_nothing():
    work = WORK.assign(ends=[1.0, np.nan, 4, 7])
    assert case_ends(work, np.array([0, 1, 2, 1]), np.array([1, 0, 1, 1]), NONE_PARALLEL)[1].tolist() == [6]


piece = st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from("ABC"), st.sampled_from("XY"))


@given(st.lists(st.lists(piece, min_size=1, max_size=6), min_size=1, max_size=5))
def test_no_cause_saves_more_than_its_critical_hours(drawn):
    log = log_of(**{f"c{n}": " > ".join(f"{name} {8 + at}-{8 + at + length} by {who}" for at, length, name, who in steps) for n, steps in enumerate(drawn)})  # fmt: skip
    try:
        totals = pm.waiting_causes(log).tables["causes"]
    except pm.errors.CannotAnswer:
        return
    assert (totals.saving_hours >= -1e-9).all()
    assert (totals.saving_hours <= totals.critical_hours + 1e-9).all()
    assert (totals.critical_hours <= totals.hours + 1e-9).all()
    assert totals.hours.sum() == pytest.approx(pm.waiting_time(log).frame.total_hours.sum())


def test_what_a_branched_case_would_save_is_less_than_its_critical_hours():
    """B waits 2 h for Bea, C beside it 1 h less; without that wait C decides when D can begin."""
    log = log_of(
        x="Z 0-3 by Bea",
        a="A 0-1 by Ann > B 3-6 by Bea > C 2-5 by Cid > D 6-7 by Ann",
        **{
            f"p{n}": f"A 10-11 by Ann > B 11-14 by Dan > C 12-13 by Cid > D {15 + n}-{16 + n} by Eve"
            for n in range(3)
        },
    )
    assert ("B", "C") in log.parallel_pairs
    totals = pm.waiting_causes(log.filter("case = a")).tables["causes"].set_index("cause")
    assert totals.loc["contention", ["hours", "critical_hours", "saving_hours"]].tolist() == [2, 2, 1]


def test_where_work_is_hidden_the_saving_is_unknown():
    log = log_of(a="A 0-1 by Ann > B 3-6 by Bea > C 7-8 by Ann")
    totals = pm.waiting_causes(log.only(activities=["A", "B"])).tables["causes"]
    assert totals.saving_hours.isna().all() and totals.hours.sum() == 2
