"""Frames from memory: pandas always, polars and pyarrow where pyarrow is installed."""

from datetime import UTC, date, datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from procmine.errors import NotInstalled, UnreadableSource


def test_a_pandas_frame_becomes_text_and_instants(read):
    frame = pd.DataFrame(
        {
            "case": [1.0, None, 3.0],
            "what": ["Open", " ", "NA"],
            "kind": pd.Categorical(["a", None, "b"]),
            "at": pd.to_datetime(["2026-01-02 10:00", None, "2026-01-03"], format="ISO8601"),
            "utc": pd.to_datetime(["2026-01-02 10:00", None, "2026-01-03"], format="ISO8601").tz_localize(
                "Europe/Berlin"
            ),
            "flag": [True, False, True],
            "n": pd.array([1, None, 3], dtype="Int64"),
        }
    )
    found = read(frame)
    assert found.rows() == [
        ("1", "Open", "a", datetime(2026, 1, 2, 10), datetime(2026, 1, 2, 9, tzinfo=UTC), "true", "1"),
        (None, None, None, None, None, "false", None),
        ("3", "NA", "b", datetime(2026, 1, 3), datetime(2026, 1, 2, 23, tzinfo=UTC), "true", "3"),
    ]
    assert (found.source.typed["at"], found.source.typed["utc"]) == ("instant", "instant_utc")
    assert (found.source.kind, found.source.name) == ("frame", "frame")
    assert frame.columns.tolist()[0] == "case"


def test_a_column_of_mixed_objects_is_text(read):
    late = [*range(5000), "x1", date(2026, 1, 2), datetime(2026, 1, 2, 3), None, float("nan"), pd.NaT, 2.5]
    found = read(pd.DataFrame({"id": pd.Series(late, dtype=object), "b": 1}))
    assert [row[0] for row in found.rows()[4999:]] == [
        *("4999", "x1", "2026-01-02", "2026-01-02 03:00:00"),
        *(None, None, None, "2.5"),
    ]


def test_a_named_index_is_a_column_and_an_unnamed_one_is_not(read):
    frame = pd.DataFrame({"a": ["x", "y"]}, index=[10, 20])
    assert read(frame).source.columns == ("a",)
    assert read(frame.rename_axis("case")).rows() == [("10", "x"), ("20", "y")]


def test_labels_that_repeat_or_are_no_text_are_made_names(read):
    frame = pd.DataFrame([[1, 2, 3]], columns=["a", "a", 5])
    assert read(frame).source.columns == ("a", "a (2)", "5")


@pytest.mark.parametrize("make", [pl.DataFrame, lambda columns: pl.DataFrame(columns).lazy(), pa.table])
def test_polars_and_pyarrow_are_read(read, make):
    found = read(make({"case": ["1", ""], "at": [datetime(2026, 1, 2, 3), None], "n": [1.0, 2.5]}))
    assert found.rows() == [("1", datetime(2026, 1, 2, 3), "1.0"), (None, None, "2.5")]
    assert found.source.typed == {"case": "text", "at": "instant", "n": "number"}


def test_without_pyarrow_the_line_that_installs_it_is_given(read, monkeypatch):
    from procmine.importers.files import frames

    monkeypatch.setattr(frames.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NotInstalled, match="pip install pyarrow"):
        read(pl.DataFrame({"a": [1]}))


@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame({"a": []}), pl.DataFrame({"a": []})])
def test_an_empty_frame_is_refused(read, frame):
    with pytest.raises(UnreadableSource):
        read(frame)


def test_the_fingerprint_follows_the_content(read):
    frame = pd.DataFrame({"a": ["x", "y"]})
    first = read(frame).source.fingerprint
    assert read(frame.copy()).source.fingerprint == first
    assert read(frame.iloc[::-1]).source.fingerprint != first
    assert read(frame.rename(columns={"a": "b"})).source.fingerprint != first
