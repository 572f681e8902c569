"""Rows added in two parts make the log that they make at once, in whatever form they tell their work."""

from __future__ import annotations

import tempfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import procmine as pm

pytestmark = pytest.mark.slow
DAY = pd.Timestamp("2024-03-04")
ROLES = {"case": "case", "activity": "activity", "resource": "who"}
WORDS = ["start", "complete", "suspend", "resume", "schedule", "ate_abort"]

case, activity, who = st.sampled_from("pq"), st.sampled_from("AB"), st.sampled_from(["x", "y", None])
hour, sequence, urgency = st.integers(0, 9), st.sampled_from([None, 1, 2]), st.sampled_from("lh")
work = st.tuples(case, activity, who, sequence, hour, st.one_of(st.none(), st.integers(0, 5)), urgency)
mark = st.tuples(case, activity, who, sequence, hour, st.sampled_from(WORDS), urgency)


def rows(drawn, **told):
    columns = ["case", "activity", "who", "order", *told, "urgency"]
    return pd.DataFrame([dict(zip(columns, row, strict=True)) for row in drawn], columns=columns)


def plain(drawn):
    """Each row is a piece of work; some have not ended."""
    made = rows(drawn, start=0, lasts=0)
    end = DAY + pd.to_timedelta(made.start + made.lasts.astype(float), unit="h")
    return made.drop(columns="lasts").assign(start=DAY + pd.to_timedelta(made.start, unit="h"), end=end)


def marked(drawn):
    """Each row marks a start, a pause or an end."""
    made = rows(drawn, at=0, life=0)
    return made.assign(at=DAY + pd.to_timedelta(made["at"], unit="h"))


def content(log):
    """All a version holds, without the numbers of its rows."""
    asked = (
        """select case_id, position, activity, resource, started_at, ended_at, is_aborted, paused_seconds, scheduled_at, sequence, enabled_at,
        wait_seconds, is_critical from events join cases using (case_no) join activities using (activity_no) left join resources using (resource_no)
        order by case_id, position""",
        "select * exclude (case_no) from cases order by case_id",
        "select name, case_no, text from case_attribute order by all",
        "select name, event_no, text from event_attribute order by all",
        "select event_no, paused_at, resumed_at from pauses order by all",
        "select reason, detail from quarantine order by all",
        "select activity_a, activity_b, basis from concurrency order by all",
    )
    facts = {name: log.facts[name] for name in ("rows_read", "rows_used", "quarantined", "extracted_at")}
    return [log.sql(f"-- procmine\n{text}").astype(str).values.tolist() for text in asked], facts


def same(frame, cut, **roles):
    """Compare the rows imported at once with those imported in two parts, cut at `cut`."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = pm.open(folder)
        try:
            whole = workspace.read(frame, name="whole", **ROLES, **roles)
            workspace.read(frame[:cut], name="parts", **ROLES, **roles)
        except pm.errors.UnsoundLog:  # nothing but plans and pauses: there is no log yet
            return
        added = workspace.read(frame[cut:], name="parts", append=True)
        assert content(added) == content(whole)
        workspace.close()


quick = settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def parts(row, key):
    """Some rows, no two of which tell the same, and where they are cut."""
    drawn = st.lists(row, min_size=2, max_size=12, unique_by=key)
    return drawn.flatmap(lambda found: st.tuples(st.just(found), st.integers(1, len(found) - 1)))


@quick
@given(parts(work, lambda row: (row[0], row[1], row[4])))
def test_pieces_of_work(drawn):
    frame, cut = plain(drawn[0]), drawn[1]
    same(frame, cut, started_at="start", ended_at="end", sequence="order")


@quick
@given(parts(mark, lambda row: (row[0], row[1], row[4], row[5])))
def test_rows_that_mark_starts_pauses_and_ends(drawn):
    frame, cut = marked(drawn[0]), drawn[1]
    same(frame, cut, ended_at="at", lifecycle="life", sequence="order")


named = st.tuples(mark, st.sampled_from(["1", "2", None]))


@quick
@given(parts(named, lambda row: (row[0][0], row[0][1], row[0][4], row[0][5])))
def test_rows_that_name_the_work_they_belong_to(drawn):
    found, cut = drawn
    frame = marked([row for row, _ in found]).assign(activity_instance_id=[name for _, name in found])
    same(frame, cut, ended_at="at", lifecycle="life", sequence="order")


either = st.tuples(
    case,
    activity,
    who,
    sequence,
    hour,
    st.sampled_from(["start", "complete", "ate_abort", None]),
    urgency,
    st.booleans(),
)


@quick
@given(parts(either, lambda row: (row[0], row[1], row[4])))
def test_rows_of_both_kinds_side_by_side(drawn):
    """A row tells start and end, or marks one of them; no two tell the same instant of an activity in a case."""
    found, cut = drawn
    frame = marked([row[:7] for row in found])
    is_whole = pd.Series([row[7] for row in found])
    is_start = frame.life == "start"
    frame = frame.assign(
        start=frame["at"].where(is_whole | is_start),
        end=(frame["at"] + pd.Timedelta(minutes=30)).where(is_whole | ~is_start),
    ).drop(columns="at")
    same(frame, cut, started_at="start", ended_at="end", lifecycle="life", sequence="order")
