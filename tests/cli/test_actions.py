"""The register from the command line: every command tells what it did, in words and as JSON."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def orders(procmine, tmp_path):
    rows = "\n".join(f"{n // 2},{'AB'[n % 2]},2026-03-{1 + n // 2:02d} {9 + n % 2}:00" for n in range(8))
    (tmp_path / "orders.csv").write_text(f"case_id,activity,timestamp\n{rows}\n")
    assert procmine("import", "orders.csv", "--name", "orders", "--yes").code == 0


@pytest.fixture
def told(procmine, orders):
    """What a command says with --json."""

    def run(*words):
        found = procmine("actions", *words, "--json")
        assert found.code == 0, found.err
        return json.loads(found.out)

    return run


def test_an_action_from_proposal_to_export(procmine, told, tmp_path):
    made = told(
        "add", "Approve daily", "--log", "orders", "--owner", "Mina", "--due", "2026-09-30", "--metric", "cycle time", "--guardrail", "rework",
        "--guardrail", "effort", "--where", "passing A", "--expected-hours", "12",
    )  # fmt: skip
    assert (made["no"], made["guardrails"], made["is_pre_registered"]) == (1, ["rework", "effort"], True)
    assert told("change", "1", "--status", "in-progress", "--owner", "")["owner"] is None
    assert told("task", "1", "Ask the desk", "--due", "2026-09-01")["tasks"][0]["due_on"] == "2026-09-01"
    assert told("tick", "1", "1")["tasks"][0]["done_by"]
    assert told("tick", "1", "1", "--open")["tasks"][0]["done_by"] is None
    assert told("comment", "1", "All agree")["comments"][0]["text"] == "All agree"
    told("add", "Later")
    assert told("needs", "2", "1")["needs"] == [1] and told("needs", "2", "1", "--no-longer")["needs"] == []
    (tmp_path / "plan.txt").write_text("daily")
    (document,) = told("attach", "1", "plan.txt")["documents"]
    assert told("document", "1", document["sha256"][:8], "--to", "back.txt")["document"] == "plan.txt"
    assert (tmp_path / "back.txt").read_text() == "daily"
    assert procmine("actions", "document", "1", document["sha256"], "--to", "back.txt").code == 1
    assert [one["no"] for one in told("list", "--status", "in-progress")] == [1]
    assert [one["no"] for one in told()] == [1, 2]
    assert told("export", "--to", "x.ics")["actions"] == 2 and (tmp_path / "x.ics").exists()
    assert told("export", "--to", "x.xlsx", "--owner", "Nobody")["actions"] == 0
    assert told("drop", "2", "--why", "Not now")["status"] == "dropped"


def test_an_action_is_shown_in_words(procmine, told):
    told("add", "Approve daily", "--log", "orders", "--owner", "Mina", "--metric", "cycle time")
    told("task", "1", "Ask the [desk]", "--owner", "Otto", "--due", "2026-09-01")
    shown = procmine("actions", "show", "1").out
    for words in (
        "#1 Approve daily (proposed)",
        "cycle time",
        "settled; the change is still to come",
        "Ask the [desk]  (Otto · due 2026-09-01)",
    ):
        assert words in shown
    assert "Approve daily" in procmine("actions").out and "Mina" in procmine("actions", "list").out
    late = procmine("actions", "change", "1", "--changed-at", "2020-01-01").out
    assert "The change is said to have come before the metric was settled" in late


def test_what_cannot_be_is_refused_with_what_to_do(procmine, orders):
    assert "Add one: procmine actions add" in procmine("actions").out
    refusals = {
        ("show", "7"): "There is no action yet",
        ("export", "--to", "x.pdf"): ".ics or .xlsx",
        ("add", "x", "--due", "soon"): "Write it as 2026-09-30",
        ("add", "x", "--log", "ordres"): "Did you mean 'orders'?",
    }
    for words, cure in refusals.items():
        refused = procmine("actions", *words)
        assert refused.code == 1 and cure in refused.err
    procmine("actions", "add", "x")
    assert "Nothing is said" in procmine("actions", "change", "1").err
    seen = procmine("actions", "change", "1", "--owner", "Ann", "--seen", "1")
    assert seen.code == 0
    refused = json.loads(procmine("actions", "change", "1", "--owner", "Bea", "--seen", "1", "--json").out)
    assert "set the owner to Ann" in refused["error"]["found"]


def test_prune_says_which_version_it_keeps_and_why(procmine, told):
    told("add", "x", "--log", "orders")
    import procmine as pm

    pm.open("workspace").actions.add("y", log="orders", cites_version=1)
    procmine("import", "orders.csv", "--name", "orders", "--yes")
    assert "orders, version 1, is kept: action #2 cites it." in procmine("prune").out
    found = json.loads(procmine("prune", "--json").out)
    assert (
        found["kept"] == [{"log": "orders", "version": 1, "why": "action #2 cites it"}]
        and found["removed"] == []
    )
