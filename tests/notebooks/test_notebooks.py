"""Every notebook runs from top to bottom in a kernel of its own, and is kept without outputs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
shown = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
print(sum("text/html" in out.get("data", {}) for out in shown))
"""


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_its_answers(path, tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", RUN, str(path)], cwd=tmp_path, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr[-3000:]
    assert int(told.stdout.split()[-1]) >= 5, "answers are shown as finding, picture and table"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert all(
        not cell.get("outputs") and cell.get("execution_count") is None
        for cell in cells
        if cell["cell_type"] == "code"
    )
