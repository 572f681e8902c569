"""People under pseudonyms: the same person the same in every import, and no name anywhere in the workspace."""

from __future__ import annotations

import hashlib
import hmac

import pytest

import procmine as pm
from procmine.errors import SourceProblem, WrongOption

ROWS = """ticket,step,changed,agent,Reporter
1,Open,2026-03-01 08:00,Ann Arbour, Bea Bloom
1,Close,2026-03-01 09:00,Bea Bloom,Bea Bloom
2,Open,2026-03-02 08:00,Ann Arbour,Cy Clay
"""
ROLES = {"case": "ticket", "activity": "step", "ended_at": "changed", "resource": "agent", "zone": "UTC"}


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setenv("MY_KEY", "only we know")
    (tmp_path / "tickets.csv").write_text(ROWS)
    workspace = pm.open(tmp_path / "w")
    return (
        workspace.read(
            tmp_path / "tickets.csv", name="tickets", pseudonyms="env:MY_KEY", people="Reporter", **ROLES
        ),
        workspace,
        tmp_path,
    )


def told_as(name):
    return "Person " + hmac.new(b"only we know", name.encode(), hashlib.sha256).hexdigest()[:10]


def test_people_go_by_a_keyed_hash_in_every_column_that_names_them(log):
    seen, workspace, _ = log
    work = seen.sql("select case_id, resource from event order by case_id, position")
    assert work.resource.tolist() == [told_as("Ann Arbour"), told_as("Bea Bloom"), told_as("Ann Arbour")]
    assert seen.where(Reporter=told_as("Bea Bloom")).counts.cases == 1
    assert set(pm.summary(seen).frame.resources) == {2}
    for file in workspace.folder.rglob("*"):
        if file.is_file():
            assert not any(
                name in file.read_bytes() for name in (b"Ann", b"Bea", b"Cy Clay", b"only we know")
            ), file


def test_what_is_imported_again_or_added_hides_them_too(log):
    _, workspace, folder = log
    (folder / "more.csv").write_text(
        "ticket,step,changed,agent,Reporter\n2,Close,2026-03-02 09:00,Ann Arbour,Cy Clay\n"
    )
    added = workspace.read(folder / "more.csv", name="tickets", append=True)
    assert set(added.sql("select distinct resource from event").resource) == {
        told_as("Ann Arbour"),
        told_as("Bea Bloom"),
    }
    again = workspace.read(folder / "tickets.csv", name="tickets")
    assert told_as("Ann Arbour") in set(again.resources)


def test_without_its_key_nothing_is_imported(tmp_path):
    (tmp_path / "tickets.csv").write_text(ROWS)
    workspace = pm.open(tmp_path / "w")
    with pytest.raises(SourceProblem, match="NO_SUCH_KEY"):
        workspace.read(tmp_path / "tickets.csv", name="tickets", pseudonyms="env:NO_SUCH_KEY", **ROLES)
    with pytest.raises(WrongOption, match="no key"):
        workspace.read(tmp_path / "tickets.csv", name="tickets", people="Reporter", **ROLES)
    assert workspace.names() == []
