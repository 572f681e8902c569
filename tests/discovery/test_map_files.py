"""A process map as a file for other tools."""

from __future__ import annotations

import re

import pytest

import procmine as pm
from procmine.errors import WrongOption
from procmine.samples import log_of


@pytest.fixture(scope="module")
def found():
    log = log_of(
        a='Draft 9-10 > Review 11-12 > Draft 13-14 > Review 14-15 > Send "it" 16-17',
        b='Draft 9-10 > Review 11-12 > Send "it" 16-17',
        c="Draft 9-10 > Call 11-12",
        d="Draft 9-",
    )
    return pm.process_map(log)


def test_dot_has_every_box_and_path_with_its_number(found):
    text = found.to_dot()
    assert text.startswith("digraph") and text.count("->") == len(found.frame)
    assert re.search(r'"Draft" -> "Review" \[label="3"\];', text)
    assert r'"Send \"it\"" [label="Send \"it\"\n2"];' in text
    assert '"Draft" -> "Review" [label="1.0 h"];' in found.to_dot(overlay="time")


def test_dot_carries_the_numbers_that_were_chosen():
    log = log_of(a="Draft 9-10 > Review 11-12 > Draft 13-14 > Review 14-15", b="Draft 9-10 > Review 12-13")
    text = pm.process_map(log, frequency="cases", time="total").to_dot()
    assert '"Draft" -> "Review" [label="2"];' in text
    assert '"Draft" -> "Review" [label="3.0 h"];' in pm.process_map(log, time="total").to_dot(overlay="time")


def test_a_model_of_a_map_has_the_names_of_the_log():
    log = log_of(a="(start) 9-10 > Send 11-12")
    assert pm.deviations(log, model=pm.process_map(log).as_model()).frame.empty


def test_as_a_model_it_allows_what_the_log_holds_and_what_the_paths_allow(found):
    log_again = pm.deviations(
        log_of(a="Draft 9-10 > Review 11-12 > Draft 13-14 > Call 15-16", b="Draft 9-10 > Draft 11-12"),
        model=found.as_model(),
    )
    # The first is a way of the map that no case went; after a second Draft the second would have to go on.
    assert set(log_again.frame.deviation) == {"Draft was done again", "Call was skipped"}
    assert found.as_model().activities == ["Call", "Draft", "Review", 'Send "it"']


@pytest.mark.parametrize("ending", [".csv", ".json", ".xlsx", ".svg", ".html", ".dot", ".bpmn"])
def test_it_is_saved_in_the_form_that_the_ending_names(found, tmp_path, ending):
    path = found.save(tmp_path / f"map{ending}")
    assert path.stat().st_size > 100


def test_other_endings_are_refused(found, tmp_path):
    with pytest.raises(WrongOption, match=r"not written as \.pnml"):
        found.save(tmp_path / "map.pnml")
    with pytest.raises(WrongOption, match="without an ending"):
        found.save(tmp_path / "map")


def test_a_map_read_back_as_bpmn_is_the_same_model(found, tmp_path):
    again = pm.read_model(found.save(tmp_path / "map.bpmn"))
    assert again.activities == found.as_model().activities
    assert len(again.diagram.flows) == len(found.as_model().diagram.flows)
