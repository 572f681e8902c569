"""Fitness, precision, simplicity: worked by hand."""

from __future__ import annotations

import pytest

from procmine.process_models import Behaviour, all_aligned, f_score, fitness, precision, simplicity, walked
from procmine.process_models.diagram import net_of

from .models_by_hand import LOAN, LOOP, diagram

CASES = {("Draft", "Review", "Send"): 3, ("Draft", "Send"): 1}


def judged(model, cases):
    behaviour = Behaviour(net_of(diagram(model)))
    return behaviour, all_aligned(behaviour, cases, 10_000, 100_000)


def test_fitness_by_hand():
    # One case of four lacks a piece: 1 deviation of 3 × (3 + 3) + (2 + 3) there could be.
    behaviour, alignments = judged(LOOP, CASES)
    assert fitness(behaviour, CASES, alignments) == pytest.approx(1 - 1 / 23)


def test_precision_by_hand():
    # Draft is all that may begin (4 of 4); then Review alone is allowed (4, all done, since Send counts as what was done there);
    # after Draft, Review both Send and Mend are allowed: 3 of 6. In all 3 of 4 + 4 + 6 escape.
    behaviour, _ = judged(LOOP, CASES)
    assert precision(behaviour, CASES) == pytest.approx(1 - 3 / 14)


def test_a_flower_fits_everything_and_is_hardly_precise():
    flower = "start > X1; X1 > Draft > X1; X1 > Review > X1; X1 > Send > X1; X1 > end"
    behaviour, alignments = judged(flower, CASES)
    assert fitness(behaviour, CASES, alignments) == 1
    assert precision(behaviour, CASES) < 0.5
    assert f_score(1.0, 0.25) == pytest.approx(0.4)


def test_a_sequence_is_as_simple_as_can_be():
    assert simplicity(net_of(diagram("start > Draft > Send > end"))) == 1
    assert simplicity(net_of(diagram(LOAN))) < 1


def test_what_takes_too_long_is_left_out_of_the_judgement():
    behaviour = Behaviour(net_of(diagram(LOOP)))
    assert all_aligned(behaviour, CASES, 2, 100) == {}
    assert fitness(behaviour, CASES, {}) is None
    enough_for_one = all_aligned(behaviour, {next(iter(CASES)): 3}, 10_000, 100)[next(iter(CASES))].looked_at
    assert set(all_aligned(behaviour, CASES, 10_000, enough_for_one)) == {next(iter(CASES))}


def test_how_often_each_part_was_walked():
    behaviour, alignments = judged(
        LOOP, {("Draft", "Review", "Mend", "Draft", "Review", "Send"): 2, ("Draft", "Send"): 1}
    )
    times = walked(behaviour.net, [(found, 2 if len(one) > 2 else 1) for one, found in alignments.items()])
    assert [times[name] for name in ("Draft", "Review", "Mend", "Send", "start", "end")] == [5, 4, 2, 3, 3, 3]
    assert times["f1"] == 5  # from the gateway to Draft; the skipped Review was gone by all the same
    assert times["f2"] == 5
