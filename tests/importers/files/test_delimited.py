"""Delimited text: what divides it, what is header, what is broken, and on which line."""

import csv

import pytest

from procmine.errors import UnreadableSource, WrongOption

ROWS = [("A-1", "Open", "2026-01-02 10:00"), ("A-1", "Close", "2026-01-03 11:30")]


def written(delimiter: str, rows=ROWS) -> str:
    return "".join(delimiter.join(row) + "\n" for row in [("Case", "Activity", "When"), *rows])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", "\x01", "¦"])
def test_any_delimiter_is_found(read, delimiter):
    found = read(written(delimiter))
    assert found.rows() == ROWS
    assert found.source.columns == ("Case", "Activity", "When")
    assert found.source.details["delimiter"] == delimiter
    assert found.lines() == [2, 3]
    assert found.source.notes == ()


def test_decimal_commas_do_not_hide_the_semicolon(read):
    found = read("Case;Amount;Rate\n" + "".join(f"{i};{i},50;0,{i}\n" for i in range(20)))
    assert found.source.columns == ("Case", "Amount", "Rate")
    assert found.rows()[3] == ("3", "3,50", "0,3")


def test_the_delimiter_given_overrules_what_the_file_seems_to_be(read):
    assert read("a,b;c\n1,2;3\n", delimiter=";").source.columns == ("a,b", "c")
    with pytest.raises(WrongOption, match="one character"):
        read("a,b\n1,2\n", delimiter=";;")


def test_a_hint_for_excel_is_no_header(read):
    found = read("sep=;\nCase;What\n1;a,b\n")
    assert found.source.columns == ("Case", "What")
    assert found.lines() == [3]


def test_only_blank_is_missing(read):
    found = read('a,b,c\nNA,null,-\n,"", \n\u00a0,\t,x\n')
    assert found.rows() == [("NA", "null", "-"), (None, None, None), (None, None, "x")]


def test_values_keep_their_spaces_and_leading_zeros(read):
    assert read("a,b\n 007 , Check  it\n").rows() == [(" 007 ", " Check  it")]


def test_names_are_stripped_filled_and_made_unique(read):
    found = read(" Id ,Comment,,comment,Comment (2),source_row\n1,2,3,4,5,6\n")
    assert found.source.columns == (
        "Id",
        "Comment",
        "column 3",
        "comment (3)",
        "Comment (2)",
        "source_row (2)",
    )
    assert found.rows() == [("1", "2", "3", "4", "5", "6")]
    assert found.note("duplicate-header").examples == ("comment (3)", "source_row (2)")
    assert found.note("blank-header").examples == ("column 3",)


def test_a_quote_in_a_name_does_no_harm(read):
    found = read('"a""; drop table staged; --",b\n1,2\n')
    assert found.source.columns == ('a"; drop table staged; --', "b")
    assert found.rows() == [("1", "2")]


def test_lines_above_the_header_are_skipped_and_told(read):
    found = read("Report of May\n\nMade by;;\n" + written(";"))
    assert found.rows() == ROWS
    assert found.lines() == [5, 6]
    assert found.note("preamble").examples == ("Report of May", "Made by;;")


def test_a_title_padded_with_delimiters_is_no_header(read):
    found = read("Report;;\n" + written(";"))
    assert found.source.columns == ("Case", "Activity", "When")
    assert found.rows() == ROWS


def test_a_file_without_header_keeps_its_first_row(read):
    found = read("1,Open,2026-01-02\n1,Close,2026-01-03\n2,Open,2026-01-04\n")
    assert found.source.columns == ("column 1", "column 2", "column 3")
    assert len(found.rows()) == 3
    assert found.lines() == [1, 2, 3]
    assert found.note("no-header").severity == "warning"


def test_a_header_of_years_is_a_header(read):
    assert read("Team,2024,2025\nA,x,y\nB,z,w\n").source.columns == ("Team", "2024", "2025")


def test_quoted_fields_hold_delimiters_quotes_and_line_ends(read):
    found = read('a,b,c\n1,"x, ""y""","two\nlines"\n2,"three\r\n\r\nlines",z\n3,p,q\n')
    assert found.rows() == [("1", 'x, "y"', "two\nlines"), ("2", "three\r\n\r\nlines", "z"), ("3", "p", "q")]
    assert found.lines() == [2, 4, 7]
    assert found.faults() == []


def test_a_quoted_line_end_in_the_header_counts_as_a_line(read):
    found = read('"Case\nid",b\n1,x\n2,y\n')
    assert found.source.columns == ("Case id", "b")
    assert found.lines() == [3, 4]


def test_blank_lines_are_no_rows_but_are_counted(read):
    found = read("a,b\n\n1,x\n\n\n2,y\n")
    assert found.rows() == [("1", "x"), ("2", "y")]
    assert found.lines() == [3, 6]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(read, ending):
    found = read(written(",").replace("\n", ending).rstrip("\r\n"))
    assert found.rows() == ROWS
    assert found.lines() == [2, 3]


def test_mixed_line_ends_are_read(read):
    found = read("a,b\r\n1,x\n2,y\r\n3,z\n")
    assert found.rows() == [("1", "x"), ("2", "y"), ("3", "z")]
    assert found.lines() == [2, 3, 4]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("inside", ["\n", "\r\n", "\r"])
def test_no_line_end_inside_quotes_loses_a_row(read, ending, inside):
    rows = [(str(i), f"one{inside}two" if i % 3 == 0 else "x", "y") for i in range(100)]
    lines = [f'{a},"{b}",{c}' for a, b, c in rows]
    found = read(ending.join(["a,b,c", *lines, "", ""]))
    assert found.rows() == rows
    assert found.faults() == []
    assert found.lines()[3] == (5 if inside == "\r" else 6)


def test_ragged_rows_are_kept_and_told_with_their_line(read):
    good = "".join(f"{i},x,y\n" for i in range(10))
    found = read(f"a,b,c\n{good}11,only two\n12,x,y,z\n13,x,y,\n")
    assert len(found.rows()) == 13
    assert found.faults() == [
        (11, 12, "too few fields (2 of 3)", "11,only two"),
        (12, 13, "too many fields (4 of 3)", "12,x,y,z"),
    ]
    assert found.rows()[10:] == [("11", "only two", None), ("12", "x", "y"), ("13", "x", "y")]
    note = found.note("ragged-row")
    assert (note.rows, note.severity) == (2, "warning")
    assert "line 12" in note.examples[0]


def test_a_quote_that_is_never_closed_breaks_one_row_only(read):
    rows = [f'{i},"name {i}",y\n' for i in range(100)]
    rows[40] = '40,"never closed,y\n'
    found = read("a,b,c\n" + "".join(rows))
    assert found.source.rows == 100
    assert found.faults() == [(41, 42, "a quote is not closed", '40,"never closed,y')]
    assert found.rows()[40] == ("40", "never closed", "y")
    assert found.rows()[99] == ("99", "name 99", "y")
    assert found.lines()[99] == 101


def test_an_inch_mark_is_no_quote(read):
    found = read('a,b,c\n1,5" pipe,x\n2,6" pipe,y\n')
    assert found.rows() == [("1", '5" pipe', "x"), ("2", '6" pipe', "y")]


def test_single_quotes_and_backslashes_quote_where_the_file_uses_them(read):
    single = read("a,b\n" + "".join(f"{i},'x, y'\n" for i in range(9)))
    assert single.rows()[0] == ("0", "x, y")
    escaped = read("a,b\n" + "".join(f'{i},"say \\"hi\\", then"\n' for i in range(9)))
    assert escaped.rows()[0] == ("0", 'say "hi", then')


def test_spaces_before_a_quote_are_not_data(read):
    found = read("a, b, c\n" + "".join(f'{i}, "x, y", "z"\n' for i in range(9)))
    assert found.rows()[0] == ("0", "x, y", "z")


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL:", "Summe", "Gesamt", "Gesamtergebnis", "Total général", "合計", "Grand Total"]
)
def test_total_lines_stay_staged_but_are_marked(read, word):
    found = read(written(";") + f"{word};;\n")
    assert found.source.rows == 3
    assert found.faults() == [(3, 4, "total line", word)]
    note = found.note("total-line")
    assert note.rows == 1
    assert note.examples == (f"line 4: {word}",)


def test_a_ragged_total_is_a_total(read):
    found = read(written(";") + "Total;2\n")
    assert [reason for _, _, reason, _ in found.faults()] == ["total line"]


def test_a_customer_called_total_is_data(read):
    found = read("Customer,Activity,When\nTotal Oil,Open,2026-01-01\nTotally,,2026-01-02\n")
    assert found.faults() == []


def test_rows_shorter_than_the_header_are_the_files_habit_when_all_are(read):
    found = read("Case,Activity,When,Remark\n" + "".join(f"{i},x,2026-01-0{i}\n" for i in range(1, 9)))
    assert found.source.columns == ("Case", "Activity", "When", "Remark")
    assert found.rows()[0] == ("1", "x", "2026-01-01", None)
    assert found.faults() == []


def test_order_is_kept_where_threads_share_the_work(con, read, tmp_path):
    path = tmp_path / "many.csv"
    con.execute("set threads = 4")
    con.execute(
        "copy (select i as n, 'case ' || i // 7 as c, repeat('x', i % 50) || 'y' as pad "
        f"from range(700000) t(i)) to '{path}'"
    )
    found = read(path)
    assert found.source.rows == 700_000
    assert found.asked("select count(*) from staged where n::bigint <> source_row - 1") == [(0,)]
    assert found.asked("select count(*) from staged where source_line <> source_row + 1") == [(0,)]
    assert found.source.notes == ()


def test_the_careful_way_and_the_fast_way_stage_the_same(read, tmp_path):
    rows = [[str(i), f'na"me, {i}', "two\nlines" if i % 5 == 0 else "x", ""] for i in range(1000)]
    path = tmp_path / "quoted.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["a", "b", "c", "d"], *rows])
    fast = read(path)
    fast_rows, fast_lines = fast.rows(), fast.lines()
    path.write_bytes(path.read_bytes() + b"1000,broken\r\n")
    careful = read(path)
    assert careful.rows()[:1000] == fast_rows
    assert careful.lines()[:1000] == fast_lines
    assert len(careful.faults()) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Case,Activity\n", "not a single row"),
        ("Case,Activity", "not a single row"),
        ("just some words\nand more of them\n", "not divided into columns"),
        (" \n\n \n", "empty"),
        (b"Case,Activity\n1,a\0b\n", "not text"),
    ],
)
def test_what_is_no_table_is_refused(read, content, said):
    with pytest.raises(UnreadableSource, match=said) as refused:
        read(content)
    assert refused.value.where.startswith("log.csv")
    assert refused.value.cure


def test_a_line_beyond_measure_is_refused_at_once(read, tmp_path):
    path = tmp_path / "one_line.csv"
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"x" * (1 << 20))
    with pytest.raises(UnreadableSource, match="longer than 16 MB"):
        read(path)


def test_a_long_but_fair_line_is_read(read):
    found = read("a,b\n1," + "x" * 5_000_000 + "\n2,y\n")
    assert [len(row[1]) for row in found.rows()] == [5_000_000, 1]
