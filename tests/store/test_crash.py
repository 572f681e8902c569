"""An import killed at any moment: the workspace opens, the last good version answers, nothing half-done is seen."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

import procmine as pm

pytestmark = pytest.mark.slow
IMPORT = "import sys, procmine as pm; pm.open(sys.argv[1]).read(sys.argv[2], name='log')"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "log.csv"
    rows = (
        f"{i // 5},{'ABCDE'[i % 5]},2024-01-{1 + i % 28:02d} {i % 24:02d}:00:00,r{i % 7}"
        for i in range(20_000)
    )
    path.write_text("case_id,activity,timestamp,resource\n" + "\n".join(rows) + "\n")
    return path


def start(folder, source):
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(folder), str(source)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("kills", [20, pytest.param(50, marks=pytest.mark.long)])
def test_killed_at_any_moment_the_last_good_version_answers(tmp_path, source, kills):
    folder = tmp_path / "workspace"
    workspace = pm.open(folder)
    good = pm.summary(workspace.read(source, name="log")).frame
    began = time.monotonic()
    assert start(folder, source).wait() == 0
    whole = time.monotonic() - began
    chance, phases = random.Random(11), set()
    for _ in range(kills):
        versions = len(workspace.versions("log"))
        process = start(folder, source)
        try:
            process.wait(timeout=whole * chance.uniform(0.25, 1.02))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        phases.add(
            "finished"
            if process.returncode == 0
            else "writing"
            if list((folder / "logs").glob("*/*.importing"))
            else "before"
        )
        again = pm.open(folder)
        assert len(again.versions("log")) in (versions, versions + 1)
        assert pm.summary(again.log("log")).frame.equals(good)
        assert {v.path.exists() for v in again.versions("log")} == {True}
        again.prune(keep=2)
        assert not list((folder / "logs").glob("*/*.importing")), "what a dead import left is collected"
        again.close()
    assert "writing" in phases, "at least one kill fell between first write and registration"


def test_a_living_import_is_not_collected(tmp_path, source):
    folder = tmp_path / "workspace"
    pm.open(folder).read(source, name="log")
    process = start(folder, source)
    while not list((folder / "logs").glob("*/*.importing")) and process.poll() is None:
        pass
    pm.open(folder).prune(keep=1)
    assert process.wait() == 0
    assert pm.open(folder).log("log").version.version == 2
