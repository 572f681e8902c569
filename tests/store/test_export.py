"""A log that was written reads back as it was: open work, zones, attributes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest

import procmine as pm
from procmine.exporting import export_log, to_read_back
from procmine.samples import log_of_rows

AT = datetime(2024, 3, 30, 8)


@pytest.fixture(scope="module", params=["Europe/Berlin", None])
def log(request):
    rows = [
        {"case_id": f"c{i}", "activity": a, "resource": "Ann" if i else None, "started_at": AT + timedelta(hours=i * 9 + s),
         "ended_at": None if e is None else AT + timedelta(hours=i * 9 + e), "Region": "N<&>", "team": f"t{s}"}
        for i in range(4) for a, s, e in (("A", 0, 1), ("B", 2, 4), ("C", 5, None if i == 3 else 6))
    ]  # fmt: skip
    return log_of_rows(rows, zone=request.param)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xes"])
def test_a_written_log_reads_back_as_it_was(ending, log, tmp_path):
    again = pm.read(export_log(log, tmp_path / f"log.{ending}"), zone=log.zone)
    columns = ["case_id", "activity", "resource", "started_at", "ended_at", "wait_hours", "is_critical"]
    assert again.to_pandas()[columns].astype(str).equals(log.to_pandas()[columns].astype(str))
    assert pm.summary(again).frame.open_cases.tolist() == pm.summary(log).frame.open_cases.tolist() == [1]
    prefix = "case:" if ending == "xes" else ""
    assert again.attributes | {} == {f"{prefix}Region": "case", "team": "event"}
    assert again.where({f"{prefix}Region": "N<&>"}).counts == log.counts


def back(log, tmp_path, ending):
    return pm.read(export_log(log, tmp_path / f"log.{ending}"), zone=log.zone)


WORK = ["case_id", "activity", "started_at", "ended_at", "is_aborted", "work_hours"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "xes"])
def test_broken_off_nested_and_unfinished_work_reads_back_piece_by_piece(ending, tmp_path):
    """The inner A lies within the outer; one B was broken off, of one only the end is known, one has not ended."""
    spans = [
        ("A", 0, 9, False),
        ("A", 2, 4, False),
        ("B", 3, 5, True),
        ("B", None, 6, False),
        ("B", 2, None, False),
    ]
    rows = pd.DataFrame(
        [{"case": "c", "activity": a, "life": "abort" if broken else "complete", "start": None if s is None else AT + timedelta(hours=s),
          "end": None if e is None else AT + timedelta(hours=e)} for a, s, e, broken in spans[:3]]
    )  # fmt: skip
    log = pm.open(tmp_path / "w").read(rows, name="log", case="case", activity="activity", started_at="start", ended_at="end", lifecycle="life", zone="UTC")  # fmt: skip
    assert log.to_pandas().is_aborted.tolist() == [False, False, True]
    again = back(log, tmp_path, ending)
    assert again.to_pandas()[WORK].equals(log.to_pandas()[WORK])
    log = log_of_rows(
        [{"case_id": "c", "activity": a, "started_at": None if s is None else AT + timedelta(hours=s), "ended_at": None if e is None else AT + timedelta(hours=e)} for a, s, e, _ in spans]
    )  # fmt: skip
    again = back(log, tmp_path, ending)
    assert again.to_pandas()[WORK].astype(str).equals(log.to_pandas()[WORK].astype(str))
    assert again.attributes == {}


@pytest.mark.parametrize(("ending", "hours", "cycle"), [("xes", 3, 10), ("csv", 5, 9), ("parquet", 5, 9)])
def test_pauses_and_plans_read_back_from_xes_and_have_no_place_in_a_table(ending, hours, cycle, tmp_path):
    marks = [("schedule", 0), ("start", 1), ("suspend", 2), ("resume", 4), ("complete", 6)]
    rows = [{"case_id": "c", "activity": "A", "lifecycle": word, "ended_at": AT + timedelta(hours=at), "colour": "red"} for word, at in marks]  # fmt: skip
    rows.append({"case_id": "c", "activity": "B", "lifecycle": "complete", "ended_at": AT + timedelta(hours=10), "colour": "red"})  # fmt: skip
    log = log_of_rows(rows)
    again = back(log, tmp_path, ending)
    assert pm.service_time(again).frame.set_index("activity").total_hours["A"] == hours
    assert pm.cycle_time(again).frame.median_hours.tolist() == [cycle]


def test_names_with_control_letters_make_a_file_that_xml_can_hold(tmp_path):
    log = log_of_rows(
        [{"case_id": "c\x00", "activity": "A\x07 & <B>\ufffe", "ended_at": AT, "no\x1bte": "a\tb\x0b\nc"}]
    )
    again = back(log, tmp_path, "xes")
    work = again.to_pandas()
    assert (work.case_id[0], work.activity[0]) == ("c", "A & <B>")
    assert again.where({"case:note": "a\tb\nc"}).counts.cases == 1


def test_an_xes_log_written_again_keeps_the_names_of_its_attributes(log, tmp_path):
    once = back(log, tmp_path, "xes")
    (tmp_path / "again").mkdir()
    assert back(once, tmp_path / "again", "xes").attributes == once.attributes


@pytest.mark.parametrize("ending", ["csv", "parquet", "xes"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", None])
@pytest.mark.parametrize("rule", ["ends with C", "activity in (B)", "Region in (North)", None])
def test_what_a_file_cannot_hold_is_said_to_be_given_again(ending, zone, rule, tmp_path):
    rows = pd.DataFrame(
        [{"case": f"c{i}", "activity": a, "end": AT + timedelta(hours=i * 9 + at), "Region": "North" if i else "South"} for i in range(3) for at, a in enumerate("ABC"[: 3 - i])]
    )  # fmt: skip
    told = {"zone": zone, "complete_when": rule, "extracted_at": "2024-04-05T06:00" if rule else None, "observed_from": "2024-03-30" if rule else None}  # fmt: skip
    log = pm.open(tmp_path / "w").read(
        rows, name="log", case="case", activity="activity", ended_at="end", **told
    )
    file = export_log(log, tmp_path / f"log.{ending}")
    options = to_read_back(log, file)
    assert set(options) == {name for name, value in told.items() if value}
    again = pm.read(file, **options)
    for fact in ("zone", "extracted_at", "is_extraction_assumed", "observed_from"):
        assert again.facts[fact] == log.facts[fact]
    cases = "select case_id, is_open, is_truncated from case_span order by 1"
    assert again.sql(cases).equals(log.sql(cases))
