from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.discovery.prefix_tree import Sequences, prefix_tree
from procmine.errors import WrongOption
from procmine.samples import log_of

FIVE = log_of(
    a="A 1-2 > B 2-3 > C 3-4",
    b="A 1-2 > B 2-3 > C 3-4",
    c="A 1-2 > B 2-3",
    d="A 1-2 > B 2-3 > D 3-",
    e="E 1-2",
)


def test_ways_part_where_cases_do_something_else_or_end():
    found = pm.variant_tree(FIVE)
    rows = [tuple(row) for row in found.frame.fillna({"parent": 0}).itertuples(index=False)]
    assert rows == [
        (1, 0, 0, ["A", "B"], 4, 0.8, 0.8, 1, 0, 0, 0),  # c ends here
        (2, 1, 2, ["C"], 2, 0.4, 0.5, 2, 0, 0, 0),
        (3, 1, 2, ["D"], 1, 0.2, 0.25, 0, 1, 0, 0),  # d is open
        (4, 0, 0, ["E"], 1, 0.2, 0.2, 1, 0, 0, 0),
    ]
    assert (
        found.headline
        == "80 % of the 5 cases begin with A and take 2 steps together, then C (50 %) and D (25 %)."
    )


def test_what_is_cut_is_told_where_it_leaves():
    found = pm.variant_tree(FIVE, most=2)
    assert found.frame.activities.tolist() == [["A", "B"], ["C"]]
    assert found.frame[["cut_cases", "cut_branches"]].values.tolist() == [[1, 1], [0, 0]]
    assert "2 branches shown; 2 cases (40 %) leave it into smaller ones." in found.headline
    for most in (0, 1001):
        with pytest.raises(WrongOption, match="cannot be shown"):
            pm.variant_tree(FIVE, most=most)


def test_hidden_work_is_in_no_branch():
    shown = pm.variant_tree(FIVE.only(activities=["A", "C"])).frame
    assert shown.activities.tolist() == [["A"], ["C"]] and shown.cases.tolist() == [4, 2]


@given(
    st.dictionaries(
        st.text("ABC", min_size=1, max_size=6),
        st.tuples(st.integers(1, 9), st.integers(0, 3)),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 9),
)
def test_each_branch_holds_the_cases_that_begin_like_it(ways, most):
    """The slow twin counts the cases of every beginning; each branch adds up from what ends, stands, goes on and is cut."""
    names = sorted(ways)
    cases = np.array([sum(ways[name]) for name in names])
    found = prefix_tree(Sequences([list(name) for name in names], cases, np.array([ways[n][1] for n in names])), most)  # fmt: skip
    twin = Counter()
    for name, many in zip(names, cases, strict=True):
        for depth in range(1, len(name) + 1):
            twin[name[:depth]] += int(many)
    begins = {}
    for row in found.itertuples():
        begins[row.branch] = begins.get(row.parent, "") + "".join(row.activities)
        assert twin[begins[row.branch]] == row.cases
        under = found[found.parent == row.branch].cases.sum()
        assert row.cases == row.ended_cases + row.open_cases + under + row.cut_cases
        assert row.ended_cases == ways.get(begins[row.branch], (0, 0))[0]
    assert len(found) <= most and len(set(begins.values())) == len(found)
    everything = prefix_tree(Sequences([list(name) for name in names], cases, 0 * cases), 1000)
    assert everything.cut_cases.sum() == 0 and everything.ended_cases.sum() == cases.sum()
