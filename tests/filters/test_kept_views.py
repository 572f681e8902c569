"""Views kept in memory: made once, bounded, and made anew after they left."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import procmine as pm
from procmine import view
from procmine.engine import Shelf, assemble, engine
from procmine.samples import log_of


@pytest.fixture
def log():
    return log_of(**{f"c{n}": f"A {n % 5 + 1} > B {n % 7 + 9}" for n in range(40)})


def test_many_who_ask_at_once_share_one_view(log, monkeypatch):
    made, gate = [], threading.Barrier(8)
    original = view._make
    monkeypatch.setattr(view, "shelf", Shelf())
    monkeypatch.setattr(view, "_make", lambda *given: made.append(1) or original(*given))

    def asked(_):
        gate.wait()
        return log.filter("variants top 1").counts.cases

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(asked, range(8))) == {40}
    assert len(made) == 1


def test_views_beyond_the_bound_leave_and_come_back(log, monkeypatch):
    kept = Shelf(limit_bytes=100 * view.CASE_BYTES)
    monkeypatch.setattr(view, "shelf", kept)
    for hours in range(1, 11):
        assert log.slower_than(hours=hours).counts.cases == sum(
            n % 7 + 9 - n % 5 - 1 > hours for n in range(40)
        )
    sizes = [entry.bytes for entry in kept._kept.values()]
    assert sum(sizes) <= 100 * view.CASE_BYTES
    assert len(sizes) < 10
    assert log.slower_than(hours=1).counts.cases == 40


def test_a_view_that_cannot_be_made_is_tried_again(log, monkeypatch):
    monkeypatch.setattr(view, "shelf", Shelf())
    original, problems = view._make, [RuntimeError("memory ended")]
    monkeypatch.setattr(
        view,
        "_make",
        lambda *given: original(*given) if not problems else (_ for _ in ()).throw(problems.pop()),
    )
    with pytest.raises(RuntimeError, match="memory ended"):
        log.complete_cases().counts  # noqa: B018
    assert log.complete_cases().counts.cases == 40


def test_a_view_that_is_read_stays_until_it_has_been_read(log, monkeypatch):
    monkeypatch.setattr(view, "shelf", Shelf(limit_bytes=1))
    read = log.slower_than(hours=1)
    with read.view.kept() as (parts, counts):
        assert log.slower_than(hours=2).counts.cases == 40
        found = engine.rows(read.version.path, assemble("select count(*) from event", parts))
    assert found == [(counts.events,)] == [(80,)]


def test_many_views_asked_side_by_side_within_a_small_bound(log, monkeypatch):
    monkeypatch.setattr(view, "shelf", Shelf(limit_bytes=40 * view.CASE_BYTES))

    def asked(number):
        return pm.waiting_time(log.slower_than(hours=1 + number % 7 / 1000)).frame.waits.sum()

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(asked, range(200))) == {40}


def test_a_view_that_fails_half_way_leaves_nothing_behind(log, monkeypatch):
    kept = engine.keep

    def fails(path, table, *rest):
        if table.endswith("_events"):
            raise RuntimeError("memory ended")
        return kept(path, table, *rest)

    def tables():
        return set(engine.bare_frame("select table_name from duckdb_tables()", {}).table_name)

    before = tables()
    monkeypatch.setattr(engine, "keep", fails)
    with pytest.raises(RuntimeError, match="memory ended"):
        log.only(activities=["A"]).counts  # noqa: B018
    assert tables() == before
