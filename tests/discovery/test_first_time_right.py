from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.discovery.first_time_right import wilson
from procmine.errors import CannotAnswer
from procmine.samples import log_of

CASES = {
    "ok1": "Ask 1-2 > Check 2-3 > Pay 3-4",
    "ok2": "Ask 1-2 > Check 2-3 > Pay 3-4",
    "ok3": "Ask 1-2 > Check 2-4 > Check 3-5 > Pay 5-6",  # side by side
    "again": "Ask 1-2 > Check 2-3 > Check 3-5 > Pay 5-6",
    "refused": "Ask 1-2 > Check 2-3 > Refuse 3-4 > Pay 4-5",
    "skips": "Ask 1-2 > Pay 2-3",
    "open": "Ask 1-2 > Ask 2-3 > Check 3-",
}
LOG = log_of(**CASES)


def test_right_the_first_time_is_done_once_not_rejected_and_whole():
    found = pm.first_time_right(LOG, rejections="Refuse")
    told = found.frame.set_index("activity")
    assert told.loc["Check", ["role", "cases", "passed_cases", "repeated_cases", "skipped_cases"]].tolist() == ["expected", 6, 4, 1, 1]  # fmt: skip
    assert told.loc["Refuse", ["role", "cases", "passed_cases", "rejected_cases"]].tolist() == [
        "rejection",
        6,
        5,
        1,
    ]
    assert told.loc["Check", "rework_hours"] == 2 and told.loc["Ask", "rework_hours"] == 0
    row = found.tables["yield"].iloc[0]
    assert (row.cases, row.right_cases, row.share_right) == (6, 3, 0.5)
    assert row.rolled_throughput_yield == pytest.approx(4 / 6 * 5 / 6)
    assert (
        "50 % of 6 finished cases go right the first time (19 % to 81 %); rolled throughput yield 56 %."
        in found.headline
    )
    assert found.headline.split("yield ")[1].startswith(
        "56 %. Most often Check is done again in 1 case and is skipped in 1 case."
    )


def test_what_may_be_repeated_and_what_is_no_rejection():
    log = LOG
    assert pm.first_time_right(log).tables["yield"].right_cases.iloc[0] == 4, (
        "Refuse is then one activity among others"
    )
    found = pm.first_time_right(log, repeatable="Check", rejections="Refuse")
    assert found.tables["yield"].right_cases.iloc[0] == 4


def test_open_cases_are_neither_right_nor_wrong():
    assert pm.first_time_right(LOG).excluded[0].cases == 1
    with pytest.raises(CannotAnswer, match="No case is finished"):
        pm.first_time_right(LOG.open_cases())


def test_what_a_view_hides_is_not_called_right():
    with pytest.raises(CannotAnswer, match="Work is hidden inside the cases"):
        pm.first_time_right(LOG.only(activities=["Check"]))


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_all(found):
    low, high = wilson(*found)
    assert 0 <= low <= found[0] / found[1] + 1e-12 and found[0] / found[1] - 1e-12 <= high <= 1


def test_the_interval_of_wilson_as_published():
    low, high = wilson(81, 263)  # Newcombe (1998): 0.2553 to 0.3662
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@settings(max_examples=3)
@given(st.lists(st.text("ABC", min_size=1, max_size=4), min_size=5, max_size=25))
def test_a_slow_twin_calls_the_same_cases_right_and_the_same_work_skipped(traces):
    log = log_of(
        **{
            f"c{n}": " > ".join(f"{name} {i}-{i + 1}" for i, name in enumerate(t))
            for n, t in enumerate(traces)
        }
    )
    expected = {name for name in "ABC" if sum(name in t for t in traces) >= 0.8 * len(traces)}
    right = sum(len(set(t)) == len(t) and expected <= set(t) for t in traces)
    row = pm.first_time_right(log).tables["yield"].iloc[0]
    assert row.right_cases == right
    failing = pm.first_time_right(log).frame.assign(failing=lambda f: f.cases - f.passed_cases).failing
    assert row.share_right <= 1 - failing.max() / len(traces) + 1e-9, (
        "no more can be right than pass any one activity"
    )
    skipped = pm.skipped_work(log).frame
    assert dict(zip(skipped.activity, skipped.skipped_cases, strict=True)) == {
        name: sum(name not in t for t in traces) for name in expected
    }
