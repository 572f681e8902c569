from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.samples import log_of, log_of_rows


def test_what_waits_and_what_is_in_hand_by_the_day():
    """Monday 0-24: A is in hand for 12 h; B waits from 12 to 36, so 12 h of Monday, and is in hand from 36 to 48."""
    found = pm.load_over_time(log_of(zone="UTC", a="A 0-12 by Ann > B 36-48 by Bea"), period="day")
    rows = found.frame[["mean_in_hand", "mean_waiting", "mean_with_queue", "peak_in_hand", "busy_hours", "completions"]]  # fmt: skip
    assert rows.values.tolist()[:2] == [[0.5, 0.5, 1, 1, 12, 1], [0.5, 0.5, 1, 1, 12, 0]]
    assert found.headline.startswith("In the mean 0.5 pieces of work are in hand and 0.5 wait")


def test_a_group_carries_what_its_people_took_up():
    found = pm.load_over_time(log_of(a="A 0-12 by Ann > B 18-24 by Bea"), by="resource", period="day").frame
    monday = found[found.period_at == found.period_at.min()].set_index("group")
    assert monday.mean_waiting.to_dict() == {"Ann": 0, "Bea": 0.25}
    assert monday.mean_in_hand.to_dict() == {"Ann": 0.5, "Bea": 0.25}


def test_ends_alone_have_nothing_in_hand():
    with pytest.raises(CannotAnswer, match="what is in hand is not known"):
        pm.load_over_time(log_of(a="A 9 by Ann"))


pieces = st.lists(
    st.tuples(st.integers(0, 90), st.integers(0, 60), st.sampled_from("xy")), min_size=1, max_size=8
)


@given(pieces)
def test_every_hour_counted_alone_gives_the_same(work):
    start = datetime(2024, 3, 4)
    rows = [{"case_id": n, "activity": "A", "resource": who, "started_at": start + timedelta(hours=s), "ended_at": start + timedelta(hours=s + d)}
            for n, (s, d, who) in enumerate(work)]  # fmt: skip
    if not any(d for _, d, _ in work):
        return
    found = pm.load_over_time(log_of_rows(rows, zone="UTC"), by="resource", period="day").frame
    first, last = min(s for s, _, _ in work), max(s + d for s, d, _ in work)
    for row in found.itertuples():
        day = round((row.period_at.tz_convert("UTC").tz_localize(None) - start) / timedelta(days=1))
        hours = [h for h in range(day * 24, day * 24 + 24) if first <= h < last]
        at_once = [sum(s <= h < s + d for s, d, who in work if who == row.group) for h in hours]
        if hours:
            assert row.mean_in_hand == pytest.approx(sum(at_once) / len(hours))
            assert row.busy_hours == pytest.approx(sum(n > 0 for n in at_once))
            assert row.peak_in_hand == max(at_once)
        assert row.completions == sum(who == row.group and day * 24 <= s + d < day * 24 + 24 for s, d, who in work)  # fmt: skip
