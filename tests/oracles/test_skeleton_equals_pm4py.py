"""The log skeleton of every real log equals pm4py's without noise, given our positions as its time.

Compared are activities that no case does twice: pm4py holds the occurrences of an activity against the cases that have a pair.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from test_counts_equal_pm4py import NAMES, as_pm4py_reads

import procmine as pm

pytestmark = pytest.mark.slow
RELATIONS = ("always_after", "always_before", "never_together")


def oriented(pair, relation):
    """Theirs names of `always_before` the later activity first; `never_together` has no order."""
    return (
        tuple(sorted(pair))
        if relation == "never_together"
        else tuple(pair[::-1] if relation == "always_before" else pair)
    )


@pytest.mark.parametrize("name", NAMES)
def test_relations_that_always_hold(name, shared_logs):
    log = shared_logs[name].complete_cases()
    work = as_pm4py_reads(log)
    once = set(work["concept:name"]) - set(
        work["concept:name"][work.duplicated(["case:concept:name", "concept:name"])]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pm4py = pytest.importorskip("pm4py")
        theirs = pm4py.discover_log_skeleton(work, noise_threshold=0.0)
    ours = pm.candidate_rules(log).tables["skeleton"]
    ours = ours[ours.first_activity.isin(once) & ours.second_activity.isin(once)]
    for relation in RELATIONS:
        pairs = {
            oriented(pair, relation) for pair in theirs[relation] if pair[0] != pair[1] and set(pair) <= once
        }
        rows = ours[ours[relation] == 1]
        told = set(zip(rows.first_activity, rows.second_activity, strict=True))
        assert (
            {oriented(pair, relation) for pair in told} == pairs
            if relation == "never_together"
            else told == pairs
        ), relation
