"""A sync killed at any moment and begun again ends with the same log as one that was not."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from office import stays, worked
from servers import jira, redmine
from test_every_tool import expected, told
from tool_server import running

import procmine as pm

KILLS = 3
pytestmark = pytest.mark.slow
SYNC = """
import sys
import procmine as pm
print("ready", flush=True)
pm.open(sys.argv[1]).sources.sync("log")
"""


@pytest.mark.parametrize("tool", [jira, redmine], ids=lambda tool: tool.NAME)
def test_a_sync_that_is_killed(tmp_path, tool):
    office = worked(9)
    keys = {**os.environ, tool.SECRET: "secret-key"}
    with running(tool.Server(office).told, office.clock) as server:
        workspace = pm.open(tmp_path / "w")
        workspace.sources.add("log", tool.NAME, **tool.Server(None).settings(server.url))
        span = measured(tmp_path, tool, keys, server.url)
        chance = random.Random(tool.NAME)
        for _ in range(KILLS):
            process = begun(tmp_path / "w", keys)
            try:
                process.wait(
                    timeout=chance.uniform(0.02, 0.9) * span
                )  # uniform over a sync as it was measured
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
        assert begun(tmp_path / "w", keys).wait(timeout=60) == 0
    assert told(workspace.log("log")) == expected(tool, office)
    assert len(stays(office)) == len(told(workspace.log("log")))
    assert len(workspace.versions("log")) == 1
    left = [path.name for path in workspace.folder.rglob("*.unfinished")]
    assert not left or workspace.sources.runs("log")[0].outcome in ("done", "nothing new")


def begun(folder, keys):
    process = subprocess.Popen(
        [sys.executable, "-c", SYNC, str(folder)], env=keys, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    process.stdout.close()
    return process


def measured(tmp_path, tool, keys, url):
    """How long a sync takes from its first moment to its end."""
    other = pm.open(tmp_path / "measured")
    other.sources.add("log", tool.NAME, **tool.Server(None).settings(url))
    process = begun(tmp_path / "measured", keys)
    began = time.monotonic()
    assert process.wait(timeout=60) == 0
    return time.monotonic() - began
