"""XES: events as rows, prefixes kept, broken or dangerous XML refused by line."""

import gzip
import json

import pytest

from procmine.errors import UnreadableSource

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="__INVALID__"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="concept:name" value="orders"/>
  <trace>
    <string key="concept:name" value="A-1"/>
    <event>
      <string key="concept:name" value="Open &amp; check"/>
      <date key="time:timestamp" value="2026-01-02T10:00:00.000+02:00"/>
      <int key="cost" value="5"><string key="currency" value="EUR"/></int>
    </event>
    <event>
      <string key="concept:name" value="Close"/>
      <date key="time:timestamp" value="2026-01-03T10:00:00.000+02:00"/>
      <string key="org:resource" value="Ann"/>
      <list key="parts"><values><string key="p" value="a&quot;b"/><int key="p" value="2"/></values></list>
    </event>
    <string key="region" value="North"/>
  </trace>
  <trace><string key="concept:name" value="A-2"/></trace>
</log>
"""


def test_events_become_rows_with_their_trace_beside_them(read):
    found = read(LOG, "log.xes")
    assert found.source.columns == (
        *("case:concept:name", "concept:name", "time:timestamp", "cost", "cost/currency"),
        *("org:resource", "parts", "case:region"),
    )
    first, second = found.rows()
    assert first == (
        *("A-1", "Open & check", "2026-01-02T10:00:00.000+02:00", "5", "EUR", None, None, "North"),
    )
    assert second[:6] == ("A-1", "Close", "2026-01-03T10:00:00.000+02:00", None, None, "Ann")
    assert json.loads(second[6]) == [{"p": 'a"b'}, {"p": 2}]
    assert second[7] == "North"
    assert found.lines() == [9, 14]


def test_what_the_log_says_of_itself_is_kept(read):
    found = read(LOG, "log.xes").source
    assert found.details["log"] == {"concept:name": "orders"}
    assert found.details["classifiers"] == {"Activity": "concept:name"}
    assert found.details["extensions"] == {"concept": "http://www.xes-standard.org/concept.xesext"}
    assert (found.typed["time:timestamp"], found.typed["cost"]) == ("instant_text", "number")


def test_a_trace_without_events_is_told(read):
    assert read(LOG, "log.xes").note("empty-trace").rows == 1


def test_gzip_and_other_names_are_no_hindrance(read):
    assert read(gzip.compress(LOG.encode()), "orders.xes.gz").source.name == "orders"
    assert read(LOG, "log.csv").source.kind == "xes"
    assert read(LOG.replace("UTF-8", "UTF-16").encode("utf-16"), "log.xml").source.rows == 2


def test_an_attribute_that_stands_twice_is_told(read):
    twice = LOG.replace('<int key="cost"', '<string key="concept:name" value="Again"/><int key="cost"')
    found = read(twice, "log.xes")
    assert found.rows()[0][1] == "Open & check"
    assert found.note("repeated-attribute").rows == 1


@pytest.mark.parametrize("written", ["&#10;", "&#13;", "&#13;&#10;", ",", "&quot;"])
def test_line_ends_and_quotes_inside_a_value_stay(read, written):
    plain = {"&#10;": "\n", "&#13;": "\r", "&#13;&#10;": "\r\n", "&quot;": '"'}.get(written, written)
    found = read(LOG.replace("Open &amp; check", f"Open{written}check"), "log.xes")
    assert found.rows()[0][1] == f"Open{plain}check"


@pytest.mark.parametrize(
    ("content", "said", "where"),
    [
        (LOG.replace("</event>", "</evnt>", 1), "mismatched tag", "line 13, column"),
        (LOG[: LOG.index("<list")], "ends in the middle", "line 18"),
        (LOG.replace("&amp;", "&"), "broken", "line 10"),
        ('<?xml version="1.0"?>\n<!DOCTYPE log [<!ENTITY a "aaaa">]>\n<log/>', "DTD", "line 2"),
        ('<log xmlns="http://www.xes-standard.org/"><trace/></log>', "no event", "log.xes"),
    ],
)
def test_broken_and_dangerous_xml_is_refused_with_its_line(read, content, said, where):
    with pytest.raises(UnreadableSource, match=said) as refused:
        read(content, "log.xes")
    assert where in refused.value.where
    assert refused.value.cure


def test_a_bomb_of_entities_does_not_go_off(read):
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 20))
    bomb = f'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a0 "aaaa">{entities}]><log>&a19;</log>'
    with pytest.raises(UnreadableSource, match="DTD"):
        read(bomb, "log.xes")


def test_a_new_attribute_late_in_the_log_is_a_column_of_all(read):
    events = "".join(f'<event><int key="key{i}" value="{i}"/></event>' for i in range(300))
    found = read(f'<log><trace><string key="concept:name" value="x"/>{events}</trace></log>', "log.xes")
    assert len(found.source.columns) == 301
    assert found.rows()[299][-1] == "299"
    assert found.rows()[0][:3] == ("x", "0", None)
