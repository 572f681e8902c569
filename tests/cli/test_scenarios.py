"""Scenarios from the command line: saved, compared and dropped, in words and as JSON."""

from __future__ import annotations

import json

import pytest

import procmine as pm


@pytest.fixture
def orders(procmine, tmp_path):
    """Twenty orders in the North and the South: A for an hour, a wait, B."""
    rows = "\n".join(
        f"{n},{name},2026-03-{1 + n:02d} {hour}:00,2026-03-{1 + n:02d} {hour + 1}:00,{'NS'[n % 2]}"
        for n in range(20)
        for name, hour in (("A", 10), ("B", 12 + n % 3))
    )
    (tmp_path / "orders.csv").write_text(f"case_id,activity,start,end,region\n{rows}\n")
    assert procmine("import", "orders.csv", "--name", "orders", "--yes", "--zone", "UTC").code == 0
    return pm.open(tmp_path / "workspace")


def test_scenarios_are_saved_compared_and_dropped(procmine, orders):
    kept = procmine(
        "scenarios", "save", "orders", "North at once", "no wait for b", "--where", "region = N", "--calendar", "24x7", "--json"
    )  # fmt: skip
    assert json.loads(kept.out) == {
        "log": "orders", "scenario": "North at once", "changes": "no wait for B", "calendar": "24x7", "filters": "region = N",
    }  # fmt: skip
    assert procmine("scenarios", "save", "orders", "Less", "A takes 50% less").out == "Less: A takes 50% less\n"  # fmt: skip
    found = orders.compare_scenarios("orders")
    shown = procmine("scenarios", "compare", "orders").out
    assert "North at once" in shown and "Left out of “North at once”" in shown
    assert json.loads(procmine("scenarios", "compare", "orders", "--json").out) == found.as_dict()
    assert procmine("scenarios", "compare", "orders", "--csv").out == found.to_csv()
    assert procmine("scenarios", "drop", "orders", "Less").out == "Less is no longer saved.\n"
    assert json.loads(procmine("scenarios", "drop", "orders", "North at once", "--json").out)["dropped"] == "North at once"  # fmt: skip
    assert orders.scenarios("orders") == []


def test_what_cannot_be_is_refused_with_the_cure(procmine, orders):
    wrong = procmine("scenarios", "save", "orders", "x", "no wait for Be", "--json")
    assert wrong.code == 1 and "'Be'" in json.loads(wrong.out)["error"]["found"]
    nothing = procmine("scenarios", "compare", "orders")
    assert nothing.code == 1 and "Save one:" in nothing.err
    assert procmine("scenarios", "drop", "orders", "x").code == 1
