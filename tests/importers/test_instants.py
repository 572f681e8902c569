"""How a column writes its instants, decided by all of its rows."""

from __future__ import annotations

import pytest

from procmine.errors import WrongOption
from procmine.importers.instants import read_format


def read(staging, texts, dates=None):
    staging.rows(["At"], [[text] for text in texts])
    found = read_format(staging.con, "At", dates)
    told = [row[0] for row in staging.ask(f"select ({found.sql()})::varchar from staged order by source_row")]
    return found, told


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-04-03 10:11:12", "2026-04-03 10:11:12"),
        ("2026-04-03T10:11:12Z", "2026-04-03 10:11:12"),
        ("2026-04-03T10:11:12.123+02:00", "2026-04-03 08:11:12.123"),
        ("2026-04-03T10:11:12,123Z", "2026-04-03 10:11:12.123"),
        ("2026/04/03 10:11", "2026-04-03 10:11:00"),
        ("2026.04.03 10:11:12.1234567", "2026-04-03 10:11:12.123457"),
        ("20260403", "2026-04-03 00:00:00"),
        ("20260403101112", "2026-04-03 10:11:12"),
        ("13.4.2026 9:05", "2026-04-13 09:05:00"),
        ("4/13/2026 9:05 PM", "2026-04-13 21:05:00"),
        ("23/Nov/26 8:00 PM", "2026-11-23 20:00:00"),
        ("April 3rd, 2026 at 4:05 PM".replace(" at", ","), "2026-04-03 16:05:00"),
        ("Fri, 03 Apr 2026 10:11:12 GMT", "2026-04-03 10:11:12"),
        ("3. März 2026, 14:05 Uhr", "2026-03-03 14:05:00"),
        ("lundi 6 avril 2026 à 10h11", "2026-04-06 10:11:00"),
        ("3 de abril de 2026 10:11", "2026-04-03 10:11:00"),
        ("3-avr.-2026", "2026-04-03 00:00:00"),
        ("2026年4月3日 10:11", "2026-04-03 10:11:00"),
        ("03-APR-26 10.11.12.000000 AM", "2026-04-03 10:11:12"),
        ("1775210000", "2026-04-03 09:53:20"),
        ("1775210000123", "2026-04-03 09:53:20.123"),
        ("46115.5", "2026-04-03 12:00:00"),
    ],
)
def test_an_instant_is_read_as_it_is_written(staging, text, instant):
    found, told = read(staging, [text])
    assert told == [instant]
    assert not found.is_open


def test_one_day_above_twelve_in_the_last_row_decides_for_all(staging):
    found, told = read(staging, ["03/04/2026 10:00"] * 30_000 + ["13/04/2026 10:00"])
    assert found.order == "dmy"
    assert told[0] == "2026-04-03 10:00:00"


def test_a_month_in_front_is_read_as_month_first(staging):
    found, told = read(staging, ["03/04/2026", "04/13/2026"])
    assert (found.order, told[0]) == ("mdy", "2026-03-04 00:00:00")


def test_where_nothing_decides_day_or_month_both_readings_are_shown_and_it_asks(staging):
    found, _ = read(staging, ["03/04/2026 10:00", "05/06/2026 11:00"])
    (question,) = found.notes
    assert found.is_open
    assert question.severity == "question"
    assert "3 April 2026 or 4 March 2026" in question.message
    assert "--dates dmy" in question.repair
    assert "--dates mdy" in question.repair


def test_the_answer_settles_the_question(staging):
    found, told = read(staging, ["03/04/2026", "05/06/2026"], dates="mdy")
    assert told == ["2026-03-04 00:00:00", "2026-05-06 00:00:00"]
    assert found.notes == ()


def test_dates_that_read_the_same_either_way_are_no_question(staging):
    found, told = read(staging, ["03/03/2026", "04/04/2026"])
    assert found.notes == ()
    assert told[0] == "2026-03-03 00:00:00"


def test_rows_that_only_the_other_order_reads_are_a_question_too(staging):
    found, _ = read(staging, ["13/03/2026", "04/14/2026", "14/03/2026"])
    assert [note.severity for note in found.notes] == ["question"]
    assert "2 rows can be read day first" in found.notes[0].message


def test_two_digit_years_in_front_are_told_by_how_little_they_vary(staging):
    found, told = read(staging, [f"26-03-{day:02d}" for day in range(1, 20)])
    assert (found.order, told[2]) == ("ymd", "2026-03-03 00:00:00")


def test_a_two_digit_year_is_not_the_year_twenty_six(staging):
    _, told = read(staging, ["13/4/26", "13/04/2026", "3/4/26"])
    assert told == ["2026-04-13 00:00:00", "2026-04-13 00:00:00", "2026-04-03 00:00:00"]


def test_several_ways_of_writing_are_all_read_and_told_with_counts(staging):
    found, told = read(staging, ["2026-04-03 10:00", "13.04.2026", "14.04.2026", "23/Nov/26 8:00 PM"])
    assert told == [
        "2026-04-03 10:00:00",
        "2026-04-13 00:00:00",
        "2026-04-14 00:00:00",
        "2026-11-23 20:00:00",
    ]
    (note,) = found.notes
    assert note.check == "mixed-formats"
    assert "dd.mm.yyyy: 2" in note.message


def test_a_rare_way_of_writing_far_down_the_file_is_found(staging):
    _, told = read(staging, ["13.04.2026"] * 20_000 + ["3. Mai 2026"])
    assert told[-1] == "2026-05-03 00:00:00"


def test_texts_that_are_no_instants_are_counted_not_dropped(staging):
    found, told = read(staging, ["2026-04-03", "n/a", "soon", None])
    assert (found.filled, found.unreadable) == (3, 2)
    assert told == ["2026-04-03 00:00:00", None, None, None]


def test_an_offset_that_no_zone_has_is_not_read(staging):
    found, told = read(staging, ["2026-04-03 10:00:00+02:00", "2026-04-03 10:00:00 Nowhere/Land"])
    assert told == ["2026-04-03 08:00:00", None]
    assert found.unreadable == 1


def test_a_column_of_blanks_has_nothing_to_read(staging):
    found, told = read(staging, [None, None])
    assert (found.filled, found.unreadable, told) == (0, 0, [None, None])


def test_typed_columns_keep_their_type(staging):
    staging.con.execute(
        "create or replace table staged as select 1 as source_row, timestamp '2026-04-03 10:00' as a,"
        " timestamptz '2026-04-03 10:00+02' as b"
    )
    naive, zoned = read_format(staging.con, "a"), read_format(staging.con, "b")
    assert (naive.is_naive, zoned.is_naive) == (True, False)
    assert staging.ask(f"select ({zoned.sql()})::varchar from staged") == [("2026-04-03 08:00:00",)]


def test_an_order_that_is_none_is_refused(staging):
    with pytest.raises(WrongOption, match="dmy, mdy or ymd"):
        read(staging, ["03/04/2026"], dates="dym")


def test_a_column_name_with_quotes_is_only_a_name(staging):
    staging.rows(['At"; drop table staged; --'], [["13/04/2026"]])
    assert read_format(staging.con, 'At"; drop table staged; --').order == "dmy"
