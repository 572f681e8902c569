"""Rules for complete cases: by any event, or by the last; work after the completing activity is told."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import UnknownName, WrongOption
from procmine.importers.options import completion_rule
from procmine.samples import log_of
from procmine.store import Circumstances, CompletionRule

CASES = {
    "a": "Open 9 > Done 10",
    "b": "Open 9 > Done 10 > Reopen 11",
    "c": "Open 9 > Done 10 > Reopen 11 > Done 12",
    "d": "Open 9",
    "e": "Open 9 > Cancel 10",
}


def read(**told):
    return log_of(**CASES, circumstances=Circumstances(completion_rule(told["rule"])))


def open_cases(log):
    return sorted(log.open_cases().to_pandas().case_id.unique())


def notes(log):
    return log.sql("select message from notes where check_name = 'work-after-completion'").message.tolist()


@pytest.mark.parametrize(
    ("rule", "left_open"),
    [
        ("activity = Done", ["d", "e"]),
        ("activity in (Done, Cancel)", ["d"]),
        ("ends with Done", ["b", "d", "e"]),
        ("Ends with  Done, Cancel", ["b", "d"]),
        ("ending with Done, Cancel", ["b", "d"]),
    ],
)
def test_a_rule_looks_at_any_event_or_at_the_last(rule, left_open):
    assert open_cases(read(rule=rule)) == left_open


def test_cases_that_go_on_after_completion_are_told_with_the_other_rule():
    log = read(rule="activity in (Done, Cancel)")
    assert notes(log) == ["1 case has work after Done, Cancel and counts as complete all the same."]
    (cure,) = log.sql("select repair from notes").repair
    assert "--complete-when 'ends with Done, Cancel'" in cure
    assert notes(read(rule="ends with Done, Cancel")) == []
    assert (
        notes(log_of(a="Open 9 > Done 10", circumstances=Circumstances(completion_rule("activity = Done"))))
        == []
    )


def test_last_work_that_has_only_begun_completes_nothing():
    rule = Circumstances(completion_rule("ends with Send"))
    assert pm.summary(log_of(a="Draft 9-10 > Send 10-", circumstances=rule)).frame.open_cases.tolist() == [1]


@pytest.mark.parametrize("names", [("Done",), ("Done", "Not in stock"), ("a..b", 'say "so"', "Ümläut, x")])
def test_a_rule_is_written_as_it_is_read(names):
    for rule in (
        CompletionRule("activity", names),
        CompletionRule("activity", names, True),
        CompletionRule("Is it in", names),
    ):
        assert completion_rule(str(rule)) == rule


def test_a_rule_that_cannot_be_meant_is_refused():
    for text in ("ends with", "ends with Done; open", "starting with Open", "ends Done", "status != Done"):
        with pytest.raises(WrongOption, match="no rule for complete cases"):
            completion_rule(text)
    with pytest.raises(UnknownName, match="Did you mean 'Done'"):
        read(rule="ends with Dome")


def test_the_import_itself_tells_of_work_after_completion(tmp_path):
    rows = "1,Open,2026-01-01\n1,Done,2026-01-02\n1,Reopen,2026-01-03\n2,Open,2026-01-01\n2,Done,2026-01-02\n"
    (tmp_path / "log.csv").write_text(f"case_id,activity,timestamp\n{rows}")
    from procmine.importers import ImportOptions

    _, imported = pm.open(tmp_path / "w").add(
        tmp_path / "log.csv", ImportOptions(complete_when="activity = Done")
    )
    assert "1 case has work after Done and counts as complete all the same." in [
        n.message for n in imported.notes
    ]
    log = pm.read(tmp_path / "log.csv", complete_when="ends with Done")
    assert log.facts["completion"] == "ends with Done"
    assert pm.summary(log).frame.open_cases.tolist() == [1]
