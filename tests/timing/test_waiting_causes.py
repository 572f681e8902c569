"""Why work waits: published decompositions, worked logs, a law and a slow twin that counts minute by minute."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import UnknownName, WrongOption
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.store import Circumstances, CompletionRule

CAUSES = ["batching", "contention", "prioritisation", "unavailability", "extraneous", "unattributed"]
ROSTER = '[resources]\n"*" = "Mon-Fri 10:00-20:00"\n"Marcus" = "Mon-Fri 10:00-12:00, 12:30-20:00"\n'


def parts(found, **of):
    """The causes, in hours, of the pairs that match `of`."""
    frame = found.frame
    for column, value in of.items():
        frame = frame[frame[column] == value]
    return {
        cause: round(float(frame[f"{cause}_hours"].sum()), 6)
        for cause in CAUSES
        if frame[f"{cause}_hours"].sum()
    }


def test_work_waits_for_earlier_work_of_the_same_hands():
    """B of b is ready at 10 and begins at 12: from 10 to 11 Bea does B of a, ready since 9; then she is not seen at work."""
    log = log_of(a="A 8-9 by Ann > B 9-11 by Bea", b="A 9-10 by Ann > B 12-13 by Bea")
    assert parts(pm.waiting_causes(log)) == {"contention": 1, "extraneous": 1}


def test_work_that_became_ready_later_and_was_taken_first_is_prioritisation():
    """B of a is ready at 9 and begins at 13; Bea does B of b, ready at 10, from 10 to 12, and pauses for an hour."""
    log = log_of(a="A 8-9 by Ann > B 13-14 by Bea", b="A 9-10 by Ann > B 10-12 by Bea")
    assert parts(pm.waiting_causes(log)) == {"extraneous": 2, "prioritisation": 2}


def test_a_batch_waits_until_the_last_of_it_is_ready():
    """Three reports are ready at 9, 10 and 11; Bea does them one after the other from 12 on.

    Batching: 2 + 1 + 0 h. Then each waits an hour with Bea idle, the second and third also for those before them.
    """
    log = log_of(
        a="A 8-9 by Ann > B 12-13 by Bea",
        b="A 8-10 by Cid > B 13-14 by Bea",
        c="A 8-11 by Dan > B 14-15 by Bea",
    )
    assert parts(pm.waiting_causes(log)) == {"batching": 3, "contention": 3, "extraneous": 3}


def test_gathering_costs_nothing_while_the_hands_are_full():
    """B of both is ready at 9 and 10, Bea is at X until 12 and then does both: of the hour of batching all is busy."""
    log = log_of(x="X 8-12 by Bea", a="A 8-9 by Ann > B 12-13 by Bea", b="A 8-10 by Cid > B 13-14 by Bea")
    found = pm.waiting_causes(log)
    assert parts(found) == {"batching": 1, "contention": 5}
    assert found.frame.batching_busy_hours.sum() == 1


def test_a_night_is_unavailability_where_a_calendar_says_so():
    """B is ready on Monday at 16 and begins on Tuesday at 10: an hour and an hour on duty, the rest off duty."""
    log = log_of(a="A 15-16 by Ann > B 34-35 by Bea", zone="UTC")
    assert parts(pm.waiting_causes(log)) == {"extraneous": 18}
    found = pm.waiting_causes(log, calendar="Mon-Fri 09:00-17:00")
    assert parts(found) == {"unavailability": 16, "extraneous": 2}
    row = found.frame.iloc[0]
    assert (row.total_worked_hours, row.extraneous_worked_hours, row.unavailability_worked_hours) == (2, 2, 0)
    assert "Without a calendar" not in found.headline


def test_each_keeps_the_calendar_that_the_file_gives(tmp_path):
    file = tmp_path / "team.toml"
    file.write_text(
        '[calendars]\nhalf = "Mon-Fri 09:00-13:00"\n[resources]\n"*" = "Mon-Fri 09:00-17:00"\n"Bea" = "half"\n'
    )
    log = log_of(a="A 9-10 by Ann > B 16-17 by Bea", b="A 9-10 by Ann > C 16-17 by Cid", zone="UTC")
    found = pm.waiting_causes(log, calendar=str(file))
    assert parts(found, to_activity="B") == {"unavailability": 3, "extraneous": 3}
    assert parts(found, to_activity="C") == {"extraneous": 6}
    waits = pm.waiting_time(log, calendar=str(file)).frame.set_index("to_activity")
    assert waits.total_worked_hours.to_dict() == {"B": 3, "C": 6}


def test_everything_wrong_with_a_file_of_calendars_is_told_at_once(tmp_path):
    file = tmp_path / "team.toml"
    file.write_text('[calendars]\nhalf = "Mo 9-13"\n[resources]\n"Bea" = "halve"\n[teams]\n')
    log = log_of(a="A 9-10 by Ann > B 16-17 by Bea", zone="UTC")
    with pytest.raises(WrongOption) as refused:
        pm.waiting_causes(log, calendar=str(file))
    for fault in ("half", "Bea", '"*"', "[teams]"):
        assert fault in refused.value.found
    with pytest.raises(WrongOption, match="No such file"):
        pm.waiting_causes(log, calendar=str(tmp_path / "none.toml"))


def test_without_a_start_or_a_name_the_causes_are_not_guessed():
    log = log_of(a="A 8-9 by Ann > B 12 by Bea", b="A 8-9 by Ann > C 12-13")
    found = pm.waiting_causes(log)
    assert parts(found) == {"unattributed": 6}
    assert "3.0 h end where no start is recorded" in found.headline


def test_where_only_ends_are_recorded_the_least_wait_is_split_and_the_rest_is_unknown():
    """Bea ends B of a, ready since 9, at 11 and B of b, ready since 10, at 14.

    B of b can have begun at 11 at the earliest: it waited an hour for certain, for work that was ready before it. From
    11 to 14 it waited or was done, and B of a from 9 to 11.
    """
    log = log_of(a="A 9 by Ann > B 11 by Bea", b="A 10 by Cid > B 14 by Bea")
    found = pm.waiting_causes(log)
    assert parts(found) == {"contention": 1, "unattributed": 2 + 3}
    assert found.frame.basis.tolist() == ["elapsed"]
    assert "up to 5.0 h of it may be the work itself" in found.headline


def test_a_night_between_two_ends_is_off_duty_where_nothing_else_was_ready():
    """X of x ends on Tuesday at 10, ready since Monday 16; B of b, ready since Monday 15:00, ends at 11."""
    log = log_of(x="W 16 by Ann > X 34 by Bea", b="A 15 by Cid > B 35 by Bea", zone="UTC")
    found = pm.waiting_causes(log, calendar="Mon-Fri 09:00-17:00")
    # From 15 to 16 Bea has nothing else: idle and on duty; from 16 to 34 she may be at X.
    assert parts(found, to_activity="B") == {"extraneous": 1, "prioritisation": 18, "unattributed": 1}
    assert parts(found, to_activity="X") == {"unattributed": 18}


def test_what_keeps_a_resource_busy_need_not_be_in_view():
    log = log_of(a="A 8-9 by Ann > B 9-11 by Bea", b="A 9-10 by Ann > B 12-13 by Bea")
    assert parts(pm.waiting_causes(log.filter("case = b"))) == {"contention": 1, "extraneous": 1}


def test_work_that_never_ended_keeps_nobody_busy():
    log = log_of(a="A 7-8 by Ann > X 8- by Bea", b="A 8-9 by Ann > B 12-13 by Bea")
    assert parts(pm.waiting_causes(log)) == {"extraneous": 3}


def test_groups_by_resource_month_and_attribute():
    rows = [
        {"case_id": n, "region": "NS"[n % 2], "activity": name, "resource": who, "started_at": MONDAY + timedelta(days=20 * n, hours=begin),
         "ended_at": MONDAY + timedelta(days=20 * n, hours=begin + 1)}
        for n in range(4) for name, who, begin in (("A", "Ann", 8), ("B", "BC"[n // 2], 10 + n))
    ]  # fmt: skip
    log = log_of_rows(rows, zone="UTC")
    for by, expected in (
        ("region", {"N": 1 + 3, "S": 2 + 4}),
        ("resource", {"B": 1 + 2, "C": 3 + 4}),
        ("month", {"2024-03": 1 + 2, "2024-04": 3, "2024-05": 4}),
    ):
        frame = pm.waiting_causes(log, by=by).frame
        assert frame.set_index("group").total_hours.to_dict() == expected
    with pytest.raises(UnknownName):
        pm.waiting_causes(log, by="nothing")


@pytest.mark.parametrize("number", [1, 2, 5])
def test_the_published_decompositions_hold_to_the_second(shared_data, tmp_path, number):
    """Pair by pair and hand by hand; Lashkevich et al., with their calendars."""
    folder = shared_data / "oracles" / "waiting_causes"
    file = tmp_path / "calendars.toml"
    file.write_text(ROSTER)
    log = pm.open(tmp_path / "ws").read(folder / f"manual_log_{number}.csv", name="published", zone="UTC")
    expected = pd.read_csv(folder / f"manual_log_{number}_expected.csv").sort_values(
        ["source_activity", "target_activity"]
    )
    found = pm.waiting_causes(log, by="resource", calendar=str(file)).frame
    keys = {"target_activity": "to_activity", "source_activity": "from_activity", "target_resource": "group"}
    wanted = expected.rename(columns=keys).groupby(list(keys.values()))
    for mine, theirs in {"total": "total", "batching": "batching", "contention": "contention", "prioritisation": "prioritization",
                         "unavailability": "unavailability", "extraneous": "extraneous"}.items():  # fmt: skip
        published = (
            wanted[f"wt_{theirs}"]
            .agg(lambda texts: sum(pd.to_timedelta(texts).dt.total_seconds()))
            .sort_index()
        )
        ours = (found.set_index(list(keys.values()))[f"{mine}_hours"] * 3600).sort_index()
        pd.testing.assert_series_equal(ours, published, check_names=False, atol=1e-6)


piece = st.tuples(
    st.integers(0, 40), st.integers(0, 12), st.sampled_from("XYZ"), st.sampled_from("AB"), st.booleans()
)
cases = st.lists(st.lists(piece, min_size=1, max_size=4), min_size=1, max_size=6)


def _log(drawn, has_starts=True):
    rows = []
    for case, steps in enumerate(drawn):
        at = 0
        for gap, length, who, name, has_start in steps:
            begin = MONDAY + timedelta(hours=at + gap)
            at += gap + length
            rows.append({"case_id": case, "activity": name, "resource": who, "started_at": begin if has_starts and (has_start or gap % 3) else None,
                         "ended_at": MONDAY + timedelta(hours=at)})  # fmt: skip
    return log_of_rows(rows, zone="Europe/Berlin")


@settings(max_examples=6)
@given(cases, st.sampled_from([None, "Mon-Fri 08:00-18:00"]), st.booleans())
def test_the_fast_way_is_the_statement_and_the_causes_add_up(drawn, said, has_starts):
    """The statement shown defines the causes by intervals; what ran used moments and ranges. And the six make up the wait."""
    log = _log(drawn, has_starts)
    try:
        found = pm.waiting_causes(log, by="resource", calendar=said)
    except pm.errors.CannotAnswer:
        return
    again = log.sql(found.sql, found.bound)
    pd.testing.assert_frame_equal(again[list(found.frame)], found.frame, check_dtype=False, atol=1e-9)
    total = found.frame[[f"{cause}_hours" for cause in CAUSES]].sum(axis=1)
    np.testing.assert_allclose(total, found.frame.total_hours, atol=1e-9)
    assert (found.frame[[f"{cause}_hours" for cause in CAUSES]] >= -1e-9).all(axis=None)
    if said:
        worked = found.frame[[f"{cause}_worked_hours" for cause in CAUSES]].sum(axis=1)
        np.testing.assert_allclose(worked, found.frame.total_worked_hours, atol=1e-9)


@settings(max_examples=6)
@given(cases, st.booleans())
def test_hour_by_hour_it_is_the_same(drawn, has_starts):
    """A slow twin: every hour of every wait is looked at by itself, with no interval arithmetic at all."""
    log = _log(drawn, has_starts)
    try:
        found = parts(pm.waiting_causes(log))
    except pm.errors.CannotAnswer:
        return
    work = log.to_pandas()
    if work.started_at.isna().all():
        work["started_at"] = [_earliest(work, piece) for piece in work.itertuples()]
    work["unknown"] = (
        work.ended_at - work.started_at if log.to_pandas().started_at.isna().all() else pd.Timedelta(0)
    )
    work = work.sort_values(["started_at", "event_no"]).reset_index(drop=True)
    batch = _batches_one_by_one(work)
    hours = dict.fromkeys(CAUSES, 0)
    for mine, piece in work.iterrows():
        if pd.isna(piece.enabled_by):
            continue
        if pd.isna(piece.started_at):
            hours["unattributed"] += round((piece.ended_at - piece.enabled_at).total_seconds() / 3600)
            continue
        hours["unattributed"] += round(piece.unknown.total_seconds() / 3600)
        fellows = [row for row, first in batch.items() if batch.get(mine) == first]
        free = max((work.enabled_at[row] for row in fellows), default=piece.enabled_at)
        run = min((work.started_at[row] for row in fellows), default=piece.started_at)
        at = piece.enabled_at
        while at < piece.started_at:
            others = work[(work.resource == piece.resource) & (work.started_at <= at) & (work.ended_at > at)]
            if at >= run:
                others, before = others[others.index.isin(fellows)], piece.enabled_at
            else:
                before = free
            if at < free:
                cause = "batching"
            elif (others.enabled_at <= before).any():
                cause = "contention"
            else:
                cause = "prioritisation" if len(others) else "extraneous"
            hours[cause] += 1
            at += timedelta(hours=1)
    assert found == {cause: value for cause, value in hours.items() if value}


def _earliest(work, piece):
    """When the piece can have begun at the earliest: ready, and after the last end of its resource before its own."""
    before = work.ended_at[(work.resource == piece.resource) & (work.ended_at < piece.ended_at)]
    return max([piece.enabled_at, *before])


def _batches_one_by_one(work):
    """Row -> first row of its batch, for rows in a batch of two or more."""
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
                found[member] = current[0]
    return found


def test_a_name_in_the_file_that_is_nearly_a_resource_is_asked_about(tmp_path):
    file = tmp_path / "team.toml"
    file.write_text('[resources]\n"*" = "Mon-Fri 09:00-17:00"\n"Beaa" = "24x7"\n"Zora" = "24x7"\n')
    log = log_of(a="A 9-10 by Ann > B 16-17 by Bea", zone="UTC")
    with pytest.raises(WrongOption, match="Beaa") as refused:
        pm.waiting_causes(log, calendar=str(file))
    assert "Bea" in refused.value.cure
    file.write_text('[resources]\n"*" = ["24x7"]\n')
    with pytest.raises(WrongOption, match="no phrase"):
        pm.waiting_causes(log, calendar=str(file))


def test_a_log_without_resources_is_told_what_would_tell_the_causes():
    found = pm.waiting_causes(log_of(a="A 8 > B 12"))
    assert found.headline.endswith("import a column with who did the work (--resource).")
    assert "the waits contain the work" in pm.queues(log_of(a="A 8 > B 12")).headline


def test_what_nobody_has_taken_up_yet_is_told_apart():
    """a ended; b lies after A since 10 o'clock, until the extraction at 20; the first work of c is under way."""
    rows = [
        ("a", "A", 8, 9), ("a", "B", 12, 13), ("b", "A", 9, 10), ("c", "A", 11, None),
    ]  # fmt: skip
    told = Circumstances(CompletionRule("activity", ("B",)), extracted_at=MONDAY + timedelta(hours=20))
    log = log_of_rows(
        [
            {"case_id": case, "activity": activity, "resource": "Ann", "started_at": MONDAY + timedelta(hours=start),
             "ended_at": None if end is None else MONDAY + timedelta(hours=end)}
            for case, activity, start, end in rows
        ],
        circumstances=told,
    )  # fmt: skip
    found = pm.waiting_causes(log)
    assert found.tables["open"].to_dict("records") == [
        {"from_activity": "A", "cases": 1, "hours_so_far": 10, "median_hours_so_far": 10}
    ]
    assert found.frame.total_hours.sum() == 3
    assert "Besides, 1 open case waits still, 10.0 h so far" in found.headline


def test_a_case_that_is_worked_on_does_not_wait_still():
    """y runs while z beside it has ended; with y hidden nothing tells where the case stands."""
    log = log_of(a="x 0-1 by Ann > y 2- by Bea > z 2-3 by Cid", b="x 0-1 by Ann > z 2-9 by Cid")
    assert pm.waiting_causes(log).tables["open"].empty
    assert pm.waiting_causes(log.only(activities=["x", "z"])).tables["open"].empty
