"""A notebook, a command line and imports on one workspace at the same time, as real processes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import procmine as pm
from procmine.importers import ImportOptions

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


ADD = "import sys, procmine as pm\nfor path in sys.argv[2:]: pm.open(sys.argv[1]).read(path, name='log', append=True)"


def rows_of(path, days):
    lines = (f"{day}-{case},{a},2024-01-{day:02d} 1{'ABC'.index(a)}:{case:02d}:00" for day in days for case in range(40) for a in "ABC")  # fmt: skip
    path.write_text("case_id,activity,timestamp\n" + "\n".join(lines) + "\n")
    return path


def test_of_three_who_add_at_once_none_loses_its_rows(tmp_path):
    folder, files = (
        tmp_path / "workspace",
        [rows_of(tmp_path / f"{day}.csv", [day]) for day in range(2, 8)],
    )
    pm.open(folder).read(rows_of(tmp_path / "first.csv", [1]), name="log")
    running = [
        subprocess.Popen([sys.executable, "-c", ADD, str(folder), *map(str, files[n::3])], stderr=subprocess.PIPE, text=True)
        for n in range(3)
    ]  # fmt: skip
    told = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0] * 3, told
    log = pm.open(folder).log("log")
    assert (log.version.version, log.facts["events"], log.facts["quarantined"]) == (7, 7 * 40 * 3, 0)
    assert len(list(folder.rglob("*.duckdb"))) == 7, "what was overtaken is not left behind"


def test_rows_that_were_overtaken_are_added_to_the_newest_version(tmp_path, monkeypatch):
    workspace = pm.open(tmp_path / "w")
    first, one, other = (rows_of(tmp_path / f"{day}.csv", [day]) for day in (1, 2, 3))
    workspace.read(first, name="log")

    def overtaken(guess):
        """While the columns are shown, somebody else adds rows."""
        pm.open(tmp_path / "w").read(other, name="log", append=True)
        return True

    log, _ = workspace.add(one, ImportOptions(), "log", append=True, agrees=overtaken)
    assert (log.version.version, log.facts["events"]) == (3, 3 * 40 * 3)
    monkeypatch.setattr("procmine.workspace.APPENDS_TRIED", 1)
    with pytest.raises(pm.errors.WorkspaceProblem, match="newer versions") as refused:
        workspace.add(one, ImportOptions(), "log", append=True, agrees=overtaken)
    assert "add the rows again" in refused.value.cure
    assert workspace.log("log").version.version == 4 == len(list(tmp_path.rglob("*.duckdb")))
