"""The wheel alone, in an empty environment outside the repository, does what the README says."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / ".tools" / "uv" / "bin" / "uv"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_statements_pages_and_sample_are_inside(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    packaged = {name.removeprefix("procmine/") for name in names if name.startswith("procmine/")}
    here = ROOT / "src" / "procmine"
    wanted = {
        str(path.relative_to(here))
        for kind in ("*.sql", "*.py", "*.mjs", "*.css")
        for path in here.rglob(kind)
    }
    assert wanted <= packaged
    assert {f"app/shipped_pages/{path.name}" for path in (ROOT / "dashboards").glob("*.py")} <= packaged
    assert {"samples/shipped/purchase-orders.csv", "samples/shipped/TRUTH.md"} <= packaged


def test_installed_alone_it_runs_the_demo(wheel, tmp_path):
    if not UV.exists():
        pytest.skip("made by make env")
    environment = {
        **os.environ,
        "UV_SYSTEM_CERTS": "1",
        "HOME": str(tmp_path),
        "PROCMINE_WORKSPACE": str(tmp_path / "workspace"),
    }
    environment.pop("PYTHONPATH", None)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run(
        [UV, "venv", "-q", "--python", sys.executable, tmp_path / "venv"], check=True, env=environment
    )
    subprocess.run(
        [UV, "pip", "install", "-q", "--python", python, "-c", ROOT / "requirements.lock", wheel],
        check=True,
        env=environment,
    )
    told = subprocess.run(
        [python.with_name("procmine"), "demo", "--no-serve"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    assert (
        "Approve order" in told.stdout
        and "Check request" in told.stdout
        and "121 cases are open" in told.stdout
    )
    sites = next((tmp_path / "venv").glob("lib/*/site-packages"))
    assert len(list(sites.glob("*.dist-info"))) <= 60
    assert sum(path.stat().st_size for path in sites.rglob("*") if path.is_file()) <= 500e6
