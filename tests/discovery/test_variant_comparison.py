from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.discovery.alignment import aligned
from procmine.discovery.median_interval import median_interval
from procmine.errors import WrongOption
from procmine.samples import log_of

LETTERS = st.text("ABCD", max_size=7)


def test_two_variants_side_by_side():
    """A B C D (twice) and A C B E: B stands elsewhere, D only in the first, E only in the second."""
    found = pm.variant_comparison(
        log_of(
            a="A 1-2 > B 2-3 > C 3-4 > D 4-5",
            b="A 1-2 > B 2-3 > C 3-4 > D 4-7",
            c="A 1-2 > C 3-4 > B 4-5 > E 5-9",
        )
    )
    rows = [
        (r.activity, r.relation, r.first_position, r.second_position)
        for r in found.frame.fillna(0).itertuples()
    ]
    assert rows == [
        ("A", "both", 1, 1),
        ("B", "other order", 2, 3),
        ("C", "both", 3, 2),
        ("D", "first only", 4, 0),
        ("E", "second only", 0, 4),
    ]
    both = found.tables["variants"]
    assert both.cases.tolist() == [2, 1] and both.median_cycle_hours.tolist() == [5, 8]
    assert both.median_low_hours.isna().all()
    assert "2 steps in common; only the first has D, only the second has E, B comes in another order" in found.headline  # fmt: skip
    assert "too few to tell them apart" in found.headline


def test_medians_are_apart_where_their_intervals_do_not_meet():
    cases = {f"a{n}": f"A 1-2 > B 3-{4 + n / 60:.3f}" for n in range(20)}
    log = log_of(**cases, **{f"b{n}": f"A 1-2 > C 3-{9 + n / 60:.3f}" for n in range(20)})
    found = pm.variant_comparison(log)
    assert found.headline.endswith("5.0 h apart, more than chance.")
    first = found.tables["variants"].iloc[0]
    assert first.median_low_hours < first.median_cycle_hours < first.median_high_hours


def test_numbers_that_no_variant_has_are_refused():
    log = log_of(a="A 1 > B 2", b="A 1 > C 2")
    for options in ({"first": 3}, {"second": 0}, {"first": 2, "second": 2}):
        with pytest.raises(WrongOption, match=r"(v|V)ariant"):
            pm.variant_comparison(log, **options)
    alone = pm.variant_comparison(log_of(a="A 1 > B 2"))
    assert "follow one variant" in alone.headline and set(alone.frame.relation) == {"both"}


@given(LETTERS, LETTERS)
def test_as_much_as_can_be_is_in_one_order_and_every_step_is_there_once(first, second):
    @cache
    def longest(i, j):
        if i == len(first) or j == len(second):
            return 0
        return (
            longest(i + 1, j + 1) + 1 if first[i] == second[j] else max(longest(i + 1, j), longest(i, j + 1))
        )

    steps = aligned(first, second)
    assert sum(step.relation == "both" for step in steps) == longest(0, 0)
    places = [[step[side] for step in steps if step[side]] for side in (2, 3)]
    assert sorted(places[0]) == list(range(1, len(first) + 1)) and sorted(places[1]) == list(
        range(1, len(second) + 1)
    )
    for step in steps:
        assert step.first_position is None or first[step.first_position - 1] == step.activity
        assert step.second_position is None or second[step.second_position - 1] == step.activity
    only = [{s.activity for s in steps if s.relation == r} for r in ("first only", "second only")]
    assert not only[0] & only[1], "what both have left over is in another order"


def test_the_interval_of_a_median_by_ranks():
    """Of ten values the 2nd and the 9th hold it with 97.9 %; of six the ends with 96.9 %; of five none do."""
    assert median_interval(list(range(1, 11))) == (5.5, 2, 9)
    assert median_interval(list(range(1, 7))) == (3.5, 1, 6)
    value, low, high = median_interval([1, 2, 3, 4, 5])
    assert value == 3 and low != low and high != high
