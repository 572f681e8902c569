"""Recorded answers of real tools, where they lie: as pages for a parser, and what it lays."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from datetime import UTC, datetime

import duckdb

from procmine.importers.fetching.archive import Page
from procmine.importers.histories.history import History
from procmine.importers.histories.rows import Rows
from procmine.importers.tools import tool_of
from procmine.importers.tools.tool import Settings

csv.field_size_limit(10**9)
ASKED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def page(kind, body, *, url="https://tool.example/rest/x", about=""):
    return Page(kind, about, url, 200, {}, body, ASKED_AT)


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def objects(path):
    """The API objects of a recording kept as a table: (object, what it was asked for)."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(json.loads(row["data"]), json.loads(row["input"] or "null")) for row in csv.DictReader(file)]


class Laid:
    def __init__(self, con):
        self.con = con

    def ask(self, sql):
        return self.con.execute(sql).fetchall()


@contextmanager
def laid(word, pages, **settings):
    """The rows that a tool's parser lays of pages, to be asked."""
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        rows = Rows(con)
        for one in pages:
            tool_of(word).parse(one, rows, Settings(settings))
        rows.laid()
        yield Laid(con)


@contextmanager
def staged(word, pages, **options):
    """The table `staged` that an import would read of pages, to be asked, and what is noticed of the history."""
    tool = tool_of(word)

    def tell(rows):
        for one in pages:
            tool.parse(one, rows, Settings({}))

    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        source = History("recorded", word, tell, people=tool.people, seen_at=ASKED_AT, **options).stage(con)
        yield Laid(con), {note.check: note for note in source.notes}
