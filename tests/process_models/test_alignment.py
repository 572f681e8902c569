"""Walking a sequence beside a model: worked by hand, by a slow obvious twin, and as pm4py does."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmine.process_models import Alignment, Behaviour, NotAligned, aligned
from procmine.process_models.diagram import net_of

from .models_by_hand import EITHER, LOAN, LOOP, diagram


def walk(model, *activities, **options):
    """The moves in letters: `Draft` both, `+Draft` only recorded, `-Draft` only foreseen; silent steps are left out."""
    net = net_of(diagram(model))
    found = aligned(Behaviour(net), activities, **options)
    told = []
    for move in found.moves:
        label = None if move.transition is None else net.transitions[move.transition].label
        if move.position is None:
            told += [] if label is None else [f"-{label}"]
        else:
            told.append(
                activities[move.position] if move.transition is not None else f"+{activities[move.position]}"
            )
    assert found.deviations == sum(one[0] in "+-" for one in told)
    return told


def test_what_fits_costs_nothing():
    assert walk(LOAN, "Receive", "Income", "Credit", "Grant") == ["Receive", "Income", "Credit", "Grant"]
    assert walk(LOOP, *["Draft", "Review", "Mend", "Draft", "Review", "Send"]) == [
        "Draft",
        "Review",
        "Mend",
        "Draft",
        "Review",
        "Send",
    ]


def test_skipped_added_and_moved_work():
    assert walk(LOAN, "Receive", "Credit", "Grant") == ["Receive", "Credit", "-Income", "Grant"]
    assert walk(LOAN, "Receive", "Call", "Credit", "Income", "Refuse") == [
        "Receive",
        "+Call",
        "Credit",
        "Income",
        "Refuse",
    ]
    assert walk(LOAN, "Credit", "Receive", "Income", "Grant") == [
        "+Credit",
        "Receive",
        "Income",
        "-Credit",
        "Grant",
    ]


def test_of_an_open_case_nothing_is_missed_that_may_come():
    assert walk(LOAN, "Receive", "Credit", is_open=True) == ["Receive", "Credit"]
    assert walk(LOAN, "Receive", "Credit") == ["Receive", "Credit", "-Income", "-Grant"]
    assert walk(LOAN, "Receive", "Grant", is_open=True) == ["Receive", "+Grant"]


def test_one_or_more_branches_of_an_inclusive_choice():
    for some in (["Phone"], ["Write"], ["Phone", "Write"], ["Write", "Phone"]):
        assert walk(EITHER, *some, "Close") == [*some, "Close"]
    assert walk(EITHER, "Close") in (["-Phone", "Close"], ["-Write", "Close"])
    assert walk(EITHER, "Phone", "Phone", "Close") == ["Phone", "+Phone", "Close"]


def test_a_search_that_grows_too_large_is_given_up_and_says_so():
    found = aligned(Behaviour(net_of(diagram(LOAN))), ["Receive", "Income", "Grant"], most=3)
    assert isinstance(found, NotAligned) and found.looked_at <= 4
    few = aligned(Behaviour(net_of(diagram(LOAN)), most=2), ["Receive", "Income", "Grant"])
    assert isinstance(few, NotAligned)


def test_what_fits_is_found_at_once_however_much_could_have_been_done_beside_it():
    branches = "; ".join(f"A1 > X{n}; X{n} > B{n} > X{n}; X{n} > A2" for n in range(1, 15))
    model = f"start > A1; {branches}; A2 > end"
    done = [f"B{1 + n % 14}" for n in range(40)]
    found = aligned(Behaviour(net_of(diagram(model))), done)  # 2 to the 14th markings
    assert found.deviations == 0 and found.looked_at < 5_000


def sequences_of(model, longest):
    """All that a model allows up to a length, walked one by one: the twin needs no search."""
    behaviour = Behaviour(net_of(diagram(model)))
    found, waiting = set(), [((), 0)]
    while waiting:
        done, state = waiting.pop()
        if behaviour.is_final(state):
            found.add(done)
        for step in behaviour.steps(state):
            after = done if step.label is None else (*done, step.label)
            if len(after) <= longest:
                waiting.append((after, step.state))
    return found


def apart(a, b):
    """The fewest pieces to take out of both until they are the same."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, j in itertools.product(range(len(a) + 1), range(len(b) + 1)):
        if i == 0 or j == 0:
            table[i][j] = i + j
        else:
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] if a[i - 1] == b[j - 1] else i + j,
            )
    return table[-1][-1]


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (LOAN, "Receive Credit Income Grant Refuse Call"),
        (LOOP, "Draft Review Mend Send"),
        (EITHER, "Phone Write Close"),
    ],
)
def test_no_walk_is_shorter_than_the_shortest_to_any_sequence_that_is_allowed(model, names):
    allowed = sequences_of(model, 11)
    behaviour = Behaviour(net_of(diagram(model)))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(names.split()), max_size=6))
    def law(done):
        found = aligned(behaviour, done)
        assert isinstance(found, Alignment)
        assert found.deviations == min(apart(done, one) for one in allowed)
        assert (found.deviations == 0) == (tuple(done) in allowed)
        # As far as an open case has come it is no further from the model than a finished one.
        assert aligned(behaviour, done, is_open=True).deviations <= found.deviations

    law()
