"""Numbers in words."""

from __future__ import annotations

import pytest

from procmine.importers import checks
from procmine.wording import counted, in_number, share, working_duration


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("rows have no time and were set aside.", "1 row has no time and was set aside."),
        ("rows end before they start and were set aside.", "1 row ends before it starts and was set aside."),
        ("activities have stray spaces in their name; they are kept as written.", "1 activity has stray spaces in its name; it is kept as written."),
        ("events lie in the future.", "1 event lies in the future."),
    ],
)  # fmt: skip
def test_a_sentence_agrees_with_a_count_of_one(many, one):
    assert in_number(f"1 {many}") == one
    assert in_number(f"2 {many}") == f"2 {many}"


def test_one_of_many_keeps_the_many():
    assert in_number("1 of 300 cases have a single event.") == "1 of 300 cases has a single event."


def test_every_check_that_counts_speaks_rightly_of_one():
    """The messages of the checks themselves, each with a count of one."""
    for name in checks.names():
        sql = (checks.FOLDER / f"{name}.sql").read_text(encoding="utf-8")
        for message in (part.split("'")[0] for part in sql.split("format('")[1:]):
            if message.startswith("{:,} "):
                told = in_number(message.replace("{:,}", "1", 1))
                assert told.split(" ")[1] == "of" or not told.split(" ")[1].endswith("s"), (name, told)
                near = told.split(" ")[2:6]
                assert not {"have", "are", "were", "lie", "bear", "hold", "differ"} & set(near), (name, told)


def test_counts_take_their_noun():
    assert [counted(1, "case"), counted(2310, "case")] == ["1 case", "2,310 cases"]


def test_working_days_are_told_as_days_are():
    told = [working_duration(hours, 8) for hours in (5, 8, 8.04, 30, 83, 1040, 8400)]
    assert told == ["5.0 h", "1 working day", "1 working day", "3.8 working days", "10.4 working days", "130 working days", "1,050 working days"]  # fmt: skip


def test_a_share_of_nothing_is_nothing():
    assert [share(-1e-12), share(1e-12), share(0.0004), share(0.074)] == ["0 %", "0 %", "< 0.1 %", "7.4 %"]
