"""Rules that suggest themselves: exact figures, the strongest of what says the same, and asked back."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.conformance.candidate_rules import rounded_up
from procmine.errors import CannotAnswer, WrongOption
from procmine.samples import log_of


def cases(**how_often):
    """So many cases of each sequence of letters, an hour apiece, each case a little later."""
    told = {}
    for letters, times in how_often.items():
        for number in range(times):
            told[f"{letters}{number}"] = " > ".join(
                f"{letter} {2 * place}-{2 * place + 1}" for place, letter in enumerate(letters)
            )
    return log_of(**told)


@pytest.fixture(scope="module")
def found():
    """Always S first and E last; A then B, once the other way round; X or Y, never both."""
    return pm.candidate_rules(cases(SAXBE=20, SAYBE=20, SBXAE=1, SAYBBE=3), confidence=0.9)


def rules_of(found):
    return set(found.frame.rule)


def test_what_nearly_always_holds_is_found_and_what_follows_from_it_is_left_out(found):
    """B before E holds beside the end, which says nothing of what comes before it; A before E follows from A before B."""
    assert rules_of(found) == {
        "init(S)", "end(E)", "exactly(S, 1)", "exactly(E, 1)", "exactly(A, 1)", "exactly(B, 1)", "succession(A, B)", "not_coexistence(X, Y)",
        "chain_precedence(A, X)", "chain_precedence(A, Y)", "chain_precedence(B, E)", "chain_response(X, B)", "chain_response(Y, B)", "chain_response(S, A)",
        "chain_response(S, A) within 2h", "response(A, B) within 3h", "chain_response(X, B) within 1h", "chain_response(Y, B) within 1h",
    }  # fmt: skip


def test_the_figures_are_those_of_the_rules_asked_back(found):
    log = cases(SAXBE=20, SAYBE=20, SBXAE=1, SAYBBE=3)
    again = pm.rules(log, rules=found.parameters["rules"]).frame.set_index("rule")
    told = found.frame.set_index("rule")
    assert again.satisfied.reindex(told.index).tolist() == told.satisfied.tolist()
    assert again.violated.reindex(told.index).tolist() == told.violated.tolist()
    assert (told.share_satisfied >= 0.9).all() and (told.share_applicable >= 0.1).all()


def test_a_slip_stands_out(found):
    row = found.frame.set_index("rule").loc["succession(A, B)"]
    assert (row.applicable, row.satisfied, row.violated) == (44, 43, 1)
    assert row.meaning == "Each A is followed by B, each B preceded by A"


def test_they_can_be_saved_and_asked(found, tmp_path):
    path = tmp_path / "found.toml"
    found.to_toml(path)
    assert "# Each A is followed by B, each B preceded by A.\n[[rule]]" in path.read_text(encoding="utf-8")
    assert set(pm.rules(cases(SAXBE=2, SAYBE=2), rules=path).frame.rule) == rules_of(found)


def test_open_cases_are_no_evidence():
    log = log_of(a="S 1 > E 2", b="S 1 > E 2", c="S 1-")
    found = pm.candidate_rules(log)
    assert found.frame.applicable.max() == 2 and [one.reason for one in found.excluded] == [
        "in open cases, which may keep or break it yet"
    ]
    with pytest.raises(CannotAnswer, match="No case of this view is finished"):
        pm.candidate_rules(log.open_cases())


def test_the_skeleton_tells_how_often_each_relation_holds(found):
    told = found.tables["skeleton"].set_index(["first_activity", "second_activity"])
    assert told.loc[
        ("A", "B"), ["always_after", "always_before", "never_together", "directly_after"]
    ].tolist() == [43 / 44, 43 / 44, 0, 0]
    assert told.loc[("X", "Y"), "never_together"] == 1 and told.loc[("A", "B"), "equally_often"] == 41 / 44
    assert told.loc[("S", "A"), "directly_after"] == 43 / 44


def test_times_are_bound_by_the_longest_seen_and_rounded_up(found):
    times = found.tables["times"].set_index("rule")
    assert times.loc["succession(A, B)", ["waits", "median_hours"]].tolist() == [43, 3]
    assert [rounded_up(hours) for hours in (0.05, 0.99, 1, 7.2, 48, 49)] == [
        "5min",
        "60min",
        "1h",
        "8h",
        "48h",
        "3d",
    ]


def test_an_answer_that_begins_before_the_end_of_what_asks_bounds_no_time():
    """A stage A from 1 to 6 with B from 2 to 4 within it: each wait is four hours less than nothing."""
    found = pm.candidate_rules(
        log_of(**{f"c{number}": "S 0-1 > A 1-6 > B 2-4 > E 9-10" for number in range(20)})
    )
    assert "chain_succession(A, B)" in rules_of(found) and not [
        rule for rule in rules_of(found) if "within" in rule
    ]
    times = found.tables["times"].set_index("rule").loc["chain_succession(A, B)"]
    assert (times.waits, times.longest_hours, times.high_hours, times.within) == (20, -4, 0, "0min")


@pytest.mark.parametrize("options", [{"support": 0}, {"confidence": 1.5}, {"most": 0}])
def test_what_is_no_share_is_refused(options):
    with pytest.raises(WrongOption):
        pm.candidate_rules(cases(AB=2), **options)


def test_a_succession_that_holds_on_each_side_and_not_in_both_stands_as_two():
    """82 cases of A and B, 9 of A alone, 9 of B alone: each side 82 of 91 (0.901), both of them 82 of 100."""
    found = pm.candidate_rules(cases(SABE=82, SAE=9, SBE=9), support=0.05)
    assert (found.frame.share_satisfied >= 0.9).all()
    assert {"response(A, B)", "precedence(A, B)"} & rules_of(found) or {
        "chain_response(A, B)",
        "chain_precedence(A, B)",
    } <= rules_of(found)
    assert not any("succession(A, B)" in rule for rule in rules_of(found))


def test_no_more_are_told_than_asked_for():
    assert len(pm.candidate_rules(cases(SAXBE=20, SAYBE=20, SBXAE=1, SAYBBE=3), most=3).frame) == 3
