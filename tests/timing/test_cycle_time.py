from __future__ import annotations

import math
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.store import Circumstances, CompletionRule
from procmine.timing.kaplan_meier import quantile, restricted_mean, survival


@pytest.fixture(scope="module")
def log():
    """Finished after 2, 3, 3 and 6 hours; open for 3, 5 and 8."""
    rule = Circumstances(CompletionRule("activity", ("Close",)), extracted_at=datetime(2024, 3, 4, 20))
    ends = {"a": (1, 3), "b": (1, 4), "c": (2, 5), "d": (3, 9)}
    opened = {"e": 17, "f": 15, "g": 12}
    cases = {name: f"Open {start} > Close {end}" for name, (start, end) in ends.items()} | {
        name: f"Open {at}" for name, at in opened.items()
    }
    return log_of(**cases, circumstances=rule)


def test_open_cases_count_as_lasting_at_least_so_long(log):
    found = pm.cycle_time(log)
    row = found.frame.iloc[0]
    assert (row.cases, row.open_cases, row.median_hours, row.closed_mean_hours) == (7, 3, 6, 3.5)
    assert math.isnan(row.p85_hours), "undecided, so unknown"
    curve = found.tables["curve"].set_index("hours").still_going
    assert curve.round(6).to_dict() == {2: 0.857143, 3: 0.571429, 5: 0.571429, 6: 0.285714, 8: 0.285714}


def test_bands_are_the_log_log_interval(log):
    at_six = pm.cycle_time(log).tables["curve"].set_index("hours").loc[6]
    assert (round(at_six.low, 4), round(at_six.high, 4)) == (0.0144, 0.6906)


durations = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30)


@given(durations)
def test_the_curve_equals_scipy(seen):
    from scipy.stats import CensoredData, ecdf

    hours = np.array([float(h) for h, _ in seen])
    closed = np.array([int(c) for _, c in seen])
    curve = survival(hours, closed, 1 - closed, np.zeros(len(seen)))
    oracle = ecdf(CensoredData(uncensored=hours[closed == 1], right=hours[closed == 0])).sf
    np.testing.assert_allclose(curve.still_going, oracle.evaluate(curve.hours.to_numpy()), atol=1e-12)


@given(durations, st.integers(0, 12))
def test_another_open_case_never_lowers_the_curve(seen, hours):
    def curve(rows):
        h, c = np.array([float(x) for x, _ in rows]), np.array([int(y) for _, y in rows])
        return survival(h, c, 1 - c, np.zeros(len(rows)))

    before, after = curve(seen), curve([*seen, (hours, False)])
    joined = before.merge(after, on="hours")
    assert (joined.still_going_y >= joined.still_going_x - 1e-12).all()


def test_cases_that_join_late_do_not_make_the_typical_case_look_long():
    """Exponential stays of mean 20 (median 13.86) seen through a window of 60 days."""
    chance = np.random.default_rng(3)
    start = chance.uniform(-200, 60, 20000)
    lasts = chance.exponential(20, 20000)
    is_seen = start + lasts > 0
    closed = (start + lasts <= 60)[is_seen].astype(int)
    hours = np.where(closed, lasts[is_seen], 60 - start[is_seen])
    entry = np.maximum(0, -start)[is_seen]
    assert quantile(survival(hours, closed, 1 - closed, entry), 0.5) == pytest.approx(13.86, abs=0.8)
    assert quantile(survival(hours, closed, 1 - closed, entry * 0), 0.5) > 17


def test_cases_of_before_the_window_join_when_they_come_into_sight():
    told = Circumstances(observed_from=datetime(2024, 3, 4, 10))
    found = pm.cycle_time(log_of(old="A 2 > B 12", new="A 11 > B 14", gone="A 1 > B 3", circumstances=told))
    assert found.tables["observations"][["hours", "entry_hours"]].values.tolist() == [[3, 0], [10, 8]]
    assert [(one.reason, one.cases, one.events) for one in found.excluded] == [
        ("in cases that ended before the observation began", 1, 2)
    ]


seen_late = st.lists(
    st.tuples(st.integers(0, 12), st.booleans(), st.integers(0, 12)).map(
        lambda one: (one[0], one[1], min(one[0], one[2]))
    ),
    min_size=1,
    max_size=30,
)


@given(seen_late)
def test_the_curve_equals_the_product_taken_one_by_one(seen):
    """Also where something ends the moment it comes into sight, as happens on working time over a weekend."""
    hours, closed, entry = (np.array(column, dtype=float) for column in zip(*seen, strict=True))
    curve = survival(hours, closed, 1 - closed, entry)
    going, expected = 1.0, {}
    for t in sorted({h for h, _, e in seen if e < h or e == 0}):
        at_risk = [one for one in seen if one[0] >= t and (one[2] < t or one[2] == 0)]
        going *= 1 - sum(h == t and c and (e < h or e == 0) for h, c, e in seen) / len(at_risk)
        expected[t] = going
    assert curve.set_index("hours").still_going.to_dict() == pytest.approx(expected)
    assert curve.still_going.between(0, 1).all()
    assert curve.still_going.is_monotonic_decreasing
    assert (curve.ended <= curve.at_risk).all()


def test_a_case_that_ends_as_the_observation_begins_was_never_in_sight():
    told = Circumstances(observed_from=datetime(2024, 3, 4, 10))
    found = pm.cycle_time(log_of(at="A 2 > B 10", new="A 11 > B 14", circumstances=told))
    assert found.tables["observations"].hours.tolist() == [3]
    assert found.excluded[0].cases == 1


def test_a_case_that_ends_on_the_weekend_it_came_into_sight_tells_nothing_on_working_time():
    told = Circumstances(observed_from=datetime(2024, 3, 9))
    seen = {f"t{n}": "A 9-10 > B 129-130" for n in range(5)} | {
        f"n{n}": f"A 177-178 > B {178 + n}-{179 + n}" for n in range(4)
    }
    found = pm.cycle_time(log_of(zone="UTC", circumstances=told, **seen), calendar="Mon-Fri 09:00-17:00")
    assert found.tables["curve_worked"].still_going.tolist() == pytest.approx([0.75, 0.5, 0.25, 0])
    assert found.frame.median_worked_hours.iloc[0] == 3


def test_groups_are_values_of_a_case_attribute():
    at = datetime(2024, 1, 1)
    rows = [
        {"case_id": i, "activity": a, "ended_at": at + timedelta(hours=h), "region": "NS"[i % 2]}
        for i in range(4)
        for a, h in (("A", 0), ("B", i + 1))
    ]
    found = pm.cycle_time(log_of_rows(rows), by="region").frame
    assert found.group.tolist() == ["N", "S"]
    assert found.median_hours.tolist() == [1, 2]


def test_an_attribute_that_varies_inside_cases_cannot_group_cases():
    at = datetime(2024, 1, 1)
    log = log_of_rows([{"case_id": 1, "activity": a, "ended_at": at, "team": a} for a in "AB"])
    with pytest.raises(pm.errors.CannotAnswer, match="varies inside cases"):
        pm.cycle_time(log, by="team")


def grouped(**sizes: tuple[int, int]):
    """A log of groups: so many cases that last so many hours."""
    rows = [
        {"case_id": f"{group}{n}", "activity": "A", "group": group, "started_at": datetime(2024, 3, 4),
         "ended_at": datetime(2024, 3, 4) + timedelta(hours=hours)}
        for group, (cases, hours) in sizes.items() for n in range(cases)
    ]  # fmt: skip
    return log_of_rows(rows)


def test_only_groups_that_are_large_enough_are_compared():
    found = pm.cycle_time(grouped(large=(20, 3), other=(25, 2), tiny=(1, 40), small=(19, 1)), by="group")
    assert found.headline.startswith(
        "large is slowest: half of its cases take up to 3.0 h, against 2.0 h for other. 2 smaller groups are not compared."
    )
    one = pm.cycle_time(grouped(large=(20, 3), tiny=(1, 40)), by="group").headline
    assert one.startswith("Half of the cases of large take up to 3.0 h. 1 smaller group is not compared.")
    none = pm.cycle_time(grouped(small=(19, 3), tiny=(1, 40)), by="group").headline
    assert none.startswith("None of the 2 groups has the 20 cases it takes to compare them.")


ASSUMED = "The log is assumed to have been extracted at its latest event."


def test_an_assumed_extraction_is_told_where_open_cases_last_until_it():
    opened, finished = log_of(a="A 1-2", b="A 3-"), log_of(a="A 1-2", b="A 3-4")
    told = log_of(a="A 1-2", b="A 3-", circumstances=Circumstances(extracted_at=datetime(2024, 3, 5)))
    for question in (pm.cycle_time, pm.throughput):
        assert ASSUMED in question(opened).headline
        assert ASSUMED not in question(finished).headline + question(told).headline


def test_one_case_open_for_long_does_not_press_the_others_together():
    cases = {f"c{n}": f"A 0-{n}" for n in range(1, 101)}
    aged = pm.cycle_time(log_of(**cases, old="A 0-", late="A 4999-5000"))
    axis = aged.figure().layout.xaxis
    assert axis.range[1] == pytest.approx(99, abs=1)
    assert "drawn as far as 99 % of the finished cases took" in axis.title.text
    assert aged.tables["curve"].hours.max() == 5000
    assert pm.cycle_time(log_of(**cases)).figure().layout.xaxis.range is None


def windowed(cases=3000, mean=480.0, window=1440.0, seed=3):
    """Cases that begin all through 60 days and last 20 days in the mean, whatever happens; what lasts longer is open."""
    chance = np.random.default_rng(seed)
    begins, lasts = np.sort(chance.uniform(0, window, cases)), chance.exponential(mean, cases)
    monday, rows = datetime(2024, 3, 4), []
    for number, (begin, length) in enumerate(zip(begins, lasts, strict=True)):
        rows.append(
            {"case_id": number, "activity": "Open", "ended_at": monday + timedelta(hours=float(begin))}
        )
        if begin + length <= window:
            rows.append(
                {
                    "case_id": number,
                    "activity": "Close",
                    "ended_at": monday + timedelta(hours=float(begin + length)),
                }
            )
    rule = Circumstances(
        CompletionRule("activity", ("Close",)), extracted_at=monday + timedelta(hours=window)
    )
    return log_of_rows(rows, circumstances=rule, zone="UTC")


@pytest.fixture(scope="module")
def steady():
    return windowed()


def test_finished_cases_alone_would_make_an_unchanging_process_look_fast(steady):
    """The true median is 13.9 d; of finished cases alone it is about 9, and the headline says so."""
    found = pm.cycle_time(steady)
    row = found.frame.iloc[0]
    assert row.median_hours / 24 == pytest.approx(20 * math.log(2), rel=0.08)
    assert row.closed_mean_hours / 24 < 14, "and their mean about 12 where 20 is true"
    seen = found.tables["observations"]
    finished = float(np.median(np.repeat(seen.hours, seen.closed)))
    assert finished / 24 < 11
    assert f"Of finished cases alone half would seem to take up to {finished / 24:.1f} d." in found.headline


def test_young_cohorts_are_told_as_such_and_nothing_is_called_faster(steady):
    found = pm.cycle_time(steady, by="week")
    frame = found.frame
    assert frame.group.tolist() == sorted(frame.group)
    mean = frame.closed_mean_hours.dropna()
    assert mean.iloc[0] > 2 * mean.iloc[-1], "a plain mean by week of arrival falls though nothing changes"
    shares = 1 - frame.open_cases / frame.cases
    assert (frame.is_mature == (shares >= 0.9)).all() and not frame.is_mature.iloc[-1]
    assert "not told: more than a tenth of the cases is still open" in found.headline
    assert found.figure().data


def test_a_restricted_mean_is_the_area_under_the_curve(log):
    """Until 6 h: 2 h all, 1 h of 6/7, 3 h of 4/7 still going."""
    curve = pm.cycle_time(log).tables["curve"]
    assert restricted_mean(curve, 6) == pytest.approx(2 + 6 / 7 + 3 * 4 / 7)
    assert math.isnan(restricted_mean(curve, 9)), "nobody was seen for so long"


def test_without_open_cases_the_restricted_mean_is_the_mean():
    found = pm.cycle_time(log_of(a="A 0-3", b="A 0-5", c="A 0-10"))
    row = found.frame.iloc[0]
    assert row.restricted_mean_hours == pytest.approx(6) and row.closed_mean_hours == 6 and row.is_mature
    assert found.parameters["within_hours"] == 10
