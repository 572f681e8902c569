"""What nets can do, and which are sound."""

from __future__ import annotations

import pytest

from procmine.errors import CannotAnswer
from procmine.process_models import Net, NotAligned, aligned, is_sound
from procmine.process_models.diagram import net_of
from procmine.process_models.net import Behaviour, TooManyMarkings, Transition

from .models_by_hand import EITHER, LOAN, LOOP, diagram


@pytest.mark.parametrize("model", [LOAN, LOOP, EITHER])
def test_models_in_which_every_case_can_end_are_sound(model):
    assert is_sound(net_of(diagram(model))) is True


def test_a_model_that_gets_stuck_is_not():
    # A choice that is waited for as if both were done.
    assert is_sound(net_of(diagram("start > X1; X1 > Phone > A2; X1 > Write > A2; A2 > end"))) is False


def test_parallel_work_that_is_not_joined_goes_on_for_each_part():
    net = net_of(diagram("start > A1; A1 > Phone > X2; A1 > Write > X2; X2 > Close > end"))
    assert aligned(Behaviour(net), ["Phone", "Write", "Close", "Close"]).deviations == 0
    assert aligned(Behaviour(net), ["Phone", "Write", "Close"]).deviations == 1
    straight = net_of(diagram("start > A1; A1 > Phone > end; A1 > Write > end"))
    assert aligned(Behaviour(straight), ["Write", "Phone"]).deviations == 0
    assert is_sound(straight) is True


def test_a_loop_that_makes_work_without_end_is_given_up_early():
    endless = net_of(diagram("start > X1 > A1; A1 > X1; A1 > Draft > end"))
    found = aligned(Behaviour(endless), ["Draft", "Draft", "Send"])
    assert isinstance(found, NotAligned) and found.looked_at < 5_000 and not found.is_stuck
    assert is_sound(endless) is None


def test_a_model_that_ends_in_parts_is_done_when_all_parts_are():
    net = net_of(diagram("start > A1; A1 > Pack > end1; A1 > Bill > end2"))
    assert net.final == ()
    assert is_sound(net) is True


def test_a_net_without_bounds_is_not_looked_through_for_ever():
    grows = Net(("p", "q"), (Transition("t", "Again", (0,), (0, 1)),), (0,), (1,))
    assert is_sound(grows, most=1000) is None
    with pytest.raises(TooManyMarkings):
        Behaviour(grows, most=10).everything()


def test_an_inclusive_join_without_its_split_has_no_meaning():
    with pytest.raises(CannotAnswer, match="has no partner"):
        net_of(diagram("start > X1; X1 > Phone > O2; X1 > Write > O2; O2 > end"))


def test_a_place_with_two_tokens_gives_two():
    net = Net(("p", "q"), (Transition("t", "Pair", (0, 0), (1,)),), (0, 0), (1,))
    behaviour = Behaviour(net)
    assert [step.label for step in behaviour.steps(0)] == ["Pair"]
    assert behaviour.markings == [(0, 0), (1,)]
    assert Behaviour(Net(net.places, net.transitions, (0,), (1,))).steps(0) == ()
