"""Processes at work on the same actions at once, an import and a prune beside them: nothing is lost."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest

import procmine as pm
from procmine.errors import UnknownName

TURNS = 40
EDIT = """
import sys, procmine as pm
folder, who, field, turns = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
register = pm.open(folder).actions.signed(who)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(turns):
    seen = register.get(1).revision
    register.change(1, seen=seen, **{field: f"{who} {turn}"})
    register.comment(1, f"{who} {turn}")
    register.task(1, f"{who} {turn}")
    register.attach(1, f"{turn}.txt", content=f"the same {turn}".encode())
"""


def run_at_once(folder, editors):
    running = [
        subprocess.Popen(
            [sys.executable, "-c", EDIT, str(folder), *editor, str(TURNS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for editor in editors
    ]  # fmt: skip
    for process in running:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    told = []
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0] * len(editors), told


@pytest.mark.slow
def test_two_processes_that_edit_at_once_lose_nothing(workspace):
    workspace.actions.add("Pay daily", log="orders")
    run_at_once(workspace.folder, [("Ann", "owner"), ("Bea", "metric")])
    found = workspace.actions.get(1)
    wanted = {f"{who} {turn}" for who in ("Ann", "Bea") for turn in range(TURNS)}
    assert (found.owner, found.metric) == (f"Ann {TURNS - 1}", f"Bea {TURNS - 1}")
    assert {one.text for one in found.comments} == {one.text for one in found.tasks} == wanted
    assert len(found.comments) == len(found.tasks) == 2 * TURNS
    for who, field in (("Ann", "owner"), ("Bea", "metric")):
        lines = [(act.was, act.becomes) for act in found.history if act.what == field]
        each = [None, *(f"{who} {turn}" for turn in range(TURNS))]
        assert lines == list(itertools.pairwise(each)), "every change is there, in its order"
    assert {one.who for one in found.comments if one.text.startswith("Ann")} == {"Ann"}
    assert [act.revision for act in found.history] == list(range(1, found.revision + 1))
    assert len(found.documents) == TURNS == len(list((workspace.folder / "attachments").iterdir()))
    assert all(
        workspace.actions.document(1, one.sha256)[1].startswith(b"the same") for one in found.documents
    )


def test_the_register_survives_a_newer_version_and_prune(workspace, again):
    made = workspace.actions.from_finding({"finding": "Payments wait"}, workspace.log("orders"))
    workspace.actions.comment(1, "Seen")
    before = workspace.actions.get(1)
    for _ in range(4):
        again(workspace)
    workspace.actions.freeze(1, {"verdict": "worked", "version": 3})
    pruned = workspace.prune()
    assert [version.version for version in workspace.versions("orders")] == [1, 3, 5]
    assert pruned.told == [
        "orders, version 1, is kept: action #1 cites it.",
        "orders, version 3, is kept: action #1 cites it.",
    ]
    assert len(pruned) == 2 and not any(path.exists() for path in pruned)
    after = workspace.actions.get(1)
    assert (after.finding, after.comments, after.cites_version) == (before.finding, before.comments, 1)
    assert after.created_at == made.created_at
    assert pm.summary(workspace.log("orders", version=after.cites_version)).frame.cases[0] == 10


def test_a_version_that_is_gone_cannot_be_cited(workspace, again):
    again(workspace)
    workspace.prune()
    with pytest.raises(UnknownName, match="version of orders"):
        workspace.actions.add("x", log="orders", cites_version=1)
    workspace.actions.add("of the newest", log="orders", cites_version=2)
    again(workspace)
    assert workspace.prune().kept[0][0].version == 2


def test_what_prune_forgets_is_decided_where_the_citing_is(workspace, again):
    """An action that came between the listing of old versions and their removal keeps its version."""
    old = workspace.versions("orders")[0]
    again(workspace)
    workspace.actions.add("x", log="orders", cites_version=1)
    assert not workspace._catalogue.forget(old)
    assert old.path.exists() and workspace.versions("orders")[0] == old
