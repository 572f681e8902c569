"""A rule survives its own text: what is shown, copied, kept and saved asks the same again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.conformance.rule_files import RuleSet, rule_set, toml_of
from procmine.conformance.rule_text import parts_of, rule_of
from procmine.errors import WrongOption

NAMES = ["Pay", "10", " AML Check", "when", "Within reason", "same-day", "a, b", "x (y)", "Accept or reject", 'say "no"', "ever; after", "Cut # here"]  # fmt: skip
names = st.sampled_from(NAMES)
CONDITIONS = ["", "amount > 500", "same = different", "delivery = same-day", '"when" in (target, within)']


@st.composite
def rules(draw):
    """A rule of two activities with all that it may say."""
    first, second = draw(names), draw(names)
    parts = {"template": "response", "first": [first], "second": [second] if second != first else ["Other"]}
    parts |= {word: said for word in ("when", "target") if (said := draw(st.sampled_from(CONDITIONS)))}
    parts |= {"same": draw(st.sampled_from(["resource", "target", "Order no"]))}
    return rule_of(parts, "")


@given(rules())
@settings(max_examples=60)
def test_a_rule_read_from_its_own_text_is_the_same(rule):
    again = rule_of(parts_of(rule.text), "")
    assert again == rule
    assert rule_set(RuleSet((rule,)).text).rules[0].text == rule.text


@given(rules())
@settings(max_examples=20)
def test_a_rule_read_from_its_own_file_is_the_same(rule):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / "rules.toml"
        file.write_text(toml_of(RuleSet((rule,))), encoding="utf-8")
        (again,) = rule_set(file).rules
    assert again.text == rule.text


def test_a_file_is_not_written_with_a_rule_left_out():
    faulty = rule_set("absence(A); respnse(A, B)")
    assert len(faulty.rules) == 1 and faulty.faults
    with pytest.raises(WrongOption, match="respnse"):
        toml_of(faulty)


def test_numbers_as_names_are_no_counts(tmp_path):
    (tmp_path / "codes.csv").write_text("case,activity,end\n1,10,2026-03-01 08:00\n1,20,2026-03-01 09:00\n")
    log = pm.read(tmp_path / "codes.csv", case="case", activity="activity", ended_at="end", zone="UTC")
    found = pm.rules(log, rules='response("10", "20")')
    assert found.frame.satisfied.tolist() == [1]
    assert pm.rules(log, rules=found.parameters["rules"]).frame.satisfied.tolist() == [1]
