from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.discovery.diversity import diversity, needed
from procmine.discovery.variants import in_one_order
from procmine.errors import WrongOption
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


def test_how_many_variants_cover_how_much():
    """Four cases in three variants: half follow the first, so 80 % and more take all three."""
    found = pm.variants(log_of(a="A 1 > B 2", b="A 1 > C 2", c="A 1 > C 3", d="B 1"))
    assert found.tables["coverage"].values.tolist() == [
        [0.5, 1, 2, 0.5],
        [0.8, 3, 4, 1.0],
        [0.9, 3, 4, 1.0],
        [0.95, 3, 4, 1.0],
        [1.0, 3, 4, 1.0],
    ]
    assert [found.covering(share) for share in (0.1, 0.5, 0.51, 0.75, 1)] == [1, 1, 2, 2, 3]
    assert found.coverage_curve().data[0].y.tolist() == [0.5, 0.75, 1.0]
    for wrong in (0, 1.1):
        with pytest.raises(WrongOption, match="no share"):
            found.covering(wrong)


def test_entropy_singletons_and_what_comes_next():
    row = (
        pm.variants(log_of(a="A 1 > B 2", b="A 1 > C 2", c="A 1 > C 3", d="B 1")).tables["diversity"].iloc[0]
    )
    assert row.entropy_bits == pytest.approx(1.5)  # ½·1 + 2·¼·2
    assert row.normalised_entropy == pytest.approx(1.5 / math.log2(3))
    assert row.effective_variants == pytest.approx(2**1.5)
    assert (row.singletons, row.share_singletons, row.share_cases_singletons, row.share_next_known) == (
        2,
        pytest.approx(2 / 3),
        0.5,
        0.5,
    )


def test_one_variant_is_no_variety():
    row = pm.variants(log_of(a="A 1 > B 2", b="A 1 > B 2")).tables["diversity"].iloc[0]
    assert (row.entropy_bits, row.normalised_entropy, row.effective_variants, row.share_next_known) == (0, 0, 1, 1)  # fmt: skip


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.floats(0.01, 1))
def test_no_fewer_variants_cover_the_share(cases, share):
    ordered = np.sort(np.array(cases))[::-1]
    covered = ordered.cumsum() / ordered.sum()
    many = needed(covered, share)
    assert covered[many - 1] >= share - 1e-9
    assert many == 1 or covered[many - 2] < share


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30))
def test_entropy_lies_between_nothing_and_that_of_equal_variants(cases):
    row = diversity(np.array(cases)).iloc[0]
    slow = -sum(n / sum(cases) * math.log2(n / sum(cases)) for n in cases)
    assert row.entropy_bits == pytest.approx(slow, abs=1e-9)
    assert 0 <= row.normalised_entropy <= 1 + 1e-9
    assert 1 - 1e-9 <= row.effective_variants <= len(cases) + 1e-6
