"""What a log knows of its cases and its work."""

from __future__ import annotations

from datetime import timedelta

import pytest

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.store import Circumstances, CompletionRule


@pytest.fixture(scope="module")
def found():
    """40 cases of two pieces of work: what is known when."""
    rows = []
    for case in range(40):
        done = case < 28
        for place, name in enumerate(("Open", "Close") if done else ("Open",)):
            rows.append({
                "case_id": case, "activity": name, "ended_at": MONDAY + timedelta(hours=case + place * (case * 37 % 11 + 1)), "resource": "xy"[place] if place else None,
                "region": "NS"[case % 2], "amount": case * 10, "ticket no": f"T{case}", "wished for": f"2024-05-{1 + case % 28:02d}", "all alike": "yes",
                "verdict": "fine" if done else None, "screen": "A" if name == "Close" else None, "code": f"{case % 3:03d}",
            })  # fmt: skip
    told = Circumstances(CompletionRule("activity", ("Close",)), extracted_at=MONDAY + timedelta(hours=200))
    return pm.attributes(log_of_rows(rows, circumstances=told))


def test_each_attribute_with_its_level_kind_and_what_is_missing(found):
    told = found.frame.set_index("attribute")
    assert told.level.to_dict() == {
        "all alike": "case", "amount": "case", "code": "case", "region": "case", "screen": "case", "ticket no": "case", "verdict": "case", "wished for": "case",
        "activity": "work", "resource": "work",
    }  # fmt: skip
    assert told.kind.to_dict() == {
        "all alike": "constant", "amount": "number", "code": "kinds", "region": "kinds", "screen": "constant", "ticket no": "names", "verdict": "constant",
        "wished for": "instant", "activity": "kinds", "resource": "constant",
    }  # fmt: skip
    assert told.share_missing[["region", "verdict", "resource"]].tolist() == [0, 0.3, pytest.approx(40 / 68)]
    assert told.loc["amount", ["low", "lower_quartile", "median", "upper_quartile", "high"]].tolist() == [
        0,
        97.5,
        195,
        292.5,
        390,
    ]
    assert told.loc["code", "median"] != told.loc["code", "median"]  # 007 is a code


def test_what_is_set_later_is_told_with_why(found):
    told = found.frame.set_index("attribute").known_later
    assert told["region"] == told["amount"] == told["wished for"] == ""
    assert told["verdict"] == "set later: 0 of 12 open cases have it, 28 of 28 finished ones"
    assert told["screen"].startswith("set later")
    assert (
        "the others not: screen and verdict. Much is missing of screen (30 %) and verdict (30 %)."
        in found.headline
    )


def test_the_values_are_counted(found):
    values = found.tables["values"]
    assert values[values.attribute == "region"][["value", "pieces", "share"]].values.tolist() == [
        ["N", 20, 0.5],
        ["S", 20, 0.5],
    ]
    assert (values.groupby("attribute").size() <= 20).all()


def test_a_view_tells_of_its_own_cases_and_a_bare_log_says_that_nothing_is_known():
    log = log_of_rows([
        {"case_id": case, "activity": name, "ended_at": MONDAY, "region": "NS"[case % 2], "step": step}
        for case in range(4) for name, step in (("A", None), ("B", "x"))
    ])  # fmt: skip
    told = pm.attributes(log.where(region="N")).frame.set_index("attribute")
    assert told.loc["region", ["values", "known", "top_value"]].tolist() == [1, 2, "N"]
    bare = pm.attributes(log_of(x="A 1", y="A 2"))
    assert (
        bare.headline
        == "Beyond activity and times nothing is known of cases and work: no column became an attribute."
    )


def test_what_the_first_work_does_not_have_is_known_later():
    log = log_of_rows([
        {"case_id": case, "activity": name, "ended_at": MONDAY + timedelta(hours=at), "step": step}
        for case in range(6) for at, (name, step) in enumerate((("A", None), ("B", "x"), ("C", "y")))
    ])  # fmt: skip
    told = pm.attributes(log).frame.set_index("attribute")
    assert told.level["step"] == "work" and told.known_later["step"] == "not known as cases begin"
