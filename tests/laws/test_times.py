"""Laws that times obey on any log, and slow obvious twins that import nothing of the SQL."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of_rows

DAY = datetime(2024, 3, 4)
work = st.tuples(
    st.sampled_from("ABCDE"),
    st.integers(0, 30),
    st.one_of(st.none(), st.integers(0, 8)),
    st.sampled_from("xyz"),
)
logs = st.lists(st.lists(work, min_size=1, max_size=7), min_size=1, max_size=6)


def rows_of(cases, shift=timedelta()):
    return [
        {"case_id": f"case {i}", "activity": a, "resource": r,
         "started_at": None if lasts is None else DAY + shift + timedelta(hours=at),
         "ended_at": DAY + shift + timedelta(hours=at + (lasts or 0))}
        for i, case in enumerate(cases) for a, at, lasts, r in case
    ]  # fmt: skip


def per_case(log, what):
    return log.sql(f"select case_id, {what} as value from case_span").set_index("case_id").value.to_dict()


def critical(log):
    """Waits plus work on the critical path, by case."""
    return (
        log.sql(
            "select case_id, sum(wait_hours + coalesce(work_hours, 0)) * 3600 as value from event where is_critical group by case_id"
        )
        .set_index("case_id")
        .value.to_dict()
    )


@given(logs)
def test_the_critical_path_adds_up_to_the_cycle_time(cases):
    log = log_of_rows(rows_of(cases))
    assert critical(log) == pytest.approx(per_case(log, "span_seconds"))


@given(logs)
def test_busy_time_equals_a_count_of_every_hour(cases):
    log = log_of_rows(rows_of(cases))
    found = per_case(log, "busy_seconds")
    for i, case in enumerate(cases):
        if any(lasts is not None for _, _, lasts, _ in case):
            hours = {h for _, at, lasts, _ in case if lasts for h in range(at, at + lasts)}
            assert found[f"case {i}"] == len(hours) * 3600
        else:
            assert found[f"case {i}"] != found[f"case {i}"]


@given(logs)
def test_enabling_equals_a_search_through_all_earlier_work(cases):
    log = log_of_rows(rows_of(cases))
    parallel = {frozenset(pair) for pair in log.parallel_pairs}
    for _, case in log.to_pandas().groupby("case_id"):
        done = list(case.itertuples())
        for one in done:
            begins = one.ended_at if one.started_at != one.started_at else one.started_at
            earlier = [
                other for other in done
                if other.position < one.position and other.ended_at <= begins
                and (other.activity == one.activity or frozenset((other.activity, one.activity)) not in parallel)
            ]  # fmt: skip
            latest = max(earlier, key=lambda other: (other.ended_at, other.position), default=None)
            assert (one.enabled_by if isinstance(one.enabled_by, str) else None) == (
                latest.activity if latest else None
            )
            if latest:
                assert one.enabled_at == latest.ended_at
                assert one.wait_hours == (begins - latest.ended_at) / timedelta(hours=1) >= 0


@given(logs, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_where_no_two_tie(cases, chance):
    spread = [
        [
            (a, at * 40 + place * 5 + i, None if lasts is None else lasts, r)
            for place, (a, at, lasts, r) in enumerate(case)
        ]
        for i, case in enumerate(cases)
    ]
    rows = rows_of(spread)
    here, there = log_of_rows(rows), log_of_rows(chance.sample(rows, len(rows)))
    for ask in (
        pm.process_map,
        pm.variants,
        pm.waiting_time if len(rows) > len(cases) else pm.summary,
        pm.rework,
    ):
        assert ask(here).frame.equals(ask(there).frame)


@given(logs)
def test_shifting_the_clock_changes_no_duration(cases):
    here, there = log_of_rows(rows_of(cases)), log_of_rows(rows_of(cases, timedelta(days=14)))
    assert pm.cycle_time(here).frame.equals(pm.cycle_time(there).frame)
    assert pm.workload(here).frame.equals(pm.workload(there).frame)


narrowings = st.sampled_from([
    "passing A", "avoiding B", "slower than 3h", "faster than 9h", "starting with A, B", "ending with C", "variants top 2", "resource = x",
    "activity in (A, C)", "following A -> B", "following A => B within 4h", "between 2024-03-04..2024-03-04 by start", "sample 2", "complete", "only activities A, B",
])  # fmt: skip


@settings(max_examples=8)
@given(logs, st.lists(narrowings, min_size=1, max_size=3))
def test_narrowing_never_adds_and_order_of_clauses_does_not_matter(cases, clauses):
    log = log_of_rows(
        [*rows_of(cases), *rows_of([[("A", 0, 1, "x"), ("B", 2, 1, "y"), ("C", 4, 1, "z")]])[:0]]
    )
    known = set(log.activities) | set(log.resources)
    clauses = [
        c
        for c in clauses
        if all(
            n in known or n not in "ABCxyz"
            for n in c.replace(",", " ").replace("(", " ").replace(")", " ").split()
        )
    ]
    seen = log
    for clause in clauses:
        narrower = seen.filter(clause)
        assert narrower.counts.cases <= seen.counts.cases and narrower.counts.events <= seen.counts.events
        seen = narrower
    backwards = log.filter("; ".join(reversed(clauses))) if clauses else log
    assert backwards.counts == seen.counts
    assert seen.to_pandas().case_id.nunique() == seen.counts.cases
