"""Rows that mark starts, pauses and ends, paired into pieces of work: two worked cases and a slow twin."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

import procmine as pm
from procmine.samples import log_of_rows

DAY = datetime(2024, 3, 4)


def log_of_marks(text: str, case: str = "c"):
    """`"A.start0 A.complete2"`: activity, lifecycle word, hour."""
    rows = []
    for mark in text.split():
        activity, _, rest = mark.partition(".")
        word = rest.rstrip("0123456789")
        rows.append(
            {
                "case_id": case,
                "activity": activity,
                "lifecycle": word,
                "ended_at": DAY + timedelta(hours=int(rest[len(word) :])),
            }
        )
    return log_of_rows(rows)


def hours(value):
    return None if value is None or value != value else (value - DAY) / timedelta(hours=1)


def pieces(log):
    return sorted(
        ((row.activity, hours(row.started_at), hours(row.ended_at)) for row in log.to_pandas().itertuples()),
        key=lambda p: (p[0], p[2] is None, p[2] or 0),
    )


def test_starts_and_ends_pair_first_in_first_out_and_pauses_are_taken_off():
    log = log_of_marks(
        "A.start0 A.start1 A.complete2 A.complete5 B.complete6 C.start7 D.start8 D.suspend9 D.resume11 D.complete12"
    )
    assert pieces(log) == [("A", 0, 2), ("A", 1, 5), ("B", None, 6), ("C", 7, None), ("D", 8, 12)]
    served = pm.service_time(log).frame.set_index("activity")
    assert served.loc["D", "total_hours"] == 2
    assert served.loc["A", "total_hours"] == 6
    assert served.loc["B", "total_hours"] != served.loc["B", "total_hours"]  # unknown, not zero


@pytest.mark.parametrize(
    ("marks", "paused"),
    [
        ("suspend2 suspend4 resume6", 4),
        ("suspend2 resume3 suspend4 resume6 resume7", 3),
        ("suspend2 suspend4", 8),
        ("suspend2 resume12", 8),
        ("resume2 suspend8 resume9", 1),
    ],
)
def test_a_pause_lasts_from_the_first_suspend_to_the_next_resume(marks, paused):
    log = log_of_marks("A.start0 " + " ".join(f"A.{mark}" for mark in marks.split()) + " A.complete10")
    assert pm.service_time(log).frame.total_hours.tolist() == [10 - paused]


def test_a_pause_that_nobody_ended_does_not_hide_the_pause_of_the_next_piece():
    log = log_of_marks("A.start0 A.suspend1 A.complete5 A.start6 A.suspend7 A.resume8 A.complete10")
    assert pm.service_time(log).frame.total_hours.tolist() == [1 + 3]


def test_an_end_without_a_start_does_not_use_up_a_later_start():
    assert pieces(log_of_marks("A.complete1 A.start2 A.complete4")) == [("A", None, 1), ("A", 2, 4)]


def test_work_that_was_broken_off_is_no_service_time():
    log = log_of_marks("A.start0 A.complete2 A.start3 A.ate_abort9")
    found = pm.service_time(log)
    assert found.frame.total_hours.tolist() == [2]
    assert [(one.reason, one.events) for one in found.excluded] == [("work that was broken off", 1)]


def test_unfinished_work_makes_a_case_open():
    assert pm.summary(log_of_marks("A.start0 A.complete1 B.start2")).frame.open_cases.tolist() == [1]


def test_planned_work_that_never_ran_goes_to_quarantine():
    log = log_of_marks("A.start0 A.complete1 B.schedule1")
    assert log.facts["quarantined"] == 1
    assert log.facts["rows_read"] == 3 == log.facts["rows_used"] + 1


def test_pairing_equals_a_queue_on_random_rows():
    shuffled = random.Random(7)
    for _ in range(25):
        marks = [
            (shuffled.choice("AB"), shuffled.choice(["start", "complete"]), shuffled.randint(0, 9))
            for _ in range(shuffled.randint(1, 12))
        ]
        log = log_of_marks(" ".join(f"{a}.{word}{hour}" for a, word, hour in marks))
        assert pieces(log) == queued(marks), marks


def queued(marks):
    """The slow obvious twin: one queue of open starts an activity."""
    found, waiting = [], {"A": [], "B": []}
    for activity, word, hour in sorted(marks, key=lambda mark: (mark[2], mark[1] == "complete")):
        if word == "start":
            waiting[activity].append(hour)
        else:
            found.append((activity, waiting[activity].pop(0) if waiting[activity] else None, hour))
    found += [(activity, hour, None) for activity, starts in waiting.items() for hour in starts]
    return sorted(found, key=lambda p: (p[0], p[2] is None, p[2] or 0))


ROWS_THAT_NAME_THEIR_WORK = """case,activity,lifecycle,timestamp,activity_instance_id
1,Test,start,2024-03-04 00:00:00,a
1,Test,start,2024-03-04 01:00:00,b
1,Test,complete,2024-03-04 02:00:00,b
1,Test,complete,2024-03-04 05:00:00,a
2,Test,start,2024-03-04 00:00:00,c
2,Test,complete,2024-03-04 01:00:00,c
"""


def spans(path, text):
    path.write_text(text)
    work = pm.read(path).to_pandas().query("case_id == '1'")
    return [(start.hour, end.hour) for start, end in zip(work.started_at, work.ended_at, strict=True)]


def test_rows_that_name_their_piece_of_work_are_paired_by_the_name(tmp_path):
    assert spans(tmp_path / "named.csv", ROWS_THAT_NAME_THEIR_WORK) == [(0, 5), (1, 2)]


def test_where_one_row_names_none_the_first_start_meets_the_first_end(tmp_path):
    some = ROWS_THAT_NAME_THEIR_WORK.replace("02:00:00,b", "02:00:00,")
    assert spans(tmp_path / "some.csv", some) == [(0, 2), (1, 5)]


def test_what_only_the_row_of_the_start_tells_is_known_of_the_work():
    """The start names the queue and the urgency, the end the outcome and an urgency of its own."""
    told = [
        ("start", 0, {"queue": "red", "urgency": "low"}),
        ("complete", 2, {"outcome": "done", "urgency": "high"}),
        ("start", 3, {"queue": "blue", "urgency": "low"}),
        ("complete", 5, {"outcome": "failed"}),
        ("start", 6, {"queue": "red"}),
    ]
    log = log_of_rows(
        {"case_id": "c", "activity": f"A{at // 3}", "lifecycle": word, "ended_at": DAY + timedelta(hours=at), **more}
        for word, at, more in told
    )  # fmt: skip
    known = log.sql(
        "select name, list(text order by event_no) as texts from event_attribute group by name order by name"
    )
    assert {row["name"]: list(row.texts) for _, row in known.iterrows()} == {
        "outcome": ["done", "failed"],
        "queue": ["red", "blue", "red"],
        "urgency": ["high", "low"],
    }
