from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.people.working_together import meeting_by_chance
from procmine.samples import log_of, log_of_rows


def test_two_who_share_two_of_four_cases():
    found = pm.working_together(
        log_of(
            a="A 1 by Ann > B 2 by Bea",
            b="A 1 by Bea > B 2 by Ann > A 3 by Bea",
            c="A 1 by Ann",
            d="A 1 by Cid",
        )
    )
    rows = found.frame.set_index(["first_resource", "second_resource"])
    pair = rows.loc[("Ann", "Bea")]
    assert (pair.cases, pair.first_cases, pair.second_cases) == (2, 3, 2)
    assert (pair.share_of_first, pair.share_of_second) == (pytest.approx(2 / 3), 1)
    assert (pair.expected_cases, pair.lift) == (1.5, pytest.approx(4 / 3))
    assert rows.loc[("Ann", "Cid")].cases == 0
    assert "Ann and Bea share most cases: 2 cases, 67 % of Ann's and 100 % of Bea's." in found.headline


def test_chance_is_that_of_the_hypergeometric_distribution():
    """Of 40 cases Ann and Bea have 20 each; that none is shared has a chance that can be counted."""
    found = pm.working_together(
        log_of(**{f"c{n}": f"A 1 by {'Ann' if n < 20 else 'Bea'} > B 2 by Cid" for n in range(40)})
    )
    rows = found.frame.set_index(["first_resource", "second_resource"])
    assert rows.q_value[("Ann", "Bea")] == pytest.approx(min(1, 3 * 2 * hypergeom(40, 20, 20).cdf(0)))
    assert rows.q_value[("Ann", "Cid")] == 1 and rows.lift[("Ann", "Cid")] == 1
    assert "0 meet more often and 1 less often than by chance. 1 pair never meets" in found.headline


def test_alone_nobody_works_together_and_nameless_work_is_told():
    assert "nobody works together" in pm.working_together(log_of(a="A 1 by Ann", b="A 1 by Bea")).headline
    found = pm.working_together(log_of(a="A 1 by Ann > B 2 by Bea > C 3"))
    assert [(one.reason, one.events) for one in found.excluded] == [("no resource recorded", 1)]
    with pytest.raises(CannotAnswer, match="no resources"):
        pm.working_together(log_of(a="A 1"))


def test_a_case_of_sixty_one_hands_is_left_out_and_told():
    start = datetime(2024, 3, 4)
    rows = [{"case_id": "all", "activity": "A", "resource": f"r{n}", "ended_at": start + timedelta(hours=n)} for n in range(61)]  # fmt: skip
    rows += [{"case_id": "two", "activity": "A", "resource": f"r{n}", "ended_at": start} for n in range(2)]
    found = pm.working_together(log_of_rows(rows))
    assert found.frame.cases.tolist() == [1] and found.excluded[0].events == 61
    assert "more than sixty" in found.excluded[0].reason


hands = st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=5), min_size=1, max_size=10)


@given(hands)
def test_a_count_with_sets_gives_the_same(cases):
    found = pm.working_together(
        log_of(**{f"c{n}": " > ".join(f"A {h} by {who}" for h, who in enumerate(one)) for n, one in enumerate(cases)})
    )  # fmt: skip
    for row in found.frame.itertuples():
        of_first = {n for n, one in enumerate(cases) if row.first_resource in one}
        of_second = {n for n, one in enumerate(cases) if row.second_resource in one}
        assert row.cases == len(of_first & of_second)
        assert (row.share_of_first, row.share_of_second) == (row.cases / len(of_first), row.cases / len(of_second))  # fmt: skip
    people = sorted({who for one in cases for who in one})
    assert len(found.frame) == len(people) * (len(people) - 1) // 2


def test_pairs_that_are_not_listed_count_among_those_judged():
    """Of 220 people 110 pairs share twelve cases each; with all 24,090 pairs looked at a chance of p has a q of 219 p."""
    start = datetime(2024, 3, 4)
    rows = [
        {"case_id": f"{pair} {n}", "activity": "A", "resource": f"r{pair} {side}", "ended_at": start}
        for pair in range(110) for n in range(12) for side in "ab"
    ]  # fmt: skip
    found = pm.working_together(log_of_rows(rows)).frame
    assert len(found) == 110 and set(found.cases) == {12}
    p = 2 * hypergeom(110 * 12, 12, 12).sf(11)
    assert found.q_value.tolist() == pytest.approx([p * 24090 / 110] * 110)


def test_what_chance_brings_is_that_of_the_hypergeometric_distribution():
    """Against scipy one by one: exact for small counts, near for large ones; a fixed count is no surprise."""
    drawn = np.random.default_rng(1)
    for most, near in ((2_000, 1e-9), (60_000, 3e-3)):
        n = drawn.integers(5, most, 500)
        k, m = ((drawn.random(500) * n).astype(int) for _ in range(2))
        s = np.clip(
            hypergeom.rvs(n, k, m, random_state=drawn) + drawn.integers(-5, 6, 500), np.maximum(0, k + m - n), np.minimum(k, m)
        )  # fmt: skip
        chance = hypergeom(n, k, m)
        expected = np.clip(2 * np.minimum(chance.cdf(s), chance.sf(s - 1)), 0, 1)
        assert meeting_by_chance(s, n, k, m) == pytest.approx(expected, abs=near)
    assert meeting_by_chance(*(np.array([one]) for one in (7, 9, 9, 7))) == [1]
