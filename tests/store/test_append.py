"""Rows added to a log equal the rows imported at once; what is already there is told, not doubled."""

from __future__ import annotations

import pandas as pd
import pytest

import procmine as pm

ROLES = {"case": "case", "activity": "activity", "started_at": "start", "ended_at": "end", "resource": "who"}


def frame(cases):
    rows = [
        {"case": f"c{c}", "activity": "ABCD"[p], "who": f"r{(c + p) % 3}", "region": "NS"[c % 2], "step": p,
         "start": pd.Timestamp("2024-01-01") + pd.Timedelta(hours=c * 5 + p * 3), "end": pd.Timestamp("2024-01-01") + pd.Timedelta(hours=c * 5 + p * 3 + 2)}
        for c in cases for p in range(4)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_two_halves_are_the_whole(tmp_path):
    workspace, whole = pm.open(tmp_path / "w"), frame(range(10))
    at_once = workspace.read(whole, name="whole", **ROLES)
    workspace.read(whole[:22], name="halves", **ROLES)
    added = workspace.read(whole[22:], name="halves", append=True)
    assert added.version.version == 2
    columns = ["case_id", "activity", "resource", "started_at", "ended_at", "enabled_at", "is_critical"]
    assert added.to_pandas()[columns].equals(at_once.to_pandas()[columns])
    for by in ("region", None):
        assert pm.cycle_time(added, by=by).frame.equals(pm.cycle_time(at_once, by=by).frame)
    assert added.attributes == at_once.attributes == {"region": "case", "step": "event"}
    assert added.where(step="2").counts == at_once.where(step="2").counts
    assert (added.facts["rows_read"], added.facts["rows_used"], added.facts["quarantined"]) == (40, 40, 0)


def test_exports_may_overlap(tmp_path):
    workspace, whole = pm.open(tmp_path / "w"), frame(range(10))
    workspace.read(whole[:30], name="log", **ROLES)
    added = workspace.read(whole[10:], name="log", append=True)
    assert added.facts["events"] == 40
    assert (added.facts["rows_read"], added.facts["quarantined"]) == (60, 20)
    assert set(added.sql("select reason from quarantine").reason) == {"already in the log"}
    assert workspace.changes("log").counts["cases_removed"] == 0


def test_work_that_had_begun_ends_in_a_later_export(tmp_path):
    marks = [
        ("c", "A", "start", 1),
        ("c", "A", "complete", 2),
        ("c", "B", "start", 3),
        ("c", "B", "complete", 9),
        ("c", "C", "start", 10),
    ]
    rows = pd.DataFrame(
        [
            {"case": c, "activity": a, "life": w, "at": pd.Timestamp("2024-01-01") + pd.Timedelta(hours=h)}
            for c, a, w, h in marks
        ]
    )
    workspace = pm.open(tmp_path / "w")
    first = workspace.read(
        rows[:3], name="log", case="case", activity="activity", ended_at="at", lifecycle="life"
    )
    assert pm.summary(first).frame.open_cases[0] == 1
    second = workspace.read(rows[2:], name="log", append=True)
    work = second.to_pandas()
    assert work.activity.tolist() == ["A", "B", "C"]
    assert work.work_hours[:2].tolist() == [1, 6]
    assert second.facts["quarantined"] == 1


def test_two_clocks_are_not_mixed(tmp_path):
    workspace, rows = pm.open(tmp_path / "w"), frame(range(3))
    workspace.read(rows, name="log", **ROLES)
    with pytest.raises(pm.errors.UnsoundLog, match="clock of no zone"):
        workspace.read(rows, name="log", append=True, zone="Europe/Berlin")
    with pytest.raises(pm.errors.UnknownName, match="No log is called 'other'"):
        workspace.read(rows, name="other", append=True)
