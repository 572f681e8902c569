"""An app over a small workspace, asked without a network."""

from __future__ import annotations

import pandas as pd
import pytest

import procmine as pm
from procmine.app import make_app

NASTY = "</script><b>x"


def orders() -> pd.DataFrame:
    """Three orders: two are checked and paid, one is checked twice by a second person and has a nasty step."""
    rows = [
        ("a", "Check", "2024-03-04 09:00", "2024-03-04 10:00", "Ann", "North"),
        ("a", "Pay", "2024-03-05 10:00", "2024-03-05 11:00", "Bea", "North"),
        ("b", "Check", "2024-03-04 10:00", "2024-03-04 11:00", "Ann", "South"),
        ("b", "Pay", "2024-03-04 13:00", "2024-03-04 14:00", "Bea", "South"),
        ("c", "Check", "2024-03-06 09:00", "2024-03-06 10:00", "Ann", "North"),
        ("c", "Check", "2024-03-06 12:00", "2024-03-06 13:00", "Bea", "North"),
        ("c", NASTY, "2024-03-07 09:00", "2024-03-07 10:00", "=1+1", "North"),
    ]
    return pd.DataFrame(rows, columns=["case", "activity", "start", "end", "resource", "region"])


ROLES = {
    "case": "case",
    "activity": "activity",
    "started_at": "start",
    "ended_at": "end",
    "resource": "resource",
}


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    opened = pm.open(tmp_path_factory.mktemp("app") / "workspace")
    opened.read(orders(), name="orders", **ROLES)
    return opened


@pytest.fixture
def app(workspace):
    return make_app(workspace.folder)


@pytest.fixture
def client(app):
    return app.server.test_client()
