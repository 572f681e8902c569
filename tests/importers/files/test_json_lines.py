"""JSON in its three shapes, and what is wrong with it told by line."""

import json

import pytest

from procmine.errors import UnreadableSource

RECORDS = [
    {"id": 1, "what": "Open", "tags": ["a", "b"], "by": {"name": "Ann"}},
    {"id": "02", "what": " ", "a/b~c": 1.10, "done": True, "Id": None},
]
ROWS = [
    ("1", "Open", '["a","b"]', '{"name":"Ann"}', None, None, None),
    ("02", None, None, None, "1.1", "true", None),
]
COLUMNS = ("id", "what", "tags", "by", "a/b~c", "done", "Id (2)")


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(map(json.dumps, RECORDS)),
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        json.dumps({"data": RECORDS, "next": None, "ids": [1, 2, 3]}),
        "\ufeff" + json.dumps(RECORDS),
    ],
)
def test_lines_arrays_and_wrapped_arrays_are_the_same_table(read, content):
    found = read(content, "log.json")
    assert found.source.columns == COLUMNS
    assert found.rows() == ROWS
    assert found.source.kind == "json"
    assert (found.source.typed["done"], found.source.typed["a/b~c"]) == ("boolean", "number")
    assert found.source.typed["id"] == "text"


def test_whole_numbers_keep_every_digit(read):
    found = read('{"a": 12345678901234567890123, "b": 1.5}\n{"a": 2, "b": 3}\n')
    assert found.rows()[0] == ("12345678901234567890123", "1.5")
    assert found.lines() == [1, 2]


def test_what_stands_beside_the_records_is_told(read):
    assert "'data'" in read('{"data": [{"a": 1}], "page": 3}').note("json-wrapper").message


def test_utf16_is_read(read):
    assert read(json.dumps([{"a": "ü", "b": 1}], ensure_ascii=False).encode("utf-16")).rows() == [("ü", "1")]


def test_one_large_wrapped_array_is_read(read):
    records = [{"id": i, "text": "x" * 200} for i in range(100_000)]
    found = read(json.dumps({"data": records}), "large.json")
    assert found.source.rows == 100_000
    assert found.rows()[99_999][0] == "99999"


@pytest.mark.parametrize(
    ("content", "said", "where"),
    [
        ('{"a": 1}\n{"a" 2}\n{"a": 3}\n', "broken", "line 2"),
        ('[{"a": 1},\n {"a": 2}', "broken", "line 2, column 10"),
        ("[]", "no record", "log.json"),
        ('{"data": []}', "no record", "log.json"),
        ("[[1, 2], [3, 4]]", "not an object", "record 1"),
        ('[{"a": 1}, 2]', "not an object", "record 2"),
        ("[{}, {}]", "row", "log.json"),
    ],
)
def test_what_is_no_table_is_refused(read, content, said, where):
    with pytest.raises(UnreadableSource, match=said) as refused:
        read(content, "log.json")
    assert where in refused.value.where
