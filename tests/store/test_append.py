"""Rows added to a log equal the rows imported at once; what is already there is told, not doubled."""

from __future__ import annotations

import sqlite3

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


def marks(text):
    """`"A.start1 A.complete2"` of one case: activity, lifecycle word, hour."""
    read = [(one.partition(".")[0], one.partition(".")[2]) for one in text.split()]
    return pd.DataFrame(
        [{"case": "c", "activity": a, "life": w.rstrip("0123456789"), "at": pd.Timestamp("2024-01-01") + pd.Timedelta(hours=int(w.lstrip("abcdefghijklmnopqrstuvwxyz_")))} for a, w in read]
    )  # fmt: skip


@pytest.fixture
def in_parts(tmp_path):
    """The log of marks that were imported in several parts."""
    workspace = pm.open(tmp_path / "w")

    def read(first, *more, **options):
        workspace.read(marks(first), name="log", case="case", activity="activity", ended_at="at", lifecycle="life", **options)  # fmt: skip
        for text in more:
            workspace.read(marks(text), name="log", append=True)
        return workspace.log("log")

    return read


def test_an_append_keeps_what_was_paused_planned_and_broken_off(in_parts):
    log = in_parts(
        "A.schedule0 A.start1 A.suspend2 A.resume4 A.complete6 B.start6 B.ate_abort9 C.start9 C.suspend10",
        "C.resume12 C.complete13",
    )
    work = log.to_pandas().set_index("activity")
    assert work.is_aborted.to_dict() == {"A": False, "B": True, "C": False}
    assert work.work_hours.to_dict() == {"A": 5, "B": 3, "C": 4}
    served = pm.service_time(log).frame.set_index("activity").total_hours.dropna()
    assert served.to_dict() == {"A": 3, "C": 2}, "two hours of each were a pause; B was broken off"
    assert log.sql("select span_seconds / 3600 as hours from case_span").hours.tolist() == [13], (
        "it began as planned"
    )


def test_what_was_planned_and_runs_later_leaves_quarantine(in_parts):
    log = in_parts("A.start0 A.complete1 B.schedule1", "B.start2 B.complete3")
    assert (log.facts["events"], log.facts["quarantined"], log.facts["rows_used"]) == (2, 0, 5)


def test_a_start_at_the_instant_of_an_earlier_end_is_new_work(in_parts):
    log = in_parts("A.start0 A.complete5", "A.start0 A.complete5 A.start5 A.complete8")
    assert log.to_pandas().work_hours.tolist() == [5, 3]
    assert log.facts["quarantined"] == 2


def test_rows_read_are_used_or_quarantined_after_many_appends(tmp_path):
    """The last rows of each file are the ones that cannot be used."""
    workspace = pm.open(tmp_path / "w")
    for number in range(4):
        rows = frame(range(number, number + 2))
        rows.loc[5:, "activity"] = None
        log = workspace.read(rows, name="log", append=number > 0, **ROLES)
        assert log.facts["rows_read"] == 8 * (number + 1)
        assert log.facts["rows_used"] == log.facts["events"]
        assert log.facts["rows_read"] == log.facts["rows_used"] + log.facts["quarantined"]


def test_a_milestone_added_to_a_row_is_an_event_added_to_its_case(tmp_path):
    rows = pd.DataFrame(
        {"Ticket": ["T1", "T2", "T3"], "Opened": ["2024-01-01", "2024-01-02", "2024-01-03"], "Solved": ["2024-01-04", "2024-01-05", "2024-01-06"],
         "Closed": ["2024-02-01", None, None], "region": ["N", "S", "N"]}
    )  # fmt: skip
    workspace = pm.open(tmp_path / "w")
    workspace.read(rows, name="log", case="Ticket", activity=["Opened", "Solved", "Closed"])
    later = rows.assign(Closed=["2024-02-01", "2024-02-02", None])
    log = workspace.read(later, name="log", append=True, activity=["Opened", "Solved", "Closed"])
    assert log.to_pandas().groupby("case_id").activity.apply(list).to_dict() == {
        "T1": ["Opened", "Solved", "Closed"],
        "T2": ["Opened", "Solved", "Closed"],
        "T3": ["Opened", "Solved"],
    }
    assert (log.facts["rows_read"], log.facts["rows_used"], log.facts["quarantined"]) == (6, 4, 2)
    assert log.attributes == {"region": "case"}


def test_rows_are_not_added_to_a_version_with_other_tables(tmp_path):
    workspace = pm.open(tmp_path / "w")
    workspace.read(frame(range(2)), name="log", **ROLES)
    with sqlite3.connect(tmp_path / "w" / "catalogue.sqlite") as catalogue:
        catalogue.execute(
            """update version set description = replace(description, '"layout": ', '"layout": 99')"""
        )
    catalogue.close()
    with pytest.raises(pm.errors.WorkspaceProblem, match="prepared by another procmine"):
        workspace.read(frame(range(4)), name="log", append=True)


def notes_of(log):
    told = log.sql("select check_name, message, affected_rows from notes")
    return {check: (message, rows) for check, message, rows in told.itertuples(index=False)}


def test_what_is_noticed_after_an_append_is_noticed_of_the_whole_log(tmp_path):
    workspace, rows = pm.open(tmp_path / "w"), frame(range(10))
    rows.loc[rows.index % 10 == 0, "who"] = None
    workspace.read(rows[:24], name="halves", **ROLES)
    halves = notes_of(workspace.read(rows[24:], name="halves", append=True))
    whole = notes_of(workspace.read(rows, name="whole", **ROLES))
    assert halves["missing-resource"] == whole["missing-resource"] == ("4 of 40 events name no resource.", 4)
    assert set(halves) - {"taken-over"} == set(whole)


def test_cases_that_began_in_an_earlier_file_did_not_begin_before_the_log(tmp_path):
    """The second file holds the second halves of all its early cases."""
    steps = [
        {"case": f"c{c:03d}", "activity": "ABCD"[p], "at": pd.Timestamp("2024-01-01") + pd.Timedelta(hours=c * 4 + p * 12)}
        for c in range(120) for p in range(4)
    ]  # fmt: skip
    rows = pd.DataFrame(steps).sort_values("at", ignore_index=True)
    named = {"case": "case", "activity": "activity", "ended_at": "at"}
    workspace = pm.open(tmp_path / "w")
    alone = workspace.read(rows[240:], name="second half", **named)
    assert "begun-before" in notes_of(alone)
    workspace.read(rows[:240], name="log", **named)
    assert "begun-before" not in notes_of(workspace.read(rows[240:], name="log", append=True))


def test_what_is_noticed_of_the_added_rows_says_so(tmp_path):
    workspace = pm.open(tmp_path / "w")
    first = workspace.read(frame(range(3)).astype(str), name="log", **ROLES)
    added = frame(range(3, 6)).astype(str)
    added.loc[added.index[2], "end"] = "soon"
    log = workspace.read(added, name="log", append=True)
    assert notes_of(first)["no-zone"][0].startswith("'start' and 'end' say no time zone")
    assert notes_of(log)["unreadable-instants"][0].startswith("Of the rows added: 1 of 12 filled rows: 'end'")
