"""A notebook, a command line and imports on one workspace at the same time, as real processes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import procmine as pm

pytestmark = pytest.mark.slow
READ = """
import sys, procmine as pm
for _ in range(25):
    log = pm.open(sys.argv[1]).log("log")
    found = pm.bottlenecks(log.passing("B")).frame
    assert abs(found.share.sum() - 1) < 1e-9
print(log.version.version)
"""
WRITE = "import sys, procmine as pm\nfor _ in range(3): pm.open(sys.argv[1]).read(sys.argv[2], name='log')"


def test_readers_and_writers_do_not_wait_for_each_other(tmp_path):
    source, folder = tmp_path / "log.csv", tmp_path / "workspace"
    rows = (f"{i // 4},{'ABCD'[i % 4]},2024-01-{1 + i // 1000:02d} {i % 24:02d}:00:00" for i in range(8000))
    source.write_text("case_id,activity,timestamp\n" + "\n".join(rows) + "\n")
    pm.open(folder).read(source, name="log")
    code = {READ: 2, WRITE: 3}
    running = [
        subprocess.Popen([sys.executable, "-c", text, str(folder), str(source)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for text, many in code.items() for _ in range(many)
    ]  # fmt: skip
    told = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 5, [err for _, err in told]
    versions = pm.open(folder).versions("log")
    assert [version.version for version in versions] == list(range(1, 11)), (
        "nine imports, nine numbers, none twice"
    )
    listed = subprocess.run(
        [sys.executable, "-m", "procmine.cli", "logs", "--workspace", str(folder), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(listed.stdout)[0]["version"] == 10
