"""Where a workspace names roles only, what is told in place of people and small groups is no key."""

from __future__ import annotations

import pytest
from screened_orders import CLERKS, made_of, rows

import procmine as pm
from procmine.errors import CannotAnswer


def test_what_is_not_told_is_not_the_same(tmp_path):
    """Every piece has a reference of its own; three of them are names. The teams of few are told as one."""
    names = {0: CLERKS[0], 1: CLERKS[1], 2: CLERKS[2]}
    more = [
        row | {"reference": names.get(row["case_id"], f"R{row['case_id']}")}
        for row in rows()
    ]  # fmt: skip
    log = made_of(more, tmp_path).log("orders")
    assert len(log.to_pandas()) == 260
    found = pm.duplicated_work(log, keys="reference")
    assert found.frame.empty, "no two cases have one reference"
    assert [(one.reason, one.events) for one in found.excluded] == [("work of which a key is missing", 7)]
    by_team = pm.duplicated_work(log, keys="team")
    assert by_team.tables["groups"]["keys"].tolist() == [["Clerks"]]
    assert by_team.excluded[0].events == 140, "buyers and managers are told together"
    with pytest.raises(CannotAnswer, match="names roles only"):
        pm.duplicated_work(log, keys="team; resource")
