from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest

import procmine as pm

MONDAY = datetime(2024, 3, 4)
ROLES = {"case": "case", "activity": "activity", "started_at": "start", "ended_at": "end", "resource": "who"}


@pytest.fixture
def workspace(tmp_path):
    """An empty workspace, and `add`: (case, activity, start, end, who, …) in hours from a Monday become a log of it."""
    ws = pm.open(tmp_path / "workspace")

    def add(name, rows, *, zone="UTC", extracted=None, **attributes):
        def at(hours):
            return None if hours is None else MONDAY + timedelta(hours=hours)

        frame = pd.DataFrame(
            [(case, activity, at(start), at(end), who) for case, activity, start, end, who in rows],
            columns=["case", "activity", "start", "end", "who"],
        ).assign(**attributes)
        kept = {role: column for role, column in ROLES.items() if frame[column].notna().any()}
        given = {"zone": zone} if zone else {}
        if extracted is not None:
            given["extracted_at"] = at(extracted).isoformat()
        return ws.read(
            frame.drop(columns=[c for c in ROLES.values() if c not in kept.values()]),
            name=name,
            **kept,
            **given,
        )

    ws.add_rows = add
    return ws
