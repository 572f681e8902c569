"""The order and the rhythm in which waiting work is taken up."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY


def test_the_later_overtakes_where_it_is_taken_up_first():
    """B of a, b and c is ready at 1, 2 and 3; taken up at 9, 4 and 6: of three pairs a is overtaken in two."""
    log = log_of(a="A 0-1 > B 9-10", b="A 1-2 > B 4-5", c="A 2-3 > B 6-7")
    row = pm.queue_discipline(log).frame.set_index("activity").loc["B"]
    assert (row.waits, row.pairs, row.overtakings) == (3, 3, 2)
    assert round(row.fifo_index, 6) == round(1 / 3, 6)


def test_work_that_became_ready_at_one_instant_is_no_pair():
    row = pm.queue_discipline(log_of(a="A 0-1 > B 9-10", b="A 0-1 > B 4-5")).frame.iloc[0]
    assert row.pairs == 0 and pd.isna(row.fifo_index)


def test_who_overtakes_whom():
    """Urgent work of b overtakes that of a; c, as urgent, comes after b as it should."""
    rows = [
        {"case_id": case, "activity": name, "rush": rush, "started_at": MONDAY + timedelta(hours=begin), "ended_at": MONDAY + timedelta(hours=end)}
        for case, rush, ready, taken in (("a", "no", 1, 9), ("b", "yes", 2, 4), ("c", "yes", 3, 5))
        for name, begin, end in (("A", 0, ready), ("B", taken, taken + 1))
    ]  # fmt: skip
    table = (
        pm.queue_discipline(log_of_rows(rows), by="rush")
        .tables["overtakings"]
        .set_index(["group", "overtaken_group"])
    )
    assert table.loc[("yes", "no")].tolist() == [2, 2]
    assert table.loc[("yes", "yes")].tolist() == [1, 0]
    assert table.loc[("no", "yes")].tolist() == [0, 0]


def test_a_rhythm_is_told_by_few_hours_of_the_week():
    """B is taken up on Mondays at 15, C in another hour each time."""
    rows = [
        {"case_id": n, "activity": name, "started_at": at, "ended_at": at + timedelta(minutes=10)}
        for n in range(40)
        for name, at in (
            ("A", MONDAY + timedelta(days=7 * n, hours=8)),
            ("B", MONDAY + timedelta(days=7 * n, hours=15, minutes=n)),
            ("C", MONDAY + timedelta(days=7 * n + 1, hours=n % 20)),
        )
    ]
    found = pm.queue_discipline(log_of_rows(rows, zone="UTC"))
    frame = found.frame.set_index("activity")
    assert (
        frame.loc["B", "half_in_hours"],
        frame.loc["B", "busiest_weekday"],
        frame.loc["B", "busiest_hour"],
    ) == (1, 1, 15)
    assert frame.loc["B", "busiest_share"] == 1 and frame.loc["C", "half_in_hours"] == 10
    assert (
        "B has the strictest rhythm: half of it is taken up in 1 hour of the week, 100 % on Mon 15:00–16:00."
        in found.headline
    )


def test_gathering_a_batch_is_part_of_the_waiting():
    """Reports are ready at 9, 10 and 11, all begun at 12: of 3 + 2 + 1 hours a batch is gathered for 2 + 1."""
    log = log_of(
        a="A 8-9 by Ann > B 12-13 by Bea",
        b="A 8-10 by Cid > B 12-13 by Bea",
        c="A 8-11 by Dan > B 12-13 by Bea",
    )
    assert pm.queue_discipline(log).frame.gathered_share.tolist() == [0.5]


@settings(max_examples=6)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from("BC")), min_size=1, max_size=9)
)
def test_pairs_and_overtakings_counted_one_by_one(drawn):
    log = log_of(**{f"c{n}": f"A {ready}-{ready} > {name} {ready + wait}-{ready + wait + 1}" for n, (ready, wait, name) in enumerate(drawn)})  # fmt: skip
    frame = pm.queue_discipline(log).frame.set_index("activity")
    for name in {name for _, _, name in drawn}:
        queue = [(ready, ready + wait) for ready, wait, one in drawn if one == name]
        pairs = [(i, o) for i in queue for o in queue if i[0] < o[0] < i[1]]
        assert frame.loc[name, "pairs"] == len(pairs)
        assert frame.loc[name, "overtakings"] == sum(o[1] < i[1] for i, o in pairs)


def test_many_activities_over_centuries_are_counted_as_well():
    stray = log_of_rows(
        [
            {"case_id": f"{name}{n}", "activity": activity, "started_at": at, "ended_at": at}
            for name in range(700) for n in range(2)
            for activity, at in (("A", MONDAY + timedelta(hours=n)), (f"B{name}", MONDAY + timedelta(hours=9 - n)))
        ]
        + [{"case_id": "stray", "activity": "A", "started_at": MONDAY.replace(year=2600), "ended_at": MONDAY.replace(year=2600)}]
    )  # fmt: skip
    frame = pm.queue_discipline(stray).frame
    assert len(frame) == 700 and set(frame.pairs) == set(frame.overtakings) == {1}
