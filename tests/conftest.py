"""Shared ground of all tests: folders of their own, the real logs where they lie, one way of telling a seed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"

settings.register_profile("ci", max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory):
    """No test touches the user's cache folder or workspace."""
    before = dict(os.environ)
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["PROCMINE_WORKSPACE"] = str(tmp_path_factory.mktemp("unused") / "workspace")
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real logs and oracles; where it exists, every test that needs it must run."""
    if not SHARED.exists():
        pytest.skip(f"no folder {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def shared_logs(shared_data: Path, tmp_path_factory: pytest.TempPathFactory):
    """Every real log, imported once by guess alone."""
    import procmine as pm

    workspace = pm.open(tmp_path_factory.mktemp("shared"))
    for path in sorted((shared_data / "logs").glob("*.parquet")) + sorted(
        (shared_data / "logs").glob("*.csv.gz")
    ):
        workspace.read(path, name=path.name.split(".")[0])
    return {name: workspace.log(name) for name in workspace.names()}
