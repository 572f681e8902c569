"""Parquet: instants stay instants, the rest becomes text, nothing is reordered."""

from datetime import UTC, datetime

import pytest

from procmine.errors import UnreadableSource


@pytest.fixture
def stored(con, tmp_path):
    def storing(select: str):
        path = tmp_path / "log.parquet"
        con.execute(f"copy ({select}) to '{path}' (format parquet)")
        return path

    return storing


def test_every_type_becomes_what_staged_promises(stored, read):
    found = read(
        stored(
            "select 7 as i, 7.0::double as whole, 1.5::double as f, 1.10::decimal(9, 2) as d, true as b, "
            "' ' as blank, 'NA' as na, timestamp '2026-01-02 03:04:05.6' as t, "
            "timestamptz '2026-01-02 03:04:05+02' as z, "
            "date '2026-01-02' as day, [1, 2] as list, {'a': 1} as struct, 'x'::enum ('x', 'y') as e"
        )
    )
    noon = datetime(2026, 1, 2, 3, 4, 5, 600000)
    assert found.rows() == [
        (
            "7", "7", "1.5", "1.10", "true", None, "NA", noon, datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC),
            datetime(2026, 1, 2), "[1,2]", '{"a":1}', "x",
        )
    ]  # fmt: skip
    typed = found.source.typed
    assert (typed["t"], typed["z"], typed["day"]) == ("instant", "instant_utc", "instant")
    assert (typed["i"], typed["f"], typed["d"], typed["b"], typed["e"]) == (
        *["number"] * 3,
        "boolean",
        "text",
    )
    assert found.lines() == [None]


def test_whole_numbers_with_gaps_are_written_as_whole_numbers(stored, read):
    path = stored("select unnest([17.0, null, 'nan'::double, 18.0]) as id, 'x' as a")
    assert [row[0] for row in read(path).rows()] == ["17", None, None, "18"]


def test_order_is_kept_across_row_groups(con, stored, read):
    con.execute("set threads = 4")
    found = read(stored("select i, 'case ' || i // 7 as c from range(700000) t(i)"))
    assert found.asked("select count(*) from staged where i::bigint <> source_row - 1") == [(0,)]
    assert found.source.rows == 700_000


def test_the_unnamed_index_of_pandas_is_left_out(stored, read):
    found = read(stored('select 1 as a, 2 as b, 3 as "__index_level_0__"'))
    assert found.source.columns == ("a", "b")
    assert found.note("row-index").severity == "info"


def test_a_folder_that_looks_like_a_partition_adds_no_column(con, read, tmp_path):
    folder = tmp_path / "region=North"
    folder.mkdir()
    con.execute(f"copy (select 1 as a, timestamp_ns '2026-01-02' as t) to '{folder / 'x.parquet'}'")
    found = read(folder / "x.parquet")
    assert found.source.columns == ("a", "t")
    assert found.source.typed["t"] == "instant"


def test_a_broken_or_empty_parquet_file_is_refused(stored, read):
    path = stored("select i, 'x' as a from range(1000) t(i)")
    whole = path.read_bytes()
    with pytest.raises(UnreadableSource, match="cut off"):
        read(whole[:-100])
    with pytest.raises(UnreadableSource, match="cannot read this Parquet"):
        read(whole[:4] + b"\xff" * (len(whole) - 8) + whole[-4:])
    with pytest.raises(UnreadableSource, match="not a single row"):
        read(stored("select 1 as a where false"))
