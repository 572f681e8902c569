from __future__ import annotations

import procmine as pm
from procmine.samples import log_of
from procmine.store import Circumstances, CompletionRule


def test_counts_are_those_a_reader_sees():
    found = pm.summary(log_of(a="Draft 9-10 by Ann > Send 11 by Bea", b="Draft 9-")).frame.iloc[0]
    assert (found.cases, found.open_cases, found.events, found.activities, found.resources) == (2, 1, 3, 2, 2)
    assert found.share_with_start == 2 / 3


def test_a_rule_for_complete_cases_decides_which_are_open():
    rule = Circumstances(CompletionRule("activity", ("Send",)))
    log = log_of(a="Draft 9 > Send 10", b="Draft 9", c="Send 8 > Reopen 9", circumstances=rule)
    assert pm.summary(log).frame.open_cases.tolist() == [1]
    assert log.open_cases().to_pandas().case_id.unique().tolist() == ["b"]
    assert "assumed complete" not in pm.cycle_time(log).headline


def test_a_closing_activity_that_has_only_begun_closes_nothing():
    rule = Circumstances(CompletionRule("activity", ("Send",)))
    assert pm.summary(log_of(a="Draft 9-10 > Send 10-", circumstances=rule)).frame.open_cases.tolist() == [1]


def test_the_number_of_open_cases_comes_with_what_was_assumed_for_it():
    assert pm.summary(log_of(a="A 1-2", b="A 3-")).headline.endswith("no rule for complete cases was given.")
    assert "assumed" not in pm.summary(log_of(a="A 1-2")).headline
    rule = Circumstances(CompletionRule("activity", ("A",)))
    assert "assumed" not in pm.summary(log_of(a="A 1-2", b="B 3-", circumstances=rule)).headline
