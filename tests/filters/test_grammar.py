"""The text of a filter reads back as itself, whatever names hold; what cannot be read is refused kindly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procmine.errors import WrongFilter
from procmine.filters import Clause, Filters, parse

names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12
).filter(lambda t: t == t.strip())
some_names = st.lists(names, min_size=1, max_size=3).map(tuple)
seconds = st.floats(1, 10**7).map(round).map(float)
clauses = st.one_of(
    st.builds(lambda n, v, o: Clause("compare", (n,), (v,), o), names, names, st.sampled_from(["=", "!=", "<", "<=", ">", ">="])),
    st.builds(lambda n, v, o: Clause("in", (n,), v, o), names, some_names, st.sampled_from(["in", "not in"])),
    st.builds(lambda n, o: Clause("missing", (n,), (), o), names, st.sampled_from(["is missing", "is not missing"])),
    st.builds(lambda k, n: Clause(k, n), st.sampled_from(["passing", "avoiding", "starting", "ending"]), some_names),
    st.builds(lambda a, b, o, w: Clause("following", (a, b), w, o), names, names, st.sampled_from(["->", "=>"]), st.one_of(st.just(()), st.tuples(seconds))),
    st.builds(lambda k, s: Clause(k, (), (s,)), st.sampled_from(["slower", "faster"]), seconds),
    st.builds(lambda o, n: Clause("only", n, (), o), st.sampled_from(["activities", "resources"]), some_names),
    st.builds(lambda k, s: Clause("sample", (), (k, s)), st.integers(1, 10**6), st.integers(0, 99)),
    st.sampled_from([Clause("complete"), Clause("open"), Clause("variants", (), (5.0,), "top"), Clause("variants", (), (0.8,), "share"),
                     Clause("between", (), ("2026-01-01", "2026-03-31"), "start"), Clause("between", (), ("2026-01-01T10:00", "2026-01-01T12:00"), "active")]),
)  # fmt: skip

all_clauses = st.recursive(
    clauses,
    lambda inner: st.lists(
        inner.filter(lambda c: not c.is_projection), min_size=1, max_size=2, unique=True
    ).map(lambda held: Clause("except", (), tuple(held))),
    max_leaves=4,
)


@given(st.lists(all_clauses, max_size=4))
def test_a_filter_reads_back_as_itself(given_clauses):
    filters = Filters().and_also(*given_clauses)
    assert parse(str(filters)) == filters


@pytest.mark.parametrize(
    "text",
    ["nonsense", "= 3", "region =", "a in North", "a in (North", "between 2026-01-01", "between 2026-13-01..2026-14-01", "between 2026-02-01..2026-01-01",
     "variants 3", "slower than soon", "following A B", "passing", "complete now", "sample many", "region = North South (x)",
     "except", "except ()", "except (passing", "except (nonsense)", "except (only activities A)", "except (passing A) b", "except passing A"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_an_example(text):
    with pytest.raises(WrongFilter) as refusal:
        parse(text)
    assert refusal.value.found and refusal.value.cure


def test_the_words_that_open_a_clause_are_those_that_are_read():
    from procmine.filters.grammar import _OPENINGS
    from procmine.filters.tokens import OPENINGS

    assert set(_OPENINGS) == set(OPENINGS)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_breaks(text):
    try:
        filters = parse(text)
    except WrongFilter:
        return
    assert parse(str(filters)) == filters


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("72h", 259200),
        ("3d", 259200),
        ("30min", 1800),
        ("1d 12h", 129600),
        ("2w", 1209600),
        ("1.5 hours", 5400),
    ],
)
def test_durations_are_read_in_the_units_people_write(text, seconds):
    (clause,) = parse(f"slower than {text}")
    assert clause.values == (seconds,)


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("Coût (€) > 1000", '"Coût (€)" > 1000'),
        ("Order, net <= 5", '"Order, net" <= 5'),
        ("Time in days > 3", '"Time in days" > 3'),
        ("region = North (EU)", 'region = "North (EU)"'),
        ("Size! = big", '"Size!" = big'),
        ("not passing Pay", "Write avoiding Pay"),
        ("not avoiding Pay, Check", "Write passing Pay, Check"),
        ("not complete", "Write open"),
        ("only activities in (A, B)", "Write only activities A, B"),
        ("passing (A, B)", "Write passing A, B"),
    ],
)
def test_what_is_nearly_a_filter_is_shown_as_one(text, cure):
    with pytest.raises(WrongFilter) as refused:
        parse(text)
    assert refused.value.cure.endswith(cure)
    parse(cure.removeprefix("Write "))
