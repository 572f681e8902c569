from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.discovery.variants import in_one_order
from procmine.samples import log_of


def test_variants_are_ranked_by_cases_then_by_names():
    log = log_of(a="B 1 > A 2", b="A 1 > B 2", c="A 1 > C 2", d="A 1 > C 3")
    found = pm.variants(log).frame
    assert found.activities.tolist() == [["A", "C"], ["A", "B"], ["B", "A"]]
    assert found.cases.tolist() == [2, 1, 1]
    assert found.cumulative_share.tolist() == [0.5, 0.75, 1.0]
    assert found.median_cycle_hours.tolist() == [1.5, 1, 1]


def test_an_id_is_the_number_in_the_whole_log_whatever_the_view():
    log = log_of(a="A 1 > B 2", b="A 1 > B 2", c="A 1 > C 2", d="A 1 > D 9", e="A 1 > D 8")
    kept = log.passing("C", "D").slower_than(hours=0.5)
    found = pm.variants(kept).frame
    assert found.activities.tolist() == [["A", "D"], ["A", "C"]]
    assert found.variant.tolist() == [1, 2] and found.id.tolist() == [2, 3]
    for row in found.itertuples():
        assert kept.variants(int(row.id)).counts.cases == row.cases
    assert pm.variants(log).frame.id.tolist() == [1, 2, 3]


def test_merged_and_shortened_sequences_have_no_number_in_the_log():
    log = log_of(a="A 1 > B 2", b="A 1 > C 2")
    assert pm.variants(log.only(activities=["A"])).frame.id.isna().all()
    assert pm.variants(log, form="canonical").frame.id.isna().all()


def test_two_at_one_instant_keep_the_order_of_the_source():
    assert pm.variants(log_of(a="Z 9 > A 9")).frame.activities.tolist() == [["Z", "A"]]


def test_repeats_in_a_row_are_collapsed_for_the_eye():
    assert pm.Workspace and pm.variants(log_of(a="A 1 > A 2 > B 3")).collapsed(["A", "A", "B"]) == [
        "A ×2",
        "B",
    ]


@given(st.lists(st.sampled_from("ABCD"), max_size=7), st.randoms())
def test_the_canonical_order_is_one_for_all_orders_of_parallel_neighbours(trace, chance):
    parallel = {frozenset("AB"), frozenset("CD"), frozenset("BC")}
    swapped = list(trace)
    for _ in range(10):
        if len(swapped) > 1:
            place = chance.randrange(len(swapped) - 1)
            if frozenset(swapped[place : place + 2]) in parallel:
                swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
    assert in_one_order(swapped, parallel) == in_one_order(trace, parallel)
