"""One statement from a view and a SELECT, however the SELECT begins and whatever stands in its comments."""

from __future__ import annotations

import pytest

from procmine.engine import parameters_of
from procmine.samples import log_of

COUNT = "select count(*) as n from event"


@pytest.fixture(scope="module")
def log():
    return log_of(a="A 1 > B 3", b="A 2 > C 9")


@pytest.mark.parametrize(
    "text",
    [
        f"/* how many? */ {COUNT}",
        f"/* how\nmany? */\n-- of all\n  {COUNT};",
        f"-- of all\n\n/* how many? */ with work as (from event) {COUNT}",
        f"with /* of all */ work as (from event) {COUNT}",
        f"with recursive number(i) as (select 1 union all select i + 1 from number where i < 3) {COUNT}, number where i = 3",
        f"WITH RECURSIVE\nwork as (from event) {COUNT}",
        "from event select count(*) as n",
    ],
)
def test_a_select_may_begin_with_comments_and_relations_of_its_own(log, text):
    assert log.sql(text).n.tolist() == [4]
    assert log.passing("B").sql(text).n.tolist() == [2]


def test_parameters_are_not_sought_in_comments_texts_and_names():
    sql = """select $a, '$b -- $c', "price $d" /* $e '*/, $$f$$ -- $g
    from event where x = $h"""
    assert parameters_of(sql) == ("a", "h")
