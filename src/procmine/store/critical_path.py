"""The walk back along each case's critical path: the one step of preparing a version that SQL says badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.engine import read_sql

if TYPE_CHECKING:
    import duckdb
    import numpy as np

UNENDED = -(2**63) + 1  # stands before every end
EVENTS_A_WALK = 8_000_000  # events whose critical paths are walked at once: bounds memory


def critical_paths(con: duckdb.DuckDBPyConnection) -> None:
    """Mark the work on the critical path of each case that is no plain chain."""
    con.execute("create table critical (event_no bigint, is_critical boolean)")
    if con.execute("select count(*) from branched_case").fetchall() == [(0,)]:
        return
    import pandas as pd

    cases, events = con.execute("select coalesce(max(case_no), 0), count(*) from positioned").fetchall()[0]
    step = max(1, int(EVENTS_A_WALK / max(events, 1) * cases))
    for low in range(1, cases + 1, step):
        columns = con.execute(
            read_sql("store", "preparation", "walk"), {"low": low, "high": low + step, "unended": UNENDED}
        ).fetchnumpy()
        event_no = columns.pop("event_no")
        walked = pd.DataFrame({"event_no": event_no, "is_critical": critical_path(**columns)})
        con.register("walked", walked)
        con.execute("insert into critical select * from walked")
        con.unregister("walked")


def critical_path(
    case_no: np.ndarray, position: np.ndarray, predecessor: np.ndarray, ended: np.ndarray
) -> np.ndarray:
    """Which pieces of work, sorted by case and position, lie on their case's critical path.

    The path starts at the work that ends last (the later one in the case where two end together) and follows
    enablers back, so that its waits and its work add up to the case's cycle time exactly. A case in which no work
    has ended (`ended` is UNENDED) has no path yet. Each round takes one step back in every case at once.
    """
    import numpy as np

    is_critical = np.zeros(len(case_no), dtype=bool)
    if not len(case_no):
        return is_critical
    firsts = np.flatnonzero(np.r_[True, case_no[1:] != case_no[:-1]])
    case_index = np.repeat(np.arange(len(firsts)), np.diff(np.r_[firsts, len(case_no)]))
    last = np.maximum.reduceat(ended, firsts)
    latest = np.flatnonzero(ended == last[case_index])
    frontier = np.empty(len(firsts), dtype=np.int64)
    frontier[case_index[latest]] = latest  # of several, the last one stays
    frontier = frontier[last > UNENDED]
    while len(frontier):
        is_critical[frontier] = True
        before = predecessor[frontier]
        frontier = (frontier - (position[frontier] - before))[before > 0]
    return is_critical
