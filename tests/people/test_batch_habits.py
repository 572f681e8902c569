"""Who works in batches, worked by hand and beside a slow twin."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY


def waiting(spans):
    """Each (resource, ready, start, end) as a case: an Ask that ends when the Work is ready."""
    rows = []
    for place, (resource, ready, start, end) in enumerate(spans):
        instants = [MONDAY + timedelta(hours=hour) for hour in (ready, start, end)]
        rows.append({"case_id": place, "activity": "Ask", "started_at": instants[0], "ended_at": instants[0]})
        rows.append(
            {
                "case_id": place,
                "activity": "Work",
                "resource": resource,
                "started_at": instants[1],
                "ended_at": instants[2],
            }
        )
    return log_of_rows(rows, zone="UTC")


def test_a_batch_by_hand():
    """Ann: ready at 1, 2 and 3, done from 5 on without a break: a batch of three gathered for 4 hours; one more at 20.
    Bea takes each as it comes."""
    log = waiting(
        [
            ("Ann", 1, 5, 6),
            ("Ann", 2, 6, 7),
            ("Ann", 3, 7, 8),
            ("Ann", 19, 20, 21),
            ("Bea", 1, 1, 2),
            ("Bea", 3, 3, 4),
        ]
    )
    frame = pm.batch_habits(log).frame.set_index("resource")
    ann, bea = frame.loc["Ann"], frame.loc["Bea"]
    assert (ann.pieces, ann.share_in_batches, ann.batches, ann.median_size, ann.median_gathering_hours) == (
        4,
        0.75,
        1,
        3,
        4,
    )
    assert (bea.pieces, bea.share_in_batches, bea.batches) == (2, 0, 0) and np.isnan(bea.median_size)
    assert (ann.pairs, ann.overtakings, ann.fifo_index) == (3, 0, 1) and np.isnan(bea.fifo_index)


def test_overtaking_is_told_of_the_same_hands():
    """Of three that wait together the last to come is taken first, then the others in order: two of three pairs."""
    log = waiting([("Ann", 1, 6, 7), ("Ann", 2, 7, 8), ("Ann", 3, 5, 6), ("Bea", 4, 4.5, 5)])
    row = pm.batch_habits(log).frame.set_index("resource").loc["Ann"]
    assert (row.pairs, row.overtakings) == (3, 2) and row.fifo_index == pytest.approx(1 / 3)


def weekly(weeks=8, weekday=1, hour=14):
    spans = []
    for week in range(weeks):
        at = (7 * week + weekday) * 24 + hour
        spans += [("Ann", at - 30 - n, at + n / 4, at + (n + 1) / 4) for n in range(4)]
    return spans


def test_a_weekly_rhythm_is_told_and_a_strewn_one_is_not():
    row = pm.batch_habits(waiting(weekly())).frame.iloc[0]
    assert row.fires_on == "Tue 14:00–15:00" and row.median_size == 4 and row.batches == 8
    daily = [
        (who, ready + 24 * (place // 4 % 5), start + 24 * (place // 4 % 5), end + 24 * (place // 4 % 5))
        for place, (who, ready, start, end) in enumerate(weekly())
    ]
    assert pm.batch_habits(waiting(daily)).frame.fires_on.iloc[0] == "14:00–15:00"
    strewn = [
        (who, ready + 31 * (place // 4), start + 31 * (place // 4), end + 31 * (place // 4))
        for place, (who, ready, start, end) in enumerate(weekly(12))
    ]
    assert pd.isna(pm.batch_habits(waiting(strewn)).frame.fires_on.iloc[0])
    assert pd.isna(pm.batch_habits(waiting(weekly(4))).frame.fires_on.iloc[0]), "four batches are no rhythm"


def drawn(seed):
    chance = np.random.default_rng(seed)
    free = {"Ann": 0.0, "Bea": 0.0}
    spans = []
    for _ in range(80):
        who = ("Ann", "Bea")[int(chance.integers(2))]
        start = free[who] + float(chance.choice([0, 0, 1]))
        end = start + float(chance.integers(1, 4))
        spans.append((who, max(0.0, start - float(chance.integers(0, 9))), start, end))
        free[who] = end
    return spans


@pytest.mark.parametrize("seed", range(5))
def test_batches_and_order_by_a_slow_twin(seed):
    spans = drawn(seed)
    frame = pm.batch_habits(waiting(spans)).frame.set_index("resource")
    for who in ("Ann", "Bea"):
        line, groups = sorted(one[1:] for one in spans if one[0] == who), []
        line.sort(key=lambda one: one[1])
        for ready, start, end in line:
            last = groups[-1] if groups else None
            if last and ready <= last[0][1] and start <= max(one[2] for one in last):
                last.append((ready, start, end))
            else:
                groups.append([(ready, start, end)])
        groups = [one for one in groups if len(one) > 1]
        pairs = [(a, b) for a in line for b in line if a[0] < b[0] < a[1]]
        row = frame.loc[who]
        assert row.share_in_batches == pytest.approx(sum(map(len, groups)) / len(line))
        assert row.batches == len(groups) and row.median_size == np.median([len(one) for one in groups])
        assert row.median_gathering_hours == pytest.approx(
            np.median([one[0][1] - min(piece[0] for piece in one) for one in groups])
        )
        assert (row.pairs, row.overtakings) == (len(pairs), sum(b[1] < a[1] for a, b in pairs))


def test_the_noun_itself_finds_the_same_batches():
    """What is worked out beside the noun's file is what the statement shown finds."""
    log = waiting(drawn(9))
    found = pm.batch_habits(log)
    again = log.sql(found.sql, found.bound)
    told = again.drop(columns="people")  # how many stand behind a row is told of roles alone
    pd.testing.assert_frame_equal(told, found.tables["observations"], check_dtype=False)
    assert found.frame.batches.sum() > 5


def test_ends_alone_are_an_upper_bound_and_say_so():
    log = log_of(a="Ask 1 > Work 5 by Ann", b="Ask 2 > Work 6 by Ann", c="Ask 3 > Work 30 by Ann")
    found = pm.batch_habits(log)
    assert found.frame.batches.iloc[0] >= 1 and "No starts are recorded" in found.headline
    with pytest.raises(pm.errors.CannotAnswer, match="No resources"):
        pm.batch_habits(log_of(a="A 1-2 > B 3-4"))
