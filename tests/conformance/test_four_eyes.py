"""Whether one person does what two should do."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName, WrongOption
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY


@pytest.fixture(scope="module")
def orders():
    """Entered and approved: by two, by one, by one of several, by a machine, by nobody known, and never approved."""
    return log_of(
        two="Enter 1 by Ann > Approve 2 by Bea", one="Enter 1 by Ann > Approve 2 by Ann", again="Approve 1 by Cid > Enter 2 by Ann > Enter 3 by Cid",
        machine="Enter 1 by svc_batch > Approve 2 by svc_batch", unknown="Enter 1 > Approve 2 by Ann", alone="Enter 1 by Ann",
    )  # fmt: skip


def test_the_share_is_of_the_cases_with_both(orders):
    row = pm.four_eyes(orders, pairs="Enter & approve").frame.iloc[0]
    assert (row.cases, row.same_hands, row.apart, row.by_machine, row.not_assessable) == (5, 2, 1, 1, 1)
    assert row.share_same == 2 / 3 and row.performers == 4


def test_it_is_told_in_a_sentence_and_by_case(orders):
    found = pm.four_eyes(orders, pairs=[("Enter", "Approve")])
    assert found.headline.startswith(
        "“Enter” and “Approve” were done by the same person in 2 of 3 cases (67 %)."
    )
    assert found.tables["cases"][["case_id", "hands"]].values.tolist() == [["again", "Cid"], ["one", "Ann"]]


def test_unknown_hands_do_not_hide_known_ones():
    log = log_of(
        x="Enter 1 by Ann > Enter 2 > Approve 3 by Ann", y="Enter 1 by Ann > Enter 2 > Approve 3 by Bea"
    )
    row = pm.four_eyes(log, pairs="Enter & Approve").frame.iloc[0]
    assert (row.same_hands, row.apart, row.not_assessable) == (1, 0, 1)


def test_amounts_and_teams():
    rows = [
        {
            "case_id": case,
            "activity": name,
            "ended_at": MONDAY + timedelta(hours=at),
            "resource": who,
            "team": team,
            "value": value,
            "region": f"region {case}",
        }
        for case, value, hands in (("x", 100, "AA"), ("y", 30, "AB"), ("z", 7, "AC"))
        for at, (name, who) in enumerate(zip(("Enter", "Pay"), hands, strict=True))
        for team in ("north" if who in "AB" else "south",)
    ]
    log = log_of_rows(rows)
    row = pm.four_eyes(log, pairs="Enter & Pay", amount="value").frame.iloc[0]
    assert (row.same_hands, row.amount, row.amount_same) == (1, 137, 100)
    row = pm.four_eyes(log, pairs="Enter & Pay", amount="value", of="team").frame.iloc[0]
    assert (row.same_hands, row.amount_same) == (2, 130)
    with pytest.raises(CannotAnswer, match="team changes inside cases"):
        pm.four_eyes(log, pairs="Enter & Pay", amount="team")
    with pytest.raises(CannotAnswer, match="region holds no numbers"):
        pm.four_eyes(log, pairs="Enter & Pay", amount="region")


@settings(max_examples=5)
@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from("ABC"), st.sampled_from(["x", "y", "z", None])), min_size=1, max_size=5
        ),
        min_size=2,
        max_size=15,
    )
)
def test_every_pair_counts_as_a_slow_twin_does(drawn):
    rows = [
        {"case_id": case, "activity": name, "ended_at": MONDAY + timedelta(hours=at), "resource": who}
        for case, pieces in enumerate([*drawn, [("A", "x"), ("B", "y")]]) for at, (name, who) in enumerate(pieces)
    ]  # fmt: skip
    expected = defaultdict(lambda: [0, 0, 0, 0])
    for pieces in [*drawn, [("A", "x"), ("B", "y")]]:
        hands = {name: {who for one, who in pieces if one == name} for name in "ABC"}
        for first, second in product("ABC", repeat=2):
            if first < second and hands[first] and hands[second]:
                same, unknown = (hands[first] & hands[second]) - {None}, None in hands[first] | hands[second]
                verdict = 1 if same else 3 if unknown else 2
                expected[first, second][0] += 1
                expected[first, second][verdict] += 1
    found = pm.four_eyes(log_of_rows(rows)).frame
    told = {
        (row.first_activity, row.second_activity): [row.cases, row.same_hands, row.apart, row.not_assessable]
        for row in found.itertuples()
    }
    assert told == dict(expected)


@pytest.mark.parametrize(
    ("pairs", "fault"),
    [
        ("Enter & Aprove", "No activity is called 'Aprove'"),
        ("Enter", "no pair"),
        ("Enter & Enter", "no pair"),
        ("", "none is said"),
    ],
)
def test_pairs_that_cannot_be_used_say_why(orders, pairs, fault):
    with pytest.raises(WrongOption) as told:
        pm.four_eyes(orders, pairs=pairs)
    assert fault in told.value.found


def test_what_the_log_does_not_know_is_refused(orders):
    with pytest.raises(UnknownName):
        pm.four_eyes(orders, of="team")
    with pytest.raises(CannotAnswer, match="no resources"):
        pm.four_eyes(log_of(x="Enter 1 > Approve 2"))
