"""Waiting for anyone of a pool: logs worked by hand, laws, and a slow twin that looks at every hour by itself."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName
from procmine.samples import log_of_rows
from procmine.samples.worked import MONDAY
from procmine.timing.attribution import asked_with, made_wait_cause

CAUSES = ["batching", "contention", "prioritisation", "unavailability", "extraneous", "unattributed"]
TEAM = {"Ann": "intake", "Bea": "desk", "Cid": "desk"}


def log_with_teams(*pieces, team=TEAM):
    """A log of (case, activity, begin, end, who), in hours of Monday."""
    return log_of_rows(
        [
            {"case_id": case, "activity": activity, "resource": who, "team": team[who],
             "started_at": MONDAY + timedelta(hours=begin), "ended_at": MONDAY + timedelta(hours=end)}
            for case, activity, begin, end, who in pieces
        ],
        zone="UTC",
    )  # fmt: skip


def parts(found, **of):
    frame = found.frame
    for column, value in of.items():
        frame = frame[frame[column] == value]
    hours = {cause: round(float(frame[f"{cause}_hours"].sum()), 6) for cause in CAUSES}
    return {cause: value for cause, value in hours.items() if value}


# B of b is ready at 10 and Bea, who is at B of a until 11, begins it then. Cid of her desk is seen at 7 and at 20.
QUEUE = (
    ("x", "X", 7, 8, "Cid"), ("y", "X", 20, 21, "Cid"),
    ("a", "A", 8, 9, "Ann"), ("a", "B", 9, 11, "Bea"), ("b", "A", 9, 10, "Ann"), ("b", "B", 11, 12, "Bea"),
)  # fmt: skip


def test_while_a_colleague_was_free_it_is_no_contention():
    log = log_with_teams(*QUEUE)
    assert parts(pm.waiting_causes(log)) == {"contention": 1}
    found = pm.waiting_causes(log, pool="team")
    assert parts(found) == {"extraneous": 1}
    assert "somebody of its pool was not seen at work" in found.headline


def test_while_all_are_at_work_it_is_contention():
    """Cid is at X from 10 to 10:30: half an hour in which nobody is free, though what he does became ready later."""
    log = log_with_teams(*QUEUE, ("z", "X", 10, 10.5, "Cid"))
    found = pm.waiting_causes(log, pool="team")
    assert parts(found) == {"contention": 0.5, "extraneous": 0.5}
    assert "nobody of its pool was free" in found.headline


def test_work_of_a_colleague_decides_between_contention_and_prioritisation():
    """B of b is ready at 10; Bea is at X, ready since 10:30 and begun then, until 12; Cid at X, ready at 9, from 10 to 11."""
    log = log_with_teams(
        ("x", "W", 8, 9, "Ann"), ("x", "X", 10, 11, "Cid"), ("y", "W", 9, 10.5, "Ann"), ("y", "X", 10.5, 12, "Bea"),
        ("b", "A", 9, 10, "Ann"), ("b", "B", 12, 13, "Bea"), ("u", "X", 7, 8, "Bea"), ("v", "X", 7, 8, "Cid"), ("w", "X", 20, 21, "Cid"),
    )  # fmt: skip
    # Without a pool Bea is not seen at work until 10:30 and then overtakes. With it she is free until 10:30, then the desk
    # is full, with Cid at earlier work, until he is free from 11 on.
    assert parts(pm.waiting_causes(log), to_activity="B") == {"extraneous": 0.5, "prioritisation": 1.5}
    assert parts(pm.waiting_causes(log, pool="team"), to_activity="B") == {
        "extraneous": 1.5,
        "contention": 0.5,
    }


def test_a_batch_worked_off_while_a_colleague_was_free_waited_for_nobody_else():
    """B of a and of b are ready at 9, Bea does them from 9 on; Cid takes up X from 10 to 11."""
    log = log_with_teams(
        ("x", "X", 7, 8, "Cid"), ("y", "X", 20, 21, "Cid"), ("z", "X", 10, 11, "Cid"),
        ("a", "A", 8, 9, "Ann"), ("b", "A", 8, 9, "Ann"), ("a", "B", 9, 12, "Bea"), ("b", "B", 12, 13, "Bea"),
    )  # fmt: skip
    assert parts(pm.waiting_causes(log)) == {"contention": 3}
    assert parts(pm.waiting_causes(log, pool="team")) == {"contention": 1, "extraneous": 2}


def test_who_is_off_duty_is_not_free_and_the_pool_is_on_duty_while_any_of_it_is(tmp_path):
    """B of b is ready at 10 and begun at 18. Bea (8-12) is at B of a until 11, Cid keeps 11-16."""
    file = tmp_path / "desk.toml"
    file.write_text(
        '[resources]\n"*" = "Mon-Fri 08:00-12:00"\n"Cid" = "zone=Europe/Berlin; Mon-Fri 12:00-17:00"\n'
    )
    log = log_with_teams(*QUEUE[:-1], ("b", "B", 18, 19, "Bea"))
    alone = pm.waiting_causes(log, calendar=str(file))
    assert parts(alone) == {"contention": 1, "extraneous": 1, "unavailability": 6}
    found = pm.waiting_causes(log, calendar=str(file), pool="team")
    # Until 11 Cid is off duty and Bea at work; then he is free until 16, and from then on nobody is on duty.
    assert parts(found) == {"contention": 1, "extraneous": 5, "unavailability": 2}
    assert (alone.frame.total_worked_hours.sum(), found.frame.total_worked_hours.sum()) == (2, 6)
    pools = found.tables["pools"].set_index("pool")
    # The desk: Cid at work 7-8, then free 11-16 and at work 20-21; Bea at work 9-11 and 18-19, free 11-12.
    assert pools.members.to_dict() == {"desk": 2, "intake": 1}
    assert pools.available_hours["desk"] == 1 + 2 + 5 + 1 + 1
    assert pools.share_full["desk"] == pytest.approx(5 / 10)
    assert pools.share_full["intake"] == 1


def test_contention_with_somebody_who_does_several_things_at_once_is_told():
    """C of c waits from 10 to 12 for Bea, who does two things from 11 to 12: half of the contention."""
    log = log_with_teams(
        ("c", "A", 9, 10, "Ann"),
        ("c", "C", 12, 13, "Bea"),
        ("x", "X", 10, 12, "Bea"),
        ("y", "Y", 11, 12, "Bea"),
    )
    for found in (pm.waiting_causes(log), pm.waiting_causes(log, pool="team")):
        assert parts(found) == {"contention": 2}
        assert found.tables["causes"].set_index("cause").multitasking_hours["contention"] == 1
        assert "In 50 % of contention" in found.headline


def test_each_belongs_where_most_of_its_work_was_recorded():
    """Bea helped at the intake once, and Dan has no team: a pool alone."""
    rows = [
        {"case_id": n, "activity": "AB"[n % 2], "resource": who, "team": team,
         "started_at": MONDAY + timedelta(hours=n), "ended_at": MONDAY + timedelta(hours=n + 1)}
        for n, (who, team) in enumerate([("Bea", "desk"), ("Bea", "desk"), ("Bea", "intake"), ("Cid", "desk"), ("Ann", "intake"), ("Dan", None)])
    ]  # fmt: skip
    log = log_of_rows(
        [
            *rows,
            {
                **rows[0],
                "activity": "C",
                "started_at": MONDAY + timedelta(hours=9),
                "ended_at": MONDAY + timedelta(hours=10),
            },
        ]
    )
    found = pm.waiting_causes(log, pool="team")
    pools = found.tables["pools"].set_index("pool")
    assert pools.members.to_dict() == {"desk": 2, "intake": 1, "Dan": 1}
    assert pools.share_own_work["desk"] == 4 / 5 and pools.share_own_work["intake"] == 1
    assert "Who belongs to which team is not sure: 83 % of the work" in found.headline


def test_worked_out_in_parts_it_is_the_same(monkeypatch):
    """Pools are never torn apart, however few resources are taken together."""
    log = log_with_teams(*QUEUE, ("z", "X", 10, 10.5, "Cid"))
    whole = made_wait_cause(log, "Mon-Fri 08:00-12:00", "team").rows()
    monkeypatch.setattr("procmine.timing.attribution.PIECES_AT_ONCE", 1)
    in_parts = made_wait_cause(log, "Mon-Fri 08:00-12:00", "team").rows()
    pd.testing.assert_frame_equal(
        *(rows.sort_values("event_no", ignore_index=True) for rows in (whole, in_parts))
    )


def test_an_attribute_that_is_not_there_is_no_pool():
    with pytest.raises(UnknownName, match="group"):
        pm.waiting_causes(log_with_teams(*QUEUE), pool="group")


piece = st.tuples(
    st.integers(0, 40), st.integers(0, 12), st.sampled_from("WXYZ"), st.sampled_from("AB"), st.booleans()
)
cases = st.lists(st.lists(piece, min_size=1, max_size=4), min_size=1, max_size=6)
teams = st.fixed_dictionaries({who: st.sampled_from(["p", "q", None]) for who in "WXYZ"})
# Who keeps which hours; W and X those of everybody.
HOURS = {"P": (8, 18), "Q": (8, 18), "W": (8, 18), "X": (8, 18), "Y": (10, 20), "Z": (6, 11)}
ROSTER = '[resources]\n"*" = "Mon-Sun 08:00-18:00"\n"Y" = "Mon-Sun 10:00-20:00"\n"Z" = "zone=Asia/Kolkata; Mon-Sun 11:30-16:30"\n'


@pytest.fixture(scope="module")
def roster(tmp_path_factory):
    file = tmp_path_factory.mktemp("calendars") / "shifts.toml"
    file.write_text(ROSTER)
    return str(file)


def _log(drawn, team, has_starts=True):
    """The log drawn, and a case of both teams, so that the team is no matter of the case: P and Q are seen for an instant."""
    rows = [
        {"case_id": -1, "activity": "A", "resource": name.upper(), "own": name.upper(), "team": name,
         "started_at": MONDAY if has_starts else None, "ended_at": MONDAY}
        for name in "pq"
    ]  # fmt: skip
    for case, steps in enumerate(drawn):
        at = 0
        for gap, length, who, name, has_start in steps:
            begin = MONDAY + timedelta(hours=at + gap)
            at += gap + length
            rows.append({"case_id": case, "activity": name, "resource": who, "own": who, "team": team[who],
                         "started_at": begin if has_starts and (has_start or gap % 3) else None, "ended_at": MONDAY + timedelta(hours=at)})  # fmt: skip
    return log_of_rows(rows, zone="UTC")


def _asked(log, **options):
    try:
        return pm.waiting_causes(log, by="resource", **options)
    except CannotAnswer:  # nothing follows anything
        return None


@settings(max_examples=5)
@given(cases, teams, st.booleans(), st.booleans())
def test_the_fast_way_is_the_statement_and_the_causes_add_up(roster, drawn, team, has_calendar, has_starts):
    log = _log(drawn, team, has_starts)
    found = _asked(log, pool="team", calendar=roster if has_calendar else None)
    if found is None:
        return
    again = log.sql(found.sql, found.bound)
    pd.testing.assert_frame_equal(again[list(found.frame)], found.frame, check_dtype=False, atol=1e-9)
    defined = log.ask(
        "timing", "waiting_causes_total", **asked_with(log, roster if has_calendar else None, "team")[1]
    )
    pd.testing.assert_series_equal(
        defined.frame.set_index("cause").multitasking_hours,
        found.tables["causes"].set_index("cause").multitasking_hours,
        atol=1e-9,
    )  # fmt: skip
    for unit in ("hours", "worked_hours")[: 1 + has_calendar]:
        told = found.frame[[f"{cause}_{unit}" for cause in CAUSES]]
        assert (told >= -1e-9).all(axis=None)
        np.testing.assert_allclose(told.sum(axis=1), found.frame[f"total_{unit}"], atol=1e-9)


@settings(max_examples=4)
@given(cases, teams, st.booleans(), st.booleans())
def test_a_pool_of_one_is_no_pool(roster, drawn, team, has_calendar, has_starts):
    log = _log(drawn, team, has_starts)
    calendar = roster if has_calendar else None
    alone, pooled = _asked(log, calendar=calendar), _asked(log, calendar=calendar, pool="own")
    if alone is None:
        return
    pd.testing.assert_frame_equal(pooled.frame, alone.frame, check_exact=True)
    assert (pooled.tables["pools"].members == 1).all()


@settings(max_examples=5)
@given(cases, teams, st.booleans())
def test_hour_by_hour_it_is_the_same(roster, drawn, team, has_calendar):
    """A slow twin: every hour of every wait is looked at by itself, and who could have taken the work up in it."""
    log = _log(drawn, team)
    found = _asked(log, pool="team", calendar=roster if has_calendar else None)
    if found is None or log.to_pandas().started_at.isna().all():
        return
    work = log.to_pandas().sort_values(["started_at", "event_no"]).reset_index(drop=True)
    fellows_of, hours = _batches_one_by_one(work), dict.fromkeys(CAUSES, 0)
    team, several = {**team, "P": "p", "Q": "q"}, 0
    for mine, piece in work.iterrows():
        if pd.isna(piece.enabled_by):
            continue
        if pd.isna(piece.started_at):
            hours["unattributed"] += round((piece.ended_at - piece.enabled_at).total_seconds() / 3600)
            continue
        pool = [
            who
            for who in work.resource.unique()
            if who == piece.resource or (team[who] and team[who] == team[piece.resource])
        ]
        at = piece.enabled_at
        while at < piece.started_at:
            cause = _cause(work, pool, piece, fellows_of.get(mine, []), at, has_calendar)
            hours[cause] += 1
            under_way = work[work.resource.isin(pool) & (work.started_at <= at) & (work.ended_at > at)]
            several += cause == "contention" and under_way.resource.duplicated().any()
            at += timedelta(hours=1)
    assert parts(found) == {cause: value for cause, value in hours.items() if value}
    told = found.tables["causes"].set_index("cause").multitasking_hours
    assert told["contention"] == pytest.approx(several) and told.drop("contention").isna().all()


def _cause(work, pool, piece, fellows, at, has_calendar):
    free_at = max((work.enabled_at[row] for row in fellows), default=piece.enabled_at)
    run_at = min((work.started_at[row] for row in fellows), default=piece.started_at)
    if at < free_at:
        return "batching"
    under_way = work[work.started_at.notna() & (work.started_at <= at) & (work.ended_at > at)]
    on_duty = [who for who in pool if not has_calendar or HOURS[who][0] <= at.hour < HOURS[who][1]]
    seen = {who: work[(work.resource == who) & work.started_at.notna()] for who in pool}
    there = [who for who in on_duty if seen[who].started_at.min() <= at < seen[who].ended_at.max()]
    at_work = set(under_way.resource) & set(pool)
    if not at_work or set(there) - at_work:
        return "extraneous" if on_duty else "unavailability"
    if at >= run_at:
        return (
            "contention"
            if (under_way[under_way.index.isin(fellows)].enabled_at <= piece.enabled_at).any()
            else "prioritisation"
        )
    return (
        "contention"
        if (under_way[under_way.resource.isin(pool)].enabled_at <= free_at).any()
        else "prioritisation"
    )


def _batches_one_by_one(work):
    """Row -> rows of its batch, for rows in a batch of two or more."""
    found = {}
    for _, line in work[work.started_at.notna()].groupby(["resource", "activity"]):
        current = []
        for row, piece in line.iterrows():
            joins = (
                current
                and piece.enabled_at <= work.started_at[current[0]]
                and piece.started_at <= max(work.ended_at[r] for r in current)
            )
            current = [*current, row] if joins else [row]
            for member in current if len(current) > 1 else []:
                found[member] = current
    return found
