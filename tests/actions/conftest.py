"""A workspace with one small log: ten orders, each checked and paid."""

from __future__ import annotations

import pandas as pd
import pytest

import procmine as pm

ROLES = {"case": "case", "activity": "activity", "started_at": "start", "ended_at": "end", "resource": "who"}


def orders():
    rows = [
        (
            f"o{n}",
            activity,
            f"2026-03-{2 + n:02d} {9 + 3 * place:02d}:00",
            f"2026-03-{2 + n:02d} {10 + 3 * place:02d}:00",
            who,
        )
        for n in range(10)
        for place, (activity, who) in enumerate([("Check", "Ann"), ("Pay", "Bea")])
    ]
    return pd.DataFrame(rows, columns=["case", "activity", "start", "end", "who"])


@pytest.fixture
def workspace(tmp_path):
    opened = pm.open(tmp_path / "w")
    opened.read(orders(), name="orders", zone="Europe/Berlin", **ROLES)
    return opened


@pytest.fixture
def again():
    """Another import of the same orders, as a newer version."""
    return lambda workspace: workspace.read(orders(), name="orders", zone="Europe/Berlin", **ROLES)
