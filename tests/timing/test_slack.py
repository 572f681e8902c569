"""Which work could have taken longer: by hand, by a slow twin, and by playing each case again."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import procmine as pm
from procmine.engine import assemble, engine
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.store import Circumstances
from procmine.store.completion import CompletionRule
from procmine.timing.propagation import case_ends

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def branches():
    return log_of(
        c1="A 0-1 by r1 > B 2-5 by r1 > C 3-4 by r2 > D 6-7 by r2",
        c2="A 1-2 by r1 > C 2-3 by r2 > B 3-6 by r1 > D 8-9 by r2",
        zone="Europe/Berlin",
    )


def test_the_shorter_branch_has_the_time_until_the_longer_one_ended(branches):
    frame = pm.slack(branches).frame.set_index("activity")
    assert frame.total_slack_hours.to_dict() == {"C": 1 + 3, "A": 0, "B": 0, "D": 0}
    assert frame.share_critical.to_dict() == {"C": 0, "A": 1, "B": 1, "D": 1}
    row = frame.loc["C"]
    assert (row.pieces, row.share_with_slack, row.median_slack_hours) == (2, 1, 2)
    assert pd.isna(frame.loc["A"].median_slack_hours)


def test_the_headline_tells_room_and_where_there_is_none(branches):
    told = pm.slack(branches).headline
    assert told.startswith("C has the most room: 100 % of it could have taken longer, by 2.0 h in the median")
    assert "A, B and D always lie on the critical path" in told


def test_a_plain_chain_has_none():
    found = pm.slack(log_of(a="A 0-1 > B 2-5 > C 7-8", b="A 0-1 > B 1-5"))
    assert found.frame.total_slack_hours.tolist() == [0, 0, 0] and found.headline.startswith(
        "No work has slack"
    )


def test_what_nothing_waits_for_has_until_the_end_of_its_case():
    log = log_of(a="A 0-1 > B 2-9 > C 3-4", b="A 0-1 > B 2-9 > C 3-5")
    assert pm.slack(log).frame.set_index("activity").total_slack_hours.to_dict() == {"C": 9, "A": 0, "B": 0}


def test_at_the_end_of_an_open_case_it_is_not_known():
    rule = Circumstances(CompletionRule("activity", ("D",)))
    found = pm.slack(
        log_of(a="A 0-1 > B 2-9 > C 3-4", b="A 0-1 > B 2-9 > C 3-5 > D 10-11", circumstances=rule)
    )
    frame = found.frame.set_index("activity")
    assert frame.unknown_pieces.to_dict() == {"A": 0, "B": 1, "C": 1, "D": 0}
    assert (frame.loc["C"].share_with_slack, frame.loc["C"].total_slack_hours) == (1, 4)
    assert "Of 2 pieces at the end of open cases it is not known yet." in found.headline


def test_hidden_work_still_waits(branches):
    shown = pm.slack(branches.only(activities=["C"])).frame
    assert shown[["activity", "pieces", "total_slack_hours"]].values.tolist() == [["C", 2, 4]]


def test_of_two_that_end_together_neither_has_slack():
    log = log_of(a="A 0-1 > B 2-5 > C 3-5 > D 6-7", b="A 0-1 > B 2-5 > C 3-5 > D 6-7")
    assert pm.slack(log).frame.total_slack_hours.sum() == 0


def test_work_beside_it_does_not_wait_for_it():
    """In x, B ends at 2. C, which runs beside B, becomes ready at 3 and does not wait for B; D and E wait, D from 5 on."""
    twice = "A 0-1 > X 1-2 > B 2-5 > C 3-4 > D 6-7 > E 7-8"
    log = log_of(x="A 0-1 > B 1-2 > X 1-3 > C 3-5 > D 5-6 > E 6-7", y=twice, z=twice)
    assert log.parallel_pairs == [("B", "C")]
    frame = pm.slack(log).frame.set_index("activity")
    assert frame.total_slack_hours.to_dict() == {"B": 3, "C": 2, "A": 0, "D": 0, "E": 0, "X": 0}


def test_the_working_part_of_slack_by_the_calendar_of_who_did_it(tmp_path):
    """From Monday 16:00, when C ends, to Tuesday 10:00, when B does: an hour of Monday and one of Tuesday for Cid, none for Eve."""
    text = "A 8-9 by Ann > B 9-34 by Ann > C 15-16 by {} > D 35-36 by Ann"
    log = log_of(a=text.format("Cid"), b=text.format("Eve"), zone="UTC")
    (tmp_path / "who.toml").write_text(
        '[resources]\n"*" = "Mon-Fri 09:00-17:00"\n"Eve" = "Sat 09:00-17:00"\n'
    )
    row = pm.slack(log, calendar=str(tmp_path / "who.toml")).frame.set_index("activity").loc["C"]
    assert (row.total_slack_hours, row.total_slack_worked_hours) == (36, 2)


def test_where_nothing_has_ended_it_is_refused():
    with pytest.raises(pm.errors.CannotAnswer, match="No work of this view has ended"):
        pm.slack(log_of(a="A 9-"))


piece = st.tuples(
    st.sampled_from("ABCD"), st.integers(0, 9), st.one_of(st.none(), st.integers(0, 6)), st.booleans()
)
cases_of = st.lists(st.lists(piece, min_size=1, max_size=7), min_size=1, max_size=4)


def log_from(cases):
    """Pieces (activity, begins, lasts, is_ended); where the length is unknown only the end is."""
    return log_of_rows(
        [
            {"case_id": f"c{number}", "activity": name, "started_at": None if lasts is None else MONDAY + at * HOUR,
             "ended_at": MONDAY + (at + (lasts or 0)) * HOUR if is_ended or lasts is None else None}
            for number, steps in enumerate(cases) for name, at, lasts, is_ended in steps
        ]
    )  # fmt: skip


def twin(log):
    """Slack of each ended piece, hours: every later piece is looked at; None where nobody knows."""
    parallel = {frozenset(pair) for pair in log.parallel_pairs}
    spans = log.sql("select case_id, is_open, last_at from case_span").set_index("case_id")
    found = {}
    for case, work in log.to_pandas().groupby("case_id"):
        pieces = list(work.itertuples())
        for one in (one for one in pieces if not pd.isna(one.ended_at)):
            waiting = [
                other.enabled_at for other in pieces
                if other.position > one.position
                and (other.ended_at if pd.isna(other.started_at) else other.started_at) >= one.ended_at
                and frozenset((one.activity, other.activity)) not in parallel
            ]  # fmt: skip
            until = min(waiting, default=None if spans.is_open[case] else spans.last_at[case])
            found[case, one.position] = None if until is None else (until - one.ended_at) / HOUR
    return found


EACH = """-- uses: timed_slack
select case_id, position, is_critical, case when slack.event_no is null then 0 else slack_seconds / 3600 end as slack_hours
from events join cases using (case_no) left join timed_slack slack using (event_no) where ended_at is not null
"""


def each_piece(log):
    """The slack of each ended piece as the noun has it."""
    with log.view.kept() as (parts, _):
        return engine.frame(log.version.path, assemble(EACH, parts))


def recorded(log):
    return {
        (row.case_id, row.position): None if pd.isna(row.slack_hours) else row.slack_hours
        for row in each_piece(log).itertuples()
    }


@given(cases_of)
def test_it_equals_a_search_through_all_later_work(cases):
    log = log_from(cases)
    assert recorded(log) == pytest.approx(twin(log))
    if known := [hours for hours in twin(log).values() if hours is not None]:
        assert pm.slack(log).frame.total_slack_hours.sum() == pytest.approx(sum(known))


@given(cases_of)
def test_slack_is_never_negative_and_none_on_the_critical_path(cases):
    frame = each_piece(log_from(cases))
    known = frame[frame.slack_hours.notna()]
    assert (known.slack_hours >= 0).all()
    assert (known.slack_hours[known.is_critical] == 0).all()


@given(cases_of)
def test_cases_played_again_in_which_all_work_uses_up_its_slack_end_as_they_did(cases):
    log = log_from(cases)
    work = log.sql(
        "select case_no, case_id, position, enabled_at, coalesce(started_at, ended_at) as began_at, ended_at, activity from event order by case_no, position"
    )
    names = {name: number for number, name in enumerate(log.activities)}
    is_parallel = np.zeros((len(names), len(names)), dtype=bool)
    for a, b in log.parallel_pairs:
        is_parallel[names[a], names[b]] = is_parallel[names[b], names[a]] = True
    begins, ends, enabled = (
        (work[name] - pd.Timestamp(MONDAY)) / HOUR for name in ("began_at", "ended_at", "enabled_at")
    )
    rows = pd.DataFrame(
        {
            "case_no": work.case_no,
            "activity_no": work.activity.map(names),
            "enabled": enabled.astype(int),
            "begins": begins.astype(int),
            "ends": ends,
        }
    )
    slacks = recorded(log)
    more = [slacks.get((row.case_id, row.position)) or 0 for row in work.itertuples()]
    waits, lasts = (begins - enabled).to_numpy(dtype=int), (ends - begins).fillna(0).to_numpy(dtype=int)
    before = case_ends(rows, waits, lasts, is_parallel)[1]
    after = case_ends(rows, waits, lasts + np.array(more, dtype=int), is_parallel)[1]
    is_open = log.sql("select is_open from case_span order by case_no").is_open.to_numpy()
    assert (before[~is_open] == after[~is_open]).all()
